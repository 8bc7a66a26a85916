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
// Under a name that was erased by then nobody does, nor in its stead.
func (c *check) attests(f *fold, l *journal.Leaf) bool {
	who, refs := c.asked(l)
	switch own := refs[ref(l.Actor)] || who == string(roleOf(l.Actor)); {
	case who == "":
		return true
	case c.hides(f, ref(l.Actor), l.Seq):
		return false
	case own || slices.ContainsFunc(c.proxiesOf(f, l, ""), func(d *journal.Delegation) bool {
		return refs[d.By] && !c.hides(f, d.By, l.Seq)
	}):
		return true
	}
	return roleOf(l.Actor) == recette.PPO && c.speaks(f, l) && c.left(f, who, refs, l.Seq)
}

// speaks tells whether the author of a leaf acted in their role by themselves, or for somebody whose name was there.
func (c *check) speaks(f *fold, l *journal.Leaf) bool {
	_, member, _ := c.own(l)
	return member || slices.ContainsFunc(c.proxiesOf(f, l, ""), func(d *journal.Delegation) bool {
		return !c.hides(f, d.By, l.Seq)
	})
}

// asked gives whom the plan has attest what a leaf does, a name or a role, with the references of those of that name;
// nothing when it says nothing of it.
func (c *check) asked(l *journal.Leaf) (who string, refs map[string]bool) {
	list, number, known := recette.Subject(l.Attest.Subject).Criterion()
	cs := c.frozen.criteria(list)
	if !known || number > len(cs) {
		return "", nil
	}
	if who = cs[number-1].Attested; who == "" {
		return "", nil
	}
	return who, c.enrol().refs[c.keyOf(who)]
}

// stead gives the number of the delegation under which the author of a leaf attests: of those in force the last that
// somebody gave whom the plan names, else the last; nothing when they attest in their own name, as who holds the role.
func (c *check) stead(f *fold, l *journal.Leaf) (number string) {
	if !c.canon.stead {
		return ""
	}
	var refs map[string]bool
	if f.former(l) == 0 {
		_, refs = c.asked(l)
	}
	if refs[ref(l.Actor)] {
		return ""
	}
	theirs := false
	_, member, _ := c.own(l)
	for _, d := range c.proxiesOf(f, l, "") {
		if own := refs[d.By]; own || !theirs {
			number, theirs = d.Number, own
		}
	}
	if member && !theirs { // they hold the role themselves
		return ""
	}
	return number
}

// left tells whether nobody attested any more, at a position, what the plan has a role, or people, attest: whoever's
// name was erased did not.
func (c *check) left(f *fold, who string, refs map[string]bool, seq int64) bool {
	can, roles := grants(journal.KindAttest), c.holding(seq)
	does := func(ref string) bool {
		return !c.hides(f, ref, seq) && slices.ContainsFunc(roles[ref], func(r string) bool {
			return slices.Contains(can, recette.Role(r))
		})
	}
	if role := recette.Role(who); role.Valid() {
		can, refs = []recette.Role{role}, map[string]bool{}
		for ref := range roles {
			refs[ref] = true
		}
	}
	for ref := range refs {
		if does(ref) {
			return false
		}
	}
	return true
}
