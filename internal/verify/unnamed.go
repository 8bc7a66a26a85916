package verify

import (
	"cmp"

	"recette/internal/journal"
)

// Somebody named without a reference who is none of those whom the plan or the journal names: of whoever corrected
// nobody can tell that somebody else shows it, of whoever answers or agreed nobody can tell who that is.
const (
	fixedByNobody  = "fixer_unknown"
	ownedByNobody  = "owner_unknown"
	agreedByNobody = "agreed_unknown"
)

// unnamed tells whether a name that a leaf gives, behind a commitment, is of nobody whom the plan and the journal named
// then. Under a version of before, and under the plan of an iteration before, others may have been.
func (c *check) unnamed(f *fold, name, commitment string, seq int64) bool {
	if commitment == "" || name == "" || seq < c.present(f) || f.erased[commitment] != nil {
		return false
	}
	names, key := c.enrol(), c.keyOf(name)
	since, told := names.told[key]
	return !names.planned[key] && (!told || since >= seq)
}

// unknownFixer tells whether whoever corrected, named without a reference, is named nowhere.
func (c *check) unknownFixer(f *fold, name string, fix *journal.Fix, said *journal.Leaf) bool {
	return fix != nil && fix.Ref == "" && c.unnamed(f, name, fix.By, said.Seq)
}

// unknownOwner tells whether whoever was to correct an anomaly is named nowhere, at any time of its life.
func (c *check) unknownOwner(f *fold, a *anomaly, row *anomalyRow) bool {
	for i, x := range a.told {
		n, name := x.leaf.Anomaly, cmp.Or(at(row.Life, i).Owner, row.Owner)
		if n != nil && c.unnamed(f, name, n.Owner, x.leaf.Seq) {
			return true
		}
	}
	return false
}

// agreed doubts the deviations to which somebody named nowhere agreed.
func (c *check) agreed(f *fold) {
	n := 0
	for _, l := range f.notes {
		if l.Deviation == nil {
			continue
		}
		if c.unnamed(f, at(c.pv.Deviations, n).Agreed, l.Deviation.Agreed, l.Seq) {
			f.flaws = append(f.flaws, flawed{l, agreedByNobody})
		}
		n++
	}
}
