package verify

import (
	"context"
	"slices"
	"strconv"

	"recette/internal/journal"
)

// signing is a signature of the file, with the leaf that recorded it.
type signing struct {
	by   *signature
	leaf journal.Leaf
}

// accounts compares who recorded each signature with the person of its box: an account in the same role and under the
// same name, that held the role then. A name that was erased can no longer be compared.
func (c *check) accounts(ctx context.Context, w *ledger) error {
	var asked []string
	for _, x := range w.made {
		if x.leaf.Actor != nil {
			asked = append(asked, x.leaf.Actor.C)
		}
	}
	persons, err := c.o.Journal.Persons(ctx, c.readable(asked))
	if err != nil {
		return c.unread(ctx, err, "read names of the journal")
	}
	f := w.after()
	for _, x := range w.made {
		if flaw := c.account(f, &x, persons); flaw != "" {
			c.log.add(doubt(NoteRules, strconv.FormatInt(x.leaf.Seq, 10), string(x.leaf.Kind), flaw))
		}
	}
	return nil
}

// account tells what is wrong with who recorded a signature; nothing when it is who the box names.
func (c *check) account(f *fold, x *signing, persons map[string]journal.Person) string {
	a := x.leaf.Actor
	i := slices.IndexFunc(c.pv.Signers, func(p signatory) bool { return p.Field == x.by.out.Field })
	if a == nil || i < 0 || x.leaf.PV.Role != a.Role || a.Role != c.pv.Signers[i].Role {
		return "right"
	}
	if p, there := persons[a.C]; there && !sameName(p.Name, c.pv.Signers[i].Name) {
		return "account"
	}
	if !c.held(f, &x.leaf) {
		return "member"
	}
	return ""
}
