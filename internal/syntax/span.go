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

// Apply returns a copy of a file with edits made, in any order. Insertions at one place stand in the order given, before
// what replaces the text there. It returns ErrEdit, and nothing else, when the edits are not those of the file.
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

// Fixes gathers the edits of diagnostics that can be made together: of two that overlap the first is taken, whole. What
// is left may be mended once the result is parsed again.
func Fixes(list []Diagnostic) []Edit {
	var out []Edit
	for _, d := range list {
		if !slices.ContainsFunc(d.Edits, func(e Edit) bool { return slices.ContainsFunc(out, e.overlaps) }) {
			out = append(out, d.Edits...)
		}
	}
	return out
}

// overlaps tells whether two edits cannot both be made. Two insertions at one place are one fix said twice.
func (e Edit) overlaps(o Edit) bool {
	return e.Start < o.End && o.Start < e.End || e.Start == o.Start && (e.Start == e.End || o.Start == o.End)
}
