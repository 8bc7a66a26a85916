package syntax

import (
	"errors"
	"fmt"
	"slices"
)

// Span is a stretch of a file as it stands, in bytes from its first one, the byte order mark included. End is excluded.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Edit replaces a stretch of a file. Edits of one list do not overlap.
type Edit struct {
	Span
	New string `json:"new"`
}

// ErrEdit is why edits cannot be applied: one lies outside the file, or two overlap.
var ErrEdit = errors.New("edits do not fit")

// Apply returns a copy of a file with edits made, in any order. Insertions at one place stand in the order given,
// before what replaces the text there. It returns ErrEdit, and nothing else, when the edits are not those of the file.
func Apply(src []byte, edits []Edit) ([]byte, error) {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return a.End - b.End
	})
	var out []byte
	at := 0
	for _, e := range sorted {
		if e.Start < at || e.End < e.Start || e.End > len(src) {
			return nil, fmt.Errorf("%w: bytes %d to %d", ErrEdit, e.Start, e.End)
		}
		out = append(out, src[at:e.Start]...)
		out = append(out, e.New...)
		at = e.End
	}
	return append(out, src[at:]...), nil
}
