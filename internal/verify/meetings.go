package verify

import (
	"cmp"
	"slices"
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
)

type meeting struct {
	Number   string       `json:"number"`
	Planned  string       `json:"planned"`
	Antenne  string       `json:"antenne"`
	Place    string       `json:"place"`
	OpenedAt time.Time    `json:"opened_at"`
	OpenedBy string       `json:"opened_by"`
	ClosedAt *time.Time   `json:"closed_at"`
	ClosedBy string       `json:"closed_by"`
	Remark   string       `json:"remark"`
	Cases    int          `json:"cases"`
	People   []attendance `json:"people"`
}

type attendance struct {
	Name     string     `json:"name"`
	Role     string     `json:"role"`
	Function string     `json:"function"`
	Entity   string     `json:"entity"`
	Guest    bool       `json:"guest"`
	Animates bool       `json:"animates"`
	From     time.Time  `json:"from"`
	To       *time.Time `json:"to"`
}

type pause struct {
	Reason    string     `json:"reason"`
	Criterion string     `json:"criterion"`
	From      time.Time  `json:"from"`
	By        string     `json:"by"`
	To        *time.Time `json:"to"`
	ResumedBy string     `json:"resumed_by"`
	Resumed   string     `json:"resumed"`
	Cleared   string     `json:"cleared"`
}

type objection struct {
	Kind    string    `json:"kind"`
	Case    string    `json:"case"`
	Attempt int       `json:"attempt"`
	Verdict string    `json:"verdict"`
	Cause   string    `json:"cause"`
	Reason  string    `json:"reason"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

// sitting is a session after the leaves of its number.
type sitting struct {
	phase        recette.SessionPhase
	opens, shuts *journal.Leaf
	people       []seat
	here         map[string]int // places of those who are there, by reference
}

// seat is somebody's presence: from a leaf, up to another one.
type seat struct {
	who      journal.Presence
	from, to *journal.Leaf
}

// seating is a place of somebody of the campaign: a sitting, and which seat of it.
type seating struct {
	in   *sitting
	seat int
}

// sit folds a leaf of a session in.
func (f *fold) sit(l *journal.Leaf) {
	act := map[journal.Kind]recette.SessionAct{
		journal.KindSessionOpen: recette.OpenSession, journal.KindSessionPresence: recette.MoveInto,
		journal.KindSessionClose: recette.CloseSession,
	}[l.Kind]
	s := f.sitting[l.Session.Number]
	before := recette.SessionPhase("")
	if s != nil {
		before = s.phase
	}
	phase, err := before.After(act)
	if err != nil || f.closed {
		return
	}
	if s == nil {
		s = &sitting{opens: l, here: map[string]int{}}
		f.sittings, f.sitting[l.Session.Number] = append(f.sittings, s), s
	}
	s.phase = phase
	for _, p := range l.Session.Present {
		switch i, there := s.here[p.Ref]; {
		case p.Left && there:
			s.people[i].to = l
			delete(s.here, p.Ref)
		case !p.Left && !there:
			s.here[p.Ref] = len(s.people)
			if p.Name == "" {
				f.seats[p.Ref] = append(f.seats[p.Ref], seating{s, len(s.people)})
			}
			s.people = append(s.people, seat{who: p, from: l})
		}
	}
	if phase == recette.SessionClosed {
		s.shut(l)
	}
}

// shut ends a session with a leaf: whoever is there leaves.
func (s *sitting) shut(l *journal.Leaf) {
	s.phase, s.shuts = recette.SessionClosed, l
	clear(s.here)
	for i := range s.people {
		if s.people[i].to == nil {
			s.people[i].to = l
		}
	}
}

// rise ends the sessions that are open with the campaign.
func (f *fold) rise(l *journal.Leaf) {
	for _, s := range f.sittings {
		if s.phase == recette.SessionOpen {
			s.shut(l)
		}
	}
}

// during gives the session that the author of a leaf attended then, empty when none: the last one that they had come
// into.
func (f *fold) during(l *journal.Leaf) string {
	if l.Actor == nil {
		return ""
	}
	seats := f.seats[l.Actor.Ref]
	came, _ := slices.BinarySearchFunc(seats, l.Seq, func(x seating, seq int64) int {
		return cmp.Compare(x.in.people[x.seat].from.Seq, seq)
	})
	if came == 0 {
		return ""
	}
	x := seats[came-1]
	if to := x.in.people[x.seat].to; to != nil && to.Seq <= l.Seq {
		return ""
	}
	return x.in.opens.Session.Number
}

// meetings gives the sessions as the PV must show them.
func (c *check) meetings(f *fold, n *notes) []meeting {
	played := map[string]map[string]bool{}
	for _, p := range f.runs {
		at := f.attended(&p.leaf)
		if played[at] == nil {
			played[at] = map[string]bool{}
		}
		played[at][p.leaf.Result.Case] = true
	}
	f.outside = played[""]
	var out []meeting
	for i, s := range f.sittings {
		o, shown := s.opens.Session, at(c.pv.Meetings, i)
		m := meeting{
			Number: o.Number, Planned: o.Planned, Antenne: o.Antenne, Place: n.text(o.Place, shown.Place),
			OpenedAt: n.at(s.opens), OpenedBy: n.by(s.opens, shown.OpenedBy), Cases: len(played[o.Number]),
			People: []attendance{},
		}
		if s.shuts != nil {
			m.ClosedAt, m.ClosedBy = n.when(s.shuts), n.by(s.shuts, shown.ClosedBy)
			if s.shuts.Session != nil { // it did not close with the campaign
				m.Remark = n.text(s.shuts.Session.Remark, shown.Remark)
			}
		}
		for k, p := range s.people {
			m.People = append(m.People, c.attendance(f, n, &p, at(shown.People, k)))
		}
		out = append(out, m)
	}
	return out
}

func (c *check) attendance(f *fold, n *notes, p *seat, shown attendance) attendance {
	a := attendance{Animates: p.who.Animates, From: n.at(p.from), To: n.when(p.to)}
	if p.who.Name != "" {
		a.Guest, a.Name = true, n.text(p.who.Name, shown.Name)
		a.Function, a.Entity = n.text(p.who.Function, shown.Function), n.text(p.who.Entity, shown.Entity)
		return a
	}
	name, x := c.participant(f, n, p.who.Ref, shown.Name)
	if a.Name = name; x != nil {
		a.Role, a.Entity = x.Role, x.Entity
	}
	return a
}

// halt folds a suspension or its end in.
func (f *fold) halt(l *journal.Leaf) {
	last := len(f.halts) - 1
	lasts := last >= 0 && f.halts[last].to == nil
	switch {
	case l.Kind == journal.KindSuspend && !lasts:
		f.halts = append(f.halts, halted{from: l})
		f.suspended = true
	case l.Kind == journal.KindResume && lasts:
		f.halts[last].to = l
		f.suspended = false
	}
}

// idle counts the hours that the campaign stood suspended before a moment: what nothing had ended by then, neither a
// resumption nor the closing, lasted until it.
func (f *fold) idle(on moment) int {
	total := time.Duration(0)
	for _, h := range f.halts {
		if h.from.Seq > on.seq {
			break
		}
		end := on.at
		for _, l := range []*journal.Leaf{f.shut, h.to} {
			if l != nil && l.Seq < on.seq {
				end = dated(l)
			}
		}
		total += max(0, end.Sub(dated(h.from)))
	}
	return int((total + time.Hour - 1) / time.Hour)
}

// dated gives the instant of a leaf; the zero one when it says none.
func dated(l *journal.Leaf) time.Time {
	at, err := time.Parse(journal.TimeLayout, l.At)
	if err != nil {
		return time.Time{}
	}
	return at
}

// halted is a suspension, up to what resumed it.
type halted struct{ from, to *journal.Leaf }

func (c *check) pauses(f *fold, n *notes) []pause {
	var out []pause
	for i, h := range f.halts {
		shown := at(c.pv.Pauses, i)
		p := pause{
			Reason:    n.text(h.from.Pause.Reason, shown.Reason),
			Criterion: n.text(h.from.Pause.Criterion, shown.Criterion),
			From:      n.at(h.from), By: n.by(h.from, shown.By),
		}
		if h.to != nil {
			p.To, p.ResumedBy = n.when(h.to), n.by(h.to, shown.ResumedBy)
			p.Resumed = n.text(h.to.Pause.Reason, shown.Resumed)
			p.Cleared = n.text(h.to.Pause.Criterion, shown.Cleared)
		}
		out = append(out, p)
	}
	return out
}

// stated compares the criterion of each suspension and of each resumption with the words of the plan, where this one is
// that of its iteration. It comes once the texts are opened: one that was erased says nothing.
func (c *check) stated(f *fold) {
	compare := func(l *journal.Leaf, shown string) {
		z := c.frozen.pausing(l)
		if z != nil && f.former(l) == 0 && c.salts[l.Pause.Criterion] != nil && shown != z.Text {
			c.contents.add(bad(NoteMismatch, "pauses"))
		}
	}
	for i, h := range f.halts {
		shown := at(c.pv.Pauses, i)
		if compare(h.from, shown.Criterion); h.to != nil {
			compare(h.to, shown.Cleared)
		}
	}
}

// pausing gives the criterion of the plan that a suspension or a resumption names; nil when there is none.
func (m *manifest) pausing(l *journal.Leaf) *frozenCriteria {
	of := recette.ResumptionCriteria
	if l.Kind == journal.KindSuspend {
		of = recette.SuspensionCriteria
	}
	list, number, known := recette.CriterionNamed(l.Pause.Named)
	if cs := m.criteria(list); known && list == of && number <= len(cs) {
		return &cs[number-1]
	}
	return nil
}

// object folds in what was said against the last attempt of a case, which was closed and counted until then.
func (f *fold) object(l *journal.Leaf) {
	t, o := f.cases[l.Objection.Case], l.Objection
	if t == nil && !f.closed { // out of scope, what it had shown may be in it
		f.unshown(l, journal.Retest{Case: o.Case, Attempt: o.Attempt}, o.Reason)
	}
	if f.closed || t == nil || t.now.Number != o.Attempt || !t.closed || t.invalid != nil {
		return
	}
	f.objections = append(f.objections, objected{l, t.verdict()})
	if l.Kind == journal.KindInvalidate {
		t.invalid = l
	} else {
		t.contested = l
	}
	f.unshown(l, journal.Retest{Case: o.Case, Attempt: o.Attempt}, o.Reason)
}

// objected is an objection, and the verdict that the result had.
type objected struct {
	leaf    *journal.Leaf
	verdict recette.Verdict
}

func (c *check) objections(f *fold, n *notes) []objection {
	var out []objection
	for i, o := range f.objections {
		shown, said := at(c.pv.Objections, i), o.leaf.Objection
		kind := "contested"
		if o.leaf.Kind == journal.KindInvalidate {
			kind = "invalidated"
		}
		out = append(out, objection{
			Kind: kind, Case: said.Case, Attempt: said.Attempt, Verdict: string(o.verdict), Cause: said.Cause,
			Reason: n.text(said.Reason, shown.Reason), By: n.by(o.leaf, shown.By), At: n.at(o.leaf),
		})
	}
	return out
}

// voided is an attempt that counts for nothing.
type voided struct {
	id      string
	attempt int
}

// invalidated gives the reason that the PV shows of the invalidation of a result.
func (c *check) invalidated(l *journal.Leaf) string {
	if c.voided == nil {
		c.voided = map[voided]string{}
		for i := range slices.Backward(c.pv.Objections) {
			if o := &c.pv.Objections[i]; o.Kind == "invalidated" {
				c.voided[voided{o.Case, o.Attempt}] = o.Reason
			}
		}
	}
	return c.voided[voided{l.Objection.Case, l.Objection.Attempt}]
}

// party gives somebody who takes part, under the first of their roles; nil when nobody bears the reference.
func (c *check) party(ref string) *frozenParty {
	if c.parties == nil {
		c.parties = map[string]*frozenParty{}
		for i := range slices.Backward(c.frozen.Parties) {
			c.parties[c.frozen.Parties[i].Ref] = &c.frozen.Parties[i]
		}
	}
	return c.parties[ref]
}
