package workspace

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/lint"
)

// The place that is named comes first, then that of the project; who needs a baseline has one.
func TestBaselineFile(t *testing.T) {
	declared := small()
	declared["recette.yaml"] += "lint:\n  baseline: qualite/acceptes.json\n"
	for name, tt := range map[string]struct {
		files map[string]string
		ask   Baselining
		want  string
		own   bool
	}{
		"nothing asked":       {small(), Baselining{}, "", false},
		"new findings alone":  {small(), Baselining{New: true}, "/" + DefaultBaseline, true},
		"renewed":             {small(), Baselining{Update: true}, "/" + DefaultBaseline, true},
		"declared":            {declared, Baselining{}, "/qualite/acceptes.json", true},
		"declared, and named": {declared, Baselining{File: "/ailleurs/a.json", New: true}, "/ailleurs/a.json", false},
	} {
		p := opened(t, tt.files)
		want := tt.want
		if want != "" && tt.own {
			want = p.Root + want
		}
		got := p.BaselineFile(tt.ask)
		if got != want || p.OwnsBaseline(got) != tt.own {
			t.Errorf("%s: %q, own %v, want %q, own %v", name, got, p.OwnsBaseline(got), want, tt.own)
		}
	}
}

func TestBaseline_Reads(t *testing.T) {
	p := opened(t, small())
	named := filepath.Join(p.Root, "a.json")
	for name, tt := range map[string]struct {
		ask  Baselining
		none bool
		want error
	}{
		"nothing accepted":              {Baselining{}, true, nil},
		"to be made":                    {Baselining{Update: true}, false, nil},
		"new ones, of no baseline":      {Baselining{New: true}, true, ErrNoBaseline},
		"named to be read, and missing": {Baselining{File: named}, true, fs.ErrNotExist},
		"named to be made":              {Baselining{File: named, Update: true}, false, nil},
	} {
		got, err := p.Baseline(tt.ask)
		if (got == nil) != tt.none || !errors.Is(err, tt.want) {
			t.Errorf("%s: Baseline = %v, %v, want none %v, %v", name, got, err, tt.none, tt.want)
		}
	}
	write(t, p.Root, map[string]string{"a.json": "{}"})
	_, err := p.Baseline(Baselining{File: named})
	if bad, ok := errors.AsType[*BaselineError](err); !ok || bad.Path != named || !errors.Is(err, lint.ErrBaseline) {
		t.Errorf("Baseline of another file = %v, want a BaselineError", err)
	}
}

// What is accepted is not found again; what a part of the project says leaves the rest as it was; an error of the
// reader is accepted by nobody.
func TestAccept(t *testing.T) {
	files := small()
	files["features/perdu.feature"] = "# language: fr\nFonctionnalité: Perdue\n  Aprs rien\n"
	p := opened(t, files)
	update := Baselining{Update: true}
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
		made, err := p.Accept(update, old, l, found.Findings, false)
		if err != nil {
			t.Fatal(err)
		}
		return old, made, known
	}
	old, made, _ := run(p.Features...)
	if len(old.Entries) != 0 || made.Name != DefaultBaseline || made.Count == 0 || !made.Undeclared {
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
	data, err := os.ReadFile(filepath.Join(p.Root, DefaultBaseline))
	if err != nil {
		t.Fatal(err)
	}
	want, err := all.Encode()
	if diff := cmp.Diff(string(want), string(data)); diff != "" || err != nil {
		t.Errorf("%v (-before +after):\n%s", err, diff)
	}
}
