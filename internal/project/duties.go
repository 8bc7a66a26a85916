package project

import (
	"fmt"
	"slices"

	"recette/internal/recette"
	"recette/internal/yamldoc"
)

// checkDuties refuses an unknown rule or effect, a rule that is given twice, and one that cannot be softened.
func (c *Config) checkDuties(doc *yamldoc.Doc) {
	seen := map[string]bool{}
	for i, d := range c.Policies.Duties {
		at := fmt.Sprintf("policies.duties[%d]", i)
		switch {
		case d.Rule == "":
			doc.Report(at+".rule", yamldoc.Missing, "", "rule")
		case seen[d.Rule]:
			doc.Report(at+".rule", duplicate, "", d.Rule)
		case recette.FirmDuty(d.Rule) && slices.Contains(recette.Strictnesses()[1:], d.Effect):
			doc.Report(at+".effect", firmRule, "", d.Rule)
		}
		seen[d.Rule] = true
		if d.Effect == "" {
			doc.Report(at+".effect", yamldoc.Missing, "", "effect")
		}
		oneOf(doc, at+".rule", d.Rule, badPolicy, recette.PolicyRules())
		oneOf(doc, at+".effect", d.Effect, badPolicy, recette.Strictnesses())
	}
}
