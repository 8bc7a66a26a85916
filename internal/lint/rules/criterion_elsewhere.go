package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// criterionElsewhere: a scenario of one story that claims to prove a criterion of another was most often copied, and so was
// the description of one that declares it. Args: the id of the criterion, the story that declares it first, the story that
// the scenario or the description is of.
func criterionElsewhere() lint.Rule {
	return lint.Rule{
		ID: "criterion-elsewhere", Group: lint.Traceability, CA: syntax.Warning, Script: syntax.Info,
		File: noteCriteria,
		Project: func(p *lint.Pass, notes []lint.Note) {
			c := criteriaOf(p, notes)
			for _, d := range c.again {
				if d.story != "" {
					reportAt(p, d.At, d.ID, c.story[d.ID], d.story)
				}
			}
			for _, n := range notes {
				if n.Key != noteProves || n.Args[1] == "" {
					continue
				}
				if declared := c.story[n.Args[0]]; declared != "" && declared != n.Args[1] {
					p.ReportIn(n.Path, n.Place, n.Args[0], declared, n.Args[1])
				}
			}
		},
	}
}
