package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// superfluousTag: a tag that the element already inherits. When the inherited one is changed, this one stays behind. The
// ids of scenarios are left to the rules about them. Args: the tag.
func superfluousTag() lint.Rule {
	return lint.Rule{
		ID: "superfluous-tag", Aliases: []string{"gherkin-lint:no-superfluous-tags"}, Group: lint.Tags,
		CA: syntax.Warning, Script: syntax.Info, Fixable: true,
		File: func(p *lint.Pass, f *lint.File) {
			for o := range owners(f) {
				if len(o.inherited) == 0 {
					continue
				}
				reportGone(p, f, o, func(i int) bool {
					name := o.tags[i].Name
					return listsTag(o.inherited, name) && !listsTag(o.tags[:i], name) && !p.Tags().LooksLikeCaseID(name)
				})
			}
		},
	}
}
