package rules

import (
	"iter"
	"slices"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// level is what carries tags.
type level uint8

const (
	featureLevel level = iota
	ruleLevel
	scenarioLevel
	examplesLevel
)

// owner is an element that may carry tags, with those that it inherits.
type owner struct {
	level           level
	line, column    int
	keyword, name   string
	tags, inherited []syntax.Tag
}

// place is the keyword of the element.
func (o *owner) place() lint.Place { return keywordPlace(o.line, o.column, o.keyword) }

// owners gives what may carry tags, in the order of the file: the feature, its scenarios, then each rule and its
// scenarios; the examples of a scenario after it.
func owners(f *lint.File) iter.Seq[*owner] {
	return func(yield func(*owner) bool) {
		if f.Doc == nil || f.Doc.Feature == nil {
			return
		}
		feature := f.Doc.Feature
		if !yield(
			&owner{featureLevel, feature.Line, feature.Column, feature.Keyword, feature.Name, feature.Tags, nil},
		) {
			return
		}
		for _, s := range feature.Scenarios {
			if !scenarioOwners(s, feature.Tags, yield) {
				return
			}
		}
		for _, r := range feature.Rules {
			if !yield(&owner{ruleLevel, r.Line, r.Column, r.Keyword, r.Name, r.Tags, feature.Tags}) {
				return
			}
			inherited := joined(feature.Tags, r.Tags)
			for _, s := range r.Scenarios {
				if !scenarioOwners(s, inherited, yield) {
					return
				}
			}
		}
	}
}

func scenarioOwners(s *syntax.Scenario, inherited []syntax.Tag, yield func(*owner) bool) bool {
	if !yield(&owner{scenarioLevel, s.Line, s.Column, s.Keyword, s.Name, s.Tags, inherited}) {
		return false
	}
	if len(s.Examples) == 0 {
		return true
	}
	inherited = joined(inherited, s.Tags)
	for _, e := range s.Examples {
		if !yield(&owner{examplesLevel, e.Line, e.Column, e.Keyword, e.Name, e.Tags, inherited}) {
			return false
		}
	}
	return true
}

// joined is two lists in a row, neither of which changes.
func joined(a, b []syntax.Tag) []syntax.Tag {
	switch {
	case len(b) == 0:
		return a
	case len(a) == 0:
		return b
	}
	return append(slices.Clip(a), b...)
}
