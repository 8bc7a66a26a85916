package rules

import (
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// criterionMissing: a scenario that proves no criterion counts for nothing in the matrix, and in the PV (D07).
// The tag may stand on the rule above it, or on the feature. Args: name of the scenario, the beginning of the tag.
func criterionMissing() lint.Rule {
	return lint.Rule{
		ID: "criterion-missing", Aliases: []string{"D07"}, Group: lint.Traceability, CA: syntax.Error, Script: lint.Off,
		File: func(p *lint.Pass, f *lint.File) {
			prefix := p.Tags().Criterion
			if anyPrefix(f.Outline.Tags, prefix) {
				return
			}
			for i := range f.Outline.Scenarios {
				s := &f.Outline.Scenarios[i]
				if anyPrefix(s.Tags, prefix) || s.Rule >= 0 && s.Rule < len(f.Outline.Rules) && anyPrefix(f.Outline.Rules[s.Rule].Tags, prefix) {
					continue
				}
				claim := p.ClaimOf(s.Tags)
				if claim == lint.Written {
					claim = p.ClaimOf(f.Outline.Tags)
				}
				weigh(p, claim, lint.Place{Line: s.Line, Column: s.Column}, s.Name, prefix)
			}
		},
	}
}

func anyPrefix(tags []syntax.Tag, prefix string) bool {
	for i := range tags {
		if name := tags[i].Name; len(name) > len(prefix) && strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
