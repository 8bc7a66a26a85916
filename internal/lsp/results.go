package lsp

import (
	"fmt"
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/criteria"
	"recette/internal/standing"
	"recette/internal/syntax"
)

// maxResults bounds what a hover shows of an outline with many rows.
const maxResults = 12

// scenarioResults is what the store knows of the cases of a scenario: a plain one has one, an outline one a row, and
// where they stand together.
func (s *scope) scenarioResults(d *document, sc *syntax.Scenario) string {
	return s.resultsOf(d, func(c *catalogue.Case) bool { return c.Line >= sc.First && c.Line <= sc.Last })
}

// results says what is known of a case, or of the rows of an outline.
func (s *scope) results(d *document, id string) string {
	return s.resultsOf(d, func(c *catalogue.Case) bool { return c.ID == id || strings.HasPrefix(c.ID, id+"/") })
}

func (s *scope) resultsOf(d *document, of func(*catalogue.Case) bool) string {
	var out []string
	var t standing.Tally
	v := s.vocabulary()
	for i := range d.file.Cases {
		c := &d.file.Cases[i]
		if !of(c) {
			continue
		}
		if len(out) < maxResults {
			out = append(out, s.result(c.ID, c.Content))
		}
		if !slices.Contains(c.Tags, v.Draft) && !slices.Contains(c.Tags, v.Obsolete) { // those are asked of nobody
			s.count(&t, c.ID, c.Content)
		}
	}
	if t.Total > 1 && s.statuses != nil {
		out = slices.Insert(out, 0, s.tally(&t, false))
	}
	return strings.Join(out, "\n\n")
}

func (s *scope) result(id, content string) string {
	w := s.project.Words
	st, known := s.statuses[id]
	if !known || !st.Ran() {
		return code(id) + " — " + w.T("lsp.never")
	}
	st = st.Against(content)
	line := fmt.Sprintf("%s — **%s**", code(id), s.verdict(&st))
	line += " · " + w.T("lsp.result", s.project.on(st.At), inline(st.Build), inline(st.Environment), inline(st.Tester))
	return line + " · " + s.freshness(&st)
}

// verdict tells where a case stands, and the verdict that it stands on: that of an attempt which nobody finished is not
// final, and proves nothing.
func (s *scope) verdict(st *standing.Status) string {
	w := s.project.Words
	out := w.T("verdict." + string(st.Verdict))
	if state := st.State(); state != "" { // one that is not applicable asks for nothing
		out = w.T("matrix.state."+string(state)) + " · " + out
	}
	if st.Open {
		out += " · " + w.T("lsp.open")
	}
	if st.Accepted != "" {
		out += " · " + inline(st.Accepted)
	}
	return out
}

// freshness tells that of a result beside the text in the editor, saved or not.
func (s *scope) freshness(st *standing.Status) string {
	return s.project.Words.T("lsp.freshness." + string(st.Freshness))
}

// criterionWorth says where a criterion stands with the cases of the whole project, as the matrix does; nothing while
// nobody knows the results.
func (s *scope) criterionWorth(id string) string {
	if s.statuses == nil {
		return ""
	}
	fold := criteria.New(*s.vocabulary(), s.project.Lint.Reference)
	var cases []tested // by number
	s.index.each(func(e *entry) {
		fold.Take(&e.criteria)
		cases = append(cases, e.cases...)
	})
	for _, c := range fold.List() {
		if c.ID != id {
			continue
		}
		var t standing.Tally
		for _, number := range c.Cases {
			s.count(&t, cases[number].id, cases[number].content)
		}
		return s.tally(&t, c.LeftOut)
	}
	return ""
}

// count counts a case with the text that the editor shows of it, saved or not.
func (s *scope) count(t *standing.Tally, id, content string) {
	st := s.statuses[id].Against(content)
	t.Add(&st)
}

// tally tells where cases stand together.
func (s *scope) tally(t *standing.Tally, leftOut bool) string {
	w := s.project.Words
	out := "**" + w.T("matrix.state."+string(t.Criterion(leftOut))) + "**"
	if t.Total > 0 {
		out += " · " + w.N("lsp.proved", t.Proved+t.Idle, t.Total)
	}
	return out
}
