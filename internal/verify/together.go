package verify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"recette/internal/journal"
)

// head is what a PV shows of the log that it rests on: a signed head, and leaves that are proven in it.
type head struct {
	origin, verifier, root string
	size                   int64
	number                 string // of the PV
	about                  string // its title and the name of its campaign
	first                  string // SHA-256 of its first revision
	tree                   *partial
	keys                   []tenure // that its leaves prove
	restored               []journal.Leaf
}

// keepHead notes what the file shows of its log, to compare it with others. A head that nobody signed shows nothing.
func (c *check) keepHead(signed *journal.Signed) {
	h := &head{
		origin: signed.Origin, verifier: signed.Verifier, root: signed.Root, size: signed.Size, number: c.pv.Number,
		about: c.pv.Title + "\n" + c.pv.Reference.Campaign,
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

// learn adds to a head what the leaves of the whole project say: they are proven in it too.
func (c *check) learn(leaves []proven) {
	h := c.report.head
	if h == nil {
		return
	}
	proofs := map[int64][]string{}
	for i := range c.pv.Journal.Project {
		proofs[c.pv.Journal.Project[i].Seq] = c.pv.Journal.Project[i].Proof
	}
	said := make([]journal.Leaf, 0, len(leaves))
	for i := range leaves {
		h.tree.add(leaves[i].leaf.Seq, leaves[i].raw, proofs[leaves[i].leaf.Seq])
		said = append(said, leaves[i].leaf)
		if leaves[i].leaf.Restore != nil {
			h.restored = append(h.restored, leaves[i].leaf)
		}
	}
	h.keys = tenures(said, c.custody.vouched)
}

// Together compares PVs that were judged one by one, under the names of their files: one log has one history, and one
// number is that of one PV. What two of them contradict makes both not conform; what cannot be compared without the log
// is said, and so are two logs that give one number. A PV of lifting is compared with its parent, when that is there.
func Together(names []string, reports []*Report) {
	for _, r := range reports {
		r.parentAmong(names, reports)
	}
	for i, a := range reports {
		for k := i + 1; k < len(reports); k++ {
			b := reports[k]
			if a.head == nil || b.head == nil {
				continue
			}
			a.beside(b, names[k])
			b.beside(a, names[i])
		}
	}
}

// beside judges a PV beside another one.
func (r *Report) beside(other *Report, name string) {
	a, b := r.head, other.head
	add := func(f Finding) {
		r.Together = append(r.Together, f)
		r.Status = worse(r.Status, f.Status)
	}
	vouched := other.stands(r)
	if a.origin != b.origin {
		say := info // of two projects, it seems, that number alike, or of somebody who repeats what this one says
		if a.about == b.about && vouched {
			say = doubt
		}
		switch {
		case a.number == b.number:
			add(say(NumberElsewhere, name, a.number, b.origin))
		case a.about == b.about:
			add(say(campaignElsewhere, name, b.origin))
		}
		return
	}
	switch twice := a.number == b.number && a.first != b.first; {
	case twice && vouched:
		add(bad(NumberTwice, name, a.number))
	case twice: // anybody can make such a file
		add(info(numberUnvouched, name, a.number))
	}
	same, known := agree(a, b)
	rotated := a.verifier != b.verifier
	apart := rotated && !succeeds(a.keys, a, b) && !succeeds(b.keys, a, b)
	switch compared := r.Compared && other.Compared; {
	case apart && !vouched: // anybody can give a log that name
		add(info(headKeys, name, a.origin))
	case known && !same:
		add(bad(Equivocation, name, a.origin))
		for _, f := range append(leaving(a.restored, b.size, b.root), leaving(b.restored, a.size, a.root)...) {
			add(f)
		}
	case compared: // with one log, each is one with the other
	case apart:
		add(doubt(headKeys, name, a.origin))
	case rotated && known:
		add(info(headRotated, name, a.origin))
	case !known:
		add(info(NotComparable, name, strconv.FormatInt(a.size, 10), strconv.FormatInt(b.size, 10)))
	}
}

// stands tells whether a signature that holds vouches for the file: one that leads to a trusted authority, or of a
// certificate that signed the file beside it too. What neither does says nothing of another PV.
func (r *Report) stands(beside *Report) bool {
	return slices.ContainsFunc(r.Signatures, func(s Signature) bool {
		return s.Status != NotConform && (s.Trusted || slices.ContainsFunc(beside.Signatures, func(o Signature) bool {
			return o.Status != NotConform && o.Certificate == s.Certificate
		}))
	})
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
		if err := c.witness(ctx, h, w); err != nil {
			return err
		}
	}
	return nil
}

// witness compares the head of the PV with one that was kept. One that another key signed is of the same log when the
// leaves of the PV, or those of the journal, name that key at that size; what it is worth for the PV depends on whether
// each key on the way vouched for the next, unless the journal settles that both are of one history.
func (c *check) witness(ctx context.Context, h *head, w Witness) error {
	seen, err := c.attested(w.Note)
	switch origin, _, _ := strings.Cut(w.Note, "\n"); {
	case err != nil && origin != h.origin:
		c.log.add(info(WitnessForeign, w.Name))
		return nil
	case err != nil:
		c.log.add(doubt(WitnessUnsigned, w.Name))
		return nil
	}
	other := &head{
		origin: seen.Origin, verifier: seen.Verifier, root: seen.Root, size: seen.Size, tree: newPartial(seen.Size),
	}
	same, known := agree(h, other)
	follows := seen.Verifier == h.verifier || succeeds(h.keys, h, other)
	_, named := held(c.keys, seen.Verifier, seen.Size)
	if c.o.Journal != nil && (named || seen.Verifier == h.verifier) && (!known || same && !follows) {
		if same, known, err = c.begins(ctx, &seen); err != nil {
			return err
		}
		follows = true
	}
	switch at := strconv.FormatInt(seen.Size, 10); {
	case known && !same:
		c.log.add(bad(Equivocation, w.Name, h.origin))
		for _, f := range append(leaving(c.restored, seen.Size, seen.Root), leaving(c.restored, h.size, h.root)...) {
			c.log.add(f)
		}
	case known && follows:
		c.log.add(info(WitnessAgrees, w.Name, at))
	case !follows:
		c.log.add(doubt(headKeys, w.Name, h.origin))
	default:
		c.log.add(info(NotComparable, w.Name, strconv.FormatInt(h.size, 10), at))
	}
	return nil
}

// attested reads a witness: signed by the key of the head of the PV, or by one that the leaves of the PV or those of
// the journal name at that size.
func (c *check) attested(note string) (seen journal.Signed, err error) {
	h := c.report.head
	if seen, err = journal.OpenCheckpoint(note, h.verifier); err == nil {
		return seen, nil
	}
	for _, keys := range [][]tenure{h.keys, c.keys} {
		for i := range keys {
			if c.budget.Work(noteWork) != nil {
				return seen, err
			}
			other, failed := journal.OpenCheckpoint(note, keys[i].verifier)
			if failed != nil {
				continue
			}
			if _, ok := held(keys, other.Verifier, other.Size); ok {
				return other, nil
			}
		}
	}
	return seen, err
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
