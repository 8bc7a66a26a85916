package rules

import (
	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// storyUnknown: a story that the backlog does not know is a slip, or was never asked for (D06).
// Args: its id.
func storyUnknown() lint.Rule {
	look := lookup{
		reference.Stories, func(p *lint.Pass) string { return p.Tags().Story },
		func(s *reference.Set, id string) bool { _, ok := s.Story(id); return ok },
	}
	return lint.Rule{
		ID: "story-unknown", Aliases: []string{"D06"}, Group: lint.Traceability, CA: syntax.Error, Script: syntax.Warning, File: look.resolve,
	}
}
