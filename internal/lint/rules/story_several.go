package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// storySeveral: a file is one story: with two, nobody knows which of them a scenario proves (D06).
// Args: the tag in excess, the first tag.
func storySeveral() lint.Rule {
	return lint.Rule{
		ID: "story-several", Aliases: []string{"D06"}, Group: lint.Traceability, CA: syntax.Error, Script: syntax.Warning,
		File: func(p *lint.Pass, f *lint.File) {
			first := ""
			look := func(tags []syntax.Tag) {
				for _, t := range tags {
					switch {
					case !p.Tags().IsStory(t.Name):
					case first == "":
						first = t.Name
					case t.Name != first:
						p.Report(lint.TagPlace(t), t.Name, first)
					}
				}
			}
			look(f.Outline.Tags)
			for i := range f.Outline.Rules {
				look(f.Outline.Rules[i].Tags)
			}
			for i := range f.Outline.Scenarios {
				look(f.Outline.Scenarios[i].Tags)
				look(f.Outline.Scenarios[i].ExampleTags)
			}
		},
	}
}
