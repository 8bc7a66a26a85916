package advice

import (
	"fmt"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// ErrNoResult refuses an objection to what is no result: an attempt that was not closed, that another one superseded,
// or that counts for nothing already.
var ErrNoResult = fmt.Errorf("%w: no result that counts", fact.Err)

// Invalidation says that the last result of a case counts for nothing: the case is to be played again. The result stays
// in the record.
type Invalidation struct {
	Case    string
	Attempt int // 0: the last one
	Cause   recette.Flawed
	Reason  string
	Seen    int64 // position of the last leaf of the attempt that was looked at; 0: nobody says it
}

// Contest contests the last result of a case: another attempt decides.
type Contest struct {
	Case    string
	Attempt int // 0: the last one
	Reason  string
	Seen    int64 // as of an Invalidation
}

var _, _ fact.Fact = Invalidation{}, Contest{}

// Kind is result.invalidate.
func (Invalidation) Kind() journal.Kind { return journal.KindInvalidate }

// Rows is the case.
func (i Invalidation) Rows(s *state.State) []string { return about(s, i.Case) }

func about(s *state.State, id string) []string {
	if s.Case(id) == nil {
		return nil // it is refused for that
	}
	return []string{id}
}

// Action is that of invalidating.
func (Invalidation) Action() access.Action { return access.InvalidateResult }

// Judge refuses a closed campaign, an unknown case or cause, no reason, and what is no result that counts
// (ErrNoResult), or is no more what was looked at (fact.ErrStale).
func (i Invalidation) Judge(v fact.View) error {
	if !i.Cause.Valid() {
		return fact.Invalid("cause")
	}
	return objectTo(v, i.Case, i.Attempt, i.Reason, i.Seen)
}

func objectTo(v fact.View, id string, attempt int, reason string, seen int64) error {
	c := v.State.Case(id)
	switch {
	case v.State.ClosedAt != "": // nobody can play the case again
		return fact.ErrClosed
	case c == nil:
		return fmt.Errorf("case %s: %w", id, fact.ErrUnknownCase)
	case recette.Blank(reason):
		return fact.Missing("reason")
	case c.Last == nil || !c.Last.Closed || c.Last.Invalid != nil, attempt != 0 && attempt != c.Last.Number:
		return ErrNoResult
	case seen != 0 && seen != c.Last.LastSeq:
		return fmt.Errorf("attempt %d of %s: %w", c.Last.Number, id, fact.ErrStale)
	}
	return nil
}

// Write fills the leaf.
func (i Invalidation) Write(v fact.View, d *fact.Draft) {
	d.Objection = &journal.Objection{
		Case: i.Case, Attempt: v.State.Case(i.Case).Last.Number, Cause: string(i.Cause), Reason: d.Text("reason",
			i.Reason),
	}
}

// Is compares the attempt, and the cause.
func (i Invalidation) Is(l *journal.Leaf) bool {
	return objects(l, i.Case, i.Attempt) && l.Objection.Cause == string(i.Cause)
}

// objects tells whether a leaf objects to an attempt of a case, any of them when 0.
func objects(l *journal.Leaf, id string, attempt int) bool {
	was := l.Objection
	return was != nil && was.Case == id && (attempt == 0 || was.Attempt == attempt)
}

// Kind is result.contest.
func (Contest) Kind() journal.Kind { return journal.KindContest }

// Rows is the case.
func (c Contest) Rows(s *state.State) []string { return about(s, c.Case) }

// Action is that of contesting.
func (Contest) Action() access.Action { return access.ContestResult }

// Judge refuses a closed campaign, an unknown case, no reason, and what is no result that counts (ErrNoResult), or is
// no more what was looked at (fact.ErrStale).
func (c Contest) Judge(v fact.View) error {
	return objectTo(v, c.Case, c.Attempt, c.Reason, c.Seen)
}

// Write fills the leaf.
func (c Contest) Write(v fact.View, d *fact.Draft) {
	d.Objection = &journal.Objection{
		Case: c.Case, Attempt: v.State.Case(c.Case).Last.Number, Reason: d.Text("reason", c.Reason),
	}
}

// Is compares the attempt.
func (c Contest) Is(l *journal.Leaf) bool { return objects(l, c.Case, c.Attempt) }
