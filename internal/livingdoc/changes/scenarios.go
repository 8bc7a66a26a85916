package changes

import (
	"slices"
	"strings"

	"recette/internal/livingdoc/model"
)

func (c *comparison) scenarios() {
	old := map[string]*model.Scenario{}
	contents := map[string][]*model.Scenario{}
	for _, s := range c.was.All {
		old[s.ID] = s
	}
	present := map[string]bool{}
	for _, s := range c.now.All {
		present[s.ID] = true
	}
	for _, s := range c.was.All {
		if !present[s.ID] && !s.Stable {
			contents[content(s)] = append(contents[content(s)], s)
		}
	}
	drafts := map[string]bool{}
	for _, s := range c.was.Drafts {
		drafts[s.ID] = true
	}
	seen := map[*model.Scenario]bool{}
	for _, s := range c.now.All {
		was := old[s.ID]
		if was == nil {
			// Without a stable id, or where one was just given: the same content that left another place is the same
			// scenario.
			if list := contents[content(s)]; len(list) == 1 && !seen[list[0]] {
				was = list[0]
			}
		}
		if was == nil {
			kind := model.Added
			if drafts[s.ID] {
				kind = model.Promoted
			}
			c.add(
				model.Change{
					Subject: model.OfScenario, Kind: kind, ID: s.ShownID(), Name: s.Name, Feature: s.Feature.Name,
					Anchor: s.Anchor,
				},
			)
			continue
		}
		seen[was] = true
		c.scenario(was, s)
	}
	later := map[string]bool{}
	for _, s := range c.now.Drafts {
		later[s.ID] = true
	}
	for _, s := range c.was.All {
		if seen[s] {
			continue
		}
		kind := model.Removed
		switch {
		case later[s.ID]:
			kind = model.Withdrawn
		case c.now.ObsoleteIDs.Scenarios[s.ID]:
			kind = model.Retired
		}
		c.add(model.Change{
			Subject: model.OfScenario, Kind: kind, ID: s.ShownID(), Name: s.Name, Feature: s.Feature.Name,
		})
	}
}

func (c *comparison) scenario(was, now *model.Scenario) {
	base := model.Change{
		Subject: model.OfScenario, ID: now.ShownID(), Name: now.Name, Feature: now.Feature.Name, Anchor: now.Anchor,
	}
	if content(was) != content(now) {
		ch := base
		ch.Kind, ch.Lines = model.Changed, diff(model.ScenarioLines(was), model.ScenarioLines(now))
		if ch.Lines == nil {
			ch.Kind = model.Context
		}
		c.add(ch)
	}
	if was.Name != now.Name {
		ch := base
		ch.Kind, ch.Was, ch.Now = model.Renamed, was.Name, now.Name
		c.add(ch)
	}
	switch {
	case c.features[now.Feature] != was.Feature:
		ch := base
		ch.Kind, ch.Was, ch.Now = model.Moved, was.Feature.Name, now.Feature.Name
		c.add(ch)
	case was.Rule.ID != now.Rule.ID ||
		was.Rule.ID == "" && was.Rule.Name != now.Rule.Name && (was.Rule.Name == "" || now.Rule.Name == ""):
		ch := base
		ch.Kind, ch.Was, ch.Now = model.Moved, ruleLabel(was.Rule), ruleLabel(now.Rule)
		c.add(ch)
	}
	if lines := diff(ownTags(was), ownTags(now)); lines != nil {
		ch := base
		ch.Kind = model.Retagged
		for _, l := range lines {
			switch l.Op {
			case '-':
				ch.Was = strings.TrimSpace(ch.Was + " " + l.Text)
			case '+':
				ch.Now = strings.TrimSpace(ch.Now + " " + l.Text)
			}
		}
		c.add(ch)
	}
}

func ruleLabel(r *model.Rule) string { return strings.TrimSpace(r.ID + " " + r.Name) }

// ownTags are the tags that say something of the scenario: not its id, and not in an order.
func ownTags(s *model.Scenario) []string {
	out := slices.DeleteFunc(slices.Clone(s.Tags), func(t string) bool { return t == "@"+s.ID })
	slices.Sort(out)
	return out
}

// content stands for the contents of all the cases of a scenario, whatever their order.
func content(s *model.Scenario) string {
	list := make([]string, len(s.Cases))
	for i := range s.Cases {
		list[i] = s.Cases[i].Content
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}
