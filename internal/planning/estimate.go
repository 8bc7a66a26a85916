// Package planning says what a validation plan asks of people: how many cases its scope calls for before they are
// written, how long they take, how many sessions hold them, and what the plan still leaves blank. It writes the plan
// that a project begins from. It is pure: it refuses files, clocks and words.
package planning

import (
	"slices"
	"time"

	"recette/internal/catalogue"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/reference"
	"recette/internal/vocabulary"
)

// defaultMinutes is what a case takes when nobody says.
const defaultMinutes = 10

// Effort is what a case takes, and what is lost around it.
type Effort = plan.Effort

// Input is what is counted.
type Input struct {
	Manifest *plan.Manifest
	Cases    []catalogue.Case // of the whole project
	Set      *reference.Set
	Tags     vocabulary.Vocabulary
	Effort   plan.Effort // over that of the plan, where it is given
}

// Source is a plan as it stands, and what its document is made from.
type Source struct {
	Input

	Plan     *plan.Plan
	File     string // of the plan
	Data     []byte // of it
	Producer string
	IssuedAt time.Time
}

// Part is a line of the count: so many things, so many cases for each.
type Part struct {
	Kind   string   `json:"kind"` // journeys, rules, exceptions, forbidden, flows, interruptions
	Count  int      `json:"count"`
	Each   int      `json:"each"`
	Cases  int      `json:"cases"`
	Having int      `json:"having"`          // of those things, how many have a selected case; -1: nobody can say
	Lacks  []string `json:"lacks,omitempty"` // names of those that have none
	Named  []string `json:"-"`               // of all
}

// Estimate is the count of a plan before its cases are written, beside those that exist.
type Estimate struct {
	Parts     []Part `json:"parts"`
	Estimated int    `json:"estimated"`
	Selected  int    `json:"selected"`  // cases of the plan
	Automated int    `json:"automated"` // of them, those that a machine runs
	Others    int    `json:"others"`    // cases of its journeys that the plan does not select

	Minutes          int `json:"minutes_per_case"`
	EstimatedMinutes int `json:"estimated_minutes"`
	SelectedMinutes  int `json:"selected_minutes"` // of those that people run

	Sessions  []Load `json:"sessions"`
	Available int    `json:"available"` // cases that the planned sessions hold
	Unplanned int    `json:"unplanned"` // cases that people run and no session plays; 0 without a session
	Needed    int    `json:"needed"`    // sessions that the selected cases take, of the mean size of the planned ones
	Size      int    `json:"size"`      // cases that such a session holds
}

// Count estimates: a case for each journey and each rule, one more for a rule with a threshold, a date, a rounding or
// an exception, one for each forbidden action, three for each flow (accepted, rejected, replayed), one for each point
// of interruption.
func Count(in Input) Estimate {
	tags, m := in.Tags.Filled(), in.Manifest
	selected := map[string]bool{}
	for i := range m.Cases {
		selected[plan.CaseID(m.Cases[i].ID)] = true
	}
	var journeys, rules, special, forbidden counted
	for i := range m.Journeys {
		journeys.add(m.Journeys[i].Code, len(m.Journeys[i].Cases) > 0)
	}
	e := Estimate{Selected: len(m.Cases)}
	for i := range in.Cases {
		c := &in.Cases[i]
		if !about(m, c) || slices.Contains(c.Tags, tags.Obsolete) {
			continue
		}
		if !selected[c.ID] {
			e.Others++
		}
		odd := slices.Contains(c.Tags, tags.Exception) || slices.Contains(c.Tags, tags.Limit)
		for _, rule := range c.Rules {
			rules.add(rule, selected[c.ID])
			known, ok := in.Set.Rule(rule)
			switch {
			case odd:
				special.add(rule, selected[c.ID])
			case ok && known.Threshold:
				special.add(rule, false)
			}
		}
		if slices.Contains(c.Tags, tags.Rights) {
			forbidden.add(c.ID, selected[c.ID])
		}
	}
	effort := in.effort()
	e.Parts = []Part{
		journeys.part("journeys"), rules.part("rules"), special.part("exceptions"),
		forbidden.part("forbidden"),
		{Kind: "flows", Count: effort.Flows, Each: 3, Cases: 3 * effort.Flows, Having: -1},
		{Kind: "interruptions", Count: effort.Interruptions, Each: 1, Cases: effort.Interruptions, Having: -1},
	}
	for _, p := range e.Parts {
		e.Estimated += p.Cases
	}
	e.time(in, tags, effort)
	return e
}

// about tells whether a case is of a journey of the plan; any case is, of a plan without journeys.
func about(m *plan.Manifest, c *catalogue.Case) bool {
	return len(m.Journeys) == 0 || slices.ContainsFunc(c.Journeys, func(code string) bool {
		return m.Journey(code) != nil
	})
}

// effort gives what a case takes: as asked, else as the plan says, else the default.
func (in *Input) effort() plan.Effort {
	var own plan.Effort
	if in.Manifest.Sections != nil {
		own = in.Manifest.Sections.Effort
	}
	for _, f := range []struct{ to, from *int }{
		{&own.Minutes, &in.Effort.Minutes},
		{&own.Reserve, &in.Effort.Reserve},
		{&own.Flows, &in.Effort.Flows},
		{&own.Interruptions, &in.Effort.Interruptions},
	} {
		if *f.from > 0 {
			*f.to = *f.from
		}
	}
	if own.Minutes == 0 {
		own.Minutes = defaultMinutes
	}
	return own
}

// time counts minutes and sessions.
func (e *Estimate) time(in Input, tags vocabulary.Vocabulary, effort plan.Effort) {
	for i := range in.Manifest.Cases {
		if tags.Mode(in.Manifest.Cases[i].Tags) == recette.Automated {
			e.Automated++
		}
	}
	people := e.Selected - e.Automated
	e.Minutes, e.EstimatedMinutes = effort.Minutes, e.Estimated*effort.Minutes
	e.SelectedMinutes = people * effort.Minutes
	e.Sessions = loads(in.Manifest, tags, effort)
	played := map[string]bool{}
	for _, l := range e.Sessions {
		e.Available += l.Holds
		for _, id := range l.ids {
			played[id] = true
		}
	}
	if n := len(e.Sessions); n > 0 {
		e.Size, e.Unplanned = e.Available/n, people-len(played)
	} else {
		e.Size = holds(1, sessionMinutes, effort, 0)
	}
	if e.Size > 0 {
		e.Needed = (people + e.Size - 1) / e.Size
	}
}

// counted gathers names, each once, and whether a selected case has them.
type counted struct {
	names []string
	has   map[string]bool
}

func (c *counted) add(name string, has bool) {
	if c.has == nil {
		c.has = map[string]bool{}
	}
	if _, known := c.has[name]; !known {
		c.names = append(c.names, name)
	}
	c.has[name] = c.has[name] || has
}

func (c *counted) part(kind string) Part {
	p := Part{Kind: kind, Count: len(c.names), Each: 1, Cases: len(c.names), Named: c.names}
	for _, name := range c.names {
		if c.has[name] {
			p.Having++
		} else {
			p.Lacks = append(p.Lacks, name)
		}
	}
	slices.Sort(p.Lacks)
	return p
}
