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
	list, number, known := recette.Subject(l.Attest.Subject).Criterion()
	cs := c.frozen.criteria(list)
	if !known || number > len(cs) {
		return true
	}
	who := cs[number-1].Attested
	if who == "" || who == string(roleOf(l.Actor)) {
		return true
	}
	var refs []string
	for _, p := range slices.Concat(c.frozen.Parties, c.frozen.former) {
		if sameName(p.Name, who) {
			refs = append(refs, p.Ref)
		}
	}
	given := func(d *journal.Delegation) bool { return slices.Contains(refs, d.By) }
	if slices.Contains(refs, ref(l.Actor)) || slices.ContainsFunc(c.proxiesOf(f, l, ""), given) {
		return true
	}
	return roleOf(l.Actor) == recette.PPO && c.left(f, who, refs, l.Seq)
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
