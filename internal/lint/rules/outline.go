package rules

import (
	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// eachTagged gives the tags of the feature, of each rule, of each scenario and of its examples.
func eachTagged(o *catalogue.Outline, fn func(tags []syntax.Tag)) {
	fn(o.Tags)
	for i := range o.Rules {
		fn(o.Rules[i].Tags)
	}
	for i := range o.Scenarios {
		fn(o.Scenarios[i].Tags)
		fn(o.Scenarios[i].ExampleTags)
	}
}

// anyScenario tells whether a scenario of the file carries a tag, inherited or not.
func anyScenario(o *catalogue.Outline, tag string) bool {
	for i := range o.Scenarios {
		if scenarioHas(o, &o.Scenarios[i], tag) {
			return true
		}
	}
	return false
}

// scenarioHas tells whether a scenario carries a tag, its own, inherited, or that of its examples.
func scenarioHas(o *catalogue.Outline, s *catalogue.ScenarioOutline, tag string) bool {
	return listsTag(s.Tags, tag) || listsTag(s.ExampleTags, tag) || listsTag(ruleTags(o, s), tag) || listsTag(o.Tags, tag)
}

// ruleTags gives the tags of the rule above a scenario.
func ruleTags(o *catalogue.Outline, s *catalogue.ScenarioOutline) []syntax.Tag {
	if s.Rule < 0 || s.Rule >= len(o.Rules) {
		return nil
	}
	return o.Rules[s.Rule].Tags
}

// levels gives the tags of a scenario, from the nearest to the farthest.
func levels(o *catalogue.Outline, s *catalogue.ScenarioOutline) [4][]syntax.Tag {
	return [4][]syntax.Tag{s.ExampleTags, s.Tags, ruleTags(o, s), o.Tags}
}

// claimOf is how far a scenario is written.
func claimOf(p *lint.Pass, o *catalogue.Outline, s *catalogue.ScenarioOutline) lint.Claim {
	if own := p.ClaimOf(s.Tags); own != lint.Written {
		return own
	}
	return p.ClaimOf(o.Tags)
}

// cases is how many cases a scenario makes.
func cases(s *catalogue.ScenarioOutline) int {
	if s.Outline {
		return len(s.Rows)
	}
	return 1
}
