package verify

import (
	"slices"

	"recette/internal/journal"
	"recette/internal/recette"
)

// lost tells whether the log took a role from somebody between two positions, if only for a time: what they delegated
// by it before is in force no more.
func (c *check) lost(ref, role string, from, until int64) bool {
	return c.budget.Work(len(c.users)) == nil && slices.ContainsFunc(c.users, func(l *journal.Leaf) bool {
		u := l.User
		return u.Ref == ref && from < l.Seq && l.Seq < until && u.Act != journal.UserPerimeter &&
			c.budget.Work(len(u.Roles)) == nil && !slices.Contains(u.Roles, role)
	})
}

// entrusted judges a delegation: whoever gives a role holds it, and whoever receives it may hold it beside their own.
// Who held what by the plan of an iteration before is not known here.
func (c *check) entrusted(l *journal.Leaf, former bool) (flaw string) {
	d := l.Delegation
	if roles, ruled := c.rolesOf(d.By, l.Seq); (ruled || !former) && !slices.Contains(roles, d.Role) {
		return "delegator"
	}
	roles, ruled := c.rolesOf(d.To, l.Seq)
	switch {
	case !ruled && former:
		return ""
	case len(roles) == 0, slices.Contains(roles, string(recette.Auditor)):
		return "delegate"
	case slices.Contains(roles, string(recette.Admin)) && !lets(l, "admin_decides"):
		return "admin_decides"
	}
	return ""
}

// entrusted expects a warning for the delegations that an administrator recorded for whoever gives them.
func (w *warnings) entrusted() {
	var numbers []string
	met := map[string]bool{}
	for _, l := range w.fold.notes {
		d := l.Delegation
		if d == nil || d.Ended || met[d.Number] {
			continue
		}
		met[d.Number] = true
		if l.Actor != nil && l.Actor.Role == string(recette.Admin) && l.Actor.Ref != d.By {
			numbers = append(numbers, d.Number)
		}
	}
	w.found("delegated_by_admin", numbers)
}

// rolesOf gives what somebody held before a position, and whether it is the log that says it.
func (c *check) rolesOf(ref string, seq int64) (roles []string, ruled bool) {
	if p := c.standing(ref, seq); p != nil && p.ruled {
		if c.budget.Work(each*len(p.roles)) != nil { // they are looked for what their holder may do
			return nil, true
		}
		return p.roles, true
	}
	if c.budget.Work(len(c.planned)) != nil {
		return nil, false
	}
	for i := range c.planned {
		if p := &c.planned[i]; p.Ref == ref {
			roles = append(roles, p.Role)
		}
	}
	return roles, false
}
