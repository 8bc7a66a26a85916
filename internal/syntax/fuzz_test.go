package syntax

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// seeds gives a fuzz target the files of testdata.
func seeds(f *testing.F) {
	f.Helper()
	for _, pattern := range []string{"testdata/traps/*.feature", "testdata/same/*.feature"} {
		paths, _ := filepath.Glob(pattern)
		for _, path := range paths {
			src, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src)
		}
	}
}

// FuzzParse holds what no bytes may break: no panic, a bounded list, positions inside the file, and no line lost: each
// line that is not blank has a kind, or an error forbids running the file.
func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		doc, list := Parse(Source{Path: "x.feature", Bytes: src}, Options{MaxErrors: 20, MaxLine: 2000})
		if len(list) > 20 {
			t.Fatalf("%d diagnostics", len(list))
		}
		edited := 0
		for _, d := range list {
			for _, e := range d.Edits {
				edited += len(e.New) + 1
			}
			if d.Code == codeInternal {
				t.Fatalf("the parser broke down: %v", d.Args)
			}
			if d.Line < 1 || d.Column < 1 || d.Path != "x.feature" || d.EndColumn != 0 && d.EndColumn <= d.Column-1 {
				t.Fatalf("position: %+v", d)
			}
			for _, a := range d.Args {
				if !utf8.ValidString(a) {
					t.Fatalf("argument %q of %s", a, d.Code)
				}
			}
		}
		if limit := 21 * (3*len(src) + 200); edited > limit {
			t.Fatalf("edits of %d bytes for a file of %d", edited, len(src))
		}
		if doc != nil {
			if got := rebuild(t, doc); got != string(src) {
				t.Fatalf("tokens give %q, want %q", got, src)
			}
			checkSpans(t, "x.feature", doc)
		}
		if HasErrors(list) {
			return
		}
		if doc == nil || doc.Feature == nil {
			t.Fatal("neither document nor error")
		}
		described := 0
		for i, kind := range doc.Lines {
			text := strings.TrimFunc(doc.Text(i+1), invisible)
			if text != "" && kind == LineRefused {
				t.Fatalf("line %d is lost: %q", i+1, text)
			}
			if kind == LineDescription && text != "" {
				described++
			}
		}
		if got := countAbout(doc.Feature); got != described {
			t.Fatalf("%d lines of description in the tree, %d in the file", got, described)
		}
	})
}

// FuzzFixes holds that edits mend what they are given for.
func FuzzFixes(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) < 4000 {
			checkFixes(t, src, Options{MaxErrors: 20})
		}
	})
}

// countAbout counts the lines of all descriptions of a tree.
func countAbout(f *Feature) int {
	n := 0
	add := func(s string) {
		for l := range strings.SplitSeq(s, "\n") {
			if strings.TrimFunc(l, invisible) != "" {
				n++
			}
		}
	}
	background := func(b *Background) {
		if b != nil {
			add(b.About)
		}
	}
	scenarios := func(list []*Scenario) {
		for _, s := range list {
			add(s.About)
			for _, e := range s.Examples {
				add(e.About)
			}
		}
	}
	add(f.About)
	background(f.Background)
	scenarios(f.Scenarios)
	for _, r := range f.Rules {
		add(r.About)
		background(r.Background)
		scenarios(r.Scenarios)
	}
	return n
}
