package project

import (
	"fmt"
	"slices"

	"recette/internal/yamldoc"
)

// rules lists the rules of the separation of duties, in their order.
func rules() []string {
	return []string{
		"decider_executed", "fixer_closes", "supplier_lowers", "author_alone", "data_owner_alone", "admin_decides",
		"foreign_verdict", "own_derogation", "changed_after_signing", "several_deciders", "unreferenced_delegate",
		"unconfirmed_emergency",
	}
}

// firm lists those that are blocked whatever is said: the record rests on them.
func firm() []string {
	return []string{"foreign_verdict", "changed_after_signing", "unreferenced_delegate"}
}

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
		case slices.Contains(firm(), d.Rule) && slices.Contains(separations()[1:], d.Effect):
			doc.Report(at+".effect", firmRule, "", d.Rule)
		}
		seen[d.Rule] = true
		if d.Effect == "" {
			doc.Report(at+".effect", yamldoc.Missing, "", "effect")
		}
		oneOf(doc, at+".rule", d.Rule, badPolicy, rules())
		oneOf(doc, at+".effect", d.Effect, badPolicy, separations())
	}
}
