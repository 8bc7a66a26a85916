package workbook

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"recette/reports/cahier"
	"recette/reports/page"
	"recette/reports/xlsx"
)

// whole is what an executed cahier says of a whole case. A verdict that does not stand as it is says so in its own
// cell: who reads a column of verdicts sees no other.
func (b *book) whole(c *cahier.Case) (out [colState + 1]any) {
	if b.blank() {
		return out
	}
	out[ColVerdict] = xlsx.Text(page.Sentence(" – ", b.word("verdict", c.Verdict), b.limits(c)))
	out[ColObserved] = xlsx.Text(c.Message)
	out[ColComment] = xlsx.Text(strings.Join(c.Anomalies, ", "))
	out[ColTester] = xlsx.Text(c.Tester)
	if at := cmp.Or(c.EndedAt, c.StartedAt); at != nil {
		local := at.In(b.flow.Location())
		out[ColDay] = time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC)
	}
	if o := c.Origin; o != nil && o.Day != "" { // it was played before it was taken in
		if day, err := time.Parse(time.DateOnly, o.Day); err == nil {
			out[ColDay] = day
		}
	}
	if c.Micros > 0 {
		out[ColMinutes] = float64(c.Micros/600_000) / 100
	}
	out[colState] = xlsx.Text(b.state(c))
	return out
}

// limits says why a verdict does not stand as it is: empty when it does.
func (b *book) limits(c *cahier.Case) string {
	if c.Attempt == 0 {
		return ""
	}
	var out []string
	if c.Freshness != "fresh" {
		out = append(out, b.word("freshness", c.Freshness))
	}
	if c.Due {
		out = append(out, b.t("state.due"))
	}
	if c.Invalid != nil {
		out = append(out, b.t("state.invalid"))
	}
	if c.Contested != nil {
		out = append(out, b.t("state.contested"))
	}
	if len(c.Amended) > 0 {
		out = append(out, b.t("state.amended"))
	}
	if c.Unread {
		out = append(out, b.t("state.unread"))
	}
	if c.Returned != nil {
		out = append(out, b.t("state.returned"))
	}
	if c.Open {
		out = append(out, b.t("state.open"))
	}
	return page.Sentence(", ", out...)
}

// state says how the result of a case was obtained, and what was said against it.
func (b *book) state(c *cahier.Case) string {
	var lines []string
	add := func(key string, parts ...string) {
		if said := page.Sentence(", ", parts...); said != "" {
			lines = append(lines, b.t(key)+b.flow.Colon()+said)
		}
	}
	if c.Drift != "" {
		lines = append(lines, b.word("drift", c.Drift))
	}
	if c.Attempt == 0 {
		return strings.Join(append(lines, b.t("never")), "\n")
	}
	if c.Freshness != "fresh" {
		lines = append(lines, b.word("freshness", c.Freshness))
	}
	if c.Due {
		reason := ""
		if c.Replay != "" {
			reason = b.t("replay." + c.Replay)
		}
		lines = append(lines, page.Sentence(b.flow.Colon(), b.t("state.due"), reason))
	}
	if c.Open {
		lines = append(lines, b.t("open"))
	}
	if c.Unread {
		lines = append(lines, b.t("state.unread"))
	}
	for _, o := range []struct {
		key string
		*cahier.Objection
	}{
		{"sheet.invalid", c.Invalid},
		{"sheet.contested", c.Contested},
		{"sheet.accepted", c.Accepted},
		{"sheet.returned", c.Returned},
	} {
		if o.Objection != nil {
			add(o.key, b.word("verdict", o.Verdict), b.word("flawed", o.Cause), o.Reason, o.By, b.flow.StampOf(o.At))
		}
	}
	lines = append(lines, cahier.Corrections(b.flow, c.Amended)...)
	identity := "identity.authenticated"
	if c.Declared {
		identity = "identity.declared"
	}
	lines = append(lines, b.t(identity))
	add("sheet.seen-build", c.Build)
	if o := c.Origin; o != nil {
		add("sheet.origin", b.t("origin", o.File, page.Digest(o.SHA256, 12), b.flow.Date(o.Day), o.By))
	}
	for i := range slices.Backward(c.Former) {
		f := &c.Former[i]
		add("sheet.retest", b.t("former", strconv.Itoa(f.Attempt), b.word("verdict", f.Verdict), f.Tester,
			b.flow.StampOf(f.At), f.Build))
		for _, said := range cahier.Corrections(b.flow, f.Amended) {
			lines = append(lines, page.Sentence(", ", b.t("attempt.number", strconv.Itoa(f.Attempt)), said))
		}
	}
	return strings.Join(lines, "\n")
}

// prior is what an executed cahier says of the Contexte of a case: one verdict when all its steps have the same, else
// that of each; and whatever was seen of any of them.
func (b *book) prior(c *cahier.Case) (out [colState + 1]any) {
	if b.blank() || len(c.Background) == 0 {
		return out
	}
	all := slices.Clone(c.Background)
	for len(all) < c.Prior {
		all = append(all, cahier.Seen{})
	}
	expects := func(i int) bool {
		x := b.contexts[c.Context]
		return x != nil && i < len(x.Steps) && x.Steps[i].Expects()
	}
	verdict := func(i int) string { return b.stepVerdict(&all[i], expects(i)) }
	same := true
	said := map[int][]string{}
	for i := range all {
		s := &all[i]
		same = same && verdict(i) == verdict(0)
		step := seen(b, s, expects(i))
		step[ColVerdict] = verdict(i)
		for column, value := range step {
			if text, ok := value.(string); ok && text != "" {
				if len(all) > 1 {
					text = strconv.Itoa(i+1) + b.flow.Colon() + text
				}
				said[column] = append(said[column], text)
			}
		}
	}
	for column, lines := range said {
		out[column] = xlsx.Text(strings.Join(lines, "\n"))
	}
	if same {
		out[ColVerdict] = verdict(0)
	}
	return out
}

// stepVerdict is the word of a step: what was to be done is done, what was to be observed has a verdict.
func (b *book) stepVerdict(s *cahier.Seen, expects bool) string {
	if s.Done(expects) {
		return b.t("done")
	}
	return b.word("verdict", cmp.Or(s.Verdict, "not_run"))
}

// seen is what an executed cahier says of a step.
func seen(b *book, s *cahier.Seen, expects bool) (out [colState + 1]any) {
	if b.blank() || s.Verdict == "" {
		return out
	}
	out[ColVerdict] = b.stepVerdict(s, expects)
	for column, said := range map[int]string{
		ColObserved: s.Observed, ColComment: s.Comment, ColReason: s.Reason, ColCause: b.word("cause", s.Cause),
	} {
		if said != "" {
			out[column] = xlsx.Text(said)
		}
	}
	names := make([]string, len(s.Evidence))
	for i, e := range s.Evidence {
		names[i] = e.Name
	}
	if len(names) > 0 {
		out[ColEvidence] = xlsx.Text(strings.Join(names, "\n"))
	}
	if s.By != "" {
		out[ColTester] = xlsx.Text(s.By)
	}
	return out
}
