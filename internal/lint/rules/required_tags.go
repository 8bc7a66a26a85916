package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// requiredTags: what a project decided that each feature or scenario says of itself. A scenario may inherit it. Nothing is
// required until the options say what. Args: the pattern that no tag fits, name of the element.
func requiredTags() lint.Rule {
	type required struct{ feature, scenario []tagPattern }
	return lint.Rule{
		ID: "required-tags", Aliases: []string{"gherkin-lint:required-tags"}, Group: lint.Tags, CA: syntax.Error, Script: syntax.Error,
		Options: []lint.Option{
			{Name: "feature", Default: []string{}}, {Name: "scenario", Default: []string{}}, {Name: "ignore_untagged", Default: false},
		},
		Prepare: func(p *lint.Pass) any {
			return &required{tagPatterns(p.Strings("feature"), false), tagPatterns(p.Strings("scenario"), false)}
		},
		File: func(p *lint.Pass, f *lint.File) {
			r, _ := p.Prepared().(*required)
			if len(r.feature)+len(r.scenario) == 0 {
				return
			}
			for o := range owners(f) {
				var list []tagPattern
				switch o.level {
				case featureLevel:
					list = r.feature
				case scenarioLevel:
					list = r.scenario
				case ruleLevel, examplesLevel:
				}
				if p.Bool("ignore_untagged") && len(o.tags) == 0 {
					continue
				}
				for i := range list {
					if !someTag(&list[i], o.tags, o.inherited) {
						p.Report(o.place(), list[i].text, o.name)
					}
				}
			}
		},
	}
}
