package lsp

import "recette/internal/syntax"

// semanticTokens is the colours of a document: five numbers a token, each relative to the token before (LSP 3.17,
// textDocument/semanticTokens).
type semanticTokens struct {
	Data []int `json:"data"`
}

// The types of semantic tokens, in the order of the legend. They are among those that editors know.
const (
	colourKeyword = iota
	colourDecorator
	colourParameter
	colourString
	colourComment
	colourOperator
	colourClass
	colourProperty
	colours
)

// legend names the types.
func legend() []string {
	names := make([]string, colours)
	names[colourKeyword], names[colourDecorator], names[colourParameter] = "keyword", "decorator", "parameter"
	names[colourString], names[colourComment], names[colourOperator] = "string", "comment", "operator"
	names[colourClass], names[colourProperty] = "class", "property"
	return names
}

// semanticTokens colours a document as the parser reads it: a line that the parser refused has no colour.
func (s *scope) semanticTokens(d *document, _ *documentParams) (any, error) {
	doc := d.file.Doc
	painter := painter{s: s, d: d, data: []int{}}
	headers := headerLines(doc)
	for n := 1; n <= len(doc.Lines); n++ {
		holes := doc.Placeholders(n)
		for _, t := range doc.Tokens(n) {
			colour := colourOf(t.Kind, headers[n])
			switch t.Kind {
			case syntax.TokenText, syntax.TokenTitle, syntax.TokenCell, syntax.TokenDocText:
				painter.withHoles(t.Span, colour, holes)
			default:
				painter.paint(t.Span, colour)
			}
		}
	}
	return semanticTokens{Data: painter.data}, nil
}

// colourOf is the colour of a kind of token, -1 for none.
func colourOf(k syntax.TokenKind, header bool) int {
	switch k {
	case syntax.TokenKeyword, syntax.TokenColon, syntax.TokenLanguage:
		return colourKeyword
	case syntax.TokenTag:
		return colourDecorator
	case syntax.TokenTitle:
		return colourClass
	case syntax.TokenBar, syntax.TokenDelimiter, syntax.TokenMedia:
		return colourOperator
	case syntax.TokenCell:
		if header {
			return colourProperty
		}
		return colourString
	case syntax.TokenDocText:
		return colourString
	case syntax.TokenComment, syntax.TokenTagComment, syntax.TokenLanguageMark:
		return colourComment
	case syntax.TokenSpace, syntax.TokenText, syntax.TokenProse, syntax.TokenRowTail, syntax.TokenDelimiterTail:
	}
	return -1
}

// headerLines tells the lines of the header rows of examples.
func headerLines(doc *syntax.Document) map[int]bool {
	out := map[int]bool{}
	eachScenario(doc, func(sc *syntax.Scenario) {
		for _, e := range sc.Examples {
			if e.Header != nil {
				out[e.Header.Line] = true
			}
		}
	})
	return out
}

// eachScenario gives the scenarios of a document in order.
func eachScenario(doc *syntax.Document, fn func(*syntax.Scenario)) {
	if doc == nil || doc.Feature == nil {
		return
	}
	for _, sc := range doc.Feature.Scenarios {
		fn(sc)
	}
	for _, r := range doc.Feature.Rules {
		for _, sc := range r.Scenarios {
			fn(sc)
		}
	}
}

// painter writes tokens relative to each other.
type painter struct {
	s    *scope
	d    *document
	last position
	data []int
}

func (p *painter) paint(sp syntax.Span, colour int) {
	if colour < 0 || sp.End <= sp.Start {
		return
	}
	r := p.d.text.span(sp.Start, sp.End, p.s.encoding)
	if r.Start.Line != r.End.Line {
		return // the parser and the protocol do not agree on where the line ends
	}
	character := r.Start.Character
	if r.Start.Line == p.last.Line {
		character -= p.last.Character
	}
	p.data = append(p.data, r.Start.Line-p.last.Line, character, r.End.Character-r.Start.Character, colour, 0)
	p.last = r.Start
}

// withHoles paints a text but for the placeholders in it, which are parameters.
func (p *painter) withHoles(sp syntax.Span, colour int, holes []syntax.Span) {
	at := sp.Start
	for _, h := range holes {
		if h.Start < at || h.End > sp.End {
			continue
		}
		p.paint(syntax.Span{Start: at, End: h.Start}, colour)
		p.paint(h, colourParameter)
		at = h.End
	}
	p.paint(syntax.Span{Start: at, End: sp.End}, colour)
}
