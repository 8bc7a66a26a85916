package rules

import (
	"strconv"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// storyDuplicate: a story told in two files is read by nobody as a whole, and counted twice (D06).
// Args: the tag, where the story stands first.
func storyDuplicate() lint.Rule {
	return lint.Rule{
		ID: "story-duplicate", Aliases: []string{"D06"}, Group: lint.Traceability, CA: syntax.Error, Script: syntax.Warning,
		File: func(p *lint.Pass, f *lint.File) {
			for _, t := range f.Outline.Tags {
				if p.Tags().IsStory(t.Name) {
					p.Note(lint.TagPlace(t), t.Name)
				}
			}
		},
		Project: func(p *lint.Pass, notes []lint.Note) {
			first := make(map[string]lint.Note, len(notes))
			for _, n := range notes {
				at, taken := first[n.Key]
				switch {
				case !taken:
					first[n.Key] = n
				case at.Path != n.Path:
					p.ReportIn(n.Path, n.Place, n.Key, at.Path+":"+strconv.Itoa(at.Place.Line))
				}
			}
		},
	}
}
