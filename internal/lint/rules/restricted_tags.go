package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// restrictedTags: the tags that a project wants no more, as @wip. Nothing is refused until the option says what. Args: the
// tag.
func restrictedTags() lint.Rule {
	return lint.Rule{
		ID: "restricted-tags", Aliases: []string{"gherkin-lint:no-restricted-tags"}, Group: lint.Tags, CA: syntax.Error, Script: syntax.Error,
		Options: []lint.Option{{Name: "tags", Default: []string{}}},
		Prepare: func(p *lint.Pass) any { return tagPatterns(p.Strings("tags"), true) },
		File: func(p *lint.Pass, f *lint.File) {
			patterns, _ := p.Prepared().([]tagPattern)
			if len(patterns) == 0 {
				return
			}
			for o := range owners(f) {
				for _, t := range o.tags {
					if anyMatch(patterns, t.Name) {
						p.Report(lint.TagPlace(t), t.Name)
					}
				}
			}
		},
	}
}
