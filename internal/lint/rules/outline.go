package rules

import (
	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
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

// proof is what a scenario is worth to those who count proofs.
type proof uint8

// What a scenario is worth. What is set aside proves nothing, be it the scenario, its rule or its feature that is a
// draft or obsolete; what a feature lacks that is itself a draft is looked for in its drafts, as nothing else is there
// yet.
const (
	setAside proof = iota
	inDraft        // of a feature that is itself set aside: counts for that feature alone
	running
)

// proofOf is what a scenario is worth.
func proofOf(v *vocabulary.Vocabulary, o *catalogue.Outline, s *catalogue.ScenarioOutline) proof {
	aside := func(tags []syntax.Tag) bool { return listsTag(tags, v.Draft) || listsTag(tags, v.Obsolete) }
	own := [][]syntax.Tag{s.Tags, ruleTags(o, s)}
	switch {
	case !aside(o.Tags):
		if aside(own[0]) || aside(own[1]) {
			return setAside
		}
		return running
	case listsTag(own[0], v.Obsolete), listsTag(own[1], v.Obsolete):
		return setAside
	}
	return inDraft
}

// anyScenario tells whether a scenario of the file carries a tag, inherited or not, and counts for what its feature
// lacks.
func anyScenario(v *vocabulary.Vocabulary, o *catalogue.Outline, tag string) bool {
	for i := range o.Scenarios {
		if s := &o.Scenarios[i]; scenarioHas(o, s, tag) && proofOf(v, o, s) != setAside {
			return true
		}
	}
	return false
}

// scenarioHas tells whether a scenario carries a tag, its own, inherited, or that of its examples.
func scenarioHas(o *catalogue.Outline, s *catalogue.ScenarioOutline, tag string) bool {
	return listsTag(s.Tags, tag) || listsTag(s.ExampleTags, tag) || listsTag(ruleTags(o, s), tag) ||
		listsTag(o.Tags, tag)
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
