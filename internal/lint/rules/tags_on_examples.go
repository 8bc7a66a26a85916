package rules

import "recette/internal/lint"

// taggedExamples: tags on examples make some rows of a scenario run and others not. It is off by default: the data set of
// examples is named there. Args: the keyword of the examples, the first tag.
func taggedExamples() lint.Rule {
	return lint.Rule{
		ID: "tags-on-examples", Group: lint.Tags, CA: lint.Off, Script: lint.Off,
		File: func(p *lint.Pass, f *lint.File) {
			for o := range owners(f) {
				if o.level == examplesLevel && len(o.tags) > 0 {
					p.Report(lint.TagPlace(o.tags[0]), o.keyword, o.tags[0].Name)
				}
			}
		},
	}
}
