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
		ID: "decision-unknown", Aliases: []string{"D30"}, Group: lint.Traceability, CA: syntax.Error, Script: syntax.Error, File: look.resolve,
	}
}
