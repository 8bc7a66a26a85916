package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// allowedTags: the closed vocabulary of a project. The tags that the product gives a meaning to are always of it. Nothing
// is refused until the option says what is allowed. Args: the tag.
func allowedTags() lint.Rule {
	type allowed struct {
		patterns []tagPattern
		prefixes []string
	}
	return lint.Rule{
		ID: "allowed-tags", Aliases: []string{"gherkin-lint:allowed-tags"}, Group: lint.Tags, CA: syntax.Error, Script: syntax.Error,
		Options: []lint.Option{{Name: "tags", Default: []string{}}},
		Prepare: func(p *lint.Pass) any { return &allowed{tagPatterns(p.Strings("tags"), false), prefixesOf(p.Tags())} },
		File: func(p *lint.Pass, f *lint.File) {
			a, _ := p.Prepared().(*allowed)
			if len(a.patterns) == 0 {
				return
			}
			for o := range owners(f) {
				for _, t := range o.tags {
					if !anyMatch(a.patterns, t.Name) && !isNamed(p, a.prefixes, t.Name) {
						p.Report(lint.TagPlace(t), t.Name)
					}
				}
			}
		},
	}
}
