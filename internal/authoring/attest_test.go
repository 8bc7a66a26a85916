package authoring

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/ready"
	"recette/internal/workspace"
)

const form = "# qui atteste quoi\nchecks:\n  - {id: estimated}\n"

func attesting() Attesting {
	return Attesting{
		Story: "US-1", Checks: []string{ready.Estimated}, By: " Ana ", Today: "2026-11-23", Note: " vu ", Form: form,
	}
}

func registerOf(t *testing.T, p *workspace.Project) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(p.Root, ready.FileName))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return string(data)
}

// What is attested is in the register, below what was there, and counts at the next look.
func TestAttest(t *testing.T) {
	p := opened(t, small())
	dry := attesting()
	dry.DryRun = true
	if made, err := Attest(t.Context(), p, dry); err != nil || !made.Created || registerOf(t, p) != "" {
		t.Fatalf("Attest that writes nothing = %+v, %v, and wrote %q", made, err, registerOf(t, p))
	}
	made, err := Attest(t.Context(), p, attesting())
	if err != nil || !made.Created || len(made.Statements) != 1 {
		t.Fatalf("Attest = %+v, %v, want one statement in a new register", made, err)
	}
	first := registerOf(t, p)
	if !strings.HasPrefix(first, form) || !strings.Contains(first, "by: Ana, on: \"2026-11-23\", note: vu") {
		t.Errorf("the register:\n%s", first)
	}
	again := attesting()
	again.Story, again.On = "US-2", "2026-11-20"
	if made, err = Attest(t.Context(), p, again); err != nil || made.Created {
		t.Fatalf("Attest in a register that is there = %+v, %v", made, err)
	}
	if second := registerOf(t, p); !strings.HasPrefix(second, first) || !strings.Contains(second, "2026-11-20") {
		t.Errorf("the register:\n%s\nwant it to go on from:\n%s", second, first)
	}
	r, err := p.Readiness(t.Context(), "2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"US-1", "US-2"} {
		if diff := cmp.Diff(ready.Count{Met: 1, Asked: 1}, r.Find(id).Attested); diff != "" {
			t.Errorf("%s is attested (-want +got):\n%s", id, diff)
		}
	}
}

// Whatever is refused leaves the register as it was.
func TestAttest_Refuses(t *testing.T) {
	p := opened(t, small())
	if _, err := Attest(t.Context(), p, attesting()); err != nil {
		t.Fatal(err)
	}
	before := registerOf(t, p)
	is := func(want error) func(error) bool { return func(err error) bool { return errors.Is(err, want) } }
	for name, tt := range map[string]struct {
		change func(*Attesting)
		want   func(error) bool
	}{
		"nobody":   {func(a *Attesting) { a.By = " \u00a0" }, is(ErrNobody)},
		"tomorrow": {func(a *Attesting) { a.On = "2026-11-24" }, is(ready.ErrFuture)},
		"another story": {
			func(a *Attesting) { a.Story = "US-01" },
			func(err error) bool { e, ok := errors.AsType[*ready.StoryError](err); return ok && e.Near == "US-1" },
		},
		"another check": {
			func(a *Attesting) { a.Checks = []string{"estimated", "relu"} },
			func(err error) bool { _, ok := errors.AsType[*ready.CheckError](err); return ok },
		},
	} {
		a := attesting()
		tt.change(&a)
		if made, err := Attest(t.Context(), p, a); made != nil || !tt.want(err) {
			t.Errorf("%s: Attest = %+v, %v", name, made, err)
		}
	}
	if after := registerOf(t, p); after != before {
		t.Errorf("the register became:\n%s", after)
	}
	write(t, p.Root, map[string]string{ready.FileName: "chekcs: []\n"})
	if _, err := Attest(t.Context(), p, attesting()); err == nil {
		t.Error("Attest in a register that cannot be read succeeds")
	} else if _, ok := errors.AsType[*ready.RegisterError](err); !ok {
		t.Errorf("Attest in a register that cannot be read = %v, want a RegisterError", err)
	}
}
