package rules

import (
	"iter"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// noScenario: a project without any scenario is green and tests nothing. It is said once, of the whole project, and
// not of a part of it.
func noScenario() lint.Rule {
	return lint.Rule{
		ID: "no-scenario", Aliases: []string{"D08"}, Group: lint.Structure, CA: syntax.Error, Script: syntax.Error,
		Execution: true, Whole: true,
		Passes: lint.TwoPasses(func(_ *lint.Pass, f *lint.File, note func(scenarioCount)) {
			if n := len(f.Outline.Scenarios); n > 0 {
				note(scenarioCount{n})
			}
		}, func(p *lint.Pass, notes iter.Seq2[string, scenarioCount]) {
			for range notes {
				return
			}
			p.ReportIn("", lint.Place{})
		}),
	}
}

// scenarioCount is how many scenarios a file has.
type scenarioCount struct{ scenarios int }

func (c *scenarioCount) Fields(f *lint.Fields) { f.Int(&c.scenarios) }

// noStory: a feature without a user story cannot be traced to what was asked: a fault once it is said to be ready
// (D06). Args: name of the feature.
func noStory() lint.Rule {
	return lint.Rule{
		ID: "story-missing", Aliases: []string{"D06"}, Group: lint.Structure, CA: syntax.Error, Script: syntax.Warning,
		File: func(p *lint.Pass, f *lint.File) {
			if f.Outline.Line == 0 {
				return
			}
			for _, t := range f.Outline.Tags {
				if p.Tags().IsStory(t.Name) {
					return
				}
			}
			weigh(
				p, p.ClaimOf(f.Outline.Tags), lint.Place{Line: f.Outline.Line, Column: f.Outline.Column},
				f.Outline.Name,
			)
		},
	}
}

// ruleEmpty: a rule without a scenario is a promise that nothing tests. Args: name of the rule.
func ruleEmpty() lint.Rule {
	return lint.Rule{ID: "rule-empty", Group: lint.Structure, CA: syntax.Warning, Script: syntax.Warning, File: func(
		p *lint.Pass, f *lint.File,
	) {
		if len(f.Outline.Rules) == 0 {
			return
		}
		tested := make([]bool, len(f.Outline.Rules))
		for i := range f.Outline.Scenarios {
			if r := f.Outline.Scenarios[i].Rule; r >= 0 && r < len(tested) {
				tested[r] = true
			}
		}
		for i, ok := range tested {
			if r := &f.Outline.Rules[i]; !ok {
				p.Report(lint.Place{Line: r.Line, Column: r.Column}, r.Name)
			}
		}
	}}
}
