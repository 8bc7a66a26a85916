package verify

import (
	"math"

	"recette/internal/journal"
)

// tenure is a key of the log, and the sizes of the heads that it signed while it held. A key that the one of before did
// not vouch for begins another line: nothing but the leaf that says so links them.
type tenure struct {
	verifier    string
	from, until int64 // sizes
	line        int
}

// tenures gives the keys that proven leaves name, in order, as far as the leaves follow each other. vouched has the
// positions of the changes that are in a head that the key of before signed: the last one it signs.
func tenures(leaves []journal.Leaf, vouched map[int64]bool) []tenure {
	var out []tenure
	b := journal.Unbound()
	for i := range leaves {
		l := &leaves[i]
		if l.Log == nil {
			continue
		}
		rotated := l.Kind == journal.KindLogRotate
		if b.Follow(l) != nil || rotated && !keeps(l.Actor) {
			return out
		}
		next := tenure{verifier: l.Log.Verifier, until: math.MaxInt64}
		if rotated {
			last := &out[len(out)-1]
			last.until, next.from, next.line = l.Seq+1, l.Seq+1, last.line
			if l.Log.Lost || !vouched[l.Seq] {
				next.line++
			}
		}
		out = append(out, next)
	}
	return out
}

// held gives the line of a key that held at a size, and whether it did.
func held(keys []tenure, verifier string, size int64) (line int, ok bool) {
	for i := range keys {
		if k := &keys[i]; k.verifier == verifier && k.from <= size && size <= k.until {
			return k.line, true
		}
	}
	return 0, false
}

// succeeds tells whether what is known of the keys of a log says that two heads are each signed by the key that held at
// its size, and that each key on the way vouched for the next.
func succeeds(keys []tenure, a, b *head) bool {
	one, first := held(keys, a.verifier, a.size)
	other, second := held(keys, b.verifier, b.size)
	return first && second && one == other
}

// handover tells whether the next of the heads that the PV gives for the changes of the key is that of this change:
// signed by the key of before, and holding nothing after it. Anybody can write the leaf; only the key of before can
// have signed that.
func (c *check) handover(head *journal.Signed, row *leafRow, leaf *journal.Leaf) bool {
	given := c.custody.handovers
	if len(given) == 0 || c.budget.Work(noteWork) != nil {
		return false
	}
	seen, err := journal.OpenCheckpoint(given[0], leaf.Log.Former)
	if err != nil || seen.Origin != head.Origin || seen.Size != leaf.Seq+1 {
		return false
	}
	tree := newPartial(head.Size)
	tree.add(row.Seq, row.Raw, row.Proof)
	if root, known := tree.rootOf(seen.Size); !known || root != seen.Root {
		return false
	}
	c.custody.handovers = given[1:]
	c.custody.vouched[leaf.Seq] = true
	return true
}
