package execution

import (
	"cmp"
	"iter"
	"slices"

	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/plan"
)

// Item is a case of a campaign with the journey in which a session meets it.
type Item struct {
	Case    catalogue.Case
	Journey string // title; empty for a case of no journey
}

// Automated reports whether a case of the list may have a step that automation runs.
func Automated(p binding.Policy, list []Item) bool {
	return slices.ContainsFunc(list, func(i Item) bool { return !p.Leaves(i.Case.Tags) })
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
	items := make([]Item, 0, len(m.Cases))
	for i, journey := range inOrder(m) {
		items = append(items, Item{Case: m.Cases[i].Case, Journey: journey})
	}
	return items
}

// FrozenCases gives those cases of FromManifest that are picked, each made when its turn comes.
func FrozenCases(m *plan.Manifest, picked func(*plan.FrozenCase) bool) iter.Seq2[catalogue.Case, error] {
	return func(yield func(catalogue.Case, error) bool) {
		for i := range inOrder(m) {
			if picked(&m.Cases[i]) && !yield(m.Cases[i].Case, nil) {
				return
			}
		}
	}
}

// TakeFrozenCases is FrozenCases for whoever needs the cases of the manifest no more: each is let go once it was given,
// so that what a long run holds shrinks while it goes on.
func TakeFrozenCases(m *plan.Manifest, picked func(*plan.FrozenCase) bool) iter.Seq2[catalogue.Case, error] {
	return func(yield func(catalogue.Case, error) bool) {
		for i := range inOrder(m) {
			frozen := m.Cases[i]
			m.Cases[i] = plan.FrozenCase{}
			if picked(&frozen) && !yield(frozen.Case, nil) {
				return
			}
		}
	}
}

// inOrder gives the positions of the cases in the order of FromManifest, each with its journey.
func inOrder(m *plan.Manifest) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		index := make(map[string]int, len(m.Cases))
		for i := range m.Cases {
			index[m.Cases[i].ID] = i
		}
		seen := make([]bool, len(m.Cases))
		for _, j := range m.Journeys {
			for _, id := range j.Cases {
				if i, ok := index[id]; ok && !seen[i] {
					seen[i] = true
					if !yield(i, cmp.Or(j.Title, j.Code)) {
						return
					}
				}
			}
		}
		for i := range m.Cases {
			if !seen[i] && !yield(i, "") {
				return
			}
		}
	}
}
