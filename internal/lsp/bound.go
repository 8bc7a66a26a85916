package lsp

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/recette"
	"recette/internal/steps"
)

// The codes of what a run would make of a step, in a project that has automation.
const (
	// stepUndefined: no definition runs the step. It is information, as the step is asked of a person, which may be
	// what the author wants; a warning in a scenario that says that a machine runs it.
	stepUndefined = "step-undefined"
	// stepAmbiguous: several definitions match, and a run refuses to choose.
	stepAmbiguous = "step-ambiguous"
)

// bound says what a run would make of the steps of a document, but for scenarios that a person plays. Nothing is said
// of what is not known.
func (s *scope) bound(d *document) []diagnostic {
	if s.steps == nil || !s.project.Automated || d.file.Doc == nil {
		return nil
	}
	v := s.vocabulary()
	said := map[int]*diagnostic{}
	for i := range d.file.Cases {
		c := &d.file.Cases[i]
		mode := v.Mode(c.Tags)
		if mode == recette.Manual || mode == recette.Mixed ||
			slices.Contains(c.Tags, v.Draft) || slices.Contains(c.Tags, v.Obsolete) {
			continue
		}
		for j := range c.Steps {
			st := &c.Steps[j]
			found, known := s.steps.known[steps.NewText(st.Type, st.Text)]
			if known && len(found) != 1 {
				s.say(d, said, st, found, mode == recette.Automated)
			}
		}
	}
	lines := make([]int, 0, len(said))
	for line := range said {
		lines = append(lines, line)
	}
	slices.Sort(lines)
	out := make([]diagnostic, 0, len(lines))
	for _, line := range lines {
		out = append(out, *said[line])
	}
	return out
}

// say words what a run would make of a step. The worst of what its rows are is said, once.
func (s *scope) say(d *document, said map[int]*diagnostic, st *catalogue.Step, found []int, auto bool) {
	w, code, severity := s.project.Words, stepUndefined, severityInformation
	if auto || len(found) > 1 {
		severity = severityWarning
	}
	if before := said[st.Line]; before != nil && before.Severity <= severity {
		return
	}
	var text string
	if len(found) > 1 {
		code = stepAmbiguous
		var names []string
		for _, i := range found {
			names = append(names, s.steps.list[i].Pattern)
		}
		text = w.T("lsp.step-ambiguous.message", strings.Join(names, ", ")) + "\n→ " + w.T("lsp.step-ambiguous.remedy")
	} else {
		text = w.T("lsp.step-undefined.message") + "\n→ " + w.T("lsp.step-undefined.remedy", s.vocabulary().Manual)
	}
	line := d.file.Doc.Line(st.Line)
	written := d.text.content[line.Span.Start:line.Span.End]
	start := line.Span.Start + len(written) - len(strings.TrimLeft(written, " \t\u00a0"))
	end := line.Span.Start + len(strings.TrimRight(written, " \t\r\u00a0"))
	said[st.Line] = &diagnostic{
		Range: d.text.span(start, max(start, end), s.encoding), Severity: severity, Code: code, Source: "recette",
		Message: text,
	}
}

// digest names a content in a few characters.
func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:8])
}
