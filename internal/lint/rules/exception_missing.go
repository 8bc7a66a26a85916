package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// exceptionMissing: a story that only tells how all goes well leaves the refusals to the developer (D22).
// A refused right is a refusal too. The tag is asked for: words alone flag half of the good features. "Aucune
// exception" is said with an ignore and its reason. Args: name of the feature, the tag.
func exceptionMissing() lint.Rule {
	return lint.Rule{
		ID: "exception-missing", Aliases: []string{"D22"}, Group: lint.Readiness, CA: syntax.Warning, Script: lint.Off,
		File: func(p *lint.Pass, f *lint.File) {
			o, m := &f.Outline, p.Tags()
			if len(o.Scenarios) > 0 && !anyScenario(m, o, m.Exception) && !anyScenario(m, o, m.Rights) {
				weigh(p, p.ClaimOf(o.Tags), lint.Place{Line: o.Line, Column: o.Column}, o.Name, m.Exception)
			}
		},
	}
}
