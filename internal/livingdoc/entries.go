package livingdoc

import (
	"cmp"
	"strings"

	"recette/internal/livingdoc/model"
)

// KindCounts tells how many scenarios of each kind show a rule.
func (w *Wording) KindCounts(e *model.RuleEntry) string {
	out := []string{w.N("count.scenarios", len(e.Scenarios))}
	for _, k := range model.Kinds() {
		if n := e.Counts(k); n > 0 {
			out = append(out, w.N("count."+string(k), n))
		}
	}
	return strings.Join(out, ", ") + w.T("colon")
}

// Values lists what examples give to the results of a scenario, a few of them when there are many.
func (w *Wording) Values(e *model.Special) string {
	const most = 8
	list := make([]string, 0, most+1)
	for i, text := range e.Values {
		if i == most {
			list = append(list, "…")
			break
		}
		list = append(list, w.Quote(text))
	}
	return strings.Join(list, ", ")
}

// ChangesOf counts the changes of a subject.
func (w *Wording) ChangesOf(s model.Subject) int {
	n := 0
	for i := range w.Doc.Changes.List {
		if w.Doc.Changes.List[i].Subject == s {
			n++
		}
	}
	return n
}

// ChangeCounts tells how many changes of each kind a subject has.
func (w *Wording) ChangeCounts(s model.Subject) string {
	var out []string
	for _, k := range model.ChangeKinds() {
		if n := w.Doc.Changes.Count(s, k); n > 0 {
			out = append(out, w.N("changes.count."+string(k), n))
		}
	}
	return strings.Join(out, ", ")
}

// ChangeDetail completes the sentence of a change.
func (w *Wording) ChangeDetail(ch *model.Change) string {
	none := func(s string) string { return cmp.Or(s, w.T("change.nothing")) }
	switch ch.Kind {
	case model.Renamed:
		return w.T("change.renamed.detail", ch.Was)
	case model.Moved:
		return w.T("change.moved.detail", none(ch.Was), none(ch.Now))
	case model.Retagged:
		return w.T("change.retagged.detail", none(ch.Was), none(ch.Now))
	case model.Context:
		return w.T("change.context.detail")
	case model.Added, model.Promoted, model.Changed, model.Withdrawn, model.Retired, model.Removed:
	}
	return ""
}

// CriteriaLines says how many criteria are covered, proven and left out, as the traceability matrix counts them.
func (w *Wording) CriteriaLines() []string {
	c := &w.Doc.Figures.Criteria
	out := []string{w.N("trace.covered", c.Covered, c.InScope)}
	if w.Doc.Recorded {
		out = append(out, w.N("trace.proven", c.Proved, c.InScope))
	}
	if n := c.Out(); n > 0 {
		out = append(out, w.N("trace.out", n))
	}
	return out
}

// StoryState is the state of a story that has no criterion.
func StoryState(e *model.StoryEntry) string {
	switch {
	case len(e.Features) == 0 && e.Draft:
		return "state.draft"
	case len(e.Features) == 0:
		return "state.uncovered"
	}
	return "state.no-criterion"
}

// CriterionWord says how far a criterion is proved.
func (w *Wording) CriterionWord(c *model.CriterionEntry) string {
	if c.Out {
		return w.T("state.out") + " " + c.Criterion.OutOfScope
	}
	state := w.CriterionState(c)
	word := w.T(state)
	if w.Doc.Recorded && len(c.Scenarios) > 0 {
		word += " " + w.Ratio(c.Tally.Proved+c.Tally.Idle, c.Tally.Total)
	}
	return word
}

// CriterionState is the key of the word for the state of a criterion.
func (w *Wording) CriterionState(c *model.CriterionEntry) string {
	return "state." + c.State(w.Doc.Recorded)
}
