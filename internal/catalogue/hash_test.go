package catalogue

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/gowebpki/jcs"

	"recette/internal/syntax"
)

var update = flag.Bool("update", false, "rewrite golden files")

const base = `# language: fr
@US-1
Fonctionnalité: F
  Contexte:
    Soit un compte
  @SC-0001
  Scénario: Un titre
    Étant donné un dossier   à traiter
    Et les pièces :
      | a | b |
      | 1 | 2 |
    Quand je valide
    Alors le texte est
      """json
      {"x": 1}
      """
`

// TestContentHash_equalities holds what a content hash does not depend on, and what it does.
func TestContentHash_equalities(t *testing.T) {
	replace := func(pairs ...string) string {
		out := strings.NewReplacer(pairs...).Replace(base)
		if out == base {
			t.Fatalf("%q changes nothing", pairs)
		}
		return out
	}
	english := strings.NewReplacer(
		"# language: fr", "# language: en", "Fonctionnalité", "Feature", "Contexte", "Background", "Scénario",
		"Scenario", "Soit", "Given", "Étant donné", "Given", "Et les", "And les", "Quand", "When", "Alors",
		"Then").Replace(base)
	tests := map[string]struct {
		src  string
		same bool
	}{
		"re-indented":            {strings.ReplaceAll(base, "\n  ", "\n      "), true},
		"table padding":          {replace("| a | b |", "|a|   b   |"), true},
		"comment added":          {replace("    Quand", "    # un mot\n    Quand"), true},
		"tag added":              {replace("@SC-0001", "@SC-0001 @critique"), true},
		"renamed":                {replace("Un titre", "Un autre titre"), true},
		"feature renamed":        {replace("Fonctionnalité: F", "Fonctionnalité: G"), true},
		"description added":      {replace("Un titre", "Un titre\n    Une phrase."), true},
		"synonym":                {replace("Étant donné un", "Soit un"), true},
		"unaccented synonym":     {replace("Étant donné un", "Etant donné un"), true},
		"English keywords":       {english, true},
		"no-break space":         {replace("dossier   à", "dossier\u00a0à"), true},
		"narrow no-break space":  {replace("dossier   à", "dossier\u202fà"), true},
		"single space":           {replace("dossier   à", "dossier à"), true},
		"star for a conjunction": {replace("    Et les", "    * les"), true},
		"but for and":            {replace("    Et les", "    Mais les"), true},
		"type by keyword":        {replace("    Et les", "    Soit les"), true},
		"decomposed accent":      {replace("à traiter", "a\u0300 traiter"), true},
		"windows line ends":      {strings.ReplaceAll(base, "\n", "\r\n"), true},
		"byte order mark":        {"\ufeff" + base, true},
		"media type spacing":     {replace(`"""json`, `""" json `), true},
		"other delimiter":        {replace(`"""json`, "```json", `      """`, "      ```"), true},
		"changed cell":           {replace("| 1 |", "| 3 |"), false},
		"double space in a cell": {replace("| a | b |", "| a  x | b |"), false},
		"changed text":           {replace("je valide", "je refuse"), false},
		"changed case":           {replace("je valide", "Je valide"), false},
		"background changed":     {replace("Soit un compte", "Soit deux comptes"), false},
		"background step added":  {replace("Soit un compte", "Soit un compte\n    Et un rôle"), false},
		"background removed":     {replace("  Contexte:\n    Soit un compte\n", ""), false},
		"step added":             {replace("    Quand", "    Et un reçu\n    Quand"), false},
		"step removed":           {replace("    Quand je valide\n", ""), false},
		"type changed":           {replace("    Et les", "    Quand les"), false},
		"steps swapped":          {replace("    Quand je valide\n    Alors le", "    Alors le"), false},
		"doc string changed":     {replace(`{"x": 1}`, `{"x":  1}`), false},
		"media type changed":     {replace(`"""json`, `"""xml`), false},
		"column added":           {replace("| a | b |", "| a | b | c |", "| 1 | 2 |", "| 1 | 2 | 3 |"), false},
		"rows swapped":           {replace("| a | b |", "| 1 | 2 |", "| 1 | 2 |", "| a | b |"), false},
	}
	want := cases(t, base)[0].Content
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := cases(t, tc.src)[0].Content
			if (got == want) != tc.same {
				t.Errorf("same content = %v, want %v", got == want, tc.same)
			}
		})
	}
}

func TestPresentationHash(t *testing.T) {
	tests := map[string]struct {
		old, new string
		same     bool
	}{
		"re-indented":          {"\n  ", "\n     ", true},
		"stable id changed":    {"@SC-0001", "@SC-0002", true},
		"step changed":         {"je valide", "je refuse", true},
		"double space in name": {"Un titre", "Un  titre", true},
		"name":                 {"Un titre", "Le titre", false},
		"tag":                  {"@SC-0001", "@SC-0001 @critique", false},
		"feature name":         {"Fonctionnalité: F", "Fonctionnalité: G", false},
		"description":          {"Un titre", "Un titre\n    Une phrase.", false},
	}
	want := cases(t, base)[0].Presentation
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := cases(t, strings.ReplaceAll(base, tc.old, tc.new))[0].Presentation
			if (got == want) != tc.same {
				t.Errorf("same presentation = %v, want %v", got == want, tc.same)
			}
		})
	}
}

// vector is a published test vector: the source of one case, the canonical bytes and the hashes.
type vector struct {
	Feature      string `json:"feature"`
	Case         string `json:"case"`
	Canonical    string `json:"canonical"`
	Content      string `json:"content"`
	Presentation string `json:"presentation"`
}

// TestVectors holds the algorithms to what was published. A change here is a new algorithm, with a new name.
func TestVectors(t *testing.T) {
	paths, err := filepath.Glob("testdata/vectors/*.feature")
	if err != nil || len(paths) < 3 {
		t.Fatalf("vectors: %v, %v", paths, err)
	}
	for _, path := range paths {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f := Parse(syntax.Source{Path: filepath.Base(path), Bytes: src}, Options{})
		if len(f.Cases) == 0 {
			t.Fatalf("%s: no case: %+v", path, f.Diagnostics)
		}
		var got []vector
		for i := range f.Cases {
			c := &f.Cases[i]
			got = append(got, vector{filepath.Base(path), c.ID, contentBytes(c), c.Content, c.Presentation})
		}
		golden := strings.TrimSuffix(path, ".feature") + ".json"
		if *update {
			b, err := json.MarshalIndent(got, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(golden, append(b, '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		b, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		var want []vector
		if err := json.Unmarshal(b, &want); err != nil {
			t.Fatal(err)
		}
		if len(want) != len(got) {
			t.Fatalf("%s: %d vectors, %d cases", path, len(want), len(got))
		}
		for i := range want {
			if want[i] != got[i] {
				t.Errorf("%s:\n got %+v\nwant %+v", path, got[i], want[i])
			}
		}
	}
}

// TestCanonical_isJCS holds the writer against an independent implementation of RFC 8785.
func TestCanonical_isJCS(t *testing.T) {
	c := Case{
		Name: "é\u2028😀", About: " a\n b ", Tags: []string{"@b", "@a"}, Rule: &Block{Name: "r"},
		Examples: &Row{Name: "x"},
	}
	for r := range rune(0x180) {
		c.Steps = append(
			c.Steps,
			Step{
				Text: "x" + string(r) + `"\/`, Type: Context, Table: [][]string{{string(r)}, {}},
				DocString: &DocString{"a", string(r) + "\n"},
			},
		)
	}
	var w canonical
	for name, write := range map[string]func(){
		"content":      func() { w.content(&c) },
		"presentation": func() { w.presentation(&c, "@SC-") },
	} {
		write()
		want, err := jcs.Transform(w.b)
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, w.b)
		}
		if string(want) != string(w.b) {
			t.Errorf("%s is not canonical:\n got %s\nwant %s", name, w.b, want)
		}
	}
}

// TestIdentity_followsNeitherOrderNorPlace holds ids and hashes against moves: scenarios swapped, rows and columns of
// examples swapped, the file renamed.
func TestIdentity_followsNeitherOrderNorPlace(t *testing.T) {
	const (
		head = "# language: fr\nFonctionnalité: F\n"
		one  = "  @SC-0001\n  Scénario: un\n    Soit x\n"
		two  = "  @SC-0002\n  Plan du scénario: deux\n    Soit <a> et <b>\n    Exemples:\n      | a | b |\n      | " +
			"1 | 2 |\n      | 3 | 4 |\n"
		moved = "  @SC-0002\n  Plan du scénario: deux\n    Soit <a> et <b>\n    Exemples:\n      | b | a |\n      | " +
			"4 | 3 |\n      | 2 | 1 |\n"
	)
	identities := func(path, src string) map[string]string {
		out := map[string]string{}
		for _, c := range Parse(syntax.Source{Path: path, Bytes: []byte(src)}, Options{}).Cases {
			out[c.ID] = c.Content + " " + c.Presentation
		}
		return out
	}
	want := identities("a.feature", head+one+two)
	if len(want) != 3 {
		t.Fatalf("cases: %v", want)
	}
	if diff := cmp.Diff(want, identities("b/c.feature", head+moved+one)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}

// TestProvisionalIDs holds that scenarios without id are told apart, by name and occurrence.
func TestProvisionalIDs(t *testing.T) {
	const src = "# language: fr\nFonctionnalité: F\n  Scénario: a\n    Soit x\n  Scénario: a\n    Soit y\n  Règle: " +
		"r\n    Scénario: a\n      Soit x\n"
	seen := map[string]bool{}
	for _, c := range cases(t, src) {
		if c.Stable || len(c.ID) != 13 || c.ID[0] != '~' || seen[c.ID] {
			t.Errorf("id %q, stable %v", c.ID, c.Stable)
		}
		seen[c.ID] = true
	}
	if len(seen) != 3 {
		t.Errorf("%d ids, want 3", len(seen))
	}
}

// contentBytes gives the canonical bytes that the content hash digests: they are published beside it.
func contentBytes(c *Case) string {
	var w canonical
	w.content(c)
	return string(w.b)
}
