package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// criterionUnknown: a proof of a criterion that its story does not declare proves nothing that was asked (D07).
// A story that declares none is not judged. Args: the id of the criterion, that of the story.
func criterionUnknown() lint.Rule {
	return lint.Rule{
		ID: "criterion-unknown", Aliases: []string{"D07"}, Group: lint.Traceability, CA: syntax.Error, Script: syntax.Warning,
		File: noteCriteria,
		Project: func(p *lint.Pass, notes []lint.Note) {
			c := criteriaOf(p, notes)
			for _, n := range notes {
				if n.Key != noteProves {
					continue
				}
				id, story := n.Args[0], n.Args[1]
				list := c.lists[story]
				if c.story[id] != "" || len(list) == 0 {
					continue
				}
				if p.Project().Partial && list[0].At.Path != "stories.yaml" {
					continue // a feature that was not read may declare it
				}
				f := p.ReportIn(n.Path, n.Place, id, story)
				f.Severity, f.Suggest = claimFrom(n.Args[2]).Weigh(f.Severity), c.near(id, story)
			}
		},
	}
}
