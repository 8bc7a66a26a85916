package rules

import (
	"slices"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// tagComment: a comment after tags is dropped by the tools that rewrite features, and by whoever moves the tags. Args: the
// comment.
func tagComment() lint.Rule {
	return lint.Rule{
		ID: "tag-comment", Aliases: []string{"gherkin-lint:no-partially-commented-tag-lines"}, Group: lint.Tags,
		CA: syntax.Warning, Script: syntax.Warning, Fixable: true,
		File: func(p *lint.Pass, f *lint.File) {
			if f.Doc == nil {
				return
			}
			for i, kind := range f.Doc.Lines {
				if kind != syntax.LineTags || strings.IndexByte(f.Doc.Text(i+1), '#') < 0 {
					continue
				}
				tokens := f.Doc.Tokens(i + 1)
				at := slices.IndexFunc(tokens, func(t syntax.Token) bool { return t.Kind == syntax.TokenTagComment })
				if at < 0 {
					continue
				}
				span := tokens[at].Span
				from, to := f.Doc.At(span.Start), f.Doc.At(span.End)
				comment := strings.TrimSpace(f.Doc.Source()[span.Start:span.End])
				finding := p.Report(lint.Place{Line: i + 1, Column: from.Rune, EndColumn: to.Rune}, comment)
				if !speaks(comment) {
					finding.Edits = moveAbove(f.Doc, i+1, span, comment)
				}
			}
		},
	}
}

// speaks tells a comment that would mean something on a line of its own: the language of the file, a word to the linter.
func speaks(comment string) bool {
	text := strings.ToLower(strings.TrimSpace(strings.TrimLeft(comment, "#")))
	return strings.HasPrefix(text, "language") || strings.HasPrefix(text, "recette:")
}

// moveAbove moves the end of a line to a line of its own above it, indented like it.
func moveAbove(d *syntax.Document, n int, comment syntax.Span, text string) []syntax.Edit {
	src, line := d.Source(), d.Line(n)
	end := src[line.Span.End:line.End]
	if end == "" {
		end = lineEnd(src)
	}
	before := src[line.Span.Start:comment.Start]
	indent := before[:len(before)-len(strings.TrimLeft(before, " \t"))]
	start := line.Span.Start + len(indent)
	return []syntax.Edit{
		{Span: syntax.Span{Start: start, End: start}, New: text + end + indent},
		{Span: syntax.Span{Start: line.Span.Start + len(strings.TrimRight(before, " \t")), End: line.Span.End}},
	}
}
