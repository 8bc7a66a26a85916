package campaign

import (
	"math"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/plan"
	"recette/internal/recette"
)

// ScopeOf gives who takes part in a campaign, and where, to the rules of access.
func ScopeOf(m *plan.Manifest) access.Scope {
	scope := access.Scope{Parted: len(m.Antennes) > 0}
	for i := range m.Parties {
		p := &m.Parties[i]
		member := access.Member{Ref: p.Ref, Role: roleOf(p.Role), Entity: m.BranchOf(p)}
		for _, b := range p.Perimeter {
			member.Branches = append(member.Branches, m.Branch(b))
		}
		scope.Members = append(scope.Members, member)
	}
	return scope
}

func roleOf(s string) recette.Role { return recette.Role(s) }

// bounds is the scope of what bears on rows of the campaign, as its state stands; on none, it is what rows have nothing
// to do with. The caller holds c.mu, or c.recording for writing.
func (c *loaded) bounds(actor recette.Actor, rows ...string) access.Scope {
	scope := c.crew().scope
	scope.Members = slices.Concat(scope.Members, c.deputies(actor, &scope))
	for _, id := range rows {
		scope.Places = append(scope.Places, placeOf(c.state, id))
	}
	scope.Sessions = sittings(c.state, actor, &scope)
	if c.hidden(actor.Ref) {
		scope.Erased = []string{actor.Ref}
	}
	return scope
}

// deputies gives the roles in which somebody acts by delegation today.
func (c *loaded) deputies(actor recette.Actor, scope *access.Scope) (members []access.Member) {
	for i := range c.state.Delegations {
		if d := &c.state.Delegations[i]; d.To == actor.Ref && c.deputes(d, scope) {
			members = append(members, access.Member{
				Ref: d.To, Role: roleOf(d.Role), Deputed: true, For: d.By, Journey: d.Journey,
			})
		}
	}
	return members
}

// deputes tells whether a delegation is in force today. It has lapsed once whoever gave it lost the role, if only for a
// time. Nobody holds by delegation what they may not hold beside their own roles: an auditor writes nothing, an
// administrator decides nothing while the rule blocks.
func (c *loaded) deputes(d *state.Delegation, scope *access.Scope) bool {
	if scope.Holds(d.To, recette.Auditor) ||
		scope.Holds(d.To, recette.Admin) && scope.Duties.Of(access.AdminDecides) == access.Block {
		return false
	}
	return d.In(c.today()) && scope.Holds(d.By, roleOf(d.Role)) &&
		!c.users.lost(d.By, d.Role, d.Given.Seq, math.MaxInt64)
}

// dutiesOf gives what a plan says of the separation of duties.
func dutiesOf(m *plan.Manifest) access.Duties {
	duties := access.Duties{}
	if m.Sections != nil {
		for _, p := range m.Sections.Policies {
			duties[access.Rule(p.Rule)] = access.Effect(p.Effect)
		}
	}
	return duties
}

// boundsOf is bounds for who does not hold c.mu.
func (c *loaded) boundsOf(actor recette.Actor, rows ...string) access.Scope {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.bounds(actor, rows...)
}

// sittings tells of the open sessions that concern what an action bears on: in a campaign that is played in branches,
// those of the branches of its rows, and those of no branch for rows that are played once; else all of them. Somebody
// attends them when each row has one that they attend, or none.
func sittings(s *state.State, actor recette.Actor, scope *access.Scope) (now access.Sittings) {
	open := map[string]bool{}
	for i := range s.Sessions {
		if at := &s.Sessions[i]; at.Phase == recette.SessionOpen {
			open[at.Antenne] = true
		}
	}
	attended := s.Attends(actor.Ref)
	if !scope.Parted || len(scope.Places) == 0 {
		return access.Sittings{Open: len(open) > 0, Attended: attended != nil}
	}
	now.Attended = true
	for _, p := range scope.Places {
		if open[p.Branch] {
			now.Open = true
			now.Attended = now.Attended && attended != nil && attended.Antenne == p.Branch
		}
	}
	return now
}

// placeOf gives where a row is played. One that the plan does not hold any more is of no branch that anybody has.
func placeOf(s *state.State, id string) access.Place {
	cs := s.Case(id)
	if cs == nil {
		return access.Place{Branch: id}
	}
	return access.Place{Branch: cs.Antenne, Assigned: cs.Assigned}
}
