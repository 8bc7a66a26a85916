package authoring

import (
	"errors"
	"maps"
	"testing"

	"recette/internal/reference"
	"recette/internal/workspace"
)

// A number is never given twice: one that is only cited was given.
func TestNextNumber(t *testing.T) {
	for name, tt := range map[string]struct {
		files map[string]string
		want  string
	}{
		"the first": {nil, "DEC-0001"},
		"after one": {
			map[string]string{"decisions/DEC-0004.md": "# DEC-0004 - Choix\n\nStatut : proposée\n"}, "DEC-0005",
		},
		"cited only": {
			map[string]string{
				"features/a.feature": "# language: fr\n@DEC-0041\nFonctionnalité: A\n\n  Scénario: B\n    Quand b\n",
			}, "DEC-0042",
		},
		"left out": {
			map[string]string{
				"stories.yaml": "stories:\n  - id: US-1\n    title: A\n    criteria:\n      - {id: CA-1.9, text: B, " +
					"out_of_scope: DEC-00012}\n",
			}, "DEC-00013",
		},
	} {
		files := small()
		maps.Copy(files, tt.files)
		p := opened(t, files)
		set, _ := p.References()
		if got, err := nextNumber(t.Context(), p, set); got != tt.want || err != nil {
			t.Errorf("%s: nextNumber = %s, %v, want %s", name, got, err, tt.want)
		}
	}
}

// A history that git cannot read was taken for one without decisions: a number could be given twice.
func TestNextNumber_RefusesAHistoryThatCannotBeRead(t *testing.T) {
	p := opened(t, small())
	if next, err := nextNumber(t.Context(), p, &reference.Set{}); err != nil || next != "DEC-0001" {
		t.Fatalf("without a repository: %q, %v", next, err)
	}
	shell(t, p, "git init -q")
	if next, err := nextNumber(t.Context(), p, &reference.Set{}); err != nil || next != "DEC-0001" {
		t.Fatalf("in a repository without a commit: %q, %v", next, err)
	}
	shell(t, p, "mkdir decisions; echo x > decisions/DEC-0007.md; "+
		"git add .; git commit -qm a; git rm -qr decisions; git commit -qm b")
	if next, err := nextNumber(t.Context(), p, &reference.Set{}); err != nil || next != "DEC-0008" {
		t.Fatalf("after a decision that was deleted: %q, %v", next, err)
	}
	shell(t, p, "object=.git/objects/$(git rev-parse HEAD~ | sed 's,^..,&/,'); chmod u+w $object; echo x > $object")
	if next, err := nextNumber(t.Context(), p, &reference.Set{}); !errors.Is(err, workspace.ErrGit) {
		t.Errorf("in a broken repository: %q, %v; want ErrGit", next, err)
	}
}
