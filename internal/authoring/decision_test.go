package authoring

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/reference"
	"recette/internal/workspace"
)

// logged is a project with a decision that stands and one that it replaces.
func logged(t *testing.T) *workspace.Project {
	t.Helper()
	files := small()
	page := func(id, status string) string {
		return "# " + id + " – Un\n\n- **Date** : 02/03/2026\n- **Décideur** : Ana\n- **Statut** : " + status + "\n"
	}
	files["decisions/DEC-0001.md"] = page("DEC-0001", "remplacée par DEC-0002")
	files["decisions/DEC-0002.md"] = page("DEC-0002", "actée")
	return opened(t, files)
}

func deciding() Deciding {
	return Deciding{Decision: reference.Decision{Title: "  Un\n titre "}, Today: "2026-11-23"}
}

func pageOf(t *testing.T, p *workspace.Project, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(p.Root, name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return string(data)
}

// A decision takes the next number, is dated today and proposed unless somebody says otherwise.
func TestDecide(t *testing.T) {
	p := logged(t)
	ask := deciding()
	ask.DryRun = true
	would, err := Decide(t.Context(), p, ask)
	if err != nil || would.ID != "DEC-0003" || pageOf(t, p, would.Path) != "" {
		t.Fatalf("Decide that writes nothing = %+v, %v", would, err)
	}
	made, err := Decide(t.Context(), p, deciding())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(would, made); diff != "" {
		t.Errorf("what is made (-announced +made):\n%s", diff)
	}
	if diff := cmp.Diff(made.Text, pageOf(t, p, "decisions/DEC-0003.md")); diff != "" {
		t.Errorf("the page (-said +written):\n%s", diff)
	}
	set, err := p.References()
	if err != nil {
		t.Fatal(err)
	}
	d, _ := set.Decision("DEC-0003")
	if d.Title != "Un titre" || d.Date != "2026-11-23" || d.Status != reference.Proposed {
		t.Errorf("read back: %+v", d)
	}
}

func TestDecide_Replaces(t *testing.T) {
	p := logged(t)
	ask := deciding()
	ask.Status, ask.Decider, ask.Replaces = reference.Acted, "Ana", "DEC-0002"
	if _, err := Decide(t.Context(), p, ask); err != nil {
		t.Fatal(err)
	}
	set, err := p.References()
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"DEC-0001": "DEC-0003", "DEC-0002": "DEC-0003", "DEC-0003": ""} {
		d, _ := set.Decision(id)
		if got := set.Holder(&d); got != want {
			t.Errorf("%s is replaced in the end by %q, want %q", id, got, want)
		}
	}
}

// What is refused is refused before anything is written.
func TestDecide_Refuses(t *testing.T) {
	p := logged(t)
	write(
		t, p.Root, map[string]string{"decisions/DEC-0009.md": "# DEC-0009 – Sans statut\n\n- **Date** : 02/03/2026\n"},
	)
	acted := func(d *Deciding) { d.Status, d.Decider = reference.Acted, "Ana" }
	for name, tt := range map[string]struct {
		change func(*Deciding)
		want   *DecisionError
	}{
		"no title":      {func(d *Deciding) { d.Title = " \n" }, &DecisionError{Fault: DecisionUntitled}},
		"acted by whom": {func(d *Deciding) { acted(d); d.Decider = " " }, &DecisionError{Fault: DecisionNobody}},
		"new and gone": {
			func(d *Deciding) { d.Status = reference.Superseded }, &DecisionError{Fault: DecisionReplaced},
		},
		"not decided": {func(d *Deciding) { d.Replaces = "DEC-0002" }, &DecisionError{Fault: DecisionNotActed}},
		"of another log": {
			func(d *Deciding) { acted(d); d.Replaces = "DEC-0004" },
			&DecisionError{Fault: DecisionUnknown, Standing: []string{"DEC-0002", "DEC-0009"}},
		},
		"replaced twice": {
			func(d *Deciding) { acted(d); d.Replaces = "DEC-0001" },
			&DecisionError{Fault: DecisionGone, Standing: []string{"DEC-0002", "DEC-0009"}},
		},
		"no status": {
			func(d *Deciding) { acted(d); d.Replaces = "DEC-0009" },
			&DecisionError{Fault: DecisionNoStatus, Path: "decisions/DEC-0009.md"},
		},
		"a section": {
			func(d *Deciding) { d.Question = "Qui ?\n## Choix\nmoi" }, &DecisionError{Fault: DecisionMisread},
		},
		"hidden bytes":  {func(d *Deciding) { d.Question = "a\xffb" }, &DecisionError{Fault: DecisionMisread}},
		"a list of one": {func(d *Deciding) { d.Impacts = []string{"a;b"} }, &DecisionError{Fault: DecisionMisread}},
	} {
		ask := deciding()
		tt.change(&ask)
		made, err := Decide(t.Context(), p, ask)
		got, _ := errors.AsType[*DecisionError](err)
		if diff := cmp.Diff(tt.want, got); diff != "" || made != nil {
			t.Errorf("%s: Decide = %+v, %v (-want +got):\n%s", name, made, err, diff)
		}
	}
	if left := pageOf(t, p, "decisions/DEC-0010.md"); left != "" {
		t.Errorf("written all the same:\n%s", left)
	}
}

func TestWriteNew_RefusesToOverwrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "d", "a.md")
	if err := writeNew(file, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := writeNew(file, []byte("y")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("second write: %v", err)
	}
	data, _ := os.ReadFile(file)
	rest, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".*"))
	if string(data) != "x" || len(rest) > 0 {
		t.Errorf("%q, left over %v", data, rest)
	}
}
