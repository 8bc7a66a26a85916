package rules

import (
	"strconv"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// plainKeyword: "Etant donné" reads like a slip to whom writes "Étant donné". Most French files write it so: it is said
// softly, once a file, and mended on request. A file that writes both is left to keyword-consistency. Args: the first such
// keyword, the same with its accents, how many there are.
func plainKeyword() lint.Rule {
	return lint.Rule{
		ID: "keyword-accent", Group: lint.Wording, CA: syntax.Info, Script: lint.Off, Fixable: true,
		Prepare: func(*lint.Pass) any { return &accents{} },
		File: func(p *lint.Pass, f *lint.File) {
			table, _ := p.Prepared().(*accents)
			steps, twins, mixed := plainKeywords(f, table)
			if mixed || len(steps) == 0 {
				return
			}
			first := steps[0]
			finding := p.Report(stepKeywordPlace(first), stepKeyword(first), twins[stepKeyword(first)], strconv.Itoa(len(steps)))
			for _, s := range steps {
				finding.Edits = append(finding.Edits, accentEdit(s, twins))
			}
		},
	}
}
