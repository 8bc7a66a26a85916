package verify

import (
	"crypto/sha256"
	"encoding/base64"
	"math/bits"
	"slices"
)

// partial is what some leaves and their inclusion proofs tell of a tree: the hashes of the ranges of leaves on the way
// from each to the root, and beside it (RFC 6962, 2.1). It is enough to compute roots of smaller trees that the ranges
// make up.
type partial struct {
	size   int64
	leaves map[int64][sha256.Size]byte
	ranges map[span][sha256.Size]byte
	order  []int64 // positions of the leaves, sorted when asked for
}

// span is the leaves from a position up to another one.
type span struct{ from, to int64 }

func newPartial(size int64) *partial {
	return &partial{size: size, leaves: map[int64][sha256.Size]byte{}, ranges: map[span][sha256.Size]byte{}}
}

func leafHash(raw []byte) [sha256.Size]byte {
	return sha256.Sum256(append([]byte{0}, raw...))
}

func nodeHash(left, right [sha256.Size]byte) [sha256.Size]byte {
	b := make([]byte, 0, 1+2*sha256.Size)
	return sha256.Sum256(append(append(append(b, 1), left[:]...), right[:]...))
}

// split gives where a range of more than one leaf parts: after the largest power of two below its length.
func (s span) split() int64 { return s.from + 1<<(bits.Len64(uint64(s.to-s.from-1))-1) }

// add takes a leaf whose proof was verified.
func (p *partial) add(seq int64, raw []byte, proof []string) {
	hash := leafHash(raw)
	p.leaves[seq] = hash
	p.order = nil
	var way []span // from the root down to the leaf, the ranges beside it
	for at := (span{0, p.size}); at.to-at.from > 1; {
		middle := at.split()
		if seq < middle {
			way, at = append(way, span{middle, at.to}), span{at.from, middle}
		} else {
			way, at = append(way, span{at.from, middle}), span{middle, at.to}
		}
	}
	if len(way) != len(proof) {
		return
	}
	own := span{seq, seq + 1}
	p.ranges[own] = hash
	for i, beside := range slices.Backward(way) {
		text := proof[len(proof)-1-i]
		raw, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(raw) != sha256.Size {
			return
		}
		other := [sha256.Size]byte(raw)
		p.ranges[beside] = other
		if beside.from > own.from {
			own, hash = span{own.from, beside.to}, nodeHash(hash, other)
		} else {
			own, hash = span{beside.from, own.to}, nodeHash(other, hash)
		}
		p.ranges[own] = hash
	}
}

// contradicts tells whether both hold a leaf, or the hash of a range, that the other holds otherwise.
func (p *partial) contradicts(q *partial) bool {
	for at, hash := range p.ranges {
		if other, there := q.ranges[at]; there && other != hash {
			return true
		}
	}
	return false
}

// rootOf gives the root of the tree of the first leaves, when what is known makes it up.
func (p *partial) rootOf(size int64) (root string, known bool) {
	if size < 1 || size > p.size {
		return "", false
	}
	if p.order == nil {
		for seq := range p.leaves {
			p.order = append(p.order, seq)
		}
		slices.Sort(p.order)
	}
	hash, known := p.hash(span{0, size})
	return base64.StdEncoding.EncodeToString(hash[:]), known
}

func (p *partial) hash(s span) (hash [sha256.Size]byte, known bool) {
	if hash, known = p.ranges[s]; known || s.to-s.from <= 1 {
		return hash, known
	}
	// Below a range without a leaf of ours nothing is known: it is not looked through, however large it says it is.
	if i, _ := slices.BinarySearch(p.order, s.from); i == len(p.order) || p.order[i] >= s.to {
		return hash, false
	}
	middle := s.split()
	left, known := p.hash(span{s.from, middle})
	if !known {
		return hash, false
	}
	right, known := p.hash(span{middle, s.to})
	return nodeHash(left, right), known
}
