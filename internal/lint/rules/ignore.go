package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// ignoreRules are about the comments by which an author sets a rule aside. The engine judges them: it alone knows what they
// suppress.
func ignoreRules() []lint.Rule {
	return []lint.Rule{
		{ID: lint.RuleIgnoreReason, Group: lint.Structure, CA: syntax.Error, Script: syntax.Error},
		{ID: lint.RuleIgnoreUnknown, Group: lint.Structure, CA: syntax.Error, Script: syntax.Error},
		{ID: lint.RuleIgnoreForbidden, Group: lint.Structure, CA: syntax.Error, Script: syntax.Error},
		{ID: lint.RuleIgnoreUnused, Group: lint.Structure, CA: syntax.Warning, Script: syntax.Info},
	}
}
