package journal

import (
	"crypto/sha256"
	"fmt"
	"iter"

	"golang.org/x/mod/sumdb/tlog"
)

// LeafHash is the hash of a leaf in the tree: SHA-256 of a zero byte and the leaf (RFC 6962, 2.1).
func LeafHash(raw []byte) tlog.Hash { return tlog.RecordHash(raw) }

// ProveInclusion gives the proofs that the leaves at seqs are in the tree of the given size. It reads stored hashes
// only. It returns an error under ErrProof for a position outside the tree.
func ProveInclusion(size int64, seqs []int64, hashes tlog.HashReader) ([]Proof, error) {
	proofs := make([]Proof, 0, len(seqs))
	for _, seq := range seqs {
		if seq < 0 || seq >= size {
			return nil, fmt.Errorf("%w: position %d in a tree of %d leaves", ErrProof, seq, size)
		}
		path, err := tlog.ProveRecord(size, seq, hashes)
		if err != nil {
			return nil, fmt.Errorf("prove position %d: %w", seq, err)
		}
		proofs = append(proofs, Proof{Seq: seq, Hashes: formatHashes(path)})
	}
	return proofs, nil
}

// VerifyInclusion checks that raw is the leaf at seq in the tree that size and root (base64) describe. It needs nothing
// else: no database, no network. It returns an error under ErrProof.
func VerifyInclusion(size int64, root string, seq int64, raw []byte, proof Proof) error {
	if proof.Seq != seq {
		return fmt.Errorf("%w: proof of position %d given for position %d", ErrProof, proof.Seq, seq)
	}
	th, path, err := parseHashes(root, proof.Hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(path, size, th, seq, LeafHash(raw)); err != nil {
		return fmt.Errorf("%w: position %d in %d leaves", ErrProof, seq, size)
	}
	return nil
}

// ProveConsistency gives the proof that the tree of size old is a prefix of the tree of size size: hashes in base64.
// It returns an error under ErrProof when 1 <= old <= size does not hold.
func ProveConsistency(old, size int64, hashes tlog.HashReader) ([]string, error) {
	if old < 1 || old > size {
		return nil, fmt.Errorf("%w: %d leaves as a prefix of %d", ErrProof, old, size)
	}
	path, err := tlog.ProveTree(size, old, hashes)
	if err != nil {
		return nil, fmt.Errorf("prove that %d leaves begin %d: %w", old, size, err)
	}
	return formatHashes(path), nil
}

// VerifyConsistency checks that the log whose head was (old, oldRoot) only grew to become (size, root). It returns an
// error under ErrProof: history was rewritten, or these are two logs.
func VerifyConsistency(old int64, oldRoot string, size int64, root string, proof []string) error {
	th, path, err := parseHashes(root, proof)
	if err != nil {
		return err
	}
	oh, _, err := parseHashes(oldRoot, nil)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(path, size, th, old, oh); err != nil {
		return fmt.Errorf("%w: %d leaves as a prefix of %d", ErrProof, old, size)
	}
	return nil
}

func formatHashes(hs []tlog.Hash) []string {
	out := make([]string, len(hs))
	for i, h := range hs {
		out[i] = h.String()
	}
	return out
}

func parseHashes(root string, proof []string) (tlog.Hash, []tlog.Hash, error) {
	th, err := tlog.ParseHash(root)
	if err != nil || th.String() != root {
		return th, nil, fmt.Errorf("%w: root %q is not a hash", ErrProof, root)
	}
	// No tree of 2^63 leaves needs more: what is longer is not a proof.
	if len(proof) > 128 {
		return th, nil, fmt.Errorf("%w: %d hashes", ErrProof, len(proof))
	}
	path := make([]tlog.Hash, len(proof))
	for i, p := range proof {
		if path[i], err = tlog.ParseHash(p); err != nil || path[i].String() != p {
			return th, nil, fmt.Errorf("%w: %q is not a hash", ErrProof, p)
		}
	}
	return th, path, nil
}

// Tree recomputes a head from leaves alone. It keeps one hash for each complete subtree on the right edge, so its size
// is the logarithm of the log's. It shares no code with the writer of stored hashes: an error there shows here. The
// zero value is the empty tree.
type Tree struct {
	size int64
	edge [64]tlog.Hash // edge[l] is the last complete subtree of 2^l leaves, where bit l of size is set
	buf  []byte
}

// TreeFrom restores the tree of size leaves from hashes that were stored. It reads at most 63 of them.
func TreeFrom(size int64, hashes tlog.HashReader) (*Tree, error) {
	t := &Tree{size: size}
	var levels []int
	var indexes []int64
	for level := range t.edge {
		if size>>level&1 == 1 {
			levels = append(levels, level)
			indexes = append(indexes, tlog.StoredHashIndex(level, size>>level-1))
		}
	}
	edge, err := hashes.ReadHashes(indexes)
	if err != nil {
		return nil, fmt.Errorf("restore the tree of %d leaves: %w", size, err)
	}
	for i, level := range levels {
		t.edge[level] = edge[i]
	}
	return t, nil
}

// Size is the number of leaves.
func (t *Tree) Size() int64 { return t.size }

// Add appends a leaf and returns the hashes that it completes, from the leaf's own upwards. The slice is valid until
// the next call.
func (t *Tree) Add(raw []byte) []byte {
	t.buf = append(append(t.buf[:0], 0x00), raw...)
	h := sha256.Sum256(t.buf)
	t.buf = append(t.buf[:0], h[:]...)
	level := 0
	for ; t.size>>level&1 == 1; level++ {
		h = nodeOf(t.edge[level], h)
		t.buf = append(t.buf, h[:]...)
	}
	t.edge[level] = h
	t.size++
	return t.buf
}

// Root is the root hash of the leaves added so far, in base64.
func (t *Tree) Root() string {
	if t.size == 0 {
		return tlog.Hash(sha256.Sum256(nil)).String()
	}
	var h tlog.Hash
	started := false
	for level := range len(t.edge) {
		switch {
		case t.size>>level&1 == 0:
		case !started:
			h, started = t.edge[level], true
		default:
			h = nodeOf(t.edge[level], h)
		}
	}
	return h.String()
}

func nodeOf(left, right tlog.Hash) tlog.Hash {
	var b [1 + 2*tlog.HashSize]byte
	b[0] = 0x01
	copy(b[1:], left[:])
	copy(b[1+tlog.HashSize:], right[:])
	return sha256.Sum256(b[:])
}

// Rebuild recomputes the head of a log from its records: contiguous positions from 0, bytes that decode to the position
// where they stand. It streams. It returns an error under ErrLeaf that names the first position that is wrong.
func Rebuild(records iter.Seq2[Record, error]) (*Tree, error) {
	t := &Tree{}
	for r, err := range records {
		if err != nil {
			return t, fmt.Errorf("read position %d: %w", t.size, err)
		}
		l, err := Decode(r.Raw)
		if err != nil {
			return t, fmt.Errorf("position %d: %w", t.size, err)
		}
		if l.Seq != t.size {
			return t, fmt.Errorf("position %d: %w: the leaf says %d", t.size, ErrValue, l.Seq)
		}
		t.Add(r.Raw)
	}
	return t, nil
}
