package verify

import (
	"slices"
	"strconv"
	"strings"

	"recette/internal/journal"
	"recette/internal/recette"
)

// scan folds in the scan of a printed PV: it is of a file that the journal knew by then, and of a box of it. It signs
// nothing.
func (f *fold) scan(p *paper, l *journal.Leaf) {
	boxes := []recette.Role{recette.PPO, recette.PO}
	if p.Antenne != "" {
		boxes = []recette.Role{recette.Referent}
	}
	if !slices.Contains(boxes, recette.Role(l.Scan.Role)) || !slices.Contains(p.sums, l.Scan.SHA256) {
		f.flaws = append(f.flaws, flawed{l, "scan"})
		return
	}
	p.scans = append(p.scans, l)
}

// scanned says which scans of the PV the journal holds, as what they are: declared, by whom, and never verified. One of
// another file, or that nobody could attach, is no such thing.
func (c *check) scanned(f *fold, p *paper) {
	for _, x := range f.flaws {
		if x.leaf.Scan != nil && x.leaf.Scan.Number == p.Number {
			c.log.add(doubt(NoteRules, strconv.FormatInt(x.leaf.Seq, 10), string(x.leaf.Kind), x.what))
		}
	}
	for _, l := range p.scans {
		if flaw := c.mayScan(f, p, l); flaw != "" {
			c.log.add(doubt(NoteRules, strconv.FormatInt(l.Seq, 10), string(l.Kind), flaw))
			continue
		}
		name, _ := c.known(l.Actor.Ref)
		by := strings.TrimSpace(c.naming(f, l.Actor.Ref, name) + " (" + strings.ToUpper(l.Actor.Role) + ")")
		c.log.add(info(HandSigned, strings.ToUpper(l.Scan.Role), l.Scan.Day, by, l.Scan.File.SHA256,
			p.signedIn(l.Scan.SHA256)))
	}
}

// signedIn gives who had signed a state of the file electronically: nobody, when it was printed as it was rendered.
func (p *paper) signedIn(sum string) string {
	var boxes []string
	for _, l := range p.signers[:slices.Index(p.sums, sum)] {
		boxes = append(boxes, strings.ToUpper(l.PV.Role))
	}
	return strings.Join(boxes, ", ")
}

// printedAt gives when a state of the file came to be: when the PV was rendered, or signed.
func (p *paper) printedAt(sum string) string {
	if at := slices.Index(p.sums, sum); at > 0 {
		return p.signers[at-1].At
	}
	return p.since
}

// mayScan tells what kept somebody from attaching a scan: their role, that they did not hold it, or a day on which
// there was no such file to print yet, or that had not come.
func (c *check) mayScan(f *fold, p *paper, l *journal.Leaf) string {
	switch {
	case l.Actor == nil || !slices.Contains(grants(l.Kind), roleOf(l.Actor)):
		return "right"
	case !c.held(f, l):
		return "member"
	case day(l.At, c.frozen) < l.Scan.Day, l.Scan.Day < day(p.printedAt(l.Scan.SHA256), c.frozen):
		return "scan"
	}
	return ""
}

// held tells whether the author of a leaf, which may come after the PV, held their role then: by the journal or, when
// it is silent, by the plan at hand, else under a delegation. The plan of an iteration after it, which says who held
// what, is not at hand: nobody is doubted for that.
func (c *check) held(f *fold, l *journal.Leaf) bool {
	roles, ruled := c.rolesOf(l.Actor.Ref, l.Seq)
	return slices.Contains(roles, l.Actor.Role) || c.deputy(f, l) ||
		!ruled && (f.renewed > 0 && f.renewed < l.Seq || len(c.planned) == 0)
}
