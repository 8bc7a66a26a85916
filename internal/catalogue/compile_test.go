package catalogue

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	messages "github.com/cucumber/messages/go/v21"
	"github.com/google/go-cmp/cmp"

	"recette/internal/syntax"
)

// cases parses a French source and fails the test on any error-level diagnostic.
func cases(t *testing.T, src string) []Case {
	t.Helper()
	f := Parse(syntax.Source{Path: "features/x.feature", Bytes: []byte(src)}, Options{})
	if syntax.HasErrors(f.Diagnostics) {
		t.Fatalf("diagnostics: %+v\n%s", f.Diagnostics, src)
	}
	return f.Cases
}

const full = `# language: fr
@US-101 @EPIC-adhesion
Fonctionnalité: Adhésion
  Afin de tenir le registre à jour

  Contexte:
    Soit un gestionnaire
    Et une antenne "Lyon"

  @SC-0001 @critique @CA-101.2 @CA-101.1 @RG-12 @parcours:adhesion
  Scénario: Complète
    \Quand tout va bien.
    Et un dossier :
      | pièce | statut |
      | Kbis  | validé |
    Quand je le valide
    * je le signe
    Alors le courriel part :
      """ text/plain
      Bonjour,
        à bientôt
      """
    Mais qu'aucune facture ne parte

  @parcours:tarif
  Règle: Le montant dépend de l'effectif
    La grille est votée.

    Contexte:
      Etant donnée une grille

    @SC-0002
    Plan du Scénario: <effectif> salariés
      Lorsqu'une entreprise de <effectif> adhère
      Alors elle paie :
        | montant   |
        | <montant> |

      @nominal
      Exemples: tranches
        | ID    | effectif | montant |
        | petit | 3        | 100     |
        | grand | 300      | <effectif>0 |

      @limite
      Exemples:
        | montant | effectif |
        | 0       | 0        |
        | 0       | 0        |
`

func TestCompile_wholeCase(t *testing.T) {
	got := cases(t, full)
	if len(got) != 5 {
		t.Fatalf("%d cases, want 5", len(got))
	}
	c := got[0]
	want := Case{
		ID: "SC-0001", Stable: true, Story: "US-101", Epic: "EPIC-adhesion",
		Criteria: []string{"CA-101.1", "CA-101.2"}, Rules: []string{"RG-12"}, Journeys: []string{"adhesion"},
		Critical: true,
		Tags: []string{
			"@US-101", "@EPIC-adhesion", "@SC-0001", "@critique", "@CA-101.2", "@CA-101.1", "@RG-12",
			"@parcours:adhesion",
		},
		Feature: c.Feature, Name: "Complète", Keyword: "Scénario", About: "    Quand tout va bien.", Line: 11,
		Steps: []Step{
			{Keyword: "Soit ", Type: Context, Text: "un gestionnaire", Background: true, Line: 7},
			{Keyword: "Et ", Type: Context, Text: `une antenne "Lyon"`, Background: true, Line: 8},
			{
				Keyword: "Et ", Type: Context, Text: "un dossier :", Line: 13,
				Table: [][]string{{"pièce", "statut"}, {"Kbis", "validé"}},
			},
			{Keyword: "Quand ", Type: Action, Text: "je le valide", Line: 16},
			{Keyword: "* ", Type: Action, Text: "je le signe", Line: 17},
			{
				Keyword: "Alors ", Type: Outcome, Text: "le courriel part :", Line: 18,
				DocString: &DocString{"text/plain", "Bonjour,\n  à bientôt"},
			},
			{Keyword: "Mais qu'", Type: Outcome, Text: "aucune facture ne parte", Line: 23},
		},
		Source: c.Source, Content: c.Content, Presentation: c.Presentation,
	}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Errorf("case differs (-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(c.Source, "  Contexte:\n") || !strings.Contains(c.Source, "\n\n  @SC-0001") ||
		!strings.HasSuffix(c.Source, "Mais qu'aucune facture ne parte") {
		t.Errorf("source of the block:\n%s", c.Source)
	}
	if f := c.Feature; f.Language != "fr" || f.Name != "Adhésion" || f.About != "  Afin de tenir le registre à jour" ||
		len(f.SHA256) != 64 {
		t.Errorf("feature: %+v", f)
	}
}

// The outline, which a lint sees, and the case, which a plan freezes, agree on what is an expected result.
func TestOutline_countsExpectedResults(t *testing.T) {
	const head = "# language: fr\nFonctionnalité: F\n"
	tests := map[string]struct {
		src  string
		want int
	}{
		"none": {head + "  Scénario: a\n    Soit x\n    Quand y\n    Et z\n", 0},
		"one and what follows": {
			head + "  Scénario: a\n    Quand y\n    Alors x\n    Et y\n    * z\n    Mais w\n", 4,
		},
		"an action after it":     {head + "  Scénario: a\n    Donc x\n    Quand y\n    Et z\n", 1},
		"a conjunction alone":    {head + "  Scénario: a\n    * x\n", 0},
		"of the background only": {head + "  Contexte:\n    Alors x\n  Scénario: a\n    Quand y\n", 0},
		"carried from it":        {head + "  Contexte:\n    Alors x\n  Scénario: a\n    Et y\n", 1},
		"carried through a rule": {
			head + "  Contexte:\n    Alors x\n  Règle: r\n    Contexte:\n      Et w\n    Scénario: a\n      Et y\n", 1,
		},
		"cut by the rule's own": {
			head + "  Contexte:\n    Alors x\n  Règle: r\n    Contexte:\n      Soit w\n    Scénario: a\n      Et y\n",
			0,
		},
		"the same for every row": {
			head + "  Plan du scénario: a\n    Alors <x>\n    Exemples:\n      | x |\n      | 1 |\n", 1,
		},
		"not carried to the next":  {head + "  Scénario: b\n    Alors x\n  Scénario: a\n    Et y\n", 0},
		"in the language of words": {"Feature: F\n  Scenario: a\n    Then x\n    And y\n", 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := Parse(
				syntax.Source{Path: "a.feature", Bytes: []byte(tt.src)},
				Options{Syntax: syntax.Options{Language: "en"}},
			)
			if syntax.HasErrors(f.Diagnostics) || len(f.Cases) == 0 {
				t.Fatalf("diagnostics %+v, %d cases", f.Diagnostics, len(f.Cases))
			}
			last := f.Outline.Scenarios[len(f.Outline.Scenarios)-1]
			k := f.Cases[len(f.Cases)-1]
			n := 0
			for i := range k.Steps {
				if k.Steps[i].Verifies() {
					n++
				}
			}
			if last.Outcomes != tt.want || n != tt.want || k.Verifies() != (tt.want > 0) {
				t.Errorf("outline counts %d, case %d (verifies: %v), want %d", last.Outcomes, n, k.Verifies(), tt.want)
			}
		})
	}
}

func TestCompile_rows(t *testing.T) {
	got := cases(t, full)[1:]
	for i, want := range []string{"SC-0002/petit", "SC-0002/grand"} {
		if got[i].ID != want || !got[i].Stable {
			t.Errorf("row %d: id %q stable %v, want %q", i, got[i].ID, got[i].Stable, want)
		}
	}
	if got[2].ID == got[3].ID {
		t.Errorf("two equal rows share the id %q", got[2].ID)
	}
	row := got[1]
	if row.Name != "300 salariés" || row.Line != 43 || row.Examples.Name != "tranches" ||
		row.Rule.About != "    La grille est votée." {
		t.Errorf("row: %+v", row)
	}
	if diff := cmp.Diff([][]string{{"montant"}, {"<effectif>0"}}, row.Steps[len(row.Steps)-1].Table); diff != "" {
		t.Errorf("a value is not resolved by an earlier column (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"adhesion"}, got[0].Journeys); diff == "" {
		t.Error("the journey of a scenario leaked to another")
	}
	if diff := cmp.Diff(
		[]string{"@US-101", "@EPIC-adhesion", "@parcours:tarif", "@SC-0002", "@limite"}, got[3].Tags,
	); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
}

// TestCompile_sameTextsAsPickles proves that the compilation from the tree says what the stock compiler says.
func TestCompile_sameTextsAsPickles(t *testing.T) {
	sources := map[string]string{"full": full}
	for _, root := range []string{"../../features", "../syntax/testdata/same"} {
		_ = filepath.WalkDir(root, func(path string, e os.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(path, ".feature") {
				if b, err := os.ReadFile(path); err == nil {
					sources[path] = string(b)
				}
			}
			return nil
		})
	}
	compared := 0
	for name, src := range sources {
		in := syntax.Source{Path: name, Bytes: []byte(src)}
		doc, list := syntax.Parse(in, syntax.Options{})
		if syntax.HasErrors(list) {
			continue
		}
		var want, got []string
		for _, p := range doc.Pickles((&messages.Incrementing{}).NewId) {
			want = append(want, pickleText(p))
		}
		for _, c := range Parse(in, Options{}).Cases {
			got = append(got, caseText(&c))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-stock +ours):\n%s", name, diff)
		}
		compared += len(got)
	}
	if compared < 8 {
		t.Fatalf("only %d cases compared", compared)
	}
}

func pickleText(p *messages.Pickle) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q\n", p.Name)
	seen := map[string]bool{}
	for _, t := range p.Tags {
		if !seen[t.Name] {
			fmt.Fprintf(&b, "%s ", t.Name)
		}
		seen[t.Name] = true
	}
	for _, s := range p.Steps {
		fmt.Fprintf(&b, "\n%q", s.Text)
		if a := s.Argument; a != nil && a.DataTable != nil {
			for _, r := range a.DataTable.Rows {
				for _, c := range r.Cells {
					fmt.Fprintf(&b, "|%q", c.Value)
				}
			}
		} else if a != nil && a.DocString != nil {
			fmt.Fprintf(&b, "%q%q", strings.TrimSpace(a.DocString.MediaType), a.DocString.Content)
		}
	}
	return b.String()
}

func caseText(c *Case) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q\n", c.Name)
	for _, t := range c.Tags {
		fmt.Fprintf(&b, "%s ", t)
	}
	for _, s := range c.Steps {
		fmt.Fprintf(&b, "\n%q", s.Text)
		for _, r := range s.Table {
			for _, cell := range r {
				fmt.Fprintf(&b, "|%q", cell)
			}
		}
		if s.DocString != nil {
			fmt.Fprintf(&b, "%q%q", s.DocString.MediaType, s.DocString.Content)
		}
	}
	return b.String()
}

// TestCompile_refusesBombs holds that examples cannot ask for gigabytes: each value brings a thousand of the next.
func TestCompile_refusesBombs(t *testing.T) {
	tests := map[string]string{
		"nested": "    Soit <a>\n    Exemples:\n      | a | b | c | d |\n      | " + strings.Repeat("<b>", 1000) +
			" | " + strings.Repeat("<c>", 1000) + " | " + strings.Repeat("<d>", 1000) + " | xxxxxxxxxx |\n",
		"one text": "    Soit " + strings.Repeat("<a>", 1000) + "\n    Exemples:\n      | a |\n      | " +
			strings.Repeat("x", 10000) + " |\n",
		"many texts": strings.Repeat(
			"    Soit "+strings.Repeat("<a>", 90)+"\n", 100,
		) + "    Exemples:\n      | a |\n      | " + strings.Repeat("x", 10000) + " |\n",
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			src := "# language: fr\nFonctionnalité: F\n  Plan du scénario: p\n" + body
			for _, o := range []Options{{}, {TagsOnly: true}} {
				f := Parse(syntax.Source{Path: "x", Bytes: []byte(src)}, o)
				if len(f.Cases) > 0 || len(f.Diagnostics) != 1 || f.Diagnostics[0].Code != syntax.CodeExpansionSize {
					t.Errorf("%d cases, %+v", len(f.Cases), f.Diagnostics)
				}
			}
		})
	}
}

// TestCompile_tagsOnly holds that the cases are the same ones, chosen alike, and that nothing else is made of them.
func TestCompile_tagsOnly(t *testing.T) {
	src := "# language: fr\n@US-1 @auto\nFonctionnalité: F\n  Contexte:\n    Soit x\n\n  @SC-1\n  Scénario: un\n    " +
		"Alors y\n\n" +
		"  @SC-2\n  Plan du scénario: p\n    Alors <v>\n    @manuel\n    Exemples:\n      | id | v |\n      | a  | 1 " +
		"|\n      | b  | 2 |\n"
	whole := Parse(syntax.Source{Path: "x", Bytes: []byte(src)}, Options{})
	brief := Parse(syntax.Source{Path: "x", Bytes: []byte(src)}, Options{TagsOnly: true})
	if len(whole.Cases) != 3 || len(brief.Cases) != 3 {
		t.Fatalf("%d and %d cases, want 3", len(whole.Cases), len(brief.Cases))
	}
	for i := range whole.Cases {
		w, b := &whole.Cases[i], &brief.Cases[i]
		if b.ID != w.ID || b.Line != w.Line || !slices.Equal(b.Tags, w.Tags) {
			t.Errorf("%s line %d %v, want %s line %d %v", b.ID, b.Line, b.Tags, w.ID, w.Line, w.Tags)
		}
		if b.Steps != nil || b.Source != "" || b.Content != "" || b.Presentation != "" {
			t.Errorf("%s holds more than tags: %+v", b.ID, b)
		}
	}
}
