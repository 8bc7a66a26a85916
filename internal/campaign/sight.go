package campaign

import (
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// sight is what somebody sees of a campaign: all of it, or the rows of the branches that they are limited to with what
// is said of them. What is said of no row is of everybody who takes part.
type sight struct {
	who   recette.Actor
	scope access.Scope
	state *state.State
	whole bool
	mask  func(plan string) plan.Mask // of those whose name was erased, in the plan of a digest

	parties []plan.Participant // who takes part now, and who acts by delegation today
}

// sight gives what an actor sees. The caller holds c.mu, or c.recording for writing.
func (c *loaded) sight(who recette.Actor) sight {
	s := sight{who: who, scope: c.crew().scope, state: c.state, mask: c.mask}
	now := plan.Manifest{Parties: c.parties()}
	s.parties = now.Nameless(c.mask("")).Parties
	s.whole = s.scope.Shows(who, access.Place{Branch: "\x00"}) // that nobody is limited to
	return s
}

// parties gives those who take part now, and each role in which somebody acts by delegation today. The caller holds
// c.mu, or c.recording for writing.
func (c *loaded) parties() []plan.Participant {
	now := c.crew()
	all := slices.Clip(now.parties)
	for i := range c.state.Delegations {
		d := &c.state.Delegations[i]
		at := slices.IndexFunc(now.parties, func(p plan.Participant) bool { return p.Ref == d.To })
		if at >= 0 && c.deputes(d, &now.scope) {
			p := now.parties[at]
			p.Role = d.Role
			all = append(all, p)
		}
	}
	return all
}

// hidden tells whether the name of somebody was erased in the campaign, so that nothing shows it any more. The caller
// holds c.mu, or c.recording for writing.
func (c *loaded) hidden(ref string) bool {
	erased, ok := c.state.Hidden[ref]
	if !ok {
		return false
	}
	c.users.mu.Lock()
	defer c.users.mu.Unlock()
	return c.users.roster.Hides(ref, erased)
}

// reference stands for an erased name in what is read of a campaign.
func reference(ref string) string { return ref }

// mask is what hides those whose name was erased, in the plan of a digest. The caller holds c.mu, or c.recording for
// writing.
func (c *loaded) mask(digest string) plan.Mask {
	return plan.Mask{Hides: c.hidden, As: reference, Places: c.state.Places[digest], Apart: c.state.Apart}
}

// nameless is the plan of a digest for those who read of the campaign: it names nobody whose name was erased.
func (c *loaded) nameless(m *plan.Manifest, digest string) *plan.Manifest {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := m.Nameless(c.mask(digest))
	return &out
}

// row tells whether a row is seen, and what is said of it; an empty one is none.
func (s *sight) row(id string) bool {
	return s.whole || id == "" || s.scope.Shows(s.who, placeOf(s.state, id))
}

// rows keeps those that are seen.
func (s *sight) rows(ids []string) []string {
	if s.whole {
		return ids
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !s.row(id) })
}

// outline is a plan with the rows that are seen.
func (s *sight) outline(o *plan.Outline) *plan.Outline {
	if s.whole && len(s.state.Hidden) == 0 && slices.EqualFunc(s.parties, o.Parties, samePart) {
		return o
	}
	seen := *o
	seen.Manifest = s.manifest(o.Manifest, o.Digest)
	if s.whole {
		return &seen
	}
	seen.Cases = slices.DeleteFunc(slices.Clone(o.Cases), func(c plan.OutlineCase) bool { return !s.row(c.ID) })
	return &seen
}

func samePart(a, b plan.Participant) bool {
	return a.Ref == b.Ref && a.Role == b.Role && slices.Equal(a.Perimeter, b.Perimeter)
}

// manifest is outline of the plan of a digest, with its texts.
func (s *sight) manifest(m plan.Manifest, digest string) plan.Manifest {
	m = m.Nameless(s.mask(digest))
	if m.Parties = s.parties; s.whole {
		return m
	}
	m.Cases = slices.DeleteFunc(slices.Clone(m.Cases), func(c plan.FrozenCase) bool { return !s.row(c.ID) })
	m.Gone = slices.DeleteFunc(slices.Clone(m.Gone), func(g plan.Gone) bool { return !s.row(g.ID) })
	m.Journeys = slices.Clone(m.Journeys)
	for i := range m.Journeys {
		m.Journeys[i].Cases = s.rows(m.Journeys[i].Cases)
	}
	return m
}

// figures counts the rows that are seen.
func (s *sight) figures() recette.Figures {
	if s.whole {
		return s.state.Figures()
	}
	var f recette.Figures
	for i := range s.state.Cases {
		if cs := &s.state.Cases[i]; s.row(cs.ID) {
			f.AddResult(cs.Verdict(), s.state.Hold(cs))
		}
	}
	return f
}

// anomaly tells whether an anomaly is seen; one that is not there is not.
func (s *sight) anomaly(number string) bool {
	a := s.state.Anomaly(number)
	return a != nil && s.row(a.Case)
}

// reserve tells whether a reserve is seen.
func (s *sight) reserve(r *state.Reserve) bool {
	return s.row(r.Check) && (r.Anomaly == "" || s.anomaly(r.Anomaly))
}

// fact tells whether what a leaf says of rows, of anomalies or of reserves is seen: that it came is of everybody.
func (s *sight) fact(l *journal.Leaf) bool {
	switch {
	case s.whole:
		return true
	case l.Result != nil:
		return s.row(l.Result.Case)
	case l.Anomaly != nil:
		return s.anomaly(l.Anomaly.Number)
	case l.Reserve != nil:
		r := s.state.Reserve(l.Reserve.Number)
		return r != nil && s.reserve(r)
	case l.Objection != nil:
		return s.row(l.Objection.Case)
	case l.Review != nil:
		return s.row(l.Review.Case)
	case l.Amend != nil:
		return s.row(l.Amend.Case)
	case l.Drop != nil:
		return s.row(l.Drop.Case)
	case l.Session != nil, l.Assign != nil, l.PV != nil, l.Opinion != nil:
		return false
	}
	return true
}

// notes keeps what is seen of the notes: of the sessions, those that somebody attended or that are held in their
// branches; of the opinions, their own and those of people whose perimeter they share.
func (s *sight) notes(n state.Notes, planned []plan.Session) state.Notes {
	if s.whole {
		return n
	}
	n.Sessions = slices.DeleteFunc(n.Sessions, func(x state.Session) bool { return !s.session(&x, planned) })
	n.Objections = slices.DeleteFunc(n.Objections, func(x state.Objection) bool { return !s.row(x.Case) })
	n.Amendments = slices.DeleteFunc(n.Amendments, func(x state.Amendment) bool { return !s.row(x.Case) })
	n.Reviews = slices.DeleteFunc(n.Reviews, func(x state.Review) bool { return !s.row(x.Case) })
	n.Opinions = slices.DeleteFunc(n.Opinions, func(x state.Opinion) bool {
		return slices.ContainsFunc(x.Points, func(p string) bool { return !s.point(p) }) || !s.shares(x.By.Ref)
	})
	return n
}

// point tells whether what an opinion names is seen: a row, an anomaly or a reserve; anything else is.
func (s *sight) point(p string) bool {
	if s.state.Case(p) != nil {
		return s.row(p)
	}
	if r := s.state.Reserve(p); r != nil {
		return s.reserve(r)
	}
	return s.state.Anomaly(p) == nil || s.anomaly(p)
}

// shares tells whether somebody is limited to no branch, or to one of the actor's.
func (s *sight) shares(ref string) bool {
	theirs := s.scope.Branches(recette.Actor{Ref: ref})
	return ref == s.who.Ref || len(theirs) == 0 || slices.ContainsFunc(theirs, func(b string) bool {
		return s.scope.Shows(s.who, access.Place{Branch: b})
	})
}

func (s *sight) session(x *state.Session, planned []plan.Session) bool {
	if slices.ContainsFunc(x.People, func(p state.Attendance) bool { return p.Ref == s.who.Ref }) {
		return true
	}
	at := slices.IndexFunc(planned, func(p plan.Session) bool { return p.Code == x.Planned })
	return at >= 0 && planned[at].Entity != "" && s.scope.Shows(s.who, access.Place{Branch: planned[at].Entity})
}
