package runner

import (
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recette/internal/catalogue"
	"recette/internal/corpusgen"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// linting lists a project of generated features, to be judged by some rules.
func linting(t *testing.T, features int, rules []lint.Rule) *Runner {
	t.Helper()
	dir := t.TempDir()
	c := corpusgen.Options{Features: features, Scenarios: 3, Steps: 4, Definitions: 50, IDs: true}
	if _, err := c.Write(filepath.Join(dir, "features")); err != nil {
		t.Fatal(err)
	}
	r := &Runner{
		Tree: os.DirFS(dir), Root: dir, Options: lint.Options{Rules: rules},
		Reading: catalogue.Options{OutlineOnly: true},
	}
	var err error
	if r.Entries, err = catalogue.List(t.Context(), r.Tree, nil, r.Reading); err != nil {
		t.Fatal(err)
	}
	return r
}

type spokenOf struct{ path string }

func (s *spokenOf) Fields(f *lint.Fields) { f.Text(&s.path) }

// TestRunner_InOrder holds that judgements come in the order of the files, whichever core judges them.
func TestRunner_InOrder(t *testing.T) {
	l := linting(
		t, 60,
		[]lint.Rule{
			{ID: "x", CA: syntax.Info, Passes: lint.TwoPasses(func(_ *lint.Pass, f *lint.File, note func(spokenOf)) {
				note(spokenOf{f.Path})
			}, func(p *lint.Pass, notes iter.Seq2[string, spokenOf]) {
				line := 0
				for _, n := range notes {
					line++
					p.ReportIn("", lint.Place{Line: line}, n.path)
				}
			})},
		},
	)
	found, err := l.Result(t.Context())
	if err != nil || len(found.Findings) != 60 {
		t.Fatalf("%d findings, %v", len(found.Findings), err)
	}
	for i, f := range found.Findings {
		if f.Args[0] != l.Entries[i].Path {
			t.Fatalf("file %d is %s, want %s", i, f.Args[0], l.Entries[i].Path)
		}
	}
}

// TestRunner_Stops holds that neither a stop nor a rule that breaks down leaves a goroutine waiting.
func TestRunner_Stops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	l := linting(t, 60, []lint.Rule{{ID: "x", CA: syntax.Info, File: func(*lint.Pass, *lint.File) { cancel() }}})
	if _, err := l.Result(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	l = linting(t, 60, []lint.Rule{{ID: "x", CA: syntax.Info, File: func(*lint.Pass, *lint.File) { panic("trou") }}})
	if _, err := l.Result(t.Context()); err == nil || !strings.Contains(err.Error(), "trou") {
		t.Errorf("a rule that breaks down: %v", err)
	}
}

// TestRunner_Judged holds that whoever looks is told of each file, in order.
func TestRunner_Judged(t *testing.T) {
	r := linting(t, 20, nil)
	var told []int
	r.Judged = func(done int) { told = append(told, done) }
	if _, err := r.Result(t.Context()); err != nil || len(told) != 20 || told[0] != 1 || told[19] != 20 {
		t.Errorf("told %v, %v, want 1 to 20", told, err)
	}
}
