package format

import (
	"errors"
	"strings"
	"testing"

	"recette/internal/syntax"
)

const checked = `# language: fr
# en tête
@US-1 @pret # suivi
Fonctionnalité: Adhésion
  Une description
    décalée.

  # au-dessus du scénario
  @SC-0001
  Scénario: Adhérer
    Soit les entreprises :
      | nom | ville |
      # Alix
      | A\|B | Évry |
    Quand elle adhère
      """json
      {
        "a": 1
      }
      """
    Alors une antenne lui est proposée

  Plan du scénario: Relancer <qui>
    Quand la relance de <qui> passe
    Alors une lettre part
    @JDD-1
    Exemples: Des gens
      | qui  |
      | Alix |
`

// TestChecksStopWhatWouldHarm gives the checks results that a faulty formatter could give. Each is a fault that one of
// the compared formatters has, or a close relative.
func TestChecksStopWhatWouldHarm(t *testing.T) {
	tests := map[string]struct {
		replace, by string
		want        string // part of the error
	}{
		"nothing":                    {"", "", ""},
		"only white space":           {"    Quand elle", "  Quand  elle", ""},
		"comment dropped":            {"  # au-dessus du scénario\n", "", "a character"},
		"comment after tags dropped": {" # suivi", "", "a character"},
		"comment moved to the end of table": {
			"      # Alix\n      | A\\|B | Évry |\n", "      | A\\|B | Évry |\n      # Alix\n", "a character",
		},
		"comment parted from its scenario": {
			"  # au-dessus du scénario\n", "  # au-dessus du scénario\n\n", "parted",
		},
		"step becomes a comment's neighbour": {"Quand elle adhère\n", "Quand elle adhère #\n", "a character"},
		"title accented":                     {"Alix |", "Âlix |", "a character"},
		"cell unescaped":                     {`A\|B`, "A|B", "error"},
		"two cells joined":                   {"| nom | ville |", "| nomville || ", "a character"},
		"two words joined":                   {"une antenne", "uneantenne", "meaning of this step"},
		"title spaced":                       {"Des gens", "Des  gens", "meaning of this examples"},
		"tags joined":                        {"@US-1 @pret", "@US-1@pret", ""},
		"content of a doc string shifted":    {"        \"a\": 1", "      \"a\": 1", "meaning of this doc"},
		"blank line in a doc string":         {"      {\n", "      {\n\n", "meaning of this doc"},
		"description loses its shape":        {"    décalée.", "  décalée.", "meaning of this feature"},
		"blank line in a description": {
			"  Une description\n", "  Une description\n\n", "meaning of this feature",
		},
		"line split":                  {"Scénario: Adhérer", "Scénario:\nAdhérer", "kind"},
		"lines joined":                {"passe\n    Alors", "passe    Alors", "kind"},
		"row becomes prose":           {"      | Alix |\n", "", "error"},
		"scenario becomes an outline": {"Scénario: Adhérer", "Plan du scénario: Adhérer", "error"},
		"byte order mark inside":      {"  Scénario", "  \ufeffScénario", "error"},
		"keyword changes":             {"    Alors une lettre", "    Donc une lettre", "a character"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			doc, list := syntax.Parse(syntax.Source{Bytes: []byte(checked)}, syntax.Options{})
			if syntax.HasErrors(list) {
				t.Fatal(list)
			}
			if !strings.Contains(checked, tc.replace) {
				t.Fatalf("%q is not in the file", tc.replace)
			}
			text := []byte(strings.Replace(checked, tc.replace, tc.by, 1))
			f := newFile(doc, Options{Indent: 2, EOL: lf})
			f.lay()
			after, list := syntax.Parse(syntax.Source{Bytes: text}, syntax.Options{})
			err := f.check(text, after, list)
			switch {
			case tc.want == "" && err != nil:
				t.Errorf("error %v, want none", err)
			case tc.want != "" && (!errors.Is(err, errUnsafe) || !strings.Contains(err.Error(), tc.want)):
				t.Errorf("error %v, want one with %q", err, tc.want)
			}
		})
	}
}

// The same trees are compared when no character moved, so that each comparison is seen to work by itself.
func TestFactsTellTreesApart(t *testing.T) {
	parse := func(text string) *syntax.Document {
		doc, _ := syntax.Parse(syntax.Source{Bytes: []byte(text)}, syntax.Options{})
		return doc
	}
	want := facts(parse(checked), false)
	if err := sameFacts(want, facts(parse(checked), false)); err != nil {
		t.Errorf("a tree differs from itself: %v", err)
	}
	other := *parse(checked)
	other.Language = "en"
	if err := sameFacts(want, facts(&other, false)); err == nil {
		t.Error("another language makes no difference")
	}
	for _, line := range []int{3, 4, 5, 9, 10, 11, 12, 15, 16, 18, 23, 24, 26, 27, 28, 29} {
		lines := strings.SplitAfter(checked, "\n")
		before := lines[line-1]
		for _, by := range [][2]string{
			{"@", "@x"},
			{"description", "autre"},
			{"Adhérer", "y"},
			{"Adhésion", "y"},
			{"les", "des"},
			{"nom", "n"},
			{"elle", "il"},
			{"json", "xml"},
			{"\"a\"", "\"b\""},
			{"Relancer", "z"},
			{"lettre", "note"},
			{"passe", "part"},
			{"gens", "autres"},
			{"qui ", "qui2 "},
			{"Alix", "Bob"},
		} {
			if strings.Contains(before, by[0]) {
				lines[line-1] = strings.Replace(before, by[0], by[1], 1)
				break
			}
		}
		if lines[line-1] == before {
			t.Errorf("line %d: nothing changed in %q", line, before)
			continue
		}
		if err := sameFacts(want, facts(parse(strings.Join(lines, "")), false)); err == nil {
			t.Errorf("line %d: %q is the same tree", line, lines[line-1])
		}
	}
}
