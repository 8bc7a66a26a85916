package access

import (
	"slices"

	"recette/internal/recette"
)

// A perimeter is of a person, whatever the role: everywhere, which is what nobody said otherwise, or some branches. It
// parts the campaigns that are played in branches. Each branch has its rows, and whoever is limited to some branches
// sees nothing of the others. Rows that are played once, for all, are of those who are limited to no branch, and of
// whom they are assigned to. A campaign that is played in no branch is not parted.

// Branches gives the branches that somebody is limited to; none: no limit.
func (s *Scope) Branches(actor recette.Actor) (branches []string) {
	for _, m := range s.Members {
		if m.Ref != actor.Ref {
			continue
		}
		for _, b := range m.Branches {
			if !slices.Contains(branches, b) {
				branches = append(branches, b)
			}
		}
	}
	return branches
}

// Holds tells whether somebody holds a role by themselves, not by a delegation.
func (s *Scope) Holds(ref string, role recette.Role) bool {
	return slices.ContainsFunc(s.Members, func(m Member) bool { return m.Ref == ref && m.Role == role && !m.Deputed })
}

// Does tells whether somebody holds by themselves a role that does an action, wherever they do it.
func (s *Scope) Does(ref string, a Action) bool {
	return slices.ContainsFunc(s.Members, func(m Member) bool {
		_, does := grant(m.Role, false, a)
		return m.Ref == ref && !m.Deputed && does
	})
}

// home gives the branch that somebody belongs to in a role; nothing when nobody said which.
func (s *Scope) home(actor recette.Actor) (branches []string) {
	for _, m := range s.Members {
		if m.Ref == actor.Ref && m.Role == actor.Role && m.Entity != "" {
			branches = append(branches, m.Entity)
		}
	}
	return branches
}

// Limits gives the branches that somebody may do an action in; none: no limit. That of who has a right in their own
// branch alone is the one that they belong to, when nobody limits them to others.
func (s *Scope) Limits(actor recette.Actor, a Action) []string {
	branches := s.Branches(actor)
	if right, _ := grant(actor.Role, len(branches) > 0, a); right&branch != 0 && len(branches) == 0 {
		return s.home(actor)
	}
	return branches
}

// outside says why an action is outside of what somebody is limited to; nothing when it is not.
func (s *Scope) outside(ref string, a Action, branches []string, refused *DeniedError) Cause {
	if len(branches) == 0 || len(s.Members) > 0 && !s.Parted {
		return ""
	}
	refused.Perimeter = branches
	if a.whole() && len(s.Places) == 0 {
		return CauseWhole
	}
	for _, p := range s.Places {
		if !within(p, ref, branches) {
			refused.Branch = p.Branch
			return CausePerimeter
		}
	}
	return ""
}

// Shows tells whether somebody who may read a campaign sees a row of it, and what is said of it.
func (s *Scope) Shows(actor recette.Actor, p Place) bool {
	branches := s.Limits(actor, ReadAttempts)
	if right, _ := grant(actor.Role, len(branches) > 0, ReadAttempts); right&branch != 0 && len(branches) == 0 {
		return !s.Parted // nobody said which branch is theirs
	}
	return len(branches) == 0 || !s.Parted || within(p, actor.Ref, branches)
}

func within(p Place, ref string, branches []string) bool {
	if p.Branch == "" {
		return p.Assigned == ref && ref != ""
	}
	return slices.Contains(branches, p.Branch)
}
