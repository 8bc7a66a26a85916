package rules

import (
	"iter"
	"math"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// wholeScenarios gives the scenarios that were read whole, in order: what one lacks may stand on a line that was
// refused, between it and the next.
func wholeScenarios(f *lint.File) iter.Seq[*lint.Scenario] {
	return func(yield func(*lint.Scenario) bool) {
		i := 0
		for s := range f.Scenarios() {
			if lost := f.Broken && damaged(f, i); !lost && !yield(s) {
				return
			}
			i++
		}
	}
}

// background is a Contexte with what it serves.
type background struct {
	*syntax.Background
	Steps     []lint.Step
	Scenarios int  // how many scenarios run it
	After     bool // a Contexte of the feature runs before it
}

// backgrounds gives the Contexte of the feature, then those of its rules, but for those that were not read whole.
func backgrounds(f *lint.File) iter.Seq[background] {
	return func(yield func(background) bool) {
		if f.Doc == nil || f.Doc.Feature == nil {
			return
		}
		feature := f.Doc.Feature
		whole := func(b *syntax.Background) bool { return b != nil && !damagedLines(f, b.First, blockEnd(f, b.Last)) }
		kind := catalogue.Unknown
		if b := feature.Background; b != nil {
			n := len(feature.Scenarios)
			for _, r := range feature.Rules {
				n += len(r.Scenarios)
			}
			steps := typed(b.Steps, kind)
			if len(steps) > 0 {
				kind = steps[len(steps)-1].Kind
			}
			if whole(b) && !yield(background{b, steps, n, false}) {
				return
			}
		}
		for _, r := range feature.Rules {
			if b := r.Background; whole(b) && !yield(
				background{b, typed(b.Steps, kind), len(r.Scenarios), feature.Background != nil},
			) {
				return
			}
		}
	}
}

// blockEnd is the line before the next scenario: a refused line after a block may have been meant for it.
func blockEnd(f *lint.File, last int) int {
	for i := range f.Outline.Scenarios {
		if first := f.Outline.Scenarios[i].First; first > last {
			return first - 1
		}
	}
	return math.MaxInt
}

// typed gives steps the type that those written with Et take from the step before.
func typed(steps []syntax.Step, before catalogue.StepType) []lint.Step {
	out := make([]lint.Step, len(steps))
	for i := range steps {
		before = catalogue.KindOf(steps[i].Type, before)
		out[i] = lint.Step{Step: &steps[i], Kind: before}
	}
	return out
}

// eachSteps gives the lists of steps of a file: those of its backgrounds, then those of its scenarios, but for those
// that were not read whole.
func eachSteps(f *lint.File) iter.Seq[[]lint.Step] {
	return func(yield func([]lint.Step) bool) {
		for b := range backgrounds(f) {
			if !yield(b.Steps) {
				return
			}
		}
		for s := range wholeScenarios(f) {
			if !yield(s.Steps) {
				return
			}
		}
	}
}

// hasKind tells whether a step of a list has a type.
func hasKind(steps []lint.Step, kind catalogue.StepType) bool {
	for i := range steps {
		if steps[i].Kind == kind {
			return true
		}
	}
	return false
}
