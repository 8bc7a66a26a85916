package format

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/syntax"
)

var update = flag.Bool("update", false, "write what the formatter gives as what it should give")

// variants are the options of the files of testdata/torture, by name without extension.
func variants() map[string]Options {
	return map[string]Options{
		"attendu": {}, "attendu-4": {Indent: 4}, "attendu-accents": {Accents: true}, "attendu-crlf": {EOL: crlf},
		"attendu-keep": {EOL: Keep},
	}
}

// TestTorture lays out one file for each fault measured in other formatters and for each convention.
// A file with refus.txt is to be refused, with these codes.
func TestTorture(t *testing.T) {
	dirs, err := filepath.Glob("testdata/torture/*")
	if err != nil || len(dirs) < 30 {
		t.Fatalf("found %d cases, %v", len(dirs), err)
	}
	for _, dir := range dirs {
		data, err := os.ReadFile(filepath.Join(dir, "entree.feature"))
		if err != nil {
			t.Fatal(err)
		}
		src := syntax.Source{Path: filepath.ToSlash(filepath.Join(dir, "entree.feature")), Bytes: data}
		tried := 0
		for name, o := range variants() {
			golden := filepath.Join(dir, name+".feature")
			if _, err := os.Stat(golden); err != nil {
				continue
			}
			tried++
			t.Run(filepath.Base(dir)+"/"+name, func(t *testing.T) {
				r, err := Format(src, o)
				if err != nil {
					t.Fatalf("refused: %v %v", err, r.Diagnostics)
				}
				same(t, golden, r.Bytes)
				for _, c := range holds(src, r, o) {
					t.Error(c)
				}
			})
		}
		golden := filepath.Join(dir, "refus.txt")
		if _, err := os.Stat(golden); err == nil {
			tried++
			t.Run(filepath.Base(dir)+"/refus", func(t *testing.T) {
				r, err := Format(src, Options{})
				if !errors.Is(err, ErrSyntax) || r.Changed || string(r.Bytes) != string(data) || r.Edits != nil {
					t.Errorf(
						"error %v, changed %v, %d edits: want a refusal and the file as it is", err, r.Changed,
						len(r.Edits),
					)
				}
				same(t, golden, []byte(strings.Join(codes(r.Diagnostics), " ")+"\n"))
			})
		}
		if tried == 0 {
			t.Errorf("%s: nothing is expected of it", dir)
		}
	}
}

func codes(list []syntax.Diagnostic) []string {
	var out []string
	for _, d := range list {
		if d.Severity == syntax.Error {
			out = append(out, string(d.Code))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func same(t *testing.T, golden string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); d != "" {
		t.Errorf("%s (-want +got):\n%s", golden, d)
	}
}
