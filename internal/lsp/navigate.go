package lsp

import (
	"io/fs"
	"strings"

	"recette/internal/reference"
	"recette/internal/syntax"
)

// referenceParams asks where the thing at a place is used.
type referenceParams struct {
	positionParams
	Context struct {
		IncludeDeclaration bool `json:"includeDeclaration"`
	} `json:"context"`
}

// definition goes from a step to the code that runs it, and from a tag, a message or a data set to the file that says
// what it is.
func (s *scope) definition(d *document, p *positionParams) (any, error) {
	out := []location{}
	at := s.subject(d, p.Position)
	switch at.kind {
	case onTag:
		if place, ok := s.entryOf(at.word); ok {
			out = append(out, s.locate(place))
		}
	case onQuote:
		if place, ok := s.quoted(at.word); ok {
			out = append(out, s.locate(place))
		}
		out = append(out, s.stepSources(d, at.step)...)
	case onStep, onKeyword:
		out = append(out, s.stepSources(d, at.step)...)
	case onColumn:
		for _, e := range at.scenario.Examples {
			if cell := headerCell(e, at.word, d); cell != nil {
				out = append(out, location{d.uri, d.text.span(cell.Span.Start, cell.Span.End, s.encoding)})
			}
		}
	case nothing, onTitle, onBlock:
	}
	return out, nil
}

// headerCell is the cell of the header of examples that names a column.
func headerCell(e *syntax.Examples, name string, d *document) *syntax.Cell {
	if e.Header == nil {
		return nil
	}
	for i := range e.Header.Cells {
		c := &e.Header.Cells[i]
		if c.Value == name || d.word(c.Span) == name {
			return c
		}
	}
	return nil
}

// locate turns the place of an entry into one that the editor can go to.
func (s *scope) locate(p reference.Place) location {
	at := position{max(p.Line-1, 0), 0}
	return location{URI: s.uri(p.Path), Range: docRange{at, at}}
}

// entryOf is where what a tag refers to is written.
func (s *scope) entryOf(tag string) (reference.Place, bool) {
	set, v := s.project.Lint.Reference, s.vocabulary()
	if set == nil {
		return reference.Place{}, false
	}
	bare := strings.TrimPrefix(tag, "@")
	switch {
	case strings.HasPrefix(tag, v.Story):
		e, ok := set.Story(bare)
		return e.At, ok
	case strings.HasPrefix(tag, v.Criterion):
		e, ok := set.Criterion(bare)
		return e.At, ok
	case strings.HasPrefix(tag, v.Rule):
		e, ok := set.Rule(bare)
		return e.At, ok
	case strings.HasPrefix(tag, v.Decision):
		e, ok := set.Decision(bare)
		return e.At, ok
	case strings.HasPrefix(tag, v.DataSet):
		e, ok := set.DataSet(bare)
		return e.At, ok
	case strings.HasPrefix(tag, v.Role):
		e, ok := set.Role(strings.TrimPrefix(tag, v.Role))
		return e.At, ok
	}
	return reference.Place{}, false
}

// quoted is where a quoted text is written: a message, a data set, a role.
func (s *scope) quoted(text string) (reference.Place, bool) {
	set := s.project.Lint.Reference
	if set == nil {
		return reference.Place{}, false
	}
	if m, ok := set.MessageText(text); ok {
		return m.At, true
	}
	if e, ok := set.DataSet(text); ok {
		return e.At, true
	}
	e, ok := set.Role(text)
	return e.At, ok
}

// references lists every use of a tag in the project, of a column in its scenario, of a step in the project.
func (s *scope) references(d *document, p *referenceParams) (any, error) {
	out := []location{}
	at := s.subject(d, p.Position)
	switch at.kind {
	case onTag:
		s.eachUse(at.word, func(uri documentURI, r docRange) { out = append(out, location{uri, r}) })
		if place, ok := s.entryOf(at.word); ok && p.Context.IncludeDeclaration {
			out = append(out, s.locate(place))
		}
	case onColumn:
		for _, sp := range columnSpans(d, at.scenario, at.word) {
			out = append(out, location{d.uri, d.text.span(sp.Start, sp.End, s.encoding)})
		}
	case onStep, onQuote, onKeyword:
		if at.step == nil {
			break
		}
		same := s.sameStep(d, at.step)
		s.index.each(func(e *entry) {
			for i := range e.steps {
				if same(&e.steps[i]) {
					out = append(out, s.lineOf(e.path, e.steps[i].line))
				}
			}
		})
	case nothing, onTitle, onBlock:
	}
	return out, nil
}

// eachUse gives the places of a tag, in the order of the files. The text of a file that is not open is read to turn its
// columns into those of the editor.
func (s *scope) eachUse(tag string, fn func(documentURI, docRange)) {
	s.freshAll()
	s.index.each(func(e *entry) {
		var spans []syntax.Span
		for i := range e.tags {
			if e.tags[i].name == tag {
				spans = append(spans, e.tags[i].span)
			}
		}
		if len(spans) == 0 {
			return
		}
		x, shift, err := s.textOf(e.path)
		if err != nil {
			s.log("read %s: %v", e.path, err)
			return
		}
		for _, sp := range spans {
			fn(s.uri(e.path), x.span(sp.Start-shift, sp.End-shift, s.encoding))
		}
	})
}

// byteOrderMark opens some files on disk; editors take it away.
const byteOrderMark = "\ufeff"

// textOf is the text of a file as the editor has it or would have it, and how many bytes of the file stand before it.
func (s *scope) textOf(path string) (x *text, shift int, err error) {
	if d := s.opened(path); d != nil {
		return d.text, 0, nil
	}
	b, err := fs.ReadFile(s.project.Tree, path)
	if err != nil {
		return nil, 0, err
	}
	content, found := strings.CutPrefix(string(b), byteOrderMark)
	if found {
		shift = len(byteOrderMark)
	}
	return newText(content), shift, nil
}

// columnSpans lists where a column of a scenario is named: its header cells, and the placeholders of the block.
func columnSpans(d *document, sc *syntax.Scenario, name string) []syntax.Span {
	var out []syntax.Span
	if sc == nil {
		return nil
	}
	for n := sc.First; n <= sc.Last; n++ {
		for _, h := range d.file.Doc.Placeholders(n) {
			if inner := (syntax.Span{Start: h.Start + 1, End: h.End - 1}); d.word(inner) == name {
				out = append(out, inner)
			}
		}
	}
	for _, e := range sc.Examples {
		if c := headerCell(e, name, d); c != nil {
			out = append(out, c.Span)
		}
	}
	return out
}
