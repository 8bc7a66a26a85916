package rules

import (
	"recette/internal/lint"
	"recette/internal/reference"
)

// decisionUnacted: a scenario that rests on a decision that nobody took, or that was rejected, may have to be written again.
// A draft may wait for its decision. Args: its id.
func decisionUnacted() lint.Rule {
	return decisionRule("decision-unacted", func(p *lint.Pass, t *refTag, d *reference.Decision) {
		if d.Status == reference.Proposed || d.Status == reference.Rejected {
			weigh(p, t.claim, lint.TagPlace(t.Tag), d.ID)
		}
	})
}
