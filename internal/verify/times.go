package verify

import (
	"strconv"
	"time"

	"recette/internal/journal"
)

// clockSlack is how far the clock of a machine is set back without a word: the journal notes longer steps.
const clockSlack = 2 * time.Second

// times judges the order of what is dated. Order in the journal is by position, and proven; instants are declared: one
// that cannot be is said, by how much it can be an accident.
func (c *check) times(f *fold, s scope) {
	last := ""
	for i := range c.proven {
		l := &c.proven[i].leaf
		if back := since(l.At, last); back > clockSlack {
			c.contents.add(info(ClockBack, strconv.FormatInt(l.Seq, 10), last, l.At))
		}
		last = l.At
	}
	c.decidedAfter(f, s)
	// Before PVs were dated after their last fact, a clock that was set back could date one before.
	worst := bad
	if c.pv.Derivation == 0 {
		worst = doubt
	}
	issued := c.pv.IssuedAt.UTC()
	if issued.IsZero() {
		c.contents.add(worst(Derived, "issued_at"))
		return
	}
	if since(journal.Instant(issued.Add(time.Second-time.Millisecond)), last) > 0 { // it is dated by the second
		c.contents.add(worst(IssuedEarly, journal.Instant(issued), last))
	}
	for i, sig := range c.signed {
		at := sig.out.DeclaredAt
		switch {
		case at.IsZero():
		case at.Before(issued.Truncate(time.Second)):
			sig.findings.add(worst(SignedEarly, journal.Instant(issued)))
		case i > 0 && c.pv.Derivation > 0 && at.Before(c.signed[i-1].out.DeclaredAt):
			sig.findings.add(worst(SignedEarly, journal.Instant(c.signed[i-1].out.DeclaredAt)))
		}
	}
}

// decidedAfter looks for a decision that is dated before an execution that it judges.
func (c *check) decidedAfter(f *fold, s scope) {
	l := f.decision(s.journey)
	if l == nil {
		return
	}
	late := ""
	for _, id := range s.ids {
		if t := f.cases[id]; t.attempts > 0 && t.last < l.Seq && t.ended > late {
			late = t.ended
		}
	}
	if since(l.At, late) > 0 {
		c.contents.add(doubt(DecidedEarly, l.Decision.Number, l.At, late))
	}
}

// since gives how long after an instant another one is; nothing when one of them is unknown.
func since(at, other string) time.Duration {
	one, err1 := time.Parse(journal.TimeLayout, at)
	two, err2 := time.Parse(journal.TimeLayout, other)
	if err1 != nil || err2 != nil {
		return 0
	}
	return two.Sub(one)
}
