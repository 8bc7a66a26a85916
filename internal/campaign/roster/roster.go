// Package roster folds what the journal says of the users of a project: who holds which roles, in which perimeter, at
// a moment. It is the one home of that: a plan says who takes part in its campaign, the journal says what changed
// since, for every campaign, and what it says comes before what any plan does. It is pure, and refuses to judge who may
// change anything (internal/access) and to know names, which stand behind commitments.
package roster

import (
	"slices"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Fact is a change of what somebody may be.
type Fact struct {
	journal.User
	At  string // as in the leaf
	By  journal.Actor
	Seq int64
}

// User is somebody of whom the journal says something.
type User struct {
	Ref  string
	Name string // commitment, of the last time they were added; empty for somebody whom plans alone name
	// Roles are all that they hold, in every campaign; nil: those that each plan gives them.
	Roles []recette.Role
	// Perimeter are the branches that they are limited to, none for no limit; of nobody unless Placed: else each plan
	// says it.
	Perimeter []string
	Placed    bool
	Revoked   bool // they hold nothing, whatever plans say
	Since     Fact // the last
}

// Roster is who the journal names, after its facts so far. Its zero value is empty.
type Roster struct {
	Users []*User // in the order in which the journal first names them
	Facts []Fact

	by map[string]*User
}

// Apply folds a leaf in; one of another kind is left alone.
func (r *Roster) Apply(l *journal.Leaf) {
	u := l.User
	if u == nil || l.Kind != journal.KindUser {
		return
	}
	f := Fact{User: *u, At: l.At, Seq: l.Seq}
	if l.Actor != nil {
		f.By = *l.Actor
	}
	r.Facts = append(r.Facts, f)
	x := r.User(u.Ref)
	if x == nil {
		x = &User{Ref: u.Ref}
		if r.by == nil {
			r.by = map[string]*User{}
		}
		r.by[u.Ref] = x
		r.Users = append(r.Users, x)
	}
	x.Since = f
	switch u.Act {
	case journal.UserAdd:
		x.Name, x.Roles, x.Perimeter, x.Placed, x.Revoked = u.Name, roles(u.Roles), u.Perimeter, true, false
	case journal.UserRole:
		x.Roles = roles(u.Roles)
	case journal.UserPerimeter:
		x.Perimeter, x.Placed = u.Perimeter, true
	case journal.UserRevoke:
		x.Roles, x.Perimeter, x.Placed, x.Revoked = nil, nil, false, true
	}
}

func roles(words []string) []recette.Role {
	out := make([]recette.Role, len(words))
	for i, w := range words {
		out[i] = recette.Role(w)
	}
	return out
}

// Clone copies a roster, which goes on.
func (r *Roster) Clone() *Roster {
	out := &Roster{Facts: slices.Clone(r.Facts), by: make(map[string]*User, len(r.by))}
	for _, u := range r.Users {
		x := *u
		out.Users, out.by[u.Ref] = append(out.Users, &x), &x
	}
	return out
}

// User gives what the journal says of somebody; nil when it says nothing.
func (r *Roster) User(ref string) *User { return r.by[ref] }

// placed gives the branches that the journal limited somebody to before a position; false when it said nothing of it,
// or that they hold nothing.
func (r *Roster) placed(ref string, seq int64) (perimeter []string, ok bool) {
	for i := range r.Facts {
		f := &r.Facts[i]
		if f.Ref != ref || f.Seq >= seq {
			continue
		}
		switch f.Act {
		case journal.UserAdd, journal.UserPerimeter:
			perimeter, ok = f.Perimeter, true
		case journal.UserRevoke:
			perimeter, ok = nil, false
		}
	}
	return perimeter, ok
}

// Then gives somebody as they were before a position: as they take part or the plan names them, in the perimeter that
// the journal, else the plan, gave them by then.
func (r *Roster) Then(ref string, seq int64, parties, planned []plan.Participant) plan.Participant {
	p := plan.Participant{Ref: ref}
	theirs := func(x plan.Participant) bool { return x.Ref == ref }
	if at := slices.IndexFunc(parties, theirs); at >= 0 {
		p = parties[at]
		p.Perimeter = nil
	}
	if at := slices.IndexFunc(planned, theirs); at >= 0 {
		if p.Name == "" {
			p = planned[at]
		}
		p.Perimeter = planned[at].Perimeter
	}
	if perimeter, ok := r.placed(ref, seq); ok {
		p.Perimeter = perimeter
	}
	return p
}

// Lost tells whether the journal took a role from somebody between two positions, if only for a time.
func (r *Roster) Lost(ref, role string, from, until int64) bool {
	return slices.ContainsFunc(r.Facts, func(f Fact) bool {
		return f.Ref == ref && from < f.Seq && f.Seq < until &&
			f.Act != journal.UserPerimeter && !slices.Contains(f.Roles, role)
	})
}

// Held tells whether somebody held a role themselves before a position: by the journal or, where it says nothing of
// their roles, by the plan.
func (r *Roster) Held(ref, role string, seq int64, planned []plan.Participant) bool {
	for i := len(r.Facts) - 1; i >= 0; i-- {
		if f := &r.Facts[i]; f.Ref == ref && f.Seq < seq && f.Act != journal.UserPerimeter {
			return slices.Contains(f.Roles, role)
		}
	}
	return slices.ContainsFunc(planned, func(p plan.Participant) bool { return p.Ref == ref && p.Role == role })
}

// Hides tells whether the name of somebody is shown no more, after the leaf at a position erased it in a campaign:
// until they are added again, under a name.
func (r *Roster) Hides(ref string, erased int64) bool {
	return !slices.ContainsFunc(r.Facts, func(f Fact) bool {
		return f.Ref == ref && f.Seq > erased && f.Act == journal.UserAdd && f.Name != ""
	})
}

// Revoked lists the references of those who hold nothing any more.
func (r *Roster) Revoked() (refs []string) {
	for _, u := range r.Users {
		if u.Revoked {
			refs = append(refs, u.Ref)
		}
	}
	return refs
}

// Holders lists the references of those to whom the journal gives a role.
func (r *Roster) Holders(role recette.Role) (refs []string) {
	for _, u := range r.Users {
		if slices.Contains(u.Roles, role) {
			refs = append(refs, u.Ref)
		}
	}
	return refs
}

// Parties gives who holds which role, in which perimeter, for a campaign whose plan names these people: those of the
// plan first, in its order, then those whom the journal alone names. name gives the name of a user.
func (r *Roster) Parties(planned []plan.Participant, name func(*User) string) []plan.Participant {
	if len(r.Users) == 0 {
		return planned
	}
	var out []plan.Participant
	add := func(p plan.Participant) {
		if !slices.ContainsFunc(out, func(x plan.Participant) bool { return x.Ref == p.Ref && x.Role == p.Role }) {
			out = append(out, p)
		}
	}
	met := map[string]bool{}
	for _, p := range planned {
		u := r.User(p.Ref)
		if u == nil {
			out = append(out, p)
			continue
		}
		if u.Placed {
			p.Perimeter = u.Perimeter
		}
		switch {
		case u.Revoked:
		case u.Roles == nil:
			out = append(out, p)
		case !met[u.Ref]:
			for _, role := range u.Roles {
				p.Role = string(role)
				add(p)
			}
		}
		met[u.Ref] = true
	}
	for _, u := range r.Users {
		for _, role := range u.Roles {
			if !met[u.Ref] {
				add(plan.Participant{Ref: u.Ref, Name: name(u), Role: string(role), Perimeter: u.Perimeter})
			}
		}
	}
	return out
}
