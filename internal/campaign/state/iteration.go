package state

import (
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Iteration is one that followed the opening of the campaign.
type Iteration struct {
	Manifest string
	Build    string
	At       string // as in the leaf
	By       journal.Actor
	Reason   string // commitment
	Seq      int64
}

func (s *State) applyIterate(l *journal.Leaf, who journal.Actor) {
	i := l.Iterate
	if i == nil || s.ClosedAt != "" {
		return
	}
	s.Manifest, s.Build = i.Manifest, i.Build
	s.Iteration++
	s.present = s.Iteration
	s.Iterations = append(s.Iterations, Iteration{
		Manifest: i.Manifest, Build: i.Build, At: l.At, By: who, Reason: i.Reason, Seq: l.Seq,
	})
}

// Overtaken reports whether the campaign went on, beyond the manifest that the state was made for: it is then worth
// nothing any more.
func (s *State) Overtaken() bool { return s.Iteration > s.frozen.Number() }

// iteratedSeq is the position of the last iteration, -1 when none followed the opening.
func (s *State) iteratedSeq() int64 {
	if n := len(s.Iterations); n > 0 {
		return s.Iterations[n-1].Seq
	}
	return -1
}

// Outdated reports whether the last result of a case is of another text than the one that is frozen now.
func (c *Case) Outdated() bool { return c.Last != nil && c.Last.Content != c.Content }

// Due reports whether the last result of a case, which it has, is from an iteration before and is to be obtained again.
func (s *State) Due(c *Case) bool {
	return c.Last != nil && c.Last.Iteration < s.Iteration && (c.Replay != "" || c.Outdated())
}

// Counted gives the verdict under which the last result of a case counts in figures and in the verdict of a journey.
func (s *State) Counted(c *Case) recette.Verdict { return recette.Counts(c.Verdict(), s.Hold(c)) }

// aged says why a result is to be obtained again, Fresh when it is not.
func (s *State) aged(c *Case) recette.Freshness {
	if !s.Due(c) {
		return recette.Fresh
	}
	switch {
	case c.Outdated(), c.Replay == plan.ReplayText:
		return recette.StaleText
	case c.Replay == plan.ReplayData:
		return recette.StaleData
	case c.Replay == plan.ReplayAnomaly:
		return recette.StaleAnomaly
	}
	return recette.StaleVersion
}

func (s *State) applyAssign(l *journal.Leaf) {
	if l.Assign == nil {
		return
	}
	for _, id := range l.Assign.Cases {
		if c := s.Case(id); c != nil {
			c.Assigned = l.Assign.To
		}
	}
}
