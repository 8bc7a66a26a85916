package lsp

import (
	"strings"
	"time"

	"recette/internal/syntax"
)

// hover is what an editor shows beside the cursor.
type hover struct {
	Contents markupContent `json:"contents"`
	Range    *docRange     `json:"range,omitempty"`
}

// markupContent is Markdown.
type markupContent struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// hover explains what stands at a place: the rule behind a finding, a tag, a message, the definition of a step, the
// last verdict of a scenario. The recorded result always comes with its date, its build and whether it still holds.
func (s *scope) hover(d *document, p *positionParams) (any, error) {
	at := s.subject(d, p.Position)
	var parts []string
	switch at.kind {
	case onTag:
		parts = append(parts, s.aboutTag(at.word))
		if id, ok := s.vocabulary().CaseID(at.word); ok {
			parts = append(parts, s.results(d, id))
		}
	case onTitle, onBlock:
		if at.kind == onBlock {
			parts = append(parts, s.aboutBlock(d, at))
		}
		if at.scenario != nil && at.scenario.Line == at.line {
			parts = append(parts, s.scenarioResults(d, at.scenario))
		} else if at.line == d.file.Outline.Line {
			parts = append(parts, s.storyOf(d))
		}
	case onQuote:
		parts = append(parts, s.aboutQuote(at.word), s.aboutStep(d, at.step))
	case onKeyword:
		parts = append(parts, s.aboutRole(d, at), s.aboutStep(d, at.step))
	case onStep:
		parts = append(parts, s.aboutStep(d, at.step))
	case onColumn:
		parts = append(parts, s.columnValues(at))
	case nothing:
	}
	parts = append(parts, s.rulesAt(d, p.Position))
	text := joined(parts)
	if text == "" {
		return nil, nil
	}
	h := hover{Contents: markupContent{"markdown", text}}
	if at.kind != nothing {
		r := d.text.span(at.span.Start, at.span.End, s.encoding)
		h.Range = &r
	}
	return h, nil
}

func joined(parts []string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\n\n---\n\n")
}

// aboutTag says what a tag means, and what it refers to.
func (s *scope) aboutTag(tag string) string {
	w, set, v := s.project.Words, s.project.Lint.Reference, s.vocabulary()
	bare := strings.TrimPrefix(tag, "@")
	head := code(tag)
	if about := s.tagMeaning(tag); about != "" {
		head += " — " + about
	}
	out := []string{head}
	add := func(title, text string) {
		if title != "" {
			out = append(out, "**"+inline(title)+"**")
		}
		if text != "" {
			out = append(out, plain(text))
		}
	}
	if set != nil {
		switch {
		case strings.HasPrefix(tag, v.Story):
			e, _ := set.Story(bare)
			add(e.Title, "")
		case strings.HasPrefix(tag, v.Criterion):
			e, _ := set.Criterion(bare)
			add("", e.Text)
			if worth := s.criterionWorth(bare); worth != "" {
				out = append(out, worth)
			}
		case strings.HasPrefix(tag, v.Rule):
			e, _ := set.Rule(bare)
			add(e.Title, e.Text)
		case strings.HasPrefix(tag, v.Decision):
			if e, ok := set.Decision(bare); ok {
				add(e.Title, e.Choice)
				out = append(
					out, w.T("lsp.decision", w.T("lsp.decision."+string(e.Status)), s.day(e.Date), inline(e.Decider)),
				)
			}
		case strings.HasPrefix(tag, v.DataSet):
			if e, ok := set.DataSet(bare); ok {
				add(e.Label, "")
				out = append(out, w.T("lsp.data", inline(e.Owner), inline(e.Load.Words()), inline(e.Reset.Words())))
			}
		case strings.HasPrefix(tag, v.Role):
			e, _ := set.Role(strings.TrimPrefix(tag, v.Role))
			add(e.Label, e.About)
		}
	}
	uses, files := 0, 0
	s.index.each(func(e *entry) {
		n := 0
		for i := range e.tags {
			if e.tags[i].name == tag {
				n++
			}
		}
		if n > 0 {
			uses, files = uses+n, files+1
		}
	})
	return strings.Join(
		append(out, w.T("lsp.uses", w.N("lsp.count.uses", uses), w.N("lsp.count.files", files))), "\n\n",
	)
}

// day shows an ISO date as the reader's language writes dates.
func (s *scope) day(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return s.project.Words.Date(t)
}

func (s *scope) aboutQuote(text string) string {
	set := s.project.Lint.Reference
	if set == nil {
		return ""
	}
	w := s.project.Words
	if m, ok := set.MessageText(text); ok {
		return w.T("lsp.message", code(m.Code), inline(m.Level), inline(m.Text))
	}
	if e, ok := set.DataSet(text); ok {
		return code(e.Code) + " **" + inline(e.Label) + "**\n\n" + w.T(
			"lsp.data", inline(e.Owner), inline(e.Load.Words()), inline(e.Reset.Words()),
		)
	}
	if e, ok := set.Role(text); ok {
		return code(e.Code) + " **" + inline(e.Label) + "**\n\n" + plain(e.About)
	}
	return ""
}

// aboutStep says what runs a step.
func (s *scope) aboutStep(d *document, st *syntax.Step) string {
	w := s.project.Words
	if st == nil {
		return ""
	}
	found, most, known := s.matching(s.stepsAt(d, st.Line))
	switch {
	case !known && s.dead != "":
		return w.T("lsp.step.dead", inline(s.dead))
	case !known && s.project.Automated:
		return w.T("lsp.step.unknown")
	case !known:
		return ""
	case len(found) == 0:
		return w.T("lsp.step.manual")
	}
	var lines []string
	if most > 1 {
		lines = append(lines, w.T("lsp.step.ambiguous", w.N("lsp.count.definitions", len(found))))
	}
	for _, def := range found {
		line := code(def.Pattern)
		if def.Place != "" {
			line += " — " + code(def.Place)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n\n")
}

// storyOf is the story of the feature.
func (s *scope) storyOf(d *document) string {
	v := s.vocabulary()
	for _, t := range d.file.Outline.Tags {
		if strings.HasPrefix(t.Name, v.Story) {
			return s.aboutTag(t.Name)
		}
	}
	return ""
}

// columnValues lists the values of a column.
func (s *scope) columnValues(at subject) string {
	var values []string
	for _, e := range at.scenario.Examples {
		if e.Header == nil {
			continue
		}
		for i := range e.Header.Cells {
			if e.Header.Cells[i].Value != at.word {
				continue
			}
			for _, r := range e.Rows {
				if i < len(r.Cells) && len(values) < maxResults {
					values = append(values, code(r.Cells[i].Value))
				}
			}
		}
	}
	if len(values) == 0 {
		return ""
	}
	return s.project.Words.T("lsp.column", code(at.word), strings.Join(values, ", "))
}

// rulesAt explains the findings under the cursor.
func (s *scope) rulesAt(d *document, p position) string {
	at := d.text.offset(p, s.encoding)
	var out []string
	list := s.findings(d)
	for i := range list {
		r := s.rangeOf(d, &list[i])
		if d.text.offset(r.Start, s.encoding) > at || at > d.text.offset(r.End, s.encoding) {
			continue
		}
		w := s.project.Words
		text := "**" + inline(codeOf(&list[i])) + "**"
		if key := "lint." + list[i].Rule + ".title"; w.Has(key) {
			text += " " + inline(w.T(key))
		}
		if key := "lint." + list[i].Rule + ".why"; w.Has(key) {
			text += "\n\n" + plain(w.T(key))
		}
		out = append(out, text)
	}
	return strings.Join(out, "\n\n")
}
