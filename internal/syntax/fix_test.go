package syntax

import (
	"slices"
	"testing"
)

// checkFixes holds what edits promise: made alone, those of a diagnostic apply to the file, leave text in UTF-8, and
// the diagnostic is gone from its place.
func checkFixes(t *testing.T, src []byte, o Options) {
	t.Helper()
	doc, list := Parse(Source{Path: "a.feature", Bytes: src}, o)
	for _, d := range list {
		if len(d.Edits) == 0 {
			continue
		}
		after, err := Apply(src, d.Edits)
		if err != nil {
			t.Fatalf("%s: %v\n%q", brief([]Diagnostic{d}), err, clip(src))
		}
		fixed, left := Parse(Source{Path: "a.feature", Bytes: after}, o)
		if doc == nil {
			if len(left) > 0 && left[0].Code == d.Code {
				t.Fatalf("%s is left after its edits: %s\n%q\n%q", d.Code, brief(left), clip(src), clip(after))
			}
			continue
		}
		if fixed == nil {
			continue // the same text may now be refused for its length
		}
		at := moved(doc.Offset(d.Line, d.Column, Rune), d.Edits)
		for _, l := range left {
			if l.Code == d.Code && fixed.Offset(l.Line, l.Column, Rune) == at {
				t.Fatalf(
					"%s is left after its edits %v\n%q\n%q", brief([]Diagnostic{d}), d.Edits, clip(src), clip(after),
				)
			}
		}
	}
}

// moved is where a place stands once edits are made before it.
func moved(at int, edits []Edit) int {
	out := at
	for _, e := range edits {
		if e.End <= at && (e.Start < at || e.New != "") {
			out += len(e.New) - (e.End - e.Start)
		}
	}
	return out
}

// TestEditsMendTheirDiagnostic tries the edits of every trap, under the three kinds of line ends.
func TestEditsMendTheirDiagnostic(t *testing.T) {
	everyFeature(t, func(_ string, src []byte) {
		for _, variant := range variants(src) {
			checkFixes(t, variant, Options{})
		}
	})
}

// clip bounds what a failure repeats of a file.
func clip(b []byte) []byte { return b[:min(len(b), 2000)] }

// fixes gathers the edits of diagnostics that can be made together: of two that touch the first is taken, whole.
func fixes(list []Diagnostic) []Edit {
	var out []Edit
	for _, d := range list {
		if !slices.ContainsFunc(d.Edits, func(e Edit) bool {
			return slices.ContainsFunc(out, func(o Edit) bool { return e.Start <= o.End && o.Start <= e.End })
		}) {
			out = append(out, d.Edits...)
		}
	}
	return out
}
