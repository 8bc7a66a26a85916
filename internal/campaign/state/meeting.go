package state

import (
	"cmp"
	"slices"

	"recette/internal/calendar"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Session is a sitting of the recette, after the leaves of its number.
type Session struct {
	Number  string
	Planned string // session of the plan
	Antenne string // branch of whose rows it is; empty: of those that are played once, for all
	Place   string // commitment
	Phase   recette.SessionPhase
	Opened  Mark
	Closed  Mark   // zero while open
	Remark  string // commitment
	People  []Attendance

	here map[string]int // places among People of those who are there, by reference
}

// seating is a place of somebody of the campaign: of which session, and which of it.
type seating struct{ session, place int }

// Attendance is somebody's presence in a session, from when they came to when they left or it closed. Whoever comes
// back has another one.
type Attendance struct {
	journal.Presence
	From, To Mark // To is zero while they are there
}

// There reports whether they are still there.
func (a *Attendance) There() bool { return a.To.At == "" }

// Session gives a session by number, or nil.
func (n *Notes) Session(number string) *Session {
	if i, known := n.numbers[number]; known {
		return &n.Sessions[i]
	}
	return nil
}

// Attends gives the open session that somebody attends, or nil.
func (n *Notes) Attends(ref string) *Session {
	for i := range n.Sessions {
		if s := &n.Sessions[i]; s.Phase == recette.SessionOpen && s.There(ref) {
			return s
		}
	}
	return nil
}

// There reports whether somebody is there.
func (s *Session) There(ref string) bool {
	_, there := s.here[ref]
	return there
}

// ObtainedIn gives the number of the session in which somebody obtained the result that a leaf of theirs records: its
// position, its instant and the cahier that it was taken from, if any. It is empty when in none. A result that was
// played on another day than the one on which it was taken in was obtained in no session that the journal knows of.
func (s *State) ObtainedIn(ref string, seq int64, at string, from *journal.Taken) string {
	if day := calendar.DayOf(at, s.frozen.Zone()); PlayedOn(from, day) != day {
		return ""
	}
	return s.during(ref, seq)
}

// Sitting is ObtainedIn, of what was last recorded of an attempt.
func (s *State) Sitting(a *Attempt) string {
	return s.ObtainedIn(a.player, a.Played, a.EndedAt, a.Origin)
}

// during gives the number of the session that somebody of the campaign attended at a position of the log, the last one
// that they had come into; empty when none.
func (n *Notes) during(ref string, seq int64) string {
	seats := n.seats[ref]
	came, _ := slices.BinarySearchFunc(seats, seq, func(at seating, seq int64) int {
		return cmp.Compare(n.Sessions[at.session].People[at.place].From.Seq, seq)
	})
	if came == 0 {
		return ""
	}
	s := &n.Sessions[seats[came-1].session]
	if p := &s.People[seats[came-1].place]; !p.There() && p.To.Seq <= seq {
		return ""
	}
	return s.Number
}

// session folds a leaf of a session in; one that its life does not hold changes nothing.
func (n *Notes) session(l *journal.Leaf, at Mark) {
	s := n.Session(l.Session.Number)
	phase, act := recette.SessionPhase(""), recette.OpenSession
	if s != nil {
		phase = s.Phase
	}
	switch l.Kind {
	case journal.KindSessionPresence:
		act = recette.MoveInto
	case journal.KindSessionClose:
		act = recette.CloseSession
	default:
	}
	next, err := phase.After(act)
	if err != nil {
		return
	}
	if s == nil {
		if n.numbers == nil {
			n.numbers, n.seats = map[string]int{}, map[string][]seating{}
		}
		n.numbers[l.Session.Number] = len(n.Sessions)
		n.Sessions = append(n.Sessions, Session{
			Number: l.Session.Number, Planned: l.Session.Planned, Antenne: l.Session.Antenne,
			Place: l.Session.Place, Opened: at,
			here: map[string]int{},
		})
		s = &n.Sessions[len(n.Sessions)-1]
	}
	s.Phase = next
	for _, p := range l.Session.Present {
		switch i, there := s.here[p.Ref]; {
		case p.Left && there:
			s.People[i].To = at
			delete(s.here, p.Ref)
		case !p.Left && !there:
			s.here[p.Ref] = len(s.People)
			if p.Name == "" {
				n.seats[p.Ref] = append(n.seats[p.Ref], seating{n.numbers[s.Number], len(s.People)})
			}
			s.People = append(s.People, Attendance{Presence: p, From: at})
		}
	}
	if next == recette.SessionClosed {
		s.Remark = l.Session.Remark
		s.close(at)
	}
}

// close ends a session: whoever is there leaves.
func (s *Session) close(at Mark) {
	s.Phase, s.Closed = recette.SessionClosed, at
	clear(s.here)
	for i := range s.People {
		if s.People[i].There() {
			s.People[i].To = at
		}
	}
}

// rise closes the sessions that are open: the campaign closes.
func (n *Notes) rise(at Mark) {
	for i := range n.Sessions {
		if s := &n.Sessions[i]; s.Phase == recette.SessionOpen {
			s.close(at)
		}
	}
}

// Pause is a suspension of the campaign, and its end.
type Pause struct {
	journal.Pause
	From    Mark
	To      Mark   // zero while it lasts
	Resumed string // commitment: why it was resumed
	Cleared string // commitment: criterion of resumption of the plan that is met
}

// Suspended gives the suspension that lasts, or nil.
func (n *Notes) Suspended() *Pause {
	if last := len(n.Pauses) - 1; last >= 0 && n.Pauses[last].To.At == "" {
		return &n.Pauses[last]
	}
	return nil
}

// SuspendedSince tells whether the campaign was suspended after a position of the log.
func (n *Notes) SuspendedSince(seq int64) bool {
	last := len(n.Pauses) - 1
	return last >= 0 && n.Pauses[last].From.Seq > seq
}

// resumedSeq is the position where the campaign was last resumed, -1 when it never was.
func (n *Notes) resumedSeq() int64 {
	for i := range slices.Backward(n.Pauses) {
		if p := &n.Pauses[i]; p.To.At != "" {
			return p.To.Seq
		}
	}
	return -1
}

func (n *Notes) pause(l *journal.Leaf, at Mark) {
	p := n.Suspended()
	switch {
	case l.Kind == journal.KindSuspend && p == nil:
		n.Pauses = append(n.Pauses, Pause{Pause: *l.Pause, From: at})
	case l.Kind == journal.KindResume && p != nil:
		p.To, p.Resumed, p.Cleared = at, l.Pause.Reason, l.Pause.Criterion
	}
}

// Objection is what was said against a result, and the verdict that it had.
type Objection struct {
	journal.Objection
	Mark
	Invalid bool // it counts for nothing; else it is contested
	Verdict recette.Verdict
}

// DecidedBy gives the attempt that decided of a result since somebody objected to it, 0 while none did: the objection
// then tells the past, and asks nothing of anybody.
func (s *State) DecidedBy(o *Objection) int {
	if c := s.Case(o.Case); c != nil && c.Last != nil && c.Last.Closed && c.Last.Number > o.Attempt {
		return c.Last.Number
	}
	return 0
}

// object folds in what was said against the last attempt of a case; anything else it speaks of changes nothing.
func (s *State) object(l *journal.Leaf, at Mark) {
	o := l.Objection
	c := s.Case(o.Case)
	if s.ClosedAt != "" {
		return
	}
	if c == nil { // a row that an iteration dropped: what it had shown is still there
		s.unshown(l, journal.Retest{Case: o.Case, Attempt: o.Attempt}, o.Reason, at)
		return
	}
	if c.Last == nil || c.Last.Number != o.Attempt || !c.Last.Closed || c.Last.Invalid != nil {
		return
	}
	s.Objections = append(s.Objections, Objection{
		Objection: *o, Mark: at, Invalid: l.Kind == journal.KindInvalidate, Verdict: c.Verdict(),
	})
	said := s.Objections[len(s.Objections)-1]
	if said.Invalid {
		c.Last.Invalid = &said
	} else {
		c.Last.Contested = &said
	}
	s.unshown(l, journal.Retest{Case: o.Case, Attempt: o.Attempt}, o.Reason, at)
}
