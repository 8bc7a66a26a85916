package model

import (
	"cmp"
	"slices"

	"recette/internal/criteria"
	"recette/internal/reference"
	"recette/internal/standing"
)

// StoryEntry is a user story with what proves its criteria.
type StoryEntry struct {
	Anchor   string
	Story    reference.Story
	Declared bool // in the file of stories
	Features []*Feature
	Criteria []CriterionEntry
	Loose    []*Scenario // scenarios of the story that prove no criterion
	Draft    bool        // only drafts speak of it
	Tally    Tally
}

// CriterionEntry is an acceptance criterion with the scenarios that prove it.
type CriterionEntry struct {
	Criterion reference.Criterion
	Declared  bool
	Out       bool // left out by a decision in force
	Scenarios []*Scenario
	Draft     bool  // only drafts speak of it
	Tally     Tally // of the cases that name it, not of all those of Scenarios
}

// State is where a criterion stands, in the words of the chapter of traceability: what asks for work first.
func (c *CriterionEntry) State(recorded bool) string {
	t := &c.Tally
	switch {
	case c.Out:
		return "out"
	case t.Total == 0 && c.Draft:
		return "draft"
	case t.Total == 0:
		return "uncovered"
	case !recorded:
		return "described"
	}
	switch t.State() {
	case standing.Failed:
		return "failed"
	case standing.Stale:
		return "stale"
	case standing.Accepted:
		return "accepted"
	case standing.Proved:
		return "proven"
	case standing.NotRun, standing.Uncovered, standing.OutOfScope:
	}
	if t.Never == t.Total {
		return "never"
	}
	return "partly"
}

// spot is where a case stands in the document. It has no scenario when the document does not show it.
type spot struct {
	scenario *Scenario
	at       int
}

// stories confronts the backlog with the scenarios, both ways, and counts the criteria.
func (b *Builder) stories() ([]StoryEntry, Criteria) {
	var list []*StoryEntry
	byID := map[string]*StoryEntry{}
	get := func(id string) *StoryEntry {
		e, ok := byID[id]
		if !ok {
			e = &StoryEntry{Story: reference.Story{ID: id, Title: b.titles[id]}, Tally: newTally()}
			byID[id] = e
			list = append(list, e)
		}
		return e
	}
	for _, s := range b.refs.Stories {
		e := get(s.ID)
		e.Story, e.Declared = s, true
	}
	var figures Criteria
	all := b.criteria.List()
	for i := range all {
		c := &all[i]
		e, entry := get(c.Story), b.criterion(c)
		figures.Add(entry.Tally.Criterion(c.LeftOut))
		if c.ID != "" {
			e.Criteria = append(e.Criteria, entry)
		}
	}
	for i, scenarios := range [][]*Scenario{b.all, b.later} {
		for _, s := range scenarios {
			if e := byID[s.Story]; e != nil {
				e.take(s, i > 0)
			}
		}
	}
	slices.SortStableFunc(list, func(x, y *StoryEntry) int { return natural(x.Story.ID, y.Story.ID) })
	out := make([]StoryEntry, 0, len(list))
	for _, e := range list {
		e.Anchor = b.anchors.take("trace-" + cmp.Or(e.Story.ID, "none"))
		slices.SortStableFunc(
			e.Criteria, func(x, y CriterionEntry) int { return natural(x.Criterion.ID, y.Criterion.ID) },
		)
		out = append(out, *e)
	}
	return out, figures
}

// criterion makes the entry of a criterion from the cases that cover it.
func (b *Builder) criterion(c *criteria.Criterion) CriterionEntry {
	e := CriterionEntry{
		Criterion: c.Criterion, Declared: c.Declared, Out: c.LeftOut, Tally: newTally(),
		Draft: len(c.Cases) == 0 && len(c.Drafts) > 0,
	}
	for _, number := range c.Cases {
		s := b.cases[number].scenario
		if s == nil {
			e.Tally.count(&Case{}) // it is asked for, and nothing is known of it
			continue
		}
		e.Tally.count(&s.Cases[b.cases[number].at])
		if n := len(e.Scenarios); n == 0 || e.Scenarios[n-1] != s {
			e.Scenarios = append(e.Scenarios, s)
		}
	}
	return e
}

// take counts a scenario of the story.
func (e *StoryEntry) take(s *Scenario, draft bool) {
	e.Story.Title = cmp.Or(e.Story.Title, s.Feature.Name)
	e.Story.Epic = cmp.Or(e.Story.Epic, s.Epic)
	if !draft {
		if !slices.Contains(e.Features, s.Feature) {
			e.Features = append(e.Features, s.Feature)
		}
		e.Tally.add(s)
		if len(s.Criteria) == 0 {
			e.Loose = append(e.Loose, s)
		}
	}
	e.Draft = len(e.Features) == 0
}
