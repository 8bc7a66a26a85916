package cli

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recette/internal/corpusgen"
	"recette/internal/lint"
	"recette/internal/project"
	"recette/internal/syntax"
)

// lintedProject writes a small project of generated features, with a fault here and there.
func lintedProject(t *testing.T, features int) string {
	t.Helper()
	dir := t.TempDir()
	o := corpusgen.Options{Features: features, Scenarios: 3, Steps: 4, Definitions: 50, IDs: true}
	if _, err := o.Write(filepath.Join(dir, "features")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, project.FileName), []byte("name: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func linted(t *testing.T, dir string, args ...string) (int, string) {
	t.Helper()
	var out, errs strings.Builder
	code := Run(t.Context(), testEnv(t, &out, &errs, append([]string{"-C", dir, "lint"}, args...)...))
	if errs.Len() > 0 {
		t.Fatalf("lint %v: %s", args, errs.String())
	}
	return code, out.String()
}

// TestLint_CacheTellsTheTruth changes a project at random, many times, and asks with the cache and without: files written,
// removed, copied, touched, ids doubled across files, settings changed, a part of the project asked for.
func TestLint_CacheTellsTheTruth(t *testing.T) {
	dir := lintedProject(t, 12)
	r := rand.New(rand.NewPCG(7, 11))
	path := func(i int) string { return filepath.Join(dir, "features", corpusgen.Path(i)) }
	must := func(err error) {
		t.Helper()
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	settings := []string{"", "lint: {rules: {id-missing: error}}\n", "lint: {profile: script}\n", "retired_ids: [SC-0001]\n", "tags: {case: \"@TC-\"}\n"}
	for round := range 40 {
		i := r.IntN(12)
		text, err := os.ReadFile(path(i))
		must(err)
		switch r.IntN(7) {
		case 0:
			must(os.Remove(path(i)))
		case 1:
			must(os.WriteFile(path(i), append(text, "\n  Scénario: sans pas\n"...), 0o600))
		case 2: // the same length, within one tick of the clock
			must(os.WriteFile(path(i), []byte(strings.Replace(string(text), "    Quand ", "    Qaund ", 1)), 0o600))
		case 3: // ids that stand twice in the project
			must(os.MkdirAll(filepath.Dir(path(12+i)), 0o700))
			must(os.WriteFile(path(12+i), text, 0o600))
		case 4:
			must(os.WriteFile(path(i), text, 0o600))
		case 5:
			must(os.WriteFile(filepath.Join(dir, project.FileName), []byte("name: x\n"+settings[r.IntN(len(settings))]), 0o600))
		case 6:
			linted(t, dir, filepath.Join(dir, "features", "d000"))
		}
		code, got := linted(t, dir, "--json")
		wantCode, want := linted(t, dir, "--json", "--no-cache")
		if code != wantCode || got != want {
			t.Fatalf("round %d: exit %d with the cache, %d without;\nwith\n%s\nwithout\n%s", round, code, wantCode, got, want)
		}
	}
}

func newTestLinting(t *testing.T, dir string, rules []lint.Rule) *linting {
	t.Helper()
	var out, errs strings.Builder
	a := &app{env: testEnv(t, &out, &errs), words: printers(t)[0], dir: dir}
	p, err := a.project()
	if err != nil {
		t.Fatal(err)
	}
	l, err := a.newLinting(t.Context(), p, lint.Options{Rules: rules}, p.Features)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestLinting_InOrder holds that records come in the order of the files, whichever core judges them.
func TestLinting_InOrder(t *testing.T) {
	l := newTestLinting(t, lintedProject(t, 60), []lint.Rule{{ID: "x", CA: syntax.Info, File: func(p *lint.Pass, f *lint.File) {
		p.Note(lint.Place{Line: 1}, f.Path)
	}, Project: func(p *lint.Pass, notes []lint.Note) {
		for i, n := range notes {
			p.ReportIn("", lint.Place{Line: i + 1}, n.Key)
		}
	}}})
	found, err := l.result(t.Context())
	if err != nil || len(found.Findings) != 60 {
		t.Fatalf("%d findings, %v", len(found.Findings), err)
	}
	for i, f := range found.Findings {
		if f.Args[0] != l.entries[i].Path {
			t.Fatalf("file %d is %s, want %s", i, f.Args[0], l.entries[i].Path)
		}
	}
}

// TestLinting_Stops holds that neither a stop nor a rule that breaks down leaves a goroutine waiting.
func TestLinting_Stops(t *testing.T) {
	dir := lintedProject(t, 60)
	ctx, cancel := context.WithCancel(t.Context())
	l := newTestLinting(t, dir, []lint.Rule{{ID: "x", CA: syntax.Info, File: func(*lint.Pass, *lint.File) { cancel() }}})
	if _, err := l.result(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	l = newTestLinting(t, dir, []lint.Rule{{ID: "x", CA: syntax.Info, File: func(*lint.Pass, *lint.File) { panic("trou") }}})
	if _, err := l.result(t.Context()); err == nil || !strings.Contains(err.Error(), "trou") {
		t.Errorf("a rule that breaks down: %v", err)
	}
}

// TestLinting_Counter holds that a person who waits more than a second sees how far the run is, now and then, and that
// nothing is left of it.
func TestLinting_Counter(t *testing.T) {
	l := newTestLinting(t, lintedProject(t, 20), nil)
	var shown strings.Builder
	at := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	l.live, l.env.Stderr, l.env.Now = true, &shown, func() time.Time { at = at.Add(60 * time.Millisecond); return at }
	if _, err := l.result(t.Context()); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(shown.String(), "\r\x1b[K")
	if len(lines) < 3 || len(lines) > 6 || lines[0] != "" || lines[len(lines)-1] != "" || !strings.Contains(lines[1], "/ 20") {
		t.Errorf("%q", lines)
	}
	if first := strings.Fields(lines[1])[0]; first != "17" {
		t.Errorf("first shown after %s files, want the seventeenth, a second after the start", first)
	}
}

// TestFix_OscillationEnds holds that rules that undo each other do not run for ever, and that what is written is read back.
func TestFix_OscillationEnds(t *testing.T) {
	dir := lintedProject(t, 2)
	swap := func(id, from, to string) lint.Rule {
		return lint.Rule{ID: id, CA: syntax.Info, File: func(p *lint.Pass, f *lint.File) {
			if at := strings.Index(f.Doc.Source(), from); at >= 0 {
				p.Report(lint.Place{Line: 1}).Edits = []syntax.Edit{{Span: syntax.Span{Start: at, End: at + len(from)}, New: to}}
			}
		}}
	}
	l := newTestLinting(t, dir, []lint.Rule{swap("a", "# language", "#  language"), swap("b", "#  language", "# language")})
	_, mended, err := l.fix(t.Context(), &lintFlags{})
	if err != nil || len(mended) != 2*maxRounds {
		t.Errorf("%d mended, want %d; %v", len(mended), 2*maxRounds, err)
	}
}

// TestFix_RefusesWhatLosesAStep holds that a fix that would lose a step is not made, and that the others are.
func TestFix_RefusesWhatLosesAStep(t *testing.T) {
	dir := lintedProject(t, 1)
	path := filepath.Join(dir, "features", corpusgen.Path(0))
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	step := strings.Index(string(before), "    Quand ")
	l := newTestLinting(t, dir, []lint.Rule{{ID: "x", CA: syntax.Info, File: func(p *lint.Pass, f *lint.File) {
		if src := f.Doc.Source(); strings.Contains(src, "# language: fr") {
			p.Report(lint.Place{Line: 1}).Edits = []syntax.Edit{{Span: syntax.Span{Start: 0, End: len("# language: fr")}, New: "#language: fr"}}
			end := step + strings.Index(src[step:], "\n") + 1
			p.Report(lint.Place{Line: 9}).Edits = []syntax.Edit{{Span: syntax.Span{Start: step, End: end}}}
		}
	}}})
	_, mended, err := l.fix(t.Context(), &lintFlags{})
	if err != nil || len(mended) != 1 {
		t.Fatalf("%d mended, %v", len(mended), err)
	}
	after, err := os.ReadFile(path)
	if err != nil || string(after) != strings.Replace(string(before), "# language: fr", "#language: fr", 1) {
		t.Errorf("%v\n%s", err, after)
	}
}

// TestFix_WritesNothingOverAnothersWork holds that a file that changed meanwhile stops the whole.
func TestFix_WritesNothingOverAnothersWork(t *testing.T) {
	dir := lintedProject(t, 3)
	path := func(i int) string { return filepath.Join(dir, "features", corpusgen.Path(i)) }
	m := mending{linting: newTestLinting(t, dir, nil), original: map[string][]byte{}}
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
	if f, ok := errors.AsType[*failure](m.write()); !ok || f.key != "file-changed" {
		t.Errorf("error %v, want a conflict", f)
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
