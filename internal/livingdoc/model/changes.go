package model

import (
	"slices"
	"strings"

	"recette/internal/linediff"
)

// Changes is what changed since an earlier edition, by stable id and by content, never by place alone.
type Changes struct {
	Since string
	List  []Change // features, rules, scenarios, then references; each in the order of the document
}

// Change is one difference, told in one sentence.
type Change struct {
	Subject Subject
	Kind    ChangeKind
	ID      string
	Name    string // present name, or former one of what was removed
	Was     string // former name, path or value, for what says so
	Now     string
	Feature string // name of the feature that holds it, empty for a feature
	Anchor  string // where it stands in this edition, empty when it is gone
	Lines   []linediff.Line
}

// Subject is what changed.
type Subject string

// The subjects of a change.
const (
	ofFeature  Subject = "feature"
	OfRule     Subject = "rule"
	ofScenario Subject = "scenario"
	ofMessage  Subject = "message"
	ofDecision Subject = "decision"
	OfTerm     Subject = "term"
	ofRole     Subject = "role"
	ofDataSet  Subject = "data"
	ofStory    Subject = "story"
	ofCriteria Subject = "criterion"
)

// Subjects lists the subjects in the order in which they are told.
func Subjects() []Subject {
	return []Subject{
		ofFeature, OfRule, ofScenario, ofMessage, ofDecision, OfTerm, ofRole, ofDataSet, ofStory, ofCriteria,
	}
}

// ChangeKind is how it changed.
type ChangeKind string

// The kinds of changes.
const (
	Added     ChangeKind = "added"
	Promoted  ChangeKind = "promoted" // was a draft
	Changed   ChangeKind = "changed"
	Context   ChangeKind = "context" // its own text is the same, the steps before it changed
	Renamed   ChangeKind = "renamed"
	Moved     ChangeKind = "moved"
	Retagged  ChangeKind = "retagged"
	Withdrawn ChangeKind = "withdrawn" // is a draft again
	Retired   ChangeKind = "retired"   // marked obsolete
	Removed   ChangeKind = "removed"
)

// ChangeKinds lists the kinds in the order in which they are told.
func ChangeKinds() []ChangeKind {
	return []ChangeKind{Added, Promoted, Changed, Context, Renamed, Moved, Retagged, Withdrawn, Retired, Removed}
}

// Count gives the number of changes of a subject and of a kind.
func (c *Changes) Count(s Subject, k ChangeKind) int {
	n := 0
	for i := range c.List {
		if c.List[i].Subject == s && c.List[i].Kind == k {
			n++
		}
	}
	return n
}

// comparison confronts two editions.
type comparison struct {
	was, now *Doc
	out      *Changes
	features map[*Feature]*Feature // former feature of a present one
}

// compare tells what changed from one edition to the next.
func compare(was, now *Doc, since string) *Changes {
	c := &comparison{was: was, now: now, out: &Changes{Since: since}, features: map[*Feature]*Feature{}}
	c.featuresOf()
	c.rules()
	c.scenarios()
	c.references()
	return c.out
}

func (c *comparison) add(ch Change) { c.out.List = append(c.out.List, ch) }

// featureList gives the features of an edition, drafts last.
func (d *Doc) featureList(domains ...[]*Domain) []*Feature {
	var out []*Feature
	for _, list := range domains {
		for _, dom := range list {
			out = append(out, dom.Features...)
		}
	}
	return out
}

func (c *comparison) featuresOf() {
	old, drafts := c.was.featureList(c.was.Domains), c.was.featureList(c.was.Upcoming)
	gone := map[*Feature]bool{}
	for _, f := range old {
		gone[f] = true
	}
	for _, f := range c.now.featureList(c.now.Domains) {
		f0 := sameFeature(f, old, gone)
		if f0 == nil {
			kind := Added
			if sameFeature(f, drafts, nil) != nil {
				kind = Promoted
			}
			c.add(Change{Subject: ofFeature, Kind: kind, ID: f.Story, Name: f.Name, Anchor: f.Anchor})
			continue
		}
		delete(gone, f0)
		c.features[f] = f0
		base := Change{Subject: ofFeature, ID: f.Story, Name: f.Name, Anchor: f.Anchor}
		if f0.Name != f.Name {
			ch := base
			ch.Kind, ch.Was, ch.Now = Renamed, f0.Name, f.Name
			c.add(ch)
		}
		if f0.Path != f.Path {
			ch := base
			ch.Kind, ch.Was, ch.Now = Moved, f0.Path, f.Path
			c.add(ch)
		}
		if lines := diff(proseLines(f0.About), proseLines(f.About)); lines != nil {
			ch := base
			ch.Kind, ch.Lines = Changed, lines
			c.add(ch)
		}
		if lines := diff(StepLines(f0.Background), StepLines(f.Background)); lines != nil {
			ch := base
			ch.Kind, ch.Lines = Context, lines
			c.add(ch)
		}
	}
	for _, f := range old {
		if !gone[f] {
			continue
		}
		kind := Removed
		if sameFeature(f, c.now.featureList(c.now.Upcoming), nil) != nil {
			kind = Withdrawn
		} else if c.now.obsolete["feature\x00"+f.Path] || f.Story != "" && c.now.obsolete["story\x00"+f.Story] {
			kind = Retired
		}
		c.add(Change{Subject: ofFeature, Kind: kind, ID: f.Story, Name: f.Name})
	}
}

// sameFeature finds a feature by its story, when it has one of its own, else by its path. among limits the search.
func sameFeature(f *Feature, list []*Feature, among map[*Feature]bool) *Feature {
	var byPath, byStory *Feature
	stories := 0
	for _, o := range list {
		if among != nil && !among[o] {
			continue
		}
		if o.Path == f.Path {
			byPath = o
		}
		if f.Story != "" && o.Story == f.Story {
			byStory = o
			stories++
		}
	}
	switch {
	case byPath != nil && (byPath.Story == f.Story || stories == 0):
		return byPath
	case stories == 1:
		return byStory
	}
	return nil
}

func (c *comparison) scenarios() {
	old := map[string]*Scenario{}
	contents := map[string][]*Scenario{}
	for _, s := range c.was.All {
		old[s.ID] = s
	}
	present := map[string]bool{}
	for _, s := range c.now.All {
		present[s.ID] = true
	}
	for _, s := range c.was.All {
		if !present[s.ID] && !s.Stable {
			contents[s.content()] = append(contents[s.content()], s)
		}
	}
	drafts := map[string]bool{}
	for _, s := range c.was.later {
		drafts[s.ID] = true
	}
	seen := map[*Scenario]bool{}
	for _, s := range c.now.All {
		was := old[s.ID]
		if was == nil {
			// Without a stable id, or where one was just given: the same content that left another place is the same
			// scenario.
			if list := contents[s.content()]; len(list) == 1 && !seen[list[0]] {
				was = list[0]
			}
		}
		if was == nil {
			kind := Added
			if drafts[s.ID] {
				kind = Promoted
			}
			c.add(
				Change{
					Subject: ofScenario, Kind: kind, ID: s.ShownID(), Name: s.Name, Feature: s.Feature.Name,
					Anchor: s.Anchor,
				},
			)
			continue
		}
		seen[was] = true
		c.scenario(was, s)
	}
	later := map[string]bool{}
	for _, s := range c.now.later {
		later[s.ID] = true
	}
	for _, s := range c.was.All {
		if seen[s] {
			continue
		}
		kind := Removed
		switch {
		case later[s.ID]:
			kind = Withdrawn
		case c.now.obsolete[s.ID]:
			kind = Retired
		}
		c.add(Change{Subject: ofScenario, Kind: kind, ID: s.ShownID(), Name: s.Name, Feature: s.Feature.Name})
	}
}

func (c *comparison) scenario(was, now *Scenario) {
	base := Change{
		Subject: ofScenario, ID: now.ShownID(), Name: now.Name, Feature: now.Feature.Name, Anchor: now.Anchor,
	}
	if was.content() != now.content() {
		ch := base
		ch.Kind, ch.Lines = Changed, diff(ScenarioLines(was), ScenarioLines(now))
		if ch.Lines == nil {
			ch.Kind = Context
		}
		c.add(ch)
	}
	if was.Name != now.Name {
		ch := base
		ch.Kind, ch.Was, ch.Now = Renamed, was.Name, now.Name
		c.add(ch)
	}
	switch {
	case c.features[now.Feature] != was.Feature:
		ch := base
		ch.Kind, ch.Was, ch.Now = Moved, was.Feature.Name, now.Feature.Name
		c.add(ch)
	case was.Rule.ID != now.Rule.ID ||
		was.Rule.ID == "" && was.Rule.Name != now.Rule.Name && (was.Rule.Name == "" || now.Rule.Name == ""):
		ch := base
		ch.Kind, ch.Was, ch.Now = Moved, ruleLabel(was.Rule), ruleLabel(now.Rule)
		c.add(ch)
	}
	if lines := diff(ownTags(was), ownTags(now)); lines != nil {
		ch := base
		ch.Kind = Retagged
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

func ruleLabel(r *Rule) string { return strings.TrimSpace(r.ID + " " + r.Name) }

// ownTags are the tags that say something of the scenario: not its id, and not in an order.
func ownTags(s *Scenario) []string {
	out := slices.DeleteFunc(slices.Clone(s.Tags), func(t string) bool { return t == "@"+s.ID })
	slices.Sort(out)
	return out
}

// content stands for the contents of all the cases of a scenario, whatever their order.
func (s *Scenario) content() string {
	list := make([]string, len(s.Cases))
	for i := range s.Cases {
		list[i] = s.Cases[i].Content
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}
