package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// mixedKeywords: a file that writes "Etant donné" and "Étant donné" makes a search for either miss half of its steps.
// Args: the keyword, the same with its accents.
func mixedKeywords() lint.Rule {
	return lint.Rule{
		ID: "keyword-consistency", Group: lint.Wording, CA: syntax.Warning, Script: syntax.Info, Fixable: true,
		Prepare: func(*lint.Pass) any { return &accents{} },
		File: func(p *lint.Pass, f *lint.File) {
			table, _ := p.Prepared().(*accents)
			steps, twins, mixed := plainKeywords(f, table)
			if !mixed {
				return
			}
			for _, s := range steps {
				p.Report(stepKeywordPlace(s), stepKeyword(s), twins[stepKeyword(s)]).Edits = []syntax.Edit{accentEdit(s, twins)}
			}
		},
	}
}
