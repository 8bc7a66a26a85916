package execution

import (
	"iter"

	"recette/internal/catalogue"
	"recette/internal/plan"
)

// Item is a case of a campaign with the journey in which a session meets it.
type Item struct {
	Case    catalogue.Case
	Journey string // title; empty for a case of no journey
}

// Cases yields the cases of items, to bind them.
func Cases(items []Item) iter.Seq2[catalogue.Case, error] {
	return func(yield func(catalogue.Case, error) bool) {
		for i := range items {
			if !yield(items[i].Case, nil) {
				return
			}
		}
	}
}

// FromManifest gives the cases of a campaign as they were frozen, journey by journey in the order of the plan, then
// those of no journey in the order of the manifest. A case of several journeys comes once, in the first.
func FromManifest(m *plan.Manifest) []Item {
	index := make(map[string]int, len(m.Cases))
	for i := range m.Cases {
		index[m.Cases[i].ID] = i
	}
	items := make([]Item, 0, len(m.Cases))
	seen := make([]bool, len(m.Cases))
	add := func(i int, journey string) {
		if !seen[i] {
			seen[i] = true
			items = append(items, Item{Case: m.Cases[i].Case, Journey: journey})
		}
	}
	for _, j := range m.Journeys {
		title := j.Title
		if title == "" {
			title = j.Code
		}
		for _, id := range j.Cases {
			if i, ok := index[id]; ok {
				add(i, title)
			}
		}
	}
	for i := range m.Cases {
		add(i, "")
	}
	return items
}
