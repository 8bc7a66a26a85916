// Package meeting holds how the sittings of a recette go: sessions with who attends them, suspensions and resumptions
// of the campaign. It is pure.
package meeting

import (
	"fmt"
	"slices"
	"strconv"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// The refusals of this room.
var (
	ErrUnknownSession = fmt.Errorf("%w: unknown session", fact.Err)
	ErrPresent        = fmt.Errorf("%w: present already", fact.Err)
	ErrAbsent         = fmt.Errorf("%w: not there", fact.Err)
)

// PresentError says in which session somebody is already: Ref is of a participant. It is ErrPresent.
type PresentError struct{ Ref, Session string }

func (e *PresentError) Error() string {
	return fmt.Sprintf("%v: %s in %s", ErrPresent, e.Ref, e.Session)
}

// Unwrap gives ErrPresent.
func (e *PresentError) Unwrap() error { return ErrPresent }

// Person is somebody who attends: a participant of the campaign by reference, or a guest by name.
type Person struct {
	Ref      string // of a participant
	Name     string // of a guest
	Function string // of a guest; may be empty
	Entity   string // of a guest; may be empty
	Animates bool
}

// Opening opens a session.
type Opening struct {
	Planned string // the session of the plan that it is; may be empty
	Antenne string // branch of whose rows it is; empty: that of the session of the plan, else of whoever opens it
	Place   string // may be empty
	People  []Person
}

var _, _, _ fact.Sited = Opening{}, Move{}, Closing{}

// Kind is session.open.
func (Opening) Kind() journal.Kind { return journal.KindSessionOpen }

// Action is that of conducting sessions.
func (Opening) Action() access.Action { return access.ConductSession }

// Branch gives the branch of whose rows it is: the one that is said, else that of the session of the plan, else the one
// that whoever opens it is limited to. A campaign that is played in no branch has none.
func (o Opening) Branch(v fact.View) string {
	if len(v.Plan.Antennes) == 0 {
		return o.Antenne
	}
	if o.Antenne != "" {
		return v.Plan.Branch(o.Antenne)
	}
	for _, s := range v.Plan.PlannedSessions() {
		if s.Code == o.Planned && s.Antenne != "" {
			return v.Plan.Branch(s.Antenne)
		}
	}
	if own := v.Scope.Limits(v.Actor, access.ConductSession); len(own) == 1 {
		return own[0]
	}
	return ""
}

// Judge refuses a session of nobody, of a branch that the plan does not hold, without exactly one animator, that the
// plan does not foresee although it says so, or of a participant who attends another open one (*PresentError).
func (o Opening) Judge(v fact.View) error {
	animators := 0
	for _, p := range o.People {
		if p.Animates {
			animators++
		}
	}
	switch {
	case v.State.ClosedAt != "":
		return fact.ErrClosed
	case len(o.People) == 0:
		return fact.Missing("present")
	case animators != 1:
		return fact.Invalid("animator")
	case o.Planned != "" && !v.Plan.Foresees(o.Planned):
		return fact.Invalid("planned")
	}
	if at := o.Branch(v); at != "" && !slices.Contains(v.Plan.Antennes, at) {
		return fact.Invalid("antenne")
	}
	return arrive(v, o.People)
}

// arrive refuses people who cannot come in.
func arrive(v fact.View, people []Person) error {
	seen := map[string]bool{}
	for _, p := range people {
		switch {
		case p.Ref == "" && recette.Blank(p.Name):
			return fact.Missing("present")
		case p.Ref == "":
			continue
		case !takesPart(v, p.Ref) || seen[p.Ref]:
			return fact.Invalid("present")
		}
		seen[p.Ref] = true
		if s := v.State.Attends(p.Ref); s != nil {
			return &PresentError{p.Ref, s.Number}
		}
	}
	return nil
}

// takesPart tells whether somebody takes part now, although the plan may not name them.
func takesPart(v fact.View, ref string) bool {
	for i := range v.Parties {
		if v.Parties[i].Ref == ref {
			return true
		}
	}
	return false
}

// Write fills the leaf.
func (o Opening) Write(v fact.View, d *fact.Draft) {
	d.Session = &journal.Session{
		Number: d.Number(), Planned: o.Planned, Antenne: o.Branch(v), Place: d.Optional("place", o.Place),
		Present: write(d, o.People, 0),
	}
}

// Is compares the session of the plan, who is there, and of which branch it is where that was said.
func (o Opening) Is(l *journal.Leaf) bool {
	was := l.Session
	return was != nil && was.Planned == o.Planned && fact.Told(was.Place, o.Place) && same(was.Present, o.People) &&
		(o.Antenne == "" || fact.SameBranch(was.Antenne, o.Antenne))
}

// same tells whether the people of a leaf are those who came. It tells guests by what was said of them alone.
func same(were []journal.Presence, came []Person) bool {
	return slices.EqualFunc(were, came, func(was journal.Presence, p Person) bool {
		switch {
		case was.Left || was.Animates != p.Animates:
			return false
		case p.Ref != "":
			return was.Ref == p.Ref
		}
		return fact.Told(was.Name, p.Name) && fact.Told(was.Function, p.Function) && fact.Told(was.Entity, p.Entity)
	})
}

// write names people as leaves do: guests are numbered from those that the session knows already.
func write(d *fact.Draft, people []Person, guests int) []journal.Presence {
	var out []journal.Presence
	for _, p := range people {
		at := journal.Presence{Ref: p.Ref, Animates: p.Animates}
		if p.Ref == "" {
			guests++
			at.Ref, at.Name = "g-"+strconv.Itoa(guests), d.Text("guest", p.Name)
			at.Function, at.Entity = d.Optional("function", p.Function), d.Optional("entity", p.Entity)
		}
		out = append(out, at)
	}
	return out
}

// Move says who came into an open session, and who left it.
type Move struct {
	Number string
	Came   []Person
	Left   []string // references: of participants, of guests within the session
}

// Kind is session.presence.
func (Move) Kind() journal.Kind { return journal.KindSessionPresence }

// Action is that of conducting sessions.
func (Move) Action() access.Action { return access.ConductSession }

// Branch is that of the session.
func (m Move) Branch(v fact.View) string { return branchOf(v, m.Number) }

func branchOf(v fact.View, number string) string {
	if s := v.State.Session(number); s != nil {
		return s.Antenne
	}
	return ""
}

// Judge refuses a move of nobody, in a session that is not open, of somebody who is there already (*PresentError) or
// who is not (ErrAbsent).
func (m Move) Judge(v fact.View) error {
	s, err := opened(v, m.Number, recette.MoveInto)
	switch {
	case v.State.ClosedAt != "":
		return fact.ErrClosed
	case err != nil:
		return err
	case len(m.Came)+len(m.Left) == 0:
		return fact.Missing("present")
	}
	for _, ref := range m.Left {
		if !s.There(ref) {
			return ErrAbsent
		}
	}
	for _, p := range m.Came {
		if p.Animates {
			return fact.Invalid("animator") // who animates is said when it opens
		}
	}
	return arrive(v, m.Came)
}

// Write fills the leaf: who left first.
func (m Move) Write(v fact.View, d *fact.Draft) {
	d.Session = &journal.Session{Number: m.Number}
	for _, ref := range m.Left {
		d.Session.Present = append(d.Session.Present, journal.Presence{Ref: ref, Left: true})
	}
	guests := 0
	for _, p := range v.State.Session(m.Number).People {
		if p.Name != "" {
			guests++
		}
	}
	d.Session.Present = append(d.Session.Present, write(d, m.Came, guests)...)
}

// Is compares the session, who left it, and who came.
func (m Move) Is(l *journal.Leaf) bool {
	was := l.Session
	if was == nil || was.Number != m.Number || len(was.Present) != len(m.Left)+len(m.Came) {
		return false
	}
	for i, ref := range m.Left {
		if p := &was.Present[i]; !p.Left || p.Ref != ref {
			return false
		}
	}
	return same(was.Present[len(m.Left):], m.Came)
}

// opened gives a session whose life holds an act now.
func opened(v fact.View, number string, act recette.SessionAct) (*state.Session, error) {
	s := v.State.Session(number)
	if s == nil {
		return nil, ErrUnknownSession
	}
	_, err := s.Phase.After(act)
	return s, err
}

// Closing closes a session: whoever is there leaves.
type Closing struct {
	Number string
	Remark string // may be empty
}

// Kind is session.close.
func (Closing) Kind() journal.Kind { return journal.KindSessionClose }

// Action is that of conducting sessions.
func (Closing) Action() access.Action { return access.ConductSession }

// Branch is that of the session.
func (c Closing) Branch(v fact.View) string { return branchOf(v, c.Number) }

// Judge refuses to close one that is not open: with the campaign, they all closed.
func (c Closing) Judge(v fact.View) error {
	if v.State.ClosedAt != "" {
		return fact.ErrClosed
	}
	_, err := opened(v, c.Number, recette.CloseSession)
	return err
}

// Write fills the leaf.
func (c Closing) Write(_ fact.View, d *fact.Draft) {
	d.Session = &journal.Session{Number: c.Number, Remark: d.Optional("remark", c.Remark)}
}

// Is compares the session, and whether something was said of it.
func (c Closing) Is(l *journal.Leaf) bool {
	return l.Session != nil && l.Session.Number == c.Number && fact.Told(l.Session.Remark, c.Remark)
}
