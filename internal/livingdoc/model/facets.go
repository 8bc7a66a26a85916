package model

import (
	"cmp"
	"slices"
	"strings"

	"recette/internal/recette"
)

// Facet is a family of values by which scenarios are filtered.
type Facet struct {
	Kind   FacetKind
	Values []FacetValue
}

// FacetKind is a family of facets.
type FacetKind string

// The families of facets, in the order in which they are shown.
const (
	FacetVerdict FacetKind = "verdict"
	FacetFresh   FacetKind = "freshness"
	FacetKindOf  FacetKind = "kind"
	FacetMode    FacetKind = "mode"
	FacetRole    FacetKind = "role"
	FacetJourney FacetKind = "journey"
	FacetEpic    FacetKind = "epic"
	FacetData    FacetKind = "data"
	FacetTag     FacetKind = "tag"
)

// FacetValue is a value with the number of scenarios that have it. Its number is unique among all facets.
type FacetValue struct {
	Number int
	Value  string
	Count  int
}

// NeverTested is the value of the facet of verdicts for a scenario that nobody tested.
const NeverTested = "never"

// facets finds the values of each scenario and numbers them. Ids of scenarios, stories, criteria, rules and decisions
// are left to the search: they have too many values.
func (b *Builder) facets() []Facet {
	kinds := []FacetKind{
		FacetVerdict, FacetFresh, FacetKindOf, FacetMode, FacetRole, FacetJourney, FacetEpic, FacetData, FacetTag,
	}
	counts := make(map[FacetKind]map[string]int, len(kinds))
	values := make([]map[FacetKind][]string, len(b.all))
	for i, s := range b.all {
		values[i] = b.facetValues(s)
		for kind, list := range values[i] {
			if counts[kind] == nil {
				counts[kind] = map[string]int{}
			}
			for _, v := range list {
				counts[kind][v]++
			}
		}
	}
	var out []Facet
	numbers := map[FacetKind]map[string]int{}
	n := 0
	for _, kind := range kinds {
		f := Facet{Kind: kind}
		for v, count := range counts[kind] {
			f.Values = append(f.Values, FacetValue{Value: v, Count: count})
		}
		if len(f.Values) == 0 {
			continue
		}
		slices.SortFunc(f.Values, func(x, y FacetValue) int {
			return cmp.Or(
				cmp.Compare(rank(kind, x.Value), rank(kind, y.Value)), natural(Fold(x.Value), Fold(y.Value)),
				strings.Compare(x.Value, y.Value),
			)
		})
		numbers[kind] = map[string]int{}
		for i := range f.Values {
			f.Values[i].Number = n
			numbers[kind][f.Values[i].Value] = n
			n++
		}
		out = append(out, f)
	}
	for i, s := range b.all {
		for _, kind := range kinds {
			for _, v := range values[i][kind] {
				s.Facets = append(s.Facets, numbers[kind][v])
			}
		}
	}
	return out
}

// rank puts verdicts and kinds in the order in which they are printed elsewhere.
func rank(kind FacetKind, value string) int {
	switch kind {
	case FacetVerdict:
		if value == NeverTested {
			return 99
		}
		return slices.Index(recette.Verdicts(), recette.Verdict(value))
	case FacetKindOf:
		return slices.Index(Kinds(), Kind(value))
	case FacetFresh, FacetMode, FacetRole, FacetJourney, FacetEpic, FacetData, FacetTag:
	}
	return 0
}

func (b *Builder) facetValues(s *Scenario) map[FacetKind][]string {
	out := map[FacetKind][]string{}
	add := func(k FacetKind, v string) {
		if !slices.Contains(out[k], v) {
			out[k] = append(out[k], v)
		}
	}
	if b.doc.Recorded {
		if s.Ran() {
			add(FacetVerdict, string(s.Verdict()))
			add(FacetFresh, string(s.Stale()))
		} else {
			add(FacetVerdict, NeverTested)
		}
	}
	for _, k := range s.Kinds {
		add(FacetKindOf, string(k))
	}
	if s.Mode != "" {
		add(FacetMode, string(s.Mode))
	}
	for i := range s.Cases {
		for _, r := range s.Cases[i].Roles {
			add(FacetRole, r)
		}
	}
	for _, j := range s.Journeys {
		add(FacetJourney, j)
	}
	if s.Epic != "" {
		add(FacetEpic, s.Epic)
	}
	for _, t := range s.Tags {
		switch {
		case has(t, b.o.Tags.DataSet):
			add(FacetData, t[1:])
		case b.plain(t):
			add(FacetTag, t)
		}
	}
	for i := range s.Examples {
		for _, t := range s.Examples[i].Tags {
			if has(t, b.o.Tags.DataSet) {
				add(FacetData, t[1:])
			}
		}
	}
	return out
}

// plain reports whether a tag means nothing more than itself.
func (b *Builder) plain(t string) bool {
	v := &b.o.Tags
	for _, prefix := range []string{
		v.Case, v.Story, v.Criterion, v.Rule, v.Epic, v.Journey, v.Role, v.Decision, v.DataSet,
	} {
		if has(t, prefix) {
			return false
		}
	}
	natures := v.Natures()
	return !slices.Contains(natures[:], t) && t != v.Manual && t != v.Automated && t != v.Mixed
}
