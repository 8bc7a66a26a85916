package advice

import (
	"fmt"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// ErrReading is the root of the refusals of a reading that come from what is read; those of who reads are refusals of
// rights.
var ErrReading = fmt.Errorf("%w: not to be read over", fact.Err)

// ReadingError says why a result may not be read over, by somebody or as things stand. It is access.ErrDenied when
// somebody else may, else ErrReading.
type ReadingError struct {
	Case string
	Flaw recette.ReadingFlaw
}

func (e *ReadingError) Error() string {
	return fmt.Sprintf("%v: case %s: %s", e.Unwrap(), e.Case, e.Flaw)
}

// Unwrap gives access.ErrDenied or ErrReading.
func (e *ReadingError) Unwrap() error {
	switch e.Flaw {
	case recette.ReadingOwn, recette.ReadingDelegate, recette.ReadingRole:
		return access.ErrDenied
	default:
		return ErrReading
	}
}

// Review says what somebody who read over the last result of a case says of it: accepted, so that it counts, or
// returned, so that the case is played again. Nobody changes it: another attempt is read anew.
type Review struct {
	Case    string
	Attempt int // 0: the last one
	Reading recette.Reading
	Reason  string // mandatory of a return
}

var _ fact.Fact = Review{}

// Kind is result.review.
func (Review) Kind() journal.Kind { return journal.KindReview }

// Rows is the case.
func (r Review) Rows(s *state.State) []string { return about(s, r.Case) }

// Action is that of reading over.
func (Review) Action() access.Action { return access.ReviewResult }

// Judge refuses a closed campaign, an unknown case or reading, a return without a reason, what does not wait to be read
// over, a reader who made the result or stands in for who did, and one whom the plan does not ask (*ReadingError).
func (r Review) Judge(v fact.View) error {
	c := v.State.Case(r.Case)
	switch {
	case v.State.ClosedAt != "": // nobody can play the case again
		return fact.ErrClosed
	case c == nil:
		return fmt.Errorf("case %s: %w", r.Case, fact.ErrUnknownCase)
	case !r.Reading.Valid():
		return fact.Invalid("reading")
	case r.Reading == recette.Return && recette.Blank(r.Reason):
		return fact.Missing("reason")
	}
	flaw := v.State.Reading(c, r.attempt(c), v.Actor)
	if flaw == recette.ReadingSound && standsIn(v, c.Last) {
		flaw = recette.ReadingDelegate
	}
	if flaw != recette.ReadingSound {
		return &ReadingError{Case: r.Case, Flaw: flaw}
	}
	return nil
}

func (r Review) attempt(c *state.Case) int {
	if r.Attempt == 0 && c.Last != nil {
		return c.Last.Number
	}
	return r.Attempt
}

// standsIn tells whether the actor holds their role by delegation alone, from somebody who made the result.
func standsIn(v fact.View, a *state.Attempt) bool {
	if takesPart(v, v.Actor.Ref, v.Actor.Role) {
		return false
	}
	for _, ref := range a.Authors() {
		for i := range v.State.Delegations {
			d := &v.State.Delegations[i]
			if d.By == ref && d.To == v.Actor.Ref && d.Role == string(v.Actor.Role) && d.In(v.Today) {
				return true
			}
		}
	}
	return false
}

// Write fills the leaf.
func (r Review) Write(v fact.View, d *fact.Draft) {
	last := v.State.Case(r.Case).Last
	d.Review = &journal.Review{
		Case: r.Case, Attempt: last.Number, Leaf: last.LastSeq, Reading: string(r.Reading),
		Reason: d.Optional("reason", r.Reason),
	}
}

// Is compares the attempt, and what was found of it.
func (r Review) Is(l *journal.Leaf) bool {
	was := l.Review
	return was != nil && was.Case == r.Case && was.Reading == string(r.Reading) &&
		(r.Attempt == 0 || was.Attempt == r.Attempt)
}
