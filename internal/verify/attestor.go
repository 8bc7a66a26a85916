package verify

import (
	"slices"

	"recette/internal/journal"
	"recette/internal/recette"
)

// attestors doubts the criteria that somebody else attests than the plan says. Those of an iteration before may have
// been attested by somebody else.
func (c *check) attestors(f *fold) {
	since := c.present(f)
	for _, l := range f.notes {
		if l.Attest != nil && !l.Attest.Withdrawn && l.Seq >= since && !c.attests(f, l) {
			f.flaws = append(f.flaws, flawed{l, "attestor"})
		}
	}
}

// attests tells whether the plan has the author of an attestation attest it, by name or by role, or anybody; whether
// they do so for whom the plan names, under a delegation; or whether, nobody of those being left, a PPO does.
func (c *check) attests(f *fold, l *journal.Leaf) bool {
	who, refs := c.asked(l)
	if who == "" || who == string(roleOf(l.Actor)) {
		return true
	}
	given := func(d *journal.Delegation) bool { return slices.Contains(refs, d.By) }
	if slices.Contains(refs, ref(l.Actor)) || slices.ContainsFunc(c.proxiesOf(f, l, ""), given) {
		return true
	}
	return roleOf(l.Actor) == recette.PPO && c.left(f, who, refs, l.Seq)
}

// asked gives whom the plan has attest what a leaf does, a name or a role, with the references of those of that name;
// nothing when it says nothing of it.
func (c *check) asked(l *journal.Leaf) (who string, refs []string) {
	list, number, known := recette.Subject(l.Attest.Subject).Criterion()
	cs := c.frozen.criteria(list)
	if !known || number > len(cs) {
		return "", nil
	}
	who = cs[number-1].Attested
	for _, p := range slices.Concat(c.frozen.Parties, c.frozen.former) {
		if who != "" && sameName(p.Name, who) {
			refs = append(refs, p.Ref)
		}
	}
	return who, refs
}

// stead gives the number of the delegation under which the author of a leaf attests: of those in force the last that
// somebody gave whom the plan names, else the last; nothing when they attest in their own name.
func (c *check) stead(f *fold, l *journal.Leaf) (number string) {
	if !c.canon.stead {
		return ""
	}
	var refs []string
	if f.former(l) == 0 {
		_, refs = c.asked(l)
	}
	if slices.Contains(refs, ref(l.Actor)) {
		return ""
	}
	theirs := false
	for _, d := range c.proxiesOf(f, l, "") {
		if own := slices.Contains(refs, d.By); own || !theirs {
			number, theirs = d.Number, own
		}
	}
	return number
}

// left tells whether nobody attested any more, at a position, what the plan has a role, or people, attest: whoever's
// name was erased did not.
func (c *check) left(f *fold, who string, refs []string, seq int64) bool {
	can := grants(journal.KindAttest)
	if role := recette.Role(who); role.Valid() {
		can, refs = []recette.Role{role}, nil
		for _, p := range c.planned {
			refs = append(refs, p.Ref)
		}
		for _, l := range c.users {
			refs = append(refs, l.User.Ref)
		}
	}
	return !slices.ContainsFunc(refs, func(ref string) bool {
		if c.hides(f, ref, seq) {
			return false
		}
		roles, _ := c.rolesOf(ref, seq)
		return slices.ContainsFunc(roles, func(r string) bool { return slices.Contains(can, recette.Role(r)) })
	})
}
