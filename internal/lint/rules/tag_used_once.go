package rules

import (
	"strings"

	"recette/internal/lint"
)

// tagUsedOnce: a tag that stands once in a whole project selects nothing that its scenario does not. It is off by default:
// a young project has many. The tags that the product gives a meaning to are spared, and those with a value. Args: the tag.
func tagUsedOnce() lint.Rule {
	return lint.Rule{
		ID: "tag-used-once", Group: lint.Tags, CA: lint.Off, Script: lint.Off, Whole: true,
		Prepare: func(p *lint.Pass) any { return prefixesOf(p.Tags()) },
		File: func(p *lint.Pass, f *lint.File) {
			prefixes, _ := p.Prepared().([]string)
			for o := range owners(f) {
				for _, t := range o.tags {
					if !isNamed(p, prefixes, t.Name) && !strings.Contains(t.Name, ":") {
						p.Note(lint.TagPlace(t), t.Name)
					}
				}
			}
		},
		Project: func(p *lint.Pass, notes []lint.Note) {
			count := map[string]int{}
			for i := range notes {
				count[notes[i].Key]++
			}
			for _, n := range notes {
				if count[n.Key] == 1 {
					p.ReportIn(n.Path, n.Place, n.Key)
				}
			}
		},
	}
}
