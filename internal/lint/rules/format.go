package rules

import (
	"strconv"

	"recette/internal/format"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// layoutRules are about white space.
func layoutRules() []lint.Rule { return []lint.Rule{layout()} }

// layout: one finding a file, where recette fmt would change it first, so that a project that never used it is not
// buried. It judges by the indentation and the line ends that the file has, unless the indentation is given. Args:
// number of lines that would change.
func layout() lint.Rule {
	return lint.Rule{
		ID: "format", Aliases: []string{
			"gherkin-lint:indentation", "gherkin-lint:no-trailing-spaces", "gherkin-lint:no-multiple-empty-lines",
			"gherkin-lint:new-line-at-eof",
		},
		Group: lint.Layout, CA: syntax.Warning, Script: lint.Off, Fixable: true,
		Options: []lint.Option{{Name: "indent", Default: 0}},
		File: func(p *lint.Pass, f *lint.File) {
			if f.Broken || f.Doc == nil {
				return
			}
			o := format.Options{Indent: format.OwnIndent, EOL: format.Keep}
			if n := p.Int("indent"); n == 2 || n == 4 {
				o.Indent = n
			}
			r, err := format.Document(f.Doc, f.Diagnostics, o)
			if err != nil || !r.Changed {
				return // what cannot be laid out is no fault of its author
			}
			lines, last := 0, 0
			for _, e := range r.Edits {
				if n := f.Doc.At(e.Start).Line; n != last {
					lines, last = lines+1, n
				}
			}
			at := f.Doc.At(r.Edits[0].Start)
			p.Report(lint.Place{Line: at.Line, Column: at.Rune}, strconv.Itoa(lines)).Edits = r.Edits
		},
	}
}
