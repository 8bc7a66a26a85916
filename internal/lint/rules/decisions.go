package rules

import (
	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// decisionUnknown: a decision that the log does not hold cannot be asked about (D30). Args: its id.
func decisionUnknown() lint.Rule {
	look := lookup{
		reference.Decisions, func(p *lint.Pass) string { return p.Tags().Decision },
		func(s *reference.Set, id string) bool { _, ok := s.Decision(id); return ok },
	}
	return lint.Rule{
		ID: "decision-unknown", Aliases: []string{"D30"}, Group: lint.Traceability, CA: syntax.Error,
		Script: syntax.Error, File: look.resolve,
	}
}

// decisionUnacted: a scenario that rests on a decision that nobody took, or that was rejected, may have to be written
// again. A draft may wait for its decision. Args: its id.
func decisionUnacted() lint.Rule {
	return decisionRule("decision-unacted", func(p *lint.Pass, t *refTag, d *reference.Decision) {
		if d.Status == reference.Proposed || d.Status == reference.Rejected {
			weigh(p, t.claim, lint.TagPlace(t.Tag), d.ID)
		}
	})
}

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
