package authoring

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/lint"
	"recette/internal/workspace"
)

// What is accepted is not found again; what a part of the project says leaves the rest as it was; an error of the
// reader is accepted by nobody.
func TestAccept(t *testing.T) {
	files := small()
	files["features/perdu.feature"] = "# language: fr\nFonctionnalité: Perdue\n  Aprs rien\n"
	p := opened(t, files)
	update := workspace.Baselining{Update: true}
	run := func(targets ...string) (*lint.Baseline, *Accepted, []bool) {
		t.Helper()
		o, err := p.LintOptions()
		if err != nil {
			t.Fatal(err)
		}
		o.Partial = !p.IsWhole(targets)
		l, err := p.Linting(t.Context(), o, targets, false)
		if err != nil {
			t.Fatal(err)
		}
		found, err := l.Result(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		old, err := p.Baseline(update)
		if err != nil {
			t.Fatal(err)
		}
		known, _ := old.Match(found.Findings, &l.Options)
		made, err := Accept(p, update, old, l, found.Findings, false)
		if err != nil {
			t.Fatal(err)
		}
		return old, made, known
	}
	old, made, _ := run(p.Features...)
	if len(old.Entries) != 0 || made.Name != workspace.DefaultBaseline || made.Count == 0 || !made.Undeclared {
		t.Errorf("the first time: %d entries before, %+v", len(old.Entries), made)
	}
	if len(made.Left) == 0 || made.Left[0].Rule != lint.RuleSyntax {
		t.Errorf("left: %v, want what the reader could not read", made.Left)
	}
	all, again, known := run("features/adhesion.feature")
	if slices.Contains(known, false) {
		t.Errorf("of what was accepted, known: %v", known)
	}
	if diff := cmp.Diff(made.Count, again.Count); diff != "" || len(again.Left) != 0 {
		t.Errorf("after a part of the project (-all +now):\n%s%v", diff, again.Left)
	}
	data, err := os.ReadFile(filepath.Join(p.Root, workspace.DefaultBaseline))
	if err != nil {
		t.Fatal(err)
	}
	want, err := all.Encode()
	if diff := cmp.Diff(string(want), string(data)); diff != "" || err != nil {
		t.Errorf("%v (-before +after):\n%s", err, diff)
	}
}
