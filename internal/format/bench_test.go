package format

import (
	"testing"

	"recette/internal/corpusgen"
	"recette/internal/syntax"
)

// BenchmarkFormat lays out a file of a generated corpus: as it is, which is laid out, and by another indentation, which
// changes and checks every line.
func BenchmarkFormat(b *testing.B) {
	o := corpusgen.Options{Features: 1, Scenarios: 10, Steps: 10, Definitions: 500, Tables: true, IDs: true}
	src := syntax.Source{Path: "a.feature", Bytes: o.Feature(0)}
	for name, indent := range map[string]int{"unchanged": 2, "changed": 4} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(src.Bytes)))
			b.ReportAllocs()
			for b.Loop() {
				r, err := Format(src, Options{Indent: indent})
				if err != nil || r.Changed != (indent == 4) {
					b.Fatal(r.Changed, err)
				}
			}
		})
	}
}
