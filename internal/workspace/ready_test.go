package workspace

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/ready"
	"recette/internal/yamldoc"
)

func TestReadiness(t *testing.T) {
	p := opened(t, small())
	r, err := p.Readiness(t.Context(), "2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	if r.Registered || len(r.Unread) > 0 || r.Find("US-1") == nil || r.Find("US-2") == nil || r.Find("US-3") != nil {
		t.Errorf("readiness %+v, want US-1 and US-2 without a register", r)
	}
	write(t, p.Root, map[string]string{"features/perdu.feature": "Fonctionnalité: Perdue\n  Aprs rien\n"})
	if r, err = p.Readiness(t.Context(), "2026-11-23"); err != nil || len(r.Unread) == 0 {
		t.Errorf("unread %v, %v, want the faults of a file that may tell any story", r.Unread, err)
	}
	write(t, p.Root, map[string]string{"dor.yaml": "chekcs: []\n"})
	var bad *ready.RegisterError
	var doc *yamldoc.Error
	if _, err := p.Readiness(t.Context(), "2026-11-23"); !errors.As(err, &bad) || !errors.As(err, &doc) {
		t.Errorf("Readiness with a faulty register: %v, want a RegisterError with its problems", err)
	}
}

// One reading gives what two would.
func TestReadinessAndFiles(t *testing.T) {
	p := opened(t, small())
	want, err := p.Readiness(t.Context(), "2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	known, err := p.References()
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.readinessAndFiles(t.Context(), known, "2026-11-23", func(f *catalogue.File) {
		for i := range f.Cases {
			ids = append(ids, f.Cases[i].ID)
		}
	})
	if err != nil || !reflect.DeepEqual(want, got) || !slices.Equal(ids, []string{"SC-0001", "SC-0002"}) {
		t.Errorf("cases %v, %v, want both in order and the same readiness", ids, err)
	}
	write(t, p.Root, map[string]string{"features/perdu.feature": "Fonctionnalité: Perdue\n  Aprs rien\n"})
	_, err = p.readinessAndFiles(t.Context(), known, "2026-11-23", func(*catalogue.File) {})
	if _, ok := errors.AsType[*FeaturesError](err); !ok {
		t.Errorf("a file that cannot be read: %v, want a FeaturesError", err)
	}
}

func TestLinting(t *testing.T) {
	files := small()
	files["recette.yaml"] += "format:\n  indent: 4\n"
	p := opened(t, files)
	o, err := p.LintOptions()
	if err != nil {
		t.Fatal(err)
	}
	if got := o.Settings["format"].Values["indent"]; got != 4 {
		t.Errorf("the rule of the layout is told of %v, want 4", got)
	}
	var first lint.Result
	for _, cached := range []bool{false, true, true} {
		l, err := p.Linting(t.Context(), o, p.Features, cached)
		if err != nil {
			t.Fatal(err)
		}
		found, err := l.Result(t.Context())
		if err != nil || len(found.Findings) == 0 {
			t.Fatalf("%d findings, %v, want some", len(found.Findings), err)
		}
		if first.Findings != nil && len(first.Findings) != len(found.Findings) {
			t.Errorf(
				"cached %v: %d findings, want %d as without a cache", cached, len(found.Findings), len(first.Findings),
			)
		}
		first = found
	}
	var target *TargetError
	if _, err := p.Linting(t.Context(), o, []string{"features/rien"}, false); !errors.As(err, &target) {
		t.Errorf("Linting of nothing: %v, want a TargetError", err)
	}
	write(
		t, p.Root,
		map[string]string{"recette.yaml": files["recette.yaml"] + "lint:\n  rules:\n    pas-une-regle: error\n"},
	)
	if p, err = Open(p.Root, Deps{}); err != nil {
		t.Fatal(err)
	}
	var config *ConfigError
	if _, err := p.LintOptions(); !errors.As(err, &config) || !strings.Contains(err.Error(), "pas-une-regle") {
		t.Errorf("LintOptions with an unknown rule: %v, want a ConfigError that names it", err)
	}
}
