package verify

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"

	"recette/internal/strictjson"
)

// hasher gives the SHA-256 of texts that are written to it piece by piece, however long they are.
type hasher struct {
	piece  []byte
	long   hash.Hash // of the pieces before, nil when there are none
	length int       // of the pieces before
}

// pieceBytes is what is gathered before it is hashed: the steps of most cases.
const pieceBytes = 8 << 10

// text adds a text, as it is.
func (h *hasher) text(s string) {
	for len(s) > 0 {
		n := min(len(s), h.room())
		h.piece = append(h.piece, s[:n]...)
		s = s[n:]
	}
}

// room gives how many bytes may be added to the piece, at least one.
func (h *hasher) room() int {
	if h.piece == nil {
		h.piece = make([]byte, 0, pieceBytes)
	}
	if len(h.piece) == cap(h.piece) {
		if h.long == nil {
			h.long = sha256.New()
		}
		_, _ = h.long.Write(h.piece)
		h.length += len(h.piece)
		h.piece = h.piece[:0]
	}
	return cap(h.piece) - len(h.piece)
}

func (h *hasher) byte(b byte) {
	h.room()
	h.piece = append(h.piece, b)
}

// sum gives the sum of what was written and its length, and begins anew.
func (h *hasher) sum() (sum strictjson.Sum, length int) {
	length = h.length + len(h.piece)
	if h.long == nil {
		sum = sha256.Sum256(h.piece)
	} else {
		_, _ = h.long.Write(h.piece)
		h.long.Sum(sum[:0])
	}
	h.piece, h.long, h.length = h.piece[:0], nil, 0
	return sum, length
}

// stepForm is what a PV shows of the text of a step, and the plan holds.
type stepForm struct {
	keyword, kind, text, doc, media string
	table                           [][]string
	background                      bool
}

// form gives a sum that two steps share when all of it is the same; an absent row is not an empty one.
func (h *hasher) form(s *stepForm) strictjson.Sum {
	for _, x := range []string{s.keyword, s.kind, s.text, s.doc, s.media} {
		h.number(len(x))
		h.text(x)
	}
	h.number(len(s.table))
	for _, row := range s.table {
		if row == nil {
			h.number(0)
			continue
		}
		h.number(1 + len(row))
		for _, cell := range row {
			h.number(len(cell))
			h.text(cell)
		}
	}
	if s.background {
		h.byte(1)
	}
	sum, _ := h.sum()
	return sum
}

func (h *hasher) number(n int) {
	var b [binary.MaxVarintLen64]byte
	for _, x := range b[:binary.PutUvarint(b[:], uint64(n))] {
		h.byte(x)
	}
}
