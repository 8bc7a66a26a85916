package lsp

import (
	"strings"

	"recette/internal/syntax"
)

// stepUndefined is the code of a step that no definition runs, in a project that has automation. It is information: the
// step is asked of a person, which may be what the author wants.
const stepUndefined = "step-undefined"

// undefined lists the steps of a document that no definition runs, but for scenarios that say that a person runs them.
// Nothing is said while the definitions are not known.
func (s *Server) undefined(d *document) []Diagnostic {
	if !s.defined || !s.project.Automated || d.file.Doc == nil || d.file.Doc.Feature == nil {
		return nil
	}
	f, m := d.file.Doc.Feature, s.marks()
	byHand := func(lists ...[]syntax.Tag) bool {
		for _, list := range lists {
			for _, t := range list {
				switch t.Name {
				case m.Manual, m.Mixed, m.Draft, m.Obsolete:
					return true
				}
			}
		}
		return false
	}
	var out []Diagnostic
	look := func(steps []syntax.Step, sc *syntax.Scenario) {
		for i := range steps {
			st := &steps[i]
			if len(s.matching(concrete(sc, st.Text))) > 0 {
				continue
			}
			w := s.project.Words
			out = append(out, Diagnostic{
				Range: d.text.span(st.KeywordSpan.Start, st.TextSpan.End, s.encoding), Severity: SeverityInformation, Code: stepUndefined,
				Source: "recette", Message: w.T("lsp.step-undefined.message") + "\n→ " + w.T("lsp.step-undefined.remedy", m.Manual),
			})
		}
	}
	if f.Background != nil && !byHand(f.Tags) {
		look(f.Background.Steps, nil)
	}
	for _, sc := range f.Scenarios {
		if !byHand(f.Tags, sc.Tags) {
			look(sc.Steps, sc)
		}
	}
	for _, r := range f.Rules {
		if r.Background != nil && !byHand(f.Tags, r.Tags) {
			look(r.Background.Steps, nil)
		}
		for _, sc := range r.Scenarios {
			if !byHand(f.Tags, r.Tags, sc.Tags) {
				look(sc.Steps, sc)
			}
		}
	}
	return out
}

// concrete is a step of an outline as its first row makes it: a definition matches what runs, not what is written.
func concrete(sc *syntax.Scenario, text string) string {
	if sc == nil || !strings.Contains(text, "<") {
		return text
	}
	for _, e := range sc.Examples {
		if e.Header == nil || len(e.Rows) == 0 {
			continue
		}
		var pairs []string
		for i, c := range e.Header.Cells {
			if i < len(e.Rows[0].Cells) {
				pairs = append(pairs, "<"+c.Value+">", e.Rows[0].Cells[i].Value)
			}
		}
		return strings.NewReplacer(pairs...).Replace(text)
	}
	return text
}
