package rules

import (
	"slices"
	"strconv"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// loneBackground: a Contexte for one scenario makes the reader look for what is common. It is off by default: a feature
// often starts with one scenario and grows. Args: its keyword.
func loneBackground() lint.Rule {
	return lint.Rule{
		ID: "background-single-scenario", Aliases: []string{"gherkin-lint:no-background-only-scenario"},
		Group: lint.Structure,
		CA:    lint.Off, Script: lint.Off,
		File: func(p *lint.Pass, f *lint.File) {
			for b := range backgrounds(f) {
				if b.Scenarios == 1 && len(b.Steps) > 0 {
					p.Report(keywordPlace(b.Line, b.Column, b.Keyword), b.Keyword)
				}
			}
		},
	}
}

// emptyBackground: a Contexte without a step prepares nothing. Args: its keyword.
func emptyBackground() lint.Rule {
	return lint.Rule{
		ID: "empty-background", Aliases: []string{"gherkin-lint:no-empty-background"}, Group: lint.Structure,
		CA: syntax.Warning, Script: syntax.Warning,
		File: func(p *lint.Pass, f *lint.File) {
			for b := range backgrounds(f) {
				if len(b.Steps) == 0 {
					p.Report(keywordPlace(b.Line, b.Column, b.Keyword), b.Keyword)
				}
			}
		},
	}
}

// actingBackground: a Contexte says what is so before a scenario starts. What it does or observes belongs to no
// scenario: nobody reads it as tested, and a failure there fails them all. Args: the keyword of the step, that of the
// Contexte.
func actingBackground() lint.Rule {
	return lint.Rule{
		ID: "background-setup-only", Aliases: []string{"D14"}, Group: lint.Structure, CA: syntax.Warning,
		Script: syntax.Info,
		File: func(p *lint.Pass, f *lint.File) {
			for b := range backgrounds(f) {
				for i := range b.Steps {
					if k := own(b.Steps[i].Step); k == catalogue.Action || k == catalogue.Outcome {
						p.Report(stepKeywordPlace(b.Steps[i].Step), stepKeyword(b.Steps[i].Step), b.Keyword)
					}
				}
			}
		},
	}
}

// longBackground: a long Contexte is forgotten before the scenario that it serves is read. Args: its keyword, the
// number of its steps, the limit.
func longBackground() lint.Rule {
	return lint.Rule{
		ID: "background-long", Aliases: []string{"D14"}, Group: lint.Structure, CA: syntax.Info, Script: lint.Off,
		Options: []lint.Option{{Name: "max", Default: 6}},
		File: func(p *lint.Pass, f *lint.File) {
			limit := p.Int("max")
			for b := range backgrounds(f) {
				if len(b.Steps) > limit {
					p.Report(
						keywordPlace(b.Line, b.Column, b.Keyword), b.Keyword, strconv.Itoa(len(b.Steps)),
						strconv.Itoa(limit),
					)
				}
			}
		},
	}
}

// useBackground: what every scenario starts with is read once, in a Contexte. Args: how many steps the scenarios share,
// how many scenarios.
func useBackground() lint.Rule {
	return lint.Rule{
		ID: "use-background", Group: lint.Structure, CA: syntax.Info, Script: lint.Off,
		Options: []lint.Option{{Name: "scenarios", Default: 3}, {Name: "steps", Default: 2}},
		File: func(p *lint.Pass, f *lint.File) {
			if f.Doc == nil || f.Doc.Feature == nil || f.Broken {
				return
			}
			report := func(list []*syntax.Scenario) {
				if len(list) < max(p.Int("scenarios"), 2) {
					return
				}
				if n := shared(list); n > 0 && n >= p.Int("steps") {
					p.Report(stepKeywordPlace(&list[0].Steps[0]), strconv.Itoa(n), strconv.Itoa(len(list)))
				}
			}
			report(f.Doc.Feature.Scenarios)
			for _, r := range f.Doc.Feature.Rules {
				report(r.Scenarios)
			}
		},
	}
}

// shared counts the steps that open each scenario and only prepare it. Steps that vary with examples are those of one
// scenario.
func shared(list []*syntax.Scenario) int {
	first := list[0].Steps
	n := 0
	for kind := catalogue.Unknown; n < len(first); n++ {
		kind = catalogue.KindOf(first[n].Type, kind)
		if kind != catalogue.Context || strings.IndexByte(first[n].Text, '<') >= 0 {
			break
		}
	}
	for _, s := range list[1:] {
		n = min(n, len(s.Steps))
		for i := range n {
			if !sameStep(&first[i], &s.Steps[i]) {
				n = i
				break
			}
		}
	}
	return n
}

// sameStep tells whether two steps say the same, whatever keyword of their type they are written with.
func sameStep(a, b *syntax.Step) bool {
	if a.Type != b.Type || a.Text != b.Text || (a.DocString == nil) != (b.DocString == nil) {
		return false
	}
	if a.DocString != nil && a.DocString.Content != b.DocString.Content {
		return false
	}
	return slices.EqualFunc(a.Table, b.Table, func(x, y syntax.Row) bool {
		return slices.EqualFunc(x.Cells, y.Cells, func(v, w syntax.Cell) bool { return v.Value == w.Value })
	})
}
