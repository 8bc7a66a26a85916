package lsp

import (
	"context"
	"strings"

	"golang.org/x/text/unicode/norm"

	"recette/internal/syntax"
)

// documentSymbol is a block of a document and those that it holds.
type documentSymbol struct {
	Name           string           `json:"name"`
	Detail         string           `json:"detail,omitempty"`
	Kind           int              `json:"kind"`
	Range          docRange         `json:"range"`
	SelectionRange docRange         `json:"selectionRange"`
	Children       []documentSymbol `json:"children,omitempty"`
}

// workspaceSymbol is a feature or a scenario of the project.
type workspaceSymbol struct {
	Name          string   `json:"name"`
	Kind          int      `json:"kind"`
	Location      location `json:"location"`
	ContainerName string   `json:"containerName,omitempty"`
}

// The kinds of symbols (LSP 3.17, SymbolKind) that stand for the blocks of a feature file.
const (
	symbolFeature    = 2  // Module
	symbolRule       = 3  // Namespace
	symbolBackground = 9  // Constructor
	symbolScenario   = 12 // Function
	symbolExamples   = 18 // Array
)

// foldingRange is a stretch of lines that an editor may fold, from 0.
type foldingRange struct {
	StartLine int    `json:"startLine"`
	EndLine   int    `json:"endLine"`
	Kind      string `json:"kind,omitempty"`
}

func (s *scope) documentSymbol(d *document, _ *documentParams) (any, error) {
	if d.file.Doc.Feature == nil {
		return []documentSymbol{}, nil
	}
	f := d.file.Doc.Feature
	top := s.symbol(d, f.Keyword, f.Name, symbolFeature, f.Span, f.TextSpan)
	top.Children = s.blockSymbols(d, f.Background, f.Scenarios)
	for _, r := range f.Rules {
		rule := s.symbol(d, r.Keyword, r.Name, symbolRule, r.Span, r.TextSpan)
		rule.Children = s.blockSymbols(d, r.Background, r.Scenarios)
		top.Children = append(top.Children, rule)
	}
	return []documentSymbol{top}, nil
}

func (s *scope) blockSymbols(d *document, b *syntax.Background, list []*syntax.Scenario) []documentSymbol {
	var out []documentSymbol
	if b != nil {
		out = append(out, s.symbol(d, b.Keyword, b.Name, symbolBackground, b.Span, b.TextSpan))
	}
	for _, sc := range list {
		one := s.symbol(d, sc.Keyword, sc.Name, symbolScenario, sc.Span, sc.TextSpan)
		for _, e := range sc.Examples {
			one.Children = append(one.Children, s.symbol(d, e.Keyword, e.Name, symbolExamples, e.Span, e.TextSpan))
		}
		out = append(out, one)
	}
	return out
}

// symbol makes a symbol. Its name is never empty, which the protocol forbids, and its selection lies in its range.
func (s *scope) symbol(d *document, keyword, name string, kind int, whole, title syntax.Span) documentSymbol {
	if strings.TrimSpace(name) == "" {
		name, keyword = keyword, ""
	}
	title.Start = min(max(title.Start, whole.Start), whole.End)
	title.End = min(max(title.End, title.Start), whole.End)
	return documentSymbol{
		Name: name, Detail: keyword, Kind: kind,
		Range:          d.text.span(whole.Start, whole.End, s.encoding),
		SelectionRange: d.text.span(title.Start, title.End, s.encoding),
	}
}

// workspaceSymbolParams is what the user typed.
type workspaceSymbolParams struct {
	Query string `json:"query"`
}

// maxSymbols bounds an answer that nobody reads to its end.
const maxSymbols = 200

// workspaceSymbol finds features and scenarios whose name or id holds the words typed, whatever their accents and case.
func (s *server) workspaceSymbol(_ context.Context, p *workspaceSymbolParams) (any, error) {
	words := strings.Fields(fold(p.Query))
	out := []workspaceSymbol{}
	holds := func(texts ...string) bool {
		all := fold(strings.Join(texts, " "))
		for _, w := range words {
			if !strings.Contains(all, w) {
				return false
			}
		}
		return len(out) < maxSymbols
	}
	for _, home := range s.scopes {
		home.freshAll()
		home.index.each(func(e *entry) {
			o := &e.outline
			if o.Line > 0 && holds(o.Name, tagNames(o.Tags)) {
				out = append(out, workspaceSymbol{named(o.Name), symbolFeature, home.lineOf(e.path, o.Line), ""})
			}
			for i := range o.Scenarios {
				if sc := &o.Scenarios[i]; holds(sc.Name, tagNames(sc.Tags)) {
					out = append(
						out, workspaceSymbol{named(sc.Name), symbolScenario, home.lineOf(e.path, sc.Line), o.Name},
					)
				}
			}
		})
	}
	return out, nil
}

// named is a name that is never empty, which the protocol forbids.
func named(name string) string {
	if strings.TrimSpace(name) == "" {
		return "…"
	}
	return name
}

// lineOf is a whole line of a file that may not be open: the editor goes to its start.
func (s *scope) lineOf(path string, line int) location {
	at := position{max(line-1, 0), 0}
	return location{URI: s.uri(path), Range: docRange{at, at}}
}

func tagNames(tags []syntax.Tag) string {
	var b strings.Builder
	for _, t := range tags {
		b.WriteString(t.Name)
		b.WriteByte(' ')
	}
	return b.String()
}

// fold removes what a person who searches does not type: case, accents, the kind of apostrophe.
func fold(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r >= 0x300 && r <= 0x36f: // combining accents
			return -1
		case r == '’':
			return '\''
		case r == '\u00a0', r == '\u202f':
			return ' '
		}
		return r
	}, norm.NFD.String(text))
	return strings.ToLower(text)
}

// foldingRange folds blocks, tables, doc strings and runs of comments.
func (s *scope) foldingRange(d *document, _ *documentParams) (any, error) {
	out := []foldingRange{}
	doc := d.file.Doc
	add := func(sp syntax.Span, kind string) {
		r := d.text.span(sp.Start, sp.End, s.encoding)
		if r.End.Line > r.Start.Line {
			out = append(out, foldingRange{r.Start.Line, r.End.Line, kind})
		}
	}
	if f := doc.Feature; f != nil {
		add(syntax.Span{Start: f.KeywordSpan.Start, End: f.Span.End}, "")
		steps := func(list []syntax.Step) {
			for i := range list {
				add(list[i].Span, "")
			}
		}
		if f.Background != nil {
			add(f.Background.Span, "")
			steps(f.Background.Steps)
		}
		for _, r := range f.Rules {
			add(syntax.Span{Start: r.KeywordSpan.Start, End: r.Span.End}, "")
			if r.Background != nil {
				add(r.Background.Span, "")
				steps(r.Background.Steps)
			}
		}
		eachScenario(doc, func(sc *syntax.Scenario) {
			add(syntax.Span{Start: sc.KeywordSpan.Start, End: sc.Span.End}, "")
			steps(sc.Steps)
			for _, e := range sc.Examples {
				add(syntax.Span{Start: e.KeywordSpan.Start, End: e.Span.End}, "")
			}
		})
	}
	for i := 0; i < len(doc.Comments); {
		j := i
		for j+1 < len(doc.Comments) && doc.Comments[j+1].Line == doc.Comments[j].Line+1 {
			j++
		}
		add(syntax.Span{Start: doc.Comments[i].Span.Start, End: doc.Comments[j].Span.End}, "comment")
		i = j + 1
	}
	return out, nil
}
