package rules

import (
	"slices"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// languageHeader: a file that does not say its language is read in that of the project here, and as English by every other
// tool; one that is written in another cannot be read by those who wrote the rest. A header that says another language than
// the keywords is left to the parser, which mends it. Args: the language of the project.
func languageHeader() lint.Rule {
	return lint.Rule{
		ID: "language-header", Aliases: []string{"D02"}, Group: lint.Structure, CA: syntax.Error, Script: syntax.Warning, Fixable: true,
		File: func(p *lint.Pass, f *lint.File) {
			if f.Doc == nil || f.Doc.Feature == nil || speaksAnother(f) {
				return
			}
			want := p.Project().Language
			if want == "" {
				want = syntax.DefaultLanguage
			}
			line := slices.Index(f.Doc.Lines, syntax.LineLanguage) + 1
			if line == 0 {
				if f.Doc.Language == want && want != "en" { // which every tool reads by itself
					p.Report(lint.Place{}, want).Edits = []syntax.Edit{insertHeader(f.Doc, want)}
				}
				return
			}
			if f.Doc.Language == want {
				return
			}
			for _, t := range f.Doc.Tokens(line) {
				if t.Kind != syntax.TokenLanguage {
					continue
				}
				from, to := f.Doc.At(t.Span.Start), f.Doc.At(t.Span.End)
				p.Report(lint.Place{Line: line, Column: from.Rune, EndColumn: to.Rune}, want)
			}
		},
	}
}

// speaksAnother tells that the parser already said of the language what this rule would say.
func speaksAnother(f *lint.File) bool {
	for i := range f.Diagnostics {
		if c := f.Diagnostics[i].Code; c == syntax.CodeUnknownLanguage || c == syntax.CodeOtherLanguage {
			return true
		}
	}
	return false
}

// insertHeader opens the file with its language, after the byte order mark.
func insertHeader(d *syntax.Document, language string) syntax.Edit {
	src := d.Source()
	at := len(src) - len(strings.TrimPrefix(src, "\ufeff"))
	return syntax.Edit{Span: syntax.Span{Start: at, End: at}, New: "# language: " + language + lineEnd(src)}
}

// lineEnd is how the lines of a file end, as its first one does.
func lineEnd(src string) string {
	i := strings.IndexByte(src, '\n')
	switch {
	case i > 0 && src[i-1] == '\r':
		return "\r\n"
	case i < 0 && strings.IndexByte(src, '\r') >= 0:
		return "\r"
	}
	return "\n"
}
