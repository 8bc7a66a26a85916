package workspace

import (
	"errors"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/reference"
)

func TestCitations(t *testing.T) {
	files := small()
	files["features/adhesion.feature"] = "# language: fr\n@US-1 @DEC-0002\nFonctionnalité: Adhésion\n\n  @DEC-0001\n " +
		" Règle: R\n\n" +
		"    @SC-0001 @DEC-0002\n    Plan du scénario: Adhérer\n      Quand <x>\n      Alors y\n\n      @DEC-0003\n  " +
		"    Exemples:\n" +
		"        | x |\n        | a |\n"
	files["stories.yaml"] = "stories:\n  - id: US-1\n    title: Adhérer\n    criteria:\n" +
		"      - {id: CA-1.9, text: Plus tard, out_of_scope: DEC-0002}\n"
	p := opened(t, files)
	set, _ := p.References() // the decisions that are cited have no page
	got, err := p.Citations(t.Context(), set)
	if err != nil {
		t.Fatal(err)
	}
	const path = "features/adhesion.feature"
	want := map[string][]Citation{
		"DEC-0001": {{Path: path, Line: 5}},
		"DEC-0002": {
			{Path: path, Line: 2}, {Path: path, Line: 8}, {Path: "stories.yaml", Line: 5, Criterion: "CA-1.9"},
		},
		"DEC-0003": {{Path: path, Line: 13}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Citations (-want +got):\n%s", diff)
	}
}

// A number is never given twice: one that is only cited was given.
func TestNextDecision(t *testing.T) {
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
		if got, err := p.NextDecision(t.Context(), set); got != tt.want || err != nil {
			t.Errorf("%s: NextDecision = %s, %v, want %s", name, got, err, tt.want)
		}
	}
}

func TestAssignIDs_GivesNoneTwice(t *testing.T) {
	files := small()
	without := "# language: fr\n@US-3\nFonctionnalité: Don\n\n  Scénario: Donner\n    Quand il donne\n    Alors il a " +
		"donné\n"
	files["features/don.feature"] = without
	files["recette.yaml"] += "retired_ids: [SC-0008]\n"
	list, err := opened(t, files).AssignIDs(t.Context(), []string{"SC-0007"})
	if err != nil {
		t.Fatal(err)
	}
	given := map[string][]string{}
	for _, n := range list {
		if len(n.Read) == 0 {
			t.Errorf("%s comes without what was read", n.Path)
		}
		for _, id := range n.IDs {
			given[n.Path] = append(given[n.Path], id.ID)
		}
	}
	if diff := cmp.Diff(map[string][]string{"features/don.feature": {"SC-0009"}}, given); diff != "" {
		t.Errorf("ids given (-want +got):\n%s", diff)
	}
}

// A history that git cannot read was taken for one without decisions: a number could be given twice.
func TestNextDecision_RefusesAHistoryThatCannotBeRead(t *testing.T) {
	p := opened(t, small())
	if next, err := p.NextDecision(t.Context(), &reference.Set{}); err != nil || next != "DEC-0001" {
		t.Fatalf("without a repository: %q, %v", next, err)
	}
	shell(t, p, "git init -q")
	if next, err := p.NextDecision(t.Context(), &reference.Set{}); err != nil || next != "DEC-0001" {
		t.Fatalf("in a repository without a commit: %q, %v", next, err)
	}
	shell(t, p, "mkdir decisions; echo x > decisions/DEC-0007.md; "+
		"git add .; git commit -qm a; git rm -qr decisions; git commit -qm b")
	if next, err := p.NextDecision(t.Context(), &reference.Set{}); err != nil || next != "DEC-0008" {
		t.Fatalf("after a decision that was deleted: %q, %v", next, err)
	}
	shell(t, p, "object=.git/objects/$(git rev-parse HEAD~ | sed 's,^..,&/,'); chmod u+w $object; echo x > $object")
	if next, err := p.NextDecision(t.Context(), &reference.Set{}); !errors.Is(err, ErrGit) {
		t.Errorf("in a broken repository: %q, %v; want ErrGit", next, err)
	}
	var unread *CommitError
	var told []error
	in := documenting(passed(), &told)
	in.Since = "HEAD~"
	if _, err := p.Documentation(t.Context(), in); !errors.As(err, &unread) || !errors.Is(unread.Err, ErrGit) {
		t.Errorf("Documentation since a commit that git cannot read: %v; want a CommitError over ErrGit", err)
	}
}
