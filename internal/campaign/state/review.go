package state

import (
	"slices"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Review is what a second person said of a result that they read over, and the verdict that it had.
type Review struct {
	journal.Review
	Mark
	Verdict recette.Verdict
}

// asked is what the frozen plan asks to be read over.
type asked struct {
	recette.Asks
	rows map[string]bool
}

func askedBy(m *plan.Outline) asked {
	if m.Sections == nil || len(m.Sections.Review.Named) == 0 {
		return asked{}
	}
	r := &m.Sections.Review
	a := asked{Asks: r.Asks(), rows: make(map[string]bool, len(r.Named))}
	for _, id := range r.Named {
		a.rows[id] = true
	}
	return a
}

// Hold says what holds the last result of a row back. An attempt that nobody closed has no result to read yet.
func (s *State) Hold(c *Case) recette.Hold {
	a := c.Last
	switch {
	case a == nil:
		return recette.Free
	case s.Due(c):
		return recette.Due
	case a.Invalid != nil:
		return recette.Free // it is none already
	case a.Review != nil && a.Review.Reading == string(recette.Return):
		return recette.Returned
	case a.Review == nil && a.Closed && s.asks(c):
		return recette.Unread
	}
	return recette.Free
}

// asks tells whether the plan asks to read the last result of a row over: as it stands, or as it stood before its
// author corrected it.
func (s *State) asks(c *Case) bool {
	return s.asked.rows[c.ID] && (s.asked.Of(c.Verdict()) || c.Last.Amended &&
		slices.ContainsFunc(s.Amendments, func(a Amendment) bool {
			return a.Case == c.ID && a.Attempt == c.Last.Number && s.asked.Of(a.Was)
		}))
}

// Authors gives the references of those who made a result: whoever began the attempt, observed something in it, or took
// it in from a filled cahier. Nobody of them reads it over.
func (a *Attempt) Authors() []string {
	refs := append([]string{a.Actor.Ref}, a.Others...)
	refs = append(refs, a.others()...)
	if a.Origin != nil {
		refs = append(refs, a.Origin.By)
	}
	slices.Sort(refs)
	return slices.Compact(refs)
}

// readable says what is wrong with a reading of an attempt of a row by somebody, whatever the plan asks.
func (c *Case) readable(attempt int, ref string) recette.ReadingFlaw {
	a := c.Last
	switch {
	case a == nil || a.Invalid != nil || !a.Closed:
		return recette.ReadingNothing
	case attempt != a.Number:
		return recette.ReadingOld
	case a.Review != nil:
		return recette.ReadingDone
	case slices.Contains(a.Authors(), ref):
		return recette.ReadingOwn
	}
	return recette.ReadingSound
}

// Reading says why somebody may not read over an attempt of a row, as things stand.
func (s *State) Reading(c *Case, attempt int, by recette.Actor) recette.ReadingFlaw {
	flaw := c.readable(attempt, by.Ref)
	switch {
	case flaw != recette.ReadingSound && flaw != recette.ReadingOwn:
		return flaw
	case s.Hold(c) != recette.Unread:
		return recette.ReadingUnasked
	case flaw == recette.ReadingOwn:
		return flaw
	case !s.asked.From(by.Role):
		return recette.ReadingRole
	}
	return recette.ReadingSound
}

// review folds a reading in. One of another result than the last, or by somebody who made it, changes nothing: the
// result stands as unread as it was. What plans of iterations before asked is not judged again: a return stands.
func (s *State) review(l *journal.Leaf, at Mark) {
	r := l.Review
	c := s.Case(r.Case)
	if s.ClosedAt != "" || c != nil && (c.Last == nil || c.Last.LastSeq != r.Leaf ||
		c.readable(r.Attempt, at.By.Ref) != recette.ReadingSound) {
		return
	}
	if c != nil {
		c.Last.Review = &Review{Review: *r, Mark: at, Verdict: c.Verdict()}
		s.Reviews = append(s.Reviews, *c.Last.Review)
	}
	if r.Reading == string(recette.Return) { // of a row that an iteration dropped, what it had shown is still there
		s.unshown(l, journal.Retest{Case: r.Case, Attempt: r.Attempt}, r.Reason, at)
	}
}
