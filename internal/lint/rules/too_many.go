package rules

import (
	"strconv"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// manyScenarios: a feature with many scenarios is more than one story: it can neither be estimated nor accepted at
// once. Args: their number, the limit.
func manyScenarios() lint.Rule {
	return lint.Rule{
		ID: "too-many-scenarios", Aliases: []string{"D13", "gherkin-lint:max-scenarios-per-file"},
		Group: lint.Structure,
		CA:    syntax.Info, Script: syntax.Info,
		Options: []lint.Option{{Name: "max", Default: 25}},
		File: func(p *lint.Pass, f *lint.File) {
			if n, limit := len(f.Outline.Scenarios), p.Int("max"); n > limit {
				p.Report(
					keywordPlace(f.Outline.Line, f.Outline.Column, keywordOf(f)), strconv.Itoa(n), strconv.Itoa(limit),
				)
			}
		},
	}
}

// manySteps: a scenario with many steps tells how a screen is used, or several behaviours; nobody reads it to its end.
// The steps of the Contexte are not counted. Args: the number of its steps, the limit.
func manySteps() lint.Rule {
	return lint.Rule{
		ID: "too-many-steps", Aliases: []string{"D12", "gherkin-lint:scenario-size"}, Group: lint.Structure,
		CA: syntax.Warning, Script: syntax.Info,
		Options: []lint.Option{{Name: "max", Default: 15}},
		File: func(p *lint.Pass, f *lint.File) {
			limit := p.Int("max")
			for s := range wholeScenarios(f) {
				if len(s.Steps) > limit {
					p.Report(scenarioPlace(s.Scenario), strconv.Itoa(len(s.Steps)), strconv.Itoa(limit))
				}
			}
		},
	}
}

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
