package rules

import (
	"math"
	"unicode/utf8"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// keywordOrder: a scenario prepares, acts, then observes. One that acts again after it observed tells two behaviours,
// and the second is not played when the first fails. The option cycles allows several of them, each in order. One
// finding a scenario. Args: the keyword, the keyword that it follows.
func keywordOrder() lint.Rule {
	return lint.Rule{
		ID: "keyword-order", Aliases: []string{"D11", "gherkin-lint:keywords-in-logical-order"}, Group: lint.Structure,
		CA: syntax.Warning, Script: lint.Off,
		Options: []lint.Option{{Name: "cycles", Default: false}},
		File: func(p *lint.Pass, f *lint.File) {
			cycles := p.Bool("cycles")
			for s := range wholeScenarios(f) {
				if at, after := outOfOrder(s.Steps, cycles); at != nil {
					p.Report(stepKeywordPlace(at), stepKeyword(at), stepKeyword(after))
				}
			}
		},
	}
}

// outOfOrder finds the first step that comes back to an earlier part of a scenario, and the step that opened the later
// part.
func outOfOrder(steps []lint.Step, cycles bool) (at, after *syntax.Step) {
	reached := 0
	for i := range steps {
		step := steps[i].Step
		rank := rankOf(own(step))
		switch {
		case rank == 0:
		case rank > reached:
			reached, after = rank, step
		case rank == reached:
		case cycles && reached == rankOf(catalogue.Outcome):
			reached, after = rank, step
		default:
			return step, after
		}
	}
	return nil, nil
}

// rankOf orders the parts of a scenario; 0 for a keyword that opens none.
func rankOf(kind catalogue.StepType) int {
	switch kind {
	case catalogue.Context:
		return 1
	case catalogue.Action:
		return 2
	case catalogue.Outcome:
		return 3
	case catalogue.Unknown:
	}
	return 0
}

// andFirst: Et or Mais goes on from a step before it, and here there is none: the step has no type, neither state, nor
// action, nor result. After a Contexte it goes on from there. Args: the keyword.
func andFirst() lint.Rule {
	return lint.Rule{
		ID: "and-first", Aliases: []string{"D15"}, Group: lint.Structure, CA: syntax.Warning, Script: syntax.Info,
		File: func(p *lint.Pass, f *lint.File) {
			report := func(steps []lint.Step) {
				if len(steps) > 0 && isConjunction(steps[0].Step) {
					p.Report(stepKeywordPlace(steps[0].Step), stepKeyword(steps[0].Step))
				}
			}
			for b := range backgrounds(f) {
				if !b.After {
					report(b.Steps)
				}
			}
			if f.Broken { // a Contexte that was not read may precede
				return
			}
			for s := range f.Scenarios() {
				if len(s.Background) == 0 {
					report(s.Steps)
				}
			}
		},
	}
}

// noAction: a scenario in which nothing happens states a fact, and a tester does not know what to do. A Contexte that
// acts acts for it. Args: name of the scenario.
func noAction() lint.Rule {
	return lint.Rule{
		ID: "missing-when", Aliases: []string{"D10"}, Group: lint.Structure, CA: syntax.Warning, Script: lint.Off,
		File: func(p *lint.Pass, f *lint.File) {
			if f.Broken { // a Contexte that was not read may act
				return
			}
			for s := range f.Scenarios() {
				if len(s.Steps) > 0 && !hasKind(s.Steps, catalogue.Action) && !hasKind(s.Background, catalogue.Action) {
					p.Report(scenarioPlace(s.Scenario), s.Name)
				}
			}
		},
	}
}

// singleAction: when two actions come before what must be observed, nobody can say which of them brought it. A Quand
// that follows an Alors is left to keyword-order; what Et adds to a Quand is one action in several gestures. One
// finding a scenario. Args: the keyword.
func singleAction() lint.Rule {
	return lint.Rule{
		ID: "single-when", Group: lint.Structure, CA: syntax.Warning, Script: lint.Off,
		File: func(p *lint.Pass, f *lint.File) {
			for s := range wholeScenarios(f) {
				if step := secondAction(s.Steps); step != nil {
					p.Report(stepKeywordPlace(step), stepKeyword(step))
				}
			}
		},
	}
}

// secondAction finds a step that acts again, by its own keyword, before anything was observed of the action before.
func secondAction(steps []lint.Step) *syntax.Step {
	acted := false
	for i := range steps {
		switch own(steps[i].Step) {
		case catalogue.Outcome:
			acted = false
		case catalogue.Action:
			if acted {
				return steps[i].Step
			}
			acted = true
		case catalogue.Context, catalogue.Unknown:
		}
	}
	return nil
}

// noOutcome: a scenario that says of nothing what must be observed verifies nothing, and would still be green. Only its
// own steps count: what a Contexte observes is the same for every scenario. A scenario that was not read whole is left
// to its diagnostics: the line that is lost may be its Alors. Args: name of the scenario.
func noOutcome() lint.Rule {
	return lint.Rule{
		ID: "no-outcome", Aliases: []string{"D10", "missing-then"}, Group: lint.Structure, CA: syntax.Error,
		Script: syntax.Error, File: func(p *lint.Pass, f *lint.File) {
			for i := range f.Outline.Scenarios {
				s := &f.Outline.Scenarios[i]
				if s.Outcomes == 0 && s.Steps > 0 && !damaged(f, i) {
					p.Report(lint.Place{Line: s.Line, Column: s.Column}, s.Name)
				}
			}
		},
	}
}

// damaged reports whether an error stands between a scenario and the next: a line that was not read ends no block.
func damaged(f *lint.File, scenario int) bool {
	first, next := f.Outline.Scenarios[scenario].First, math.MaxInt
	if scenario+1 < len(f.Outline.Scenarios) {
		next = f.Outline.Scenarios[scenario+1].First
	}
	for i := range f.Diagnostics {
		d := &f.Diagnostics[i]
		if d.Severity == syntax.Error && d.Line >= first && d.Line < next {
			return true
		}
	}
	return false
}

// lastNotOutcome: what comes after the last Alors is played and not verified. A scenario that observes nothing at all
// is left to no-outcome. Args: the keyword of its last step.
func lastNotOutcome() lint.Rule {
	return lint.Rule{
		ID: "last-not-outcome", Aliases: []string{"given-last", "when-last"}, Group: lint.Structure, CA: syntax.Warning,
		Script: syntax.Info,
		File: func(p *lint.Pass, f *lint.File) {
			for s := range wholeScenarios(f) {
				if !hasKind(s.Steps, catalogue.Outcome) {
					continue
				}
				if last := &s.Steps[len(s.Steps)-1]; last.Kind != catalogue.Outcome {
					p.Report(stepKeywordPlace(last.Step), stepKeyword(last.Step))
				}
			}
		},
	}
}

// starStep: a step written with * says neither what is so, nor what is done, nor what is observed. It is off by
// default: some teams write lists of conditions so. No args.
func starStep() lint.Rule {
	return lint.Rule{
		ID: "star-step", Group: lint.Structure, CA: lint.Off, Script: lint.Off,
		File: func(p *lint.Pass, f *lint.File) {
			for steps := range eachSteps(f) {
				for i := range steps {
					if isStar(steps[i].Step) {
						p.Report(stepKeywordPlace(steps[i].Step))
					}
				}
			}
		},
	}
}

// useAnd: a keyword said twice makes a reader look for a new part of the scenario. A second Quand is left to
// single-when: whether it is one action is for the author to say. Args: the keyword, the keyword that goes on.
func useAnd() lint.Rule {
	return lint.Rule{
		ID: "use-and", Aliases: []string{"gherkin-lint:use-and"}, Group: lint.Structure, CA: syntax.Info,
		Script: syntax.Info, Fixable: true,
		File: func(p *lint.Pass, f *lint.File) {
			for steps := range eachSteps(f) {
				for i := 1; i < len(steps); i++ {
					step, kind := steps[i].Step, own(steps[i].Step)
					if kind != steps[i-1].Kind || kind != catalogue.Context && kind != catalogue.Outcome {
						continue
					}
					word, edits := asAnd(f.Doc.Language, step)
					if word != "" {
						p.Report(stepKeywordPlace(step), stepKeyword(step), word).Edits = edits
					}
				}
			}
		},
	}
}

// asAnd gives the keyword of a language that goes on from the step before, and the edit that writes it. Without a
// keyword that leaves the text as it is there is no edit: "Et que" would take the "que" of the text.
func asAnd(language string, step *syntax.Step) (word string, edits []syntax.Edit) {
	words, ok := syntax.WordsOf(language)
	if !ok {
		return "", nil
	}
	shortest := ""
	for _, w := range words.And {
		if shortest == "" || utf8.RuneCountInString(w) < utf8.RuneCountInString(shortest) {
			shortest = w
		}
	}
	if read, ok := words.Step(shortest + step.Text); ok && read.Text == shortest && step.Text != "" {
		edits = []syntax.Edit{
			{Span: syntax.Span{Start: step.KeywordSpan.Start, End: step.TextSpan.Start}, New: shortest},
		}
	}
	return trimWord(shortest), edits
}
