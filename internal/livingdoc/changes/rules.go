package changes

import "recette/internal/livingdoc/model"

func (c *comparison) rules() {
	old := map[string]*model.RuleEntry{}
	for i := range c.was.Rules {
		old[ruleKey(&c.was.Rules[i])] = &c.was.Rules[i]
	}
	used := map[*model.RuleEntry]bool{}
	var added []*model.RuleEntry
	for i := range c.now.Rules {
		e := &c.now.Rules[i]
		if was := old[ruleKey(e)]; was != nil {
			used[was] = true
			c.rule(was, e)
		} else {
			added = append(added, e)
		}
	}
	for _, e := range added {
		if was := c.renamedRule(e, used); was != nil {
			used[was] = true
			c.rule(was, e)
			continue
		}
		c.add(
			model.Change{
				Subject: model.OfRule, Kind: model.Added, ID: e.ID, Name: e.Title, Feature: featureName(e.Features),
				Anchor: e.Anchor,
			},
		)
	}
	for i := range c.was.Rules {
		if e := &c.was.Rules[i]; !used[e] {
			c.add(model.Change{
				Subject: model.OfRule, Kind: model.Removed, ID: e.ID, Name: e.Title, Feature: featureName(e.Features),
			})
		}
	}
}

// renamedRule finds the former name of a rule without id: that of a rule that is gone and held one of its scenarios.
func (c *comparison) renamedRule(e *model.RuleEntry, used map[*model.RuleEntry]bool) *model.RuleEntry {
	ids := map[string]bool{}
	for _, s := range e.Scenarios {
		if s.Stable {
			ids[s.ID] = true
		}
	}
	for i := range c.was.Rules {
		was := &c.was.Rules[i]
		if used[was] || was.ID != "" && e.ID != "" {
			continue
		}
		for _, s := range was.Scenarios {
			if ids[s.ID] {
				return was
			}
		}
	}
	return nil
}

func ruleKey(e *model.RuleEntry) string {
	if e.ID != "" {
		return e.ID
	}
	if len(e.Features) > 0 {
		return e.Features[0].Path + "\x00" + e.Title
	}
	return "\x00" + e.Title
}

func featureName(list []*model.Feature) string {
	if len(list) == 0 {
		return ""
	}
	return list[0].Name
}

func (c *comparison) rule(was, now *model.RuleEntry) {
	base := model.Change{
		Subject: model.OfRule, ID: now.ID, Name: now.Title, Feature: featureName(now.Features), Anchor: now.Anchor,
	}
	if was.Title != now.Title {
		ch := base
		ch.Kind, ch.Was, ch.Now = model.Renamed, was.Title, now.Title
		c.add(ch)
	}
	if lines := diff(ruleLines(was), ruleLines(now)); lines != nil {
		ch := base
		ch.Kind, ch.Lines = model.Changed, lines
		c.add(ch)
	}
}

func ruleLines(e *model.RuleEntry) []string {
	out := model.ProseLines(e.Text)
	for _, r := range e.Blocks {
		out = append(out, model.ProseLines(r.About)...)
		out = append(out, model.StepLines(r.Background)...)
	}
	return out
}
