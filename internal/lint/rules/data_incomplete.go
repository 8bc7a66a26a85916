package rules

import (
	"strings"

	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// dataIncomplete: a data set without an owner, or that nobody knows how to load or to put back, stops a session on its first
// morning (D27). Said of those that a tag or a step names. Args: its code, the keys that are missing.
func dataIncomplete() lint.Rule {
	return lint.Rule{
		ID: "data-incomplete", Aliases: []string{"D27"}, Group: lint.Traceability, CA: syntax.Warning, Script: syntax.Info,
		File: func(p *lint.Pass, f *lint.File) {
			if p.Reference().Has(reference.DataSets) {
				eachData(p, f, func(code string, _ lint.Place, _ lint.Claim) { p.Note(lint.Place{}, code) })
			}
		},
		Project: func(p *lint.Pass, notes []lint.Note) {
			named := keysOf(notes)
			for _, d := range p.Reference().DataSets {
				var missing []string
				for _, part := range [][2]string{{"owner", d.Owner}, {"load", d.Load}, {"reset", d.Reset}} {
					if strings.TrimSpace(part[1]) == "" {
						missing = append(missing, part[0])
					}
				}
				if len(missing) > 0 && named[d.Code] {
					reportAt(p, d.At, d.Code, strings.Join(missing, ", "))
				}
			}
		},
	}
}
