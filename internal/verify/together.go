package verify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"recette/internal/journal"
)

// head is what a PV shows of the log that it rests on: a signed head, and leaves that are proven in it.
type head struct {
	origin, verifier, root string
	size                   int64
	number                 string // of the PV
	first                  string // SHA-256 of its first revision
	tree                   *partial
}

// keepHead notes what the file shows of its log, to compare it with others. A head that nobody signed shows nothing.
func (c *check) keepHead(signed *journal.Signed) {
	h := &head{
		origin: signed.Origin, verifier: signed.Verifier, root: signed.Root, size: signed.Size, number: c.pv.Number,
	}
	h.first = digest(c.data[:c.revs[0].End])
	h.tree = newPartial(signed.Size)
	proofs := map[int64][]string{}
	for i := range c.pv.Journal.Leaves {
		proofs[c.pv.Journal.Leaves[i].Seq] = c.pv.Journal.Leaves[i].Proof
	}
	for i := range c.proven {
		h.tree.add(c.proven[i].leaf.Seq, c.proven[i].raw, proofs[c.proven[i].leaf.Seq])
	}
	c.report.head = h
}

// Together compares PVs that were judged one by one, under the names of their files: one log has one history, and one
// number is that of one PV. What two of them contradict makes both not conform; what cannot be compared without the log
// is said.
func Together(names []string, reports []*Report) {
	for i, a := range reports {
		for k := i + 1; k < len(reports); k++ {
			b := reports[k]
			if a.head == nil || b.head == nil || a.head.origin != b.head.origin {
				continue
			}
			a.beside(b, names[k])
			b.beside(a, names[i])
		}
	}
}

// beside judges a PV beside another one of the same log.
func (r *Report) beside(other *Report, name string) {
	a, b := r.head, other.head
	add := func(f Finding) {
		r.Together = append(r.Together, f)
		r.Status = worse(r.Status, f.Status)
	}
	if a.number == b.number && a.first != b.first {
		add(bad(NumberTwice, name, a.number))
	}
	same, known := agree(a, b)
	switch {
	case known && !same:
		add(bad(Equivocation, name, a.origin))
	case a.verifier != b.verifier && (!r.Compared || !other.Compared):
		add(doubt(headKeys, name, a.origin))
	case !known && (!r.Compared || !other.Compared): // compared with one log, each is one with the other
		add(info(NotComparable, name, strconv.FormatInt(a.size, 10), strconv.FormatInt(b.size, 10)))
	}
}

// agree tells whether two heads are of one history, when what is at hand says so.
func agree(a, b *head) (same, known bool) {
	if a.tree.contradicts(b.tree) {
		return false, true
	}
	if a.size > b.size {
		a, b = b, a
	}
	if a.size == b.size {
		return a.root == b.root, true
	}
	root, known := b.tree.rootOf(a.size)
	return known && root == a.root, known
}

// Witness is a signed head that was kept outside of the project: a C2SP signed note, by the name of its file.
type Witness struct{ Name, Note string }

// witnesses compares the head of the PV with those that whoever verifies kept. With the journal at hand, each of them
// must be the head of its beginning.
func (c *check) witnesses(ctx context.Context) error {
	h := c.report.head
	if h == nil || len(c.o.Witnesses) == 0 {
		return nil
	}
	for _, w := range c.o.Witnesses {
		seen, err := journal.OpenCheckpoint(w.Note, h.verifier)
		switch origin, _, _ := strings.Cut(w.Note, "\n"); {
		case err != nil && origin != h.origin:
			c.log.add(info(WitnessForeign, w.Name))
			continue
		case err != nil:
			c.log.add(doubt(WitnessUnsigned, w.Name))
			continue
		}
		other := &head{
			origin: seen.Origin, verifier: h.verifier, root: seen.Root, size: seen.Size, tree: newPartial(seen.Size),
		}
		same, known := agree(h, other)
		if !known && c.o.Journal != nil {
			if same, known, err = c.begins(ctx, &seen); err != nil {
				return err
			}
		}
		switch at := strconv.FormatInt(seen.Size, 10); {
		case known && !same:
			c.log.add(bad(Equivocation, w.Name, h.origin))
		case known:
			c.log.add(info(WitnessAgrees, w.Name, at))
		default:
			c.log.add(info(NotComparable, w.Name, strconv.FormatInt(h.size, 10), at))
		}
	}
	return nil
}

// begins tells whether a head is that of the beginning of the journal at hand.
func (c *check) begins(ctx context.Context, seen *journal.Signed) (same, known bool, err error) {
	size, root, err := c.o.Journal.Head(ctx)
	if err != nil {
		return false, false, c.unread(ctx, err, "read the head of the journal")
	}
	if seen.Size > size {
		return false, true, nil // the journal lost what was signed
	}
	if seen.Size < 1 {
		return false, false, nil
	}
	proof, err := c.o.Journal.Consistency(ctx, seen.Size, size)
	if err != nil {
		return false, false, c.unread(ctx, err, "prove that the journal only grew")
	}
	return journal.VerifyConsistency(seen.Size, seen.Root, size, root, proof) == nil, true, nil
}

// Notes gives the signed notes of a file that holds one, alone or as it is kept at the root of a project, or one a line
// as they are kept beside a database. It returns errNoNote for a file without any.
func Notes(data []byte) ([]string, error) {
	var notes []string
	if kept, ok := bytes.CutPrefix(data, []byte("recette head ")); ok {
		_, data, _ = bytes.Cut(kept, []byte("\n\n")) // the key comes first: whoever verifies has that of the PV
	}
	if !bytes.HasPrefix(data, []byte("{")) {
		notes = append(notes, string(data))
	}
	for line := range bytes.Lines(data) {
		var kept struct {
			Note string `json:"note"`
		}
		if json.Unmarshal(line, &kept) == nil && kept.Note != "" {
			notes = append(notes, kept.Note)
		}
	}
	for _, note := range notes {
		if !strings.Contains(note, "\n\n\u2014 ") { // what parts text and signatures (c2sp.org/signed-note)
			return nil, errNoNote
		}
	}
	if len(notes) == 0 {
		return nil, errNoNote
	}
	return notes, nil
}

// errNoNote says that a file of witnesses holds no signed note.
var errNoNote = errors.New("no signed note")
