package campaign

import (
	"context"
	"fmt"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Observed is where a row stands, with what its last attempt found step by step: all of the same instant.
type Observed struct {
	CaseStatus

	// Content is the hash of the text that the attempt tested: its steps are those of no other text.
	Content string
	Invalid recette.Flawed // why the attempt counts for nothing; empty when nobody invalidated it
	Steps   []Seen         // those that were observed, in order
}

// Seen is what stands of a step.
type Seen struct {
	Observation

	By     journal.Actor
	At     string // as in the leaf that says it
	Erased bool   // something that was written of it was erased
}

// Observed gives what stands of the last attempt of a row, with its corrections; no step of one that nobody played. The
// facts of that row alone are read. A row that the actor does not see is ErrUnknownCase.
func (s *Service) Observed(ctx context.Context, actor recette.Actor, id, row string) (*Observed, error) {
	c, err := s.shown(ctx, actor, id, access.ReadAttempts)
	if err != nil {
		return nil, err
	}
	i, ok := c.seenRow(actor, row)
	if !ok {
		return nil, fmt.Errorf("case %s: %w", row, ErrUnknownCase)
	}
	o, last := c.lastOf(i)
	if last == nil {
		return o, nil
	}
	leaves, err := s.leavesOf(ctx, c, i) // those of last, and those that others recorded since
	if err != nil {
		return nil, err
	}
	steps := c.stoodIn(i, last, leaves)
	records := make([]journal.Observation, len(steps))
	for k := range steps {
		records[k] = steps[k].Record
	}
	found, err := s.observations(ctx, records)
	for k := range found {
		o.Steps = append(o.Steps, Seen{found[k], steps[k].Actor, steps[k].At, erased(&records[k], &found[k])})
	}
	return o, err
}

// lastOf gives where a row stands, and its last attempt; nil when nobody played it.
func (c *loaded) lastOf(i int) (*Observed, *state.Attempt) {
	c.mu.Lock()
	defer c.mu.Unlock()
	cs := &c.state.Cases[i]
	o := &Observed{CaseStatus: c.caseStatus(cs)}
	if cs.Last == nil {
		return o, nil
	}
	if o.Content = cs.Last.Content; cs.Last.Invalid != nil {
		o.Invalid = recette.Flawed(cs.Last.Invalid.Cause)
	}
	return o, &state.Attempt{Iteration: cs.Last.Iteration, Leaves: slices.Clone(cs.Last.Leaves)}
}

// stoodIn gives what stands of the steps that an attempt of a row saw.
func (c *loaded) stoodIn(i int, a *state.Attempt, leaves []journal.Leaf) []state.Step {
	c.mu.Lock()
	defer c.mu.Unlock()
	steps, _ := c.state.StoodIn(&c.state.Cases[i], a.Iteration, a.Leaves, leaves)
	return slices.DeleteFunc(steps, func(s state.Step) bool { return !s.Seen })
}

// erased tells whether a text that an observation names is not there any more.
func erased(named *journal.Observation, read *Observation) bool {
	return named.Observed != "" && read.Observed == "" || named.Comment != "" && read.Comment == "" ||
		named.Reason != "" && read.Reason == ""
}

// seenRow gives the index of a row that an actor sees.
func (c *loaded) seenRow(actor recette.Actor, row string) (int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := c.sight(actor)
	i, ok := c.state.Index(row)
	return i, ok && seen.row(row)
}
