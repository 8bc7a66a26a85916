package rules

import (
	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// decisionSuperseded: what a replaced decision asked for may no longer be what is wanted (D30). Args:
// its id, the id of the decision that holds today.
func decisionSuperseded() lint.Rule {
	return decisionRule("decision-superseded", func(p *lint.Pass, t *refTag, d *reference.Decision) {
		if d.Status != reference.Superseded {
			return
		}
		chain := p.Reference().Current(d.ID)
		p.Report(lint.TagPlace(t.Tag), d.ID, chain[len(chain)-1].ID)
	})
}

func decisionRule(id string, judge func(*lint.Pass, *refTag, *reference.Decision)) lint.Rule {
	return lint.Rule{
		ID: id, Aliases: []string{"D30"}, Group: lint.Traceability, CA: syntax.Warning, Script: syntax.Warning,
		File: func(p *lint.Pass, f *lint.File) {
			if !p.Reference().Has(reference.Decisions) {
				return
			}
			eachTag(p, f, func(t *refTag) {
				if id, ok := idOf(t.Name, p.Tags().Decision); ok {
					if d, ok := p.Reference().Decision(id); ok {
						judge(p, t, &d)
					}
				}
			})
		},
	}
}
