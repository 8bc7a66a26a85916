package rules

import (
	"maps"
	"slices"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// criterionUncovered: a criterion that no scenario proves is a promise without a proof (D07). A
// criterion that an acted decision leaves out needs none. Said of the stories that have a feature: the others are to be written.
// Args: the id of the criterion, its text, the story.
func criterionUncovered() lint.Rule {
	return lint.Rule{
		ID: "criterion-uncovered", Aliases: []string{"D07"}, Group: lint.Traceability, CA: syntax.Error, Script: syntax.Info, Whole: true,
		File: noteCriteria,
		Project: func(p *lint.Pass, notes []lint.Note) {
			c := criteriaOf(p, notes)
			for _, story := range sorted(c.lists) {
				claim, written := c.claims[story]
				if !written && story != "" {
					continue
				}
				for _, criterion := range c.lists[story] {
					if criterion.ID == "" || c.story[criterion.ID] != story || p.Reference().LeftOut(&criterion) || c.proved(criterion.ID, story) {
						continue
					}
					f := reportAt(p, criterion.At, criterion.ID, criterion.Text, story)
					f.Severity = claim.Weigh(f.Severity)
				}
			}
		},
	}
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
