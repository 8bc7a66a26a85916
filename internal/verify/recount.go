package verify

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/strictjson"
)

// recount compares everything that the PV says of results with what the leaves give.
func (c *check) recount() {
	if c.afford() != nil {
		return
	}
	s, ok := c.scope()
	if !ok {
		c.contents.add(bad(Scope))
		return
	}
	c.tested()
	f := count(c.frozen, s, c.proven, c.began(), c.budget)
	if !c.counted(f, s) {
		return
	}
	c.kinds(f)
	if c.list(s) {
		stale := listed(c.pv.Stale)
		for _, row := range c.pv.Cases {
			c.caseText(row, f.cases[row.ID].frozen, s)
			c.caseResult(row, f.cases[row.ID])
			c.taken(f, row)
			c.obtained(f, row, f.cases[row.ID])
			c.steps(row, f.cases[row.ID])
			c.freshness(row, f, stale[row.ID])
		}
		c.total(f)
		c.period(f)
		c.transcripts(f)
		c.claimed(f)
		c.branches(f, s)
	}
	c.iterated(f)
	c.journeys(f, s)
	c.dossier(f, s)
	c.placesErased(f)
	c.noted(f, s)
	c.documents(f, s)
	c.lines(f)
	c.lifting(f, s)
	c.declarations(f)
	c.recounted = f
	sessions := c.sessions(f)
	c.opened(f, s)
	c.stated(f)
	c.derive(f, s, sessions)
	c.times(f, s)
	c.rules(f, s)
}

// counted tells whether the plan counts each case once: in what it holds, and in each journey. A journey that names one
// five times would show five results of it.
func (c *check) counted(f *fold, s scope) bool {
	ok, held := true, map[string]bool{}
	for i := range c.frozen.Cases {
		if id := c.frozen.Cases[i].ID; held[id] {
			c.contents.add(bad(CaseUnknown, id))
			ok = false
		} else {
			held[id] = true
		}
	}
	for _, at := range s.rows {
		j := &c.frozen.Journeys[at]
		if len(listed(j.Cases)) != len(j.Cases) {
			c.contents.add(bad(JourneyMismatch, j.Code, "cases"))
			ok = false
		}
	}
	for _, id := range s.ids {
		if f.cases[id] == nil { // a journey of the plan names a case that the plan does not hold
			c.contents.add(bad(Scope))
			return false
		}
	}
	return ok
}

// kinds refuses leaves that a PV does not rest on: each one there is one that the fold uses.
func (c *check) kinds(f *fold) {
	for i := range c.proven {
		l := &c.proven[i].leaf
		switch {
		case (l.Kind == journal.KindResult || l.Kind == journal.KindTrial) && l.Result != nil &&
			f.scope.in[l.Result.Case]:
		case l.Kind == journal.KindCampaignIterate && l.Iterate != nil:
		case l.Kind == journal.KindPVRendered && c.canon.papers, l.Kind == journal.KindPVSigned && c.canon.papers:
		case l.Kind == journal.KindCampaignOpen, l.Kind == journal.KindCampaignClose, l.Kind == journal.KindAnomaly,
			l.Kind == journal.KindReserve, l.Kind == journal.KindDecision, l.Kind == journal.KindPersonalErase,
			l.Kind.Noted():
		case !l.Kind.Known(): // listed as such
		default:
			c.contents.add(bad(LeafForeign, strconv.FormatInt(l.Seq, 10)))
		}
	}
}

// list compares the cases with those of the scope: all of them, each once, in order. False when rows cannot be
// compared.
func (c *check) list(s scope) bool {
	got, ok := make([]string, 0, len(c.pv.Cases)), true
	seen := map[string]bool{}
	for i := range c.pv.Cases {
		id := c.pv.Cases[i].ID
		if got = append(got, id); !s.in[id] || seen[id] {
			c.contents.add(bad(CaseUnknown, id))
			ok = false
		}
		seen[id] = true
	}
	for _, id := range s.ids {
		if !seen[id] {
			c.contents.add(bad(CaseMissing, id))
		}
	}
	if ok && len(got) == len(s.ids) && !slices.Equal(got, s.ids) {
		c.contents.add(bad(CaseOrder))
	}
	return ok
}

func listed(list []string) map[string]bool {
	in := make(map[string]bool, len(list))
	for _, x := range list {
		in[x] = true
	}
	return in
}

// field is one value shown and the one that is right.
type field struct {
	name        string
	shown, want any
}

// differs gives the names of the fields that differ; an absent list is an empty one.
func differs(fields ...field) []string {
	var out []string
	for _, f := range fields {
		a, b := reflect.ValueOf(f.shown), reflect.ValueOf(f.want)
		if a.Kind() == reflect.Slice && b.Kind() == reflect.Slice && a.Len() == 0 && b.Len() == 0 {
			continue
		}
		if !reflect.DeepEqual(f.shown, f.want) {
			out = append(out, f.name)
		}
	}
	return out
}

// unlike names the fields that differ, of what there is too much of to compare with differs.
type unlike []string

func (u *unlike) add(name string, same bool) {
	if !same {
		*u = append(*u, name)
	}
}

// caseText compares the text of a case with the frozen one.
func (c *check) caseText(row *caseRow, z *frozenCase, s scope) {
	cells := make([]string, 0, len(z.RowCells))
	for i, cell := range z.RowCells {
		if i < len(z.RowHeader) {
			cell = z.RowHeader[i] + " = " + cell
		}
		cells = append(cells, cell)
	}
	held := s.held[z.ID]
	under := ""
	if len(held) > 0 {
		under = held[0]
	}
	var names unlike
	names.add("name", row.Name == z.Name)
	names.add("feature", row.Feature == z.Feature)
	names.add("path", row.Path == z.Path)
	names.add("line", row.Line == z.Line)
	names.add("rule", row.Rule == z.Rule)
	names.add("examples", row.Examples == z.Examples)
	names.add("row", row.Row == strings.Join(cells, ", "))
	names.add("story", row.Story == z.Story)
	names.add("criteria", slices.Equal(row.Criteria, z.Criteria))
	names.add("rules", slices.Equal(row.Rules, z.Rules))
	names.add("data_sets", slices.Equal(row.DataSets, z.DataSets))
	names.add("content", row.Content == z.Content)
	names.add("presentation", row.Presentation == z.Presentation)
	names.add("source", row.Source == z.Source)
	names.add("journey", row.Journey == under)
	names.add("critical", row.Critical == c.critical(z))
	names.add("steps", len(row.Steps) == len(z.Steps))
	names.add("journeys", len(row.Journeys) == 0 || len(held) > 1 && slices.Equal(row.Journeys, held))
	for i := range min(len(row.Steps), len(z.Steps)) {
		if row.Steps[i].Form != z.Steps[i].Form {
			names = append(names, "steps["+strconv.Itoa(i)+"]")
		}
	}
	for _, n := range names {
		c.contents.add(bad(CaseText, row.ID, n))
	}
}

// critical tells whether a case is critical by itself or by a journey that holds it.
func (c *check) critical(z *frozenCase) bool {
	if c.urgent == nil {
		c.urgent = map[string]bool{}
		for i := range c.frozen.Journeys {
			if j := &c.frozen.Journeys[i]; j.Critical {
				for _, id := range j.Cases {
					c.urgent[id] = true
				}
			}
		}
	}
	return z.Critical || c.urgent[z.ID]
}

// caseResult compares what the PV says of the attempts of a case.
func (c *check) caseResult(row *caseRow, t *tally) {
	if want := string(t.verdict()); row.Verdict != want {
		c.contents.add(bad(CaseVerdict, row.ID, row.Verdict, want))
	}
	outcome := string(t.outcome)
	if t.outcome == recette.OutcomePassed {
		outcome = ""
	}
	var names unlike
	names.add("outcome", row.Outcome == outcome)
	names.add("attempt", row.Attempt == t.now.Number)
	names.add("attempts", row.Attempts == t.attempts)
	names.add("leaves", slices.Equal(row.Leaves, t.leaves))
	names.add("started_at", c.instant(row.StartedAt) == t.started)
	names.add("ended_at", c.instant(row.EndedAt) == t.ended)
	names.add("message", (row.Message != "") == (t.message != ""))
	names.add("tester", (row.Tester != "") == (t.actor != nil))
	manual, auto := false, false
	for _, s := range t.shown() {
		if s.seen() {
			mode := recette.Mode(s.o.Mode.String())
			manual, auto = manual || mode == recette.Manual, auto || mode == recette.Automated
		}
	}
	var mode recette.Mode
	switch {
	case manual && auto:
		mode = recette.Mixed
	case manual:
		mode = recette.Manual
	case auto:
		mode = recette.Automated
	case c.canon.lives && t.closed && !t.outdated(): // nobody observed a step: the attempt says who was to
		mode = cmp.Or(recette.Mode(t.mode), recette.Manual)
	default: // nobody ended an attempt of the text: its tags say who is to
		mode = recette.Mode(row.Mode)
	}
	if row.Mode != string(mode) || mode != recette.Manual && mode != recette.Automated && mode != recette.Mixed {
		names = append(names, "mode")
	}
	for _, n := range names {
		c.contents.add(bad(CaseResult, row.ID, n))
	}
}

// instant writes a time as leaves do, empty when there is none.
func instant(t *time.Time) string {
	if t == nil {
		return ""
	}
	return journal.Instant(*t)
}

// instant writes a time as leaves do. The steps of a case often have one time.
func (c *check) instant(t *time.Time) string {
	if t != c.last.at {
		c.last.at, c.last.text = t, instant(t)
	}
	return c.last.text
}

// steps compares step by step. Free texts are behind commitments whose salt the file does not hold: from the file alone
// only their presence can be compared.
func (c *check) steps(row *caseRow, t *tally) {
	unseen := sighting{Verdict: strictjson.WordOf(string(recette.NotRun))}
	for i := range min(len(row.Steps), len(t.frozen.Steps)) {
		shown, want, at := &row.Steps[i], &unseen, ""
		if seen := t.shown(); i < len(seen) && seen[i].seen() {
			want, at = seen[i].o, seen[i].in.At
		}
		if verdict := string(want.verdict()); shown.Verdict.String() != verdict {
			c.contents.add(bad(StepVerdict, row.ID, step(i), shown.Verdict.String(), verdict))
		}
		outcome := want.Outcome.String()
		if outcome == string(recette.OutcomePassed) {
			outcome = ""
		}
		words, hidden := shown.words(), want.words()
		var names unlike
		names.add("mode", shown.Mode.String() == want.Mode.String())
		names.add("outcome", shown.Outcome.String() == outcome)
		names.add("cause", shown.Cause.String() == want.Cause.String())
		names.add("us", shown.Micros == want.Micros)
		names.add("at", c.instant(shown.At) == at)
		names.add("given_at", instant(words.GivenAt) == hidden.Given)
		names.add("observed", (words.Observed != "") == (hidden.Observed != ""))
		names.add("comment", (words.Comment != "") == (hidden.Comment != ""))
		names.add("reason", (words.Reason != "") == (hidden.Reason != ""))
		names.add("evidence", len(words.Evidence) == len(hidden.Evidence))
		for k := range min(len(words.Evidence), len(hidden.Evidence)) {
			a, b := &words.Evidence[k], &hidden.Evidence[k]
			names.add("evidence", a.SHA256 == b.SHA256 && a.Size == b.Size && a.MIME == b.MIME &&
				(a.Name != "") == (b.Name != ""))
		}
		for _, n := range names {
			c.contents.add(bad(StepResult, row.ID, step(i), n))
		}
	}
}
