package verify

import (
	"slices"
	"strings"

	"recette/internal/journal"
	"recette/internal/likeness"
	"recette/internal/recette"
)

// seated judges who signed an earlier PV: a constat is signed by a référent, of its branch, with the certificate that
// the log named for that one before; any other PV by nobody who is limited to some branches.
func (c *check) seated(f *fold, l *journal.Leaf, places []string) (flaw string) {
	p := f.paperOf(l.PV.Number)
	switch {
	case p == nil:
		return ""
	case (p.Antenne != "") != (roleOf(l.Actor) == recette.Referent), l.PV.Role != string(roleOf(l.Actor)):
		return "right"
	case p.Antenne == "" && c.beyondTheirs(f, l, places), p.Antenne != "" && !c.theirs(l, places, p.Antenne):
		return "perimeter"
	case p.Antenne != "" && !c.keyed(l, c.seatOf(p.Antenne)):
		return "certificate"
	}
	return ""
}

// theirs tells whether a référent is of a branch: one of those that they are limited to or, when they are limited to
// none, the one that the plan says they belong to.
func (c *check) theirs(l *journal.Leaf, places []string, antenne string) bool {
	if len(places) > 0 {
		return slices.ContainsFunc(places, func(p string) bool { return likeness.Same(p, antenne) })
	}
	x := c.then(l.Actor.Ref, l.Seq)
	return sameBranch(c.branchOf(&x), antenne)
}

// seatOf is the field of the référent of a branch, as the ids of its rows name it; empty when the plan at hand plays
// nothing there.
func (c *check) seatOf(antenne string) string {
	for _, z := range c.frozen.Cases {
		if _, branch, ok := strings.Cut(z.ID, "@"); ok && z.Antenne == antenne {
			return strings.ToUpper(seatMark + branch)
		}
	}
	return ""
}

// keyed tells whether a signature was made with the certificate that the log named last for a seat, by then. What does
// not hold the leaves of the project does not say.
func (c *check) keyed(l *journal.Leaf, seat string) bool {
	if seat == "" || !c.custody.bound || c.newer {
		return true
	}
	last := ""
	for _, k := range c.custody.added {
		if k.Seq < l.Seq && strings.ToUpper(k.Key.Role) == seat {
			last = k.Key.Fingerprint
		}
	}
	return last == l.PV.Certificate
}
