package catalogue

import (
	"slices"
	"sort"

	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// classify fills the fields of a case that tags carry. The nearest level wins for story and epic.
func classify(v *vocabulary.Vocabulary, c *Case, levels ...[]syntax.Tag) {
	for _, tags := range levels {
		for _, t := range tags {
			switch name := t.Name; {
			case vocabulary.Has(name, v.Story):
				c.Story = name[1:]
			case vocabulary.Has(name, v.Epic):
				c.Epic = name[1:]
			case vocabulary.Has(name, v.Criterion):
				c.Criteria = addUnique(c.Criteria, name[1:])
			case vocabulary.Has(name, v.Rule):
				c.Rules = addUnique(c.Rules, name[1:])
			case vocabulary.Has(name, v.Journey):
				c.Journeys = addUnique(c.Journeys, name[len(v.Journey):])
			case vocabulary.Has(name, v.Role):
				c.Roles = addUnique(c.Roles, name[len(v.Role):])
			case vocabulary.Has(name, v.DataSet):
				c.DataSets = addUnique(c.DataSets, name[1:])
			case name == v.Critical:
				c.Critical = true
			}
			c.Tags = addUnique(c.Tags, t.Name)
		}
	}
	sort.Strings(c.Criteria)
	sort.Strings(c.Rules)
}

func addUnique(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
