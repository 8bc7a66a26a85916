package runner

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recette/internal/corpusgen"
	"recette/internal/durable"
	"recette/internal/lint"
	"recette/internal/syntax"
)

func everything(*lint.Finding) bool { return true }

// TestFix_OscillationEnds holds that rules that undo each other do not run for ever, and that what is written is read
// back.
func TestFix_OscillationEnds(t *testing.T) {
	swap := func(id, from, to string) lint.Rule {
		return lint.Rule{ID: id, CA: syntax.Info, File: func(p *lint.Pass, f *lint.File) {
			if at := strings.Index(f.Doc.Source(), from); at >= 0 {
				p.Report(lint.Place{Line: 1}).Edits = []syntax.Edit{
					{Span: syntax.Span{Start: at, End: at + len(from)}, New: to},
				}
			}
		}}
	}
	l := linting(t, 2, []lint.Rule{swap("a", "# language", "#  language"), swap("b", "#  language", "# language")})
	fixed, err := l.Fix(t.Context(), everything, false)
	if err != nil || len(fixed.Mended) != 2*maxRounds {
		t.Errorf("%d mended, want %d; %v", len(fixed.Mended), 2*maxRounds, err)
	}
}

// TestFix_RefusesWhatLosesAStep holds that a fix that would lose a step is not made, and that the others are.
func TestFix_RefusesWhatLosesAStep(t *testing.T) {
	l := linting(t, 1, nil)
	path := filepath.Join(l.Root, "features", corpusgen.Path(0))
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	step := strings.Index(string(before), "    Quand ")
	l.Options.Rules = []lint.Rule{{ID: "x", CA: syntax.Info, File: func(p *lint.Pass, f *lint.File) {
		if src := f.Doc.Source(); strings.Contains(src, "# language: fr") {
			p.Report(lint.Place{Line: 1}).Edits = []syntax.Edit{
				{Span: syntax.Span{Start: 0, End: len("# language: fr")}, New: "#language: fr"},
			}
			end := step + strings.Index(src[step:], "\n") + 1
			p.Report(lint.Place{Line: 9}).Edits = []syntax.Edit{{Span: syntax.Span{Start: step, End: end}}}
		}
	}}}
	fixed, err := l.Fix(t.Context(), everything, false)
	if err != nil || len(fixed.Mended) != 1 {
		t.Fatalf("%d mended, %v", len(fixed.Mended), err)
	}
	after, err := os.ReadFile(path)
	if err != nil || string(after) != strings.Replace(string(before), "# language: fr", "#language: fr", 1) {
		t.Errorf("%v\n%s", err, after)
	}
}

// TestFix_WritesNothingOverAnothersWork holds that a file that changed meanwhile stops the whole.
func TestFix_WritesNothingOverAnothersWork(t *testing.T) {
	r := linting(t, 3, nil)
	dir := r.Root
	path := func(i int) string { return filepath.Join(dir, "features", corpusgen.Path(i)) }
	m := mending{Runner: r, original: map[string][]byte{}}
	m.overlay = map[string][]byte{}
	for i := range 3 {
		rel := filepath.ToSlash(filepath.Join("features", corpusgen.Path(i)))
		m.original[rel], m.overlay[rel] = fmt.Appendf(nil, "avant %d", i), []byte("après")
		if err := os.WriteFile(path(i), m.original[rel], 0o640); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(path(2), []byte("d’une autre main"), 0o640); err != nil {
		t.Fatal(err)
	}
	var bad *durable.FileError
	if err := m.write(); !errors.As(err, &bad) || !errors.Is(err, durable.ErrChanged) ||
		bad.Path != "features/"+corpusgen.Path(2) {
		t.Errorf("error %v, want that %s changed", err, corpusgen.Path(2))
	}
	for i, want := range []string{"avant 0", "avant 1", "d’une autre main"} {
		if got, err := os.ReadFile(path(i)); err != nil || string(got) != want {
			t.Errorf("file %d: %q, %v", i, got, err)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, "features", "*", ".recette-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
