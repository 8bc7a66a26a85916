package verify

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"recette/internal/recette"
)

// phrase is a sentence of the PV computed again: word for word when the words of its language are at hand, else what it
// must hold.
type phrase struct {
	text  string
	exact bool
	holds []string
}

// fits compares what is shown with the phrase.
func (p phrase) fits(shown string) bool {
	if p.exact {
		return shown == p.text
	}
	if (shown == "") != (p.text == "" && len(p.holds) == 0) {
		return false
	}
	for _, part := range p.holds {
		if !strings.Contains(shown, part) {
			return false
		}
	}
	return true
}

// say words a message. Without the words, the key stands for a text that nobody knows.
func (c *check) say(key string, args ...any) string {
	text, known := c.wording[key]
	if !known {
		return "⟨" + key + "⟩"
	}
	if len(args) == 0 {
		return text
	}
	places := make([]string, 0, 2*len(args))
	for i, a := range args {
		at, shown := strconv.Itoa(i+1), fmt.Sprint(a)
		places = append(places, "%["+at+"]s", shown, "%["+at+"]d", shown)
	}
	// Words come from the file: no verb of fmt but these, whose widths could ask for any amount of room.
	return strings.NewReplacer(append(places, "%%", "%")...).Replace(text)
}

// worded reports whether the words of the language of the PV are at hand.
func (c *check) worded() bool { return c.wording != nil }

// phrase gives a sentence whose arguments, texts and numbers, all show in it.
func (c *check) phrase(key string, args ...any) phrase {
	p := phrase{text: c.say(key, args...), exact: c.worded()}
	for _, a := range args {
		switch v := a.(type) {
		case string:
			p.holds = append(p.holds, v)
		case int:
			p.holds = append(p.holds, strconv.Itoa(v))
		}
	}
	return p
}

// plural gives the key of the form: French counts 0 and 1 as singular, English 1 alone.
func (c *check) plural(key string, n int) string {
	if n == 1 || n == 0 && c.frozen.Language != "en" {
		return key + ".one"
	}
	return key + ".other"
}

// listedIDs is how many ids a sentence lists before it counts the rest.
const listedIDs = 8

// ids lists the first ones and counts the rest. Without the words, only the first ones are known.
func (c *check) ids(ids []string) string {
	if len(ids) <= listedIDs {
		return strings.Join(ids, ", ")
	}
	first, rest := strings.Join(ids[:listedIDs], ", "), len(ids)-listedIDs
	if !c.worded() {
		return first
	}
	return first + c.say(c.plural("pv.more", rest), rest)
}

// semicolon parts the items of a list as the language of the PV does.
func (c *check) semicolon() string {
	if c.frozen.Language == "en" {
		return "; "
	}
	return "\u00a0; "
}

// unshown compares what the campaign did not demonstrate, sentence by sentence.
func (c *check) unshown() bool {
	want := c.notShown()
	if len(want) != len(c.pv.NotShown) {
		return false
	}
	for i, p := range want {
		if !p.fits(c.pv.NotShown[i]) {
			return false
		}
	}
	return true
}

func (c *check) notShown() []phrase {
	var out []phrase
	say := func(key string, n int, list string) {
		out = append(out, c.phrase(c.plural(key, n), n, list))
	}
	for _, kind := range []string{
		string(recette.NotRun), "due", "returned", "unread", string(recette.Blocked), string(recette.NotApplicable),
	} {
		var ids []string
		for _, row := range c.pv.Cases {
			how := row.Verdict
			if row.Due && how != string(recette.NotRun) {
				how = "due"
			}
			if cmp.Or(row.Hold, how) == kind {
				ids = append(ids, row.ID)
			}
		}
		if len(ids) > 0 {
			say("pv.notshown."+kind, len(ids), c.ids(ids))
		}
	}
	var criteria []string
	for i := range c.pv.Stories {
		criteria = append(criteria, c.pv.Stories[i].Criteria...)
	}
	for _, x := range []struct {
		key      string
		declared []string
		of       func(*caseRow) []string
	}{
		{"pv.notshown.criteria", criteria, func(row *caseRow) []string { return row.Criteria }},
		{"pv.notshown.rules", c.pv.Rules, func(row *caseRow) []string { return row.Rules }},
	} {
		if items := c.unproven(x.declared, x.of); len(items) > 0 && c.pv.Antenne == "" {
			if c.worded() {
				say(x.key, len(items), strings.Join(items, c.semicolon()))
				continue
			}
			p := c.phrase(c.plural(x.key, len(items)), len(items))
			p.holds = append(p.holds, items...)
			out = append(out, p)
		}
	}
	if n := len(c.pv.OutOfScope); n > 0 {
		whats := make([]string, n)
		for i, x := range c.pv.OutOfScope {
			whats[i] = x.What
		}
		say("pv.notshown.excluded", n, strings.Join(whats, c.semicolon()))
	}
	if n := len(c.pv.Entities); n > 1 && len(c.frozen.Antennes) == 0 {
		say("pv.notshown.entities", n, strings.Join(c.pv.Entities, ", "))
	}
	if c.pv.FirstRunAt != nil {
		out = append(out, c.phrase("pv.notshown.elsewhere", c.pv.Environment.Name, c.versions()))
	}
	if c.pv.Antenne != "" { // what other branches found may prove a criterion, or not
		out = append(out, c.phrase("pv.notshown.branch", c.pv.Antenne))
	}
	return out
}

// versions names what the results were obtained on, oldest first. Rules of before named what was delivered.
func (c *check) versions() string {
	named := func(version, build string) string {
		if build == "" || build == version {
			return version
		}
		return version + " (" + build + ")"
	}
	if !c.canon.builds {
		return named(c.pv.Release.Version, c.pv.Release.Build)
	}
	played := make([]bool, len(c.frozen.Before)+1)
	for _, row := range c.pv.Cases {
		if row.Attempts > 0 {
			at := len(played) - 1
			if row.Iteration > 0 && row.Iteration <= at {
				at = row.Iteration - 1
			}
			played[at] = true
		}
	}
	var out []string
	for i, there := range played {
		version := c.frozen.Release.Version
		if i < len(c.frozen.Before) {
			version = c.frozen.Before[i].Version
		}
		if name := named(version, c.frozen.builtIn(i+1)); there && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

// unproven names every criterion, or rule, that the cases do not prove: one that applies is neither conform nor fresh,
// or none applies. Without the words, only what is named and the cases that fall short are known.
func (c *check) unproven(declared []string, of func(*caseRow) []string) []string {
	cases := map[string][]*caseRow{}
	all := slices.Clone(declared)
	for i := range c.pv.Cases {
		for _, id := range set(of(c.pv.Cases[i])) {
			cases[id] = append(cases[id], c.pv.Cases[i])
			all = append(all, id)
		}
	}
	var out []string
	for _, id := range set(all) {
		var why []string
		applies := false
		for _, row := range cases[id] {
			if c.reached[row.ID] {
				applies = true
				continue
			}
			fresh, v := row.Freshness == string(recette.Fresh) && row.Hold == "", recette.Verdict(row.Verdict)
			if fresh && v == recette.NotApplicable {
				continue
			}
			if applies = true; fresh && v.Conform() {
				continue
			}
			how := "verdict." + row.Verdict
			switch {
			case row.Hold != "":
				how = "pv.notshown.hold." + row.Hold
			case v.Conform():
				how = "pv.notshown.stale"
			}
			why = append(why, row.ID+" "+c.say(how))
		}
		switch {
		case len(cases[id]) == 0:
			why = []string{c.say("pv.notshown.nocase")}
		case !applies:
			why = []string{c.say("pv.notshown.void")}
		case len(why) == 0:
			continue
		}
		if c.worded() {
			id += " (" + c.ids(why) + ")"
		}
		out = append(out, id)
	}
	return out
}

// reason says why a case is blocked, not run or not applicable, as the PV must.
func (c *check) reason(f *fold, row *caseRow, t *tally) phrase {
	switch {
	case !excused(row.Verdict):
		return phrase{exact: true}
	case t.attempts == 0:
		if by := f.waits(t); by != nil && c.canon.lives {
			return c.phrase("pv.reason.held_back", by.frozen.ID, c.standsAs(f, by))
		}
		return c.phrase("pv.reason.never")
	case t.invalid != nil:
		return c.phrase("pv.reason.invalidated."+t.invalid.Objection.Cause, c.invalidated(t.invalid))
	case t.outdated():
		return c.phrase("pv.reason.outdated")
	}
	seen := false
	for i := range row.Steps {
		st := &row.Steps[i]
		if st.Verdict.String() != row.Verdict {
			continue
		}
		seen = true
		var parts, holds []string
		cause, outcome, words := st.Cause.String(), st.Outcome.String(), st.words()
		if cause != "" && outcome == "" {
			parts = append(parts, c.say("cause."+cause))
		}
		if outcome != "" {
			parts = append(parts, c.say("outcome."+outcome))
		}
		if said := cmp.Or(words.Reason, words.Observed, words.Comment); said != "" {
			parts, holds = append(parts, said), append(holds, said)
		}
		if len(parts) > 0 {
			p := c.phrase("pv.reason.step", i+1, strings.Join(parts, ", "))
			if !p.exact {
				p.holds = slices.Concat(holds, []string{strconv.Itoa(i + 1)})
			}
			return p
		}
	}
	switch {
	case !t.closed:
		return c.phrase("pv.reason.open")
	case row.Outcome != "":
		return phrase{text: c.say("outcome." + row.Outcome), exact: c.worded()}
	case row.Verdict == string(recette.NotRun) && !seen:
		return c.unverified(row)
	}
	return c.phrase("pv.reason.partial")
}

// standsAs says what a row comes to: its verdict, or why that does not count yet.
func (c *check) standsAs(f *fold, t *tally) string {
	switch hold := f.held(t); hold {
	case recette.Unread, recette.Returned:
		return c.say("pv.notshown.hold." + string(hold))
	case recette.Due, recette.Free:
	}
	return c.say("verdict." + string(recette.Counts(t.verdict(), f.held(t))))
}

// unverified says that no expected result was verified, the first for the reason that a person gave.
func (c *check) unverified(row *caseRow) phrase {
	for i := range row.Steps {
		st := &row.Steps[i]
		why, verdict := st.words().Reason, recette.Verdict(st.Verdict.String())
		if why != "" && !st.Background && verdict == recette.NotApplicable {
			return c.phrase("pv.reason.set_aside", i+1, why)
		}
	}
	return c.phrase("pv.reason.unverified")
}
