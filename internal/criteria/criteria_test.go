package criteria_test

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/criteria"
	"recette/internal/reference"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// fold reads a project written as files.
func fold(t *testing.T, files map[string]string) *criteria.Fold {
	t.Helper()
	tree := fstest.MapFS{}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := reference.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	f, cases := criteria.New(vocabulary.Default(), set), 0
	o := catalogue.Options{Syntax: syntax.Options{Language: "fr"}}
	err = catalogue.Walk(t.Context(), tree, []string{"features"}, o, func(file catalogue.File) error {
		if first := f.Add(&file); first != cases {
			t.Errorf("%s: the first case is number %d, want %d", file.Path, first, cases)
		}
		cases += len(file.Cases)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// told writes the criteria, one a line.
func told(f *criteria.Fold) []string {
	var out []string
	for _, c := range f.List() {
		line := fmt.Sprintf("%s %s %q %v/%v/%v", c.Story, c.ID, c.Text, c.Cases, c.Drafts, c.Obsolete)
		if c.Unknown {
			line += " unknown"
		}
		if !c.Declared && c.ID != "" {
			line += " tagged"
		}
		if c.LeftOut {
			line += " out"
		}
		out = append(out, line)
	}
	return out
}

const backlog = `stories:
  - id: US-2
    title: B
    criteria:
      - {id: CA-2.1, text: deux un}
      - {id: CA-1.1, text: pris}
  - id: US-9
    title: Sans critère
`

func feature(tags, rest string) string {
	return "# language: fr\n" + tags + "\nFonctionnalité: F\n" + rest
}

func scenario(tags string) string {
	return "\n  " + tags + "\n  Scénario: S\n    Quand x\n    Alors y\n"
}

func TestFold_List(t *testing.T) {
	t.Parallel()
	outline := "\n  @SC-7\n  Plan du scénario: P\n    Quand <x>\n    Alors y\n\n" +
		"    @CA-1.3\n    Exemples:\n      | x |\n      | a |\n      | b |\n\n" +
		"    @CA-1.4 @brouillon\n    Exemples:\n      | x |\n      | c |\n"
	for name, tc := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"nothing": {map[string]string{"features/a.feature": "# rien\n"}, nil},
		"a tag is a criterion": {
			map[string]string{"features/a.feature": feature("@US-1", scenario("@SC-1 @CA-1.1")+
				scenario("@SC-2 @CA-1.1 @brouillon")+scenario("@SC-3 @CA-1.1 @obsolete"))},
			[]string{`US-1 CA-1.1 "" [0]/[1]/[2] tagged`},
		},
		"Examples have their own": {
			map[string]string{"features/a.feature": feature("@US-1 @CA-1.2", outline)},
			[]string{
				`US-1 CA-1.2 "" [0 1]/[2]/[] tagged`, `US-1 CA-1.3 "" [0 1]/[]/[] tagged`,
				`US-1 CA-1.4 "" []/[2]/[] tagged`,
			},
		},
		"the backlog comes first, and is the whole promise": {
			map[string]string{
				"stories.yaml":       backlog,
				"features/a.feature": feature("@US-1", "  CA-1.1 : un\n  CA-1.2 : deux\n"+scenario("@SC-1 @CA-1.1")),
				"features/b.feature": feature("@US-2", "  CA-2.5 : ailleurs\n"+scenario("@SC-2 @CA-2.5 @CA-2.1")),
			},
			[]string{
				`US-2 CA-2.1 "deux un" [1]/[]/[]`, `US-2 CA-1.1 "pris" [0]/[]/[]`, `US-1 CA-1.2 "deux" []/[]/[]`,
				`US-2 CA-2.5 "" [1]/[]/[] unknown tagged`, `US-9  "" []/[]/[]`,
			},
		},
		"a story without criterion, an obsolete one and a description of no story": {
			map[string]string{
				"features/a.feature": feature("@US-1", scenario("@SC-1")),
				"features/b.feature": feature("@US-2 @obsolete", "  CA-2.1 : ancien\n"+scenario("@SC-2 @CA-2.1")),
				"features/c.feature": feature("@x", "  CA-3.1 : à personne\n"+scenario("@SC-3")),
			},
			[]string{`US-2 CA-2.1 "ancien" []/[]/[1]`, ` CA-3.1 "à personne" []/[]/[]`, `US-1  "" []/[]/[]`},
		},
		"an outline without a row names what it is for": {
			map[string]string{"features/a.feature": feature("@US-1", "\n  @SC-1 @CA-1.1\n  Plan du scénario: P\n"+
				"    Quand <x>\n    Alors y\n\n    Exemples:\n      | x |\n")},
			[]string{`US-1 CA-1.1 "" []/[]/[] tagged`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tc.want, told(fold(t, tc.files))); diff != "" {
				t.Errorf("criteria (-want +got):\n%s", diff)
			}
		})
	}
}

// A criterion is named after the Règle that holds all its cases, and after none when several do.
func TestFold_Rule(t *testing.T) {
	t.Parallel()
	rule := func(name, tags string) string {
		return "\n  Règle: " + name + "\n    " + tags + "\n    Scénario: S\n      Quand x\n      Alors y\n"
	}
	f := fold(t, map[string]string{"features/a.feature": feature("@US-1",
		rule("Une", "@SC-1 @CA-1")+rule("Deux", "@SC-2 @CA-2")+rule("Trois", "@SC-3 @CA-2"))})
	got := map[string]string{}
	for _, c := range f.List() {
		got[c.ID] = c.Rule
	}
	if diff := cmp.Diff(map[string]string{"CA-1": "Une", "CA-2": ""}, got); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
}

func TestDeclare_Again(t *testing.T) {
	t.Parallel()
	of := func(id, story string) criteria.Declaration {
		return criteria.Declaration{Criterion: reference.Criterion{ID: id}, Story: story}
	}
	d := criteria.Declare(&reference.Set{}, []criteria.Declaration{
		of("CA-1", "US-2"), of("CA-1", "US-1"), of("CA-2", "US-1"), of("CA-2", "US-1"),
	})
	if diff := cmp.Diff([]criteria.Declaration{of("CA-1", "US-2"), of("CA-2", "US-1")}, d.Order); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]criteria.Declaration{of("CA-1", "US-1")}, d.Again); diff != "" {
		t.Errorf("again (-want +got):\n%s", diff)
	}
}
