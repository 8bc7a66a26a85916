package cli

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recette/internal/corpusgen"
	"recette/internal/workspace"
)

// lintedProject writes a small project of generated features, with a fault here and there.
func lintedProject(t *testing.T, features int) string {
	t.Helper()
	dir := t.TempDir()
	o := corpusgen.Options{Features: features, Scenarios: 3, Steps: 4, Definitions: 50, IDs: true}
	if _, err := o.Write(filepath.Join(dir, "features")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, workspace.ConfigFile), []byte("name: x\n"), 0o600); err != nil {
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

// TestLint_CacheTellsTheTruth changes a project at random, many times, and asks with the cache and without: files
// written, removed, copied, touched, ids doubled across files, settings changed, a part of the project asked for.
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
	settings := []string{
		"", "lint: {rules: {id-missing: error}}\n", "lint: {profile: script}\n", "retired_ids: [SC-0001]\n",
		"tags: {case: \"@TC-\"}\n",
	}
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
			must(
				os.WriteFile(
					filepath.Join(dir, workspace.ConfigFile), []byte("name: x\n"+settings[r.IntN(len(settings))]),
					0o600,
				),
			)
		case 6:
			linted(t, dir, filepath.Join(dir, "features", "d000"))
		}
		code, got := linted(t, dir, "--json")
		wantCode, want := linted(t, dir, "--json", "--no-cache")
		if code != wantCode || got != want {
			t.Fatalf(
				"round %d: exit %d with the cache, %d without;\nwith\n%s\nwithout\n%s", round, code, wantCode, got,
				want,
			)
		}
	}
}

// TestCounter holds that a person who waits more than a second sees how far the run is, now and then, and that nothing
// is left of it.
func TestCounter(t *testing.T) {
	var shown strings.Builder
	at := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	a := &app{words: printers(t)[0], env: Env{Stderr: &shown}}
	a.env.Now = func() time.Time { at = at.Add(60 * time.Millisecond); return at }
	show, wipe := a.counterOn(20)
	for done := range 20 {
		show(done + 1)
	}
	wipe()
	lines := strings.Split(shown.String(), "\r\x1b[K")
	if len(lines) < 3 || len(lines) > 6 || lines[0] != "" || lines[len(lines)-1] != "" ||
		!strings.Contains(lines[1], "/ 20") {
		t.Errorf("%q", lines)
	}
	if first := strings.Fields(lines[1])[0]; first != "17" {
		t.Errorf("first shown after %s files, want the seventeenth, a second after the start", first)
	}
}
