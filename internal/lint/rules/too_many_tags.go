package rules

import (
	"strconv"

	"recette/internal/lint"
)

// manyTags: nobody reads a scenario behind ten tags of its own. It is off by default: tags carry the traceability of a
// project, and some have much to trace. Args: the number of tags, the limit.
func manyTags() lint.Rule {
	return lint.Rule{
		ID: "too-many-tags", Group: lint.Tags, CA: lint.Off, Script: lint.Off,
		Options: []lint.Option{{Name: "max", Default: 8}},
		File: func(p *lint.Pass, f *lint.File) {
			limit := p.Int("max")
			for o := range owners(f) {
				if len(o.tags) > limit {
					p.Report(o.place(), strconv.Itoa(len(o.tags)), strconv.Itoa(limit))
				}
			}
		},
	}
}
