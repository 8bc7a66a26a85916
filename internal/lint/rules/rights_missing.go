package rules

import (
	"slices"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// rightsMissing: a story that says which roles may act, and never what happens to another one, leaves the door open
// (D24). Args: name of the feature, its roles, the tag.
func rightsMissing() lint.Rule {
	return lint.Rule{
		ID: "rights-missing", Aliases: []string{"D24"}, Group: lint.Readiness, CA: syntax.Warning, Script: lint.Off,
		File: func(p *lint.Pass, f *lint.File) {
			o, m := &f.Outline, p.Tags()
			if len(o.Scenarios) == 0 || anyScenario(m, o, m.Rights) {
				return
			}
			var roles []string
			eachTagged(o, func(tags []syntax.Tag) {
				for _, t := range tags {
					if role, ok := strings.CutPrefix(t.Name, m.Role); ok && role != "" && !slices.Contains(roles, role) {
						roles = append(roles, role)
					}
				}
			})
			if len(roles) > 0 {
				at := lint.Place{Line: o.Line, Column: o.Column}
				weigh(p, p.ClaimOf(o.Tags), at, o.Name, strings.Join(roles, ", "), m.Rights)
			}
		},
	}
}
