package model

import (
	"cmp"
	"slices"
	"strings"

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
	Promised  bool // by the file of stories, whatever features say
	Out       bool // left out by a decision in force
	Scenarios []*Scenario
	Draft     bool // only drafts speak of it
	Tally     Tally
}

// State is where a criterion stands, in the words of the chapter of traceability: what asks for work first.
func (c *CriterionEntry) State(recorded bool) string {
	t := &c.Tally
	switch {
	case c.Out:
		return "out"
	case len(c.Scenarios) == 0 && c.Draft:
		return "draft"
	case len(c.Scenarios) == 0:
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

// criteria counts the criteria of stories.
func criteria(stories []StoryEntry) Criteria {
	var out Criteria
	for i := range stories {
		for j := range stories[i].Criteria {
			c := &stories[i].Criteria[j]
			switch state := c.State(true); state {
			case "out":
				out.Out++
				continue
			case "draft":
				if !c.Promised {
					continue
				}
			case "uncovered":
			default:
				out.Covered++
				if state == "proven" {
					out.Proven++
				}
			}
			out.InScope++
		}
	}
	return out
}

// stories confronts the backlog with the scenarios, both ways.
func (b *Builder) stories() []StoryEntry {
	var list []*StoryEntry
	byID := map[string]*StoryEntry{}
	criteria := map[string]*CriterionEntry{}
	get := func(id string) *StoryEntry {
		e, ok := byID[id]
		if !ok {
			e = &StoryEntry{Story: reference.Story{ID: id}, Tally: newTally()}
			byID[id] = e
			list = append(list, e)
		}
		return e
	}
	order := map[*StoryEntry][]*CriterionEntry{}
	criterion := func(e *StoryEntry, id string) *CriterionEntry {
		c, ok := criteria[id]
		if !ok {
			c = &CriterionEntry{Criterion: reference.Criterion{ID: id}, Tally: newTally()}
			criteria[id] = c
			order[e] = append(order[e], c)
		}
		return c
	}
	for _, s := range b.refs.Stories {
		e := get(s.ID)
		e.Story, e.Declared = s, true
		for _, c := range s.Criteria {
			ce := criterion(e, c.ID)
			ce.Criterion, ce.Declared, ce.Promised, ce.Out = c, true, true, b.refs.LeftOut(&c)
		}
	}
	for i, domains := range [][]*Domain{b.doc.Domains, b.doc.Upcoming} {
		for _, d := range domains {
			for _, f := range d.Features {
				b.described(f, i > 0, get, criterion)
			}
		}
	}
	take := func(s *Scenario, draft bool) {
		if s.Story == "" && len(s.Criteria) == 0 {
			return
		}
		e := get(s.Story)
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
		for _, id := range s.Criteria {
			c := criterion(e, id)
			if draft {
				c.Draft = len(c.Scenarios) == 0
				continue
			}
			c.Draft = false
			c.Scenarios = append(c.Scenarios, s)
			c.Tally.add(s)
		}
		e.Draft = len(e.Features) == 0
	}
	for _, s := range b.all {
		take(s, false)
	}
	for _, s := range b.later {
		take(s, true)
	}
	slices.SortStableFunc(list, func(x, y *StoryEntry) int { return natural(x.Story.ID, y.Story.ID) })
	out := make([]StoryEntry, 0, len(list))
	for _, e := range list {
		e.Anchor = b.anchors.take("trace-" + cmp.Or(e.Story.ID, "none"))
		cs := order[e]
		slices.SortStableFunc(cs, func(x, y *CriterionEntry) int { return natural(x.Criterion.ID, y.Criterion.ID) })
		for _, c := range cs {
			e.Criteria = append(e.Criteria, *c)
		}
		out = append(out, *e)
	}
	return out
}

// described takes in the criteria that a feature states in its description. What the file of stories says comes first.
func (b *Builder) described(
	f *Feature, draft bool, get func(string) *StoryEntry, criterion func(*StoryEntry, string) *CriterionEntry,
) {
	prefix := b.o.Tags.Criterion[1:]
	if !strings.Contains(f.About, prefix) {
		return
	}
	for _, c := range reference.Described(reference.Place{Path: f.Path}, f.About, prefix) {
		e := get(f.Story)
		e.Story.Title = cmp.Or(e.Story.Title, f.Name)
		ce := criterion(e, c.ID)
		if !ce.Declared {
			ce.Criterion, ce.Declared, ce.Draft = c, true, draft
			ce.Out = b.refs.LeftOut(&c)
		}
	}
}
