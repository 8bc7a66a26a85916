package rules

import (
	"slices"
	"strconv"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// homogenousTag: a tag that every scenario carries is one of the feature, and the next scenario will lack it. What a
// scenario illustrates, how it is run, its role, its criteria and its id stay its own. Args: the tag, the number of scenarios.
func homogenousTag() lint.Rule {
	return lint.Rule{
		ID: "homogenous-tag", Aliases: []string{"gherkin-lint:no-homogenous-tags"}, Group: lint.Tags, CA: syntax.Info, Script: lint.Off,
		Options: []lint.Option{{Name: "scenarios", Default: 3}},
		File: func(p *lint.Pass, f *lint.File) {
			list := f.Outline.Scenarios
			if len(list) < max(p.Int("scenarios"), 2) || f.Broken {
				return
			}
			v := p.Tags()
			prefixes := []string{v.Case, v.Criterion, v.Rule, v.Role}
			for i, t := range list[0].Tags {
				if staysOwn(p, prefixes, t.Name) || listsTag(list[0].Tags[:i], t.Name) {
					continue
				}
				if !slices.ContainsFunc(list[1:], func(s catalogue.ScenarioOutline) bool { return !listsTag(s.Tags, t.Name) }) {
					p.Report(lint.TagPlace(t), t.Name, strconv.Itoa(len(list)))
				}
			}
		},
	}
}

// staysOwn tells a tag that speaks of one scenario, even where all of them carry it: how it is run, what it illustrates.
func staysOwn(p *lint.Pass, prefixes []string, tag string) bool {
	return hasAnyPrefix(tag, prefixes) || slices.Contains(p.Tags().Whole(), tag)
}
