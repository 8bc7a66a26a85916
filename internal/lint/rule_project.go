package lint

import (
	"recette/internal/catalogue"
	"recette/internal/syntax"
)

// noScenario: a project without any scenario is green and tests nothing. It is said once, of the whole project, and
// not of a part of it.
func noScenario() rule {
	return rule{
		id: "no-scenario", severity: syntax.Error, profile: Execution, project: true,
		file: func(c *context, f *catalogue.File) { c.count += len(f.Outline.Scenarios) },
		end: func(c *context) {
			if c.count == 0 {
				c.report("", 0, 0, 0)
			}
		},
	}
}

// noStory: a feature without a user story cannot be traced to what was asked. Args: name of the feature.
func noStory() rule {
	return rule{id: "story-missing", severity: syntax.Warning, file: func(c *context, f *catalogue.File) {
		if f.Outline.Line == 0 {
			return
		}
		for _, t := range f.Outline.Tags {
			if c.words.IsStory(t.Name) {
				return
			}
		}
		c.report(f.Path, f.Outline.Line, f.Outline.Column, 0, f.Outline.Name)
	}}
}

// ruleEmpty: a rule without a scenario is a promise that nothing tests. Args: name of the rule.
func ruleEmpty() rule {
	return rule{id: "rule-empty", severity: syntax.Warning, file: func(c *context, f *catalogue.File) {
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
				c.report(f.Path, r.Line, r.Column, 0, r.Name)
			}
		}
	}}
}
