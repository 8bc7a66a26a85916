package lsp

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"recette/internal/syntax"
)

// subjectKind is what the cursor is on.
type subjectKind int

const (
	nothing subjectKind = iota
	onTag
	onColumn  // a placeholder, or a cell of the header of examples
	onStep    // the text of a step
	onTitle   // the name of a block
	onBlock   // the keyword of a block
	onQuote   // a quoted text in a step
	onKeyword // the keyword of a step
)

// subject is what the cursor is on, and what it lies in.
type subject struct {
	kind subjectKind
	// of the word itself: the tag, the name of the column, the text of the step, the text in quotes
	span     syntax.Span
	word     string // in NFC, as the texts of the tree are
	line     int    // from 1, as the parser counts
	scenario *syntax.Scenario
	step     *syntax.Step
}

// subject finds what stands at a place of a document.
func (s *scope) subject(d *document, p position) subject {
	doc := d.file.Doc
	if doc == nil {
		return subject{}
	}
	at := d.text.offset(p, s.encoding)
	n := doc.At(at).Line
	out := subject{line: n, scenario: scenarioAt(doc, n)}
	out.step = stepAt(doc, out.scenario, n)
	for _, h := range doc.Placeholders(n) {
		if h.Start <= at && at <= h.End && out.scenario != nil && len(out.scenario.Examples) > 0 {
			out.kind, out.span = onColumn, syntax.Span{Start: h.Start + 1, End: h.End - 1}
			out.word = d.word(out.span)
			return out
		}
	}
	for _, t := range doc.Tokens(n) {
		if at < t.Span.Start || at > t.Span.End || t.Kind == syntax.TokenSpace {
			continue
		}
		out.span, out.word = t.Span, d.word(t.Span)
		switch t.Kind {
		case syntax.TokenTag:
			out.kind = onTag
		case syntax.TokenCell:
			if isHeader(out.scenario, n) {
				out.kind = onColumn
			}
		case syntax.TokenTitle:
			out.kind = onTitle
		case syntax.TokenKeyword:
			out.kind = onBlock
			if doc.Line(n).Kind == syntax.LineStep {
				out.kind = onKeyword
			}
		case syntax.TokenText:
			out.kind = onStep
			if quote, ok := quoteAt(d.text.content, t.Span, at); ok {
				out.kind, out.span, out.word = onQuote, quote, d.word(quote)
			}
		default:
			continue
		}
		if out.kind != nothing {
			return out
		}
	}
	return subject{line: n, scenario: out.scenario, step: out.step}
}

// word is a stretch of a document, in NFC.
func (d *document) word(sp syntax.Span) string {
	return norm.NFC.String(d.text.content[sp.Start:sp.End])
}

// scenarioAt is the scenario whose block holds a line, nil when none does.
func scenarioAt(doc *syntax.Document, line int) *syntax.Scenario {
	var found *syntax.Scenario
	eachScenario(doc, func(sc *syntax.Scenario) {
		if sc.First <= line && line <= sc.Last {
			found = sc
		}
	})
	return found
}

// stepAt is the step written on a line, of a scenario or of a background.
func stepAt(doc *syntax.Document, sc *syntax.Scenario, line int) *syntax.Step {
	find := func(list []syntax.Step) *syntax.Step {
		for i := range list {
			if list[i].Line == line {
				return &list[i]
			}
		}
		return nil
	}
	if sc != nil {
		return find(sc.Steps)
	}
	if doc.Feature == nil {
		return nil
	}
	if b := doc.Feature.Background; b != nil {
		if st := find(b.Steps); st != nil {
			return st
		}
	}
	for _, r := range doc.Feature.Rules {
		if r.Background != nil {
			if st := find(r.Background.Steps); st != nil {
				return st
			}
		}
	}
	return nil
}

func isHeader(sc *syntax.Scenario, line int) bool {
	if sc == nil {
		return false
	}
	for _, e := range sc.Examples {
		if e.Header != nil && e.Header.Line == line {
			return true
		}
	}
	return false
}

// quotes are the marks that open and close a quoted text in a step.
func quotes() [][2]string { return [][2]string{{`"`, `"`}, {"«", "»"}, {"“", "”"}} }

// quoteAt finds the quoted text around a place, without its marks and the spaces beside them.
func quoteAt(content string, in syntax.Span, at int) (syntax.Span, bool) {
	for _, q := range quotes() {
		for from := in.Start; from < in.End; {
			open := strings.Index(content[from:in.End], q[0])
			if open < 0 {
				break
			}
			start := from + open + len(q[0])
			end := strings.Index(content[start:in.End], q[1])
			if end < 0 {
				break
			}
			end += start
			if start <= at && at <= end {
				word := strings.Trim(content[start:end], " \u00a0\u202f")
				start += strings.Index(content[start:end], word)
				return syntax.Span{Start: start, End: start + len(word)}, true
			}
			from = end + len(q[1])
		}
	}
	return syntax.Span{}, false
}
