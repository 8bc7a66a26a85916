package catalogue

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/syntax"
)

// given is what data sets give in these tests: "set.name" to its text, "set.name.field" to that of a field.
type given map[string]string

func (g given) String() string { return "given" }

func (g given) Find(ref string) (set, text string, fields map[string]string, ok bool) {
	if text, ok = g[ref]; !ok {
		return "", "", nil, false
	}
	for name, value := range g {
		if field, ok := strings.CutPrefix(name, ref+"."); ok {
			if fields == nil {
				fields = map[string]string{}
			}
			fields[field] = value
		}
	}
	set, _, _ = strings.Cut(ref, ".")
	return set, text, fields, true
}

func (g given) Near(ref string) string {
	if strings.Contains(ref, "sold.") || strings.HasSuffix(ref, "sold") {
		return strings.Replace(ref, "sold", "soldé", 1)
	}
	return ""
}

func someValues() given {
	return given{
		"JDD-a.plafond": "425,00", "JDD-a.soldé": "Kerlann", "JDD-a.soldé.nom": "Kerlann", "JDD-a.soldé.siret": "007",
		"JDD-b.radié": "Steir", "JDD-b.radié.nom": "Steir", "JDD-b.radié.siret": "008",
	}
}

func valuesOptions(v Values) Options {
	return Options{Values: v, Syntax: syntax.Options{Language: "fr", Named: "JDD-"}}
}

func parseText(t *testing.T, text string, o Options) File {
	t.Helper()
	return Parse(syntax.Source{Path: "a.feature", Bytes: []byte(text)}, o)
}

const namingFeature = `# language: fr
@US-1
Fonctionnalité: Cotisations

  Contexte:
    Soit un plafond de <JDD-a.plafond> €

  @SC-0001
  Scénario: Le plafond <JDD-a.plafond>
    Quand <JDD-a.soldé> (SIRET <JDD-a.soldé.siret>) paie
    Alors c'est dit :
      | plafond         |
      | <JDD-a.plafond> |
    Et le texte est
      """
      vu <JDD-a.soldé.nom>
      """

  @SC-0002
  Plan du scénario: <adhérent> est <état>
    Quand <adhérent.nom> (SIRET <adhérent.siret>) paie <JDD-a.plafond>
    Alors <état>

    @JDD-c
    Exemples:
      | adhérent    | état   |
      | JDD-a.soldé | soldé  |
      | JDD-b.radié | radiée |
`

func TestValues_AreResolvedInTheCase(t *testing.T) {
	f := parseText(t, namingFeature, valuesOptions(someValues()))
	if len(f.Diagnostics) > 0 || len(f.Cases) != 3 {
		t.Fatalf("%d cases, %v", len(f.Cases), f.Diagnostics)
	}
	type view struct {
		Name, Table, Doc string
		Steps, Sets      []string
		Cells            []string
	}
	var got []view
	for i := range f.Cases {
		c := &f.Cases[i]
		v := view{Name: c.Name, Sets: c.DataSets}
		for _, s := range c.Steps {
			v.Steps = append(v.Steps, s.Text)
			if s.Table != nil {
				v.Table = s.Table[1][0]
			}
			if s.DocString != nil {
				v.Doc = s.DocString.Content
			}
		}
		if c.Examples != nil {
			v.Cells = c.Examples.Cells
		}
		got = append(got, v)
	}
	want := []view{
		{
			Name: "Le plafond 425,00", Table: "425,00", Doc: "vu Kerlann",
			Steps: []string{
				"un plafond de 425,00 €", "Kerlann (SIRET 007) paie", "c'est dit :", "le texte est",
			},
			Sets: []string{"JDD-a"},
		},
		{
			Name:  "Kerlann est soldé",
			Steps: []string{"un plafond de 425,00 €", "Kerlann (SIRET 007) paie 425,00", "soldé"},
			Sets:  []string{"JDD-c", "JDD-a"}, Cells: []string{"JDD-a.soldé", "soldé"},
		},
		{
			Name:  "Steir est radiée",
			Steps: []string{"un plafond de 425,00 €", "Steir (SIRET 008) paie 425,00", "radiée"},
			Sets:  []string{"JDD-c", "JDD-b", "JDD-a"}, Cells: []string{"JDD-b.radié", "radiée"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cases (-want +got):\n%s", diff)
	}
}

// TestValues_AreInTheContentHash: the text that is tested is what the data sets say; the case keeps its id.
func TestValues_AreInTheContentHash(t *testing.T) {
	before := parseText(t, namingFeature, valuesOptions(someValues()))
	changed := someValues()
	changed["JDD-b.radié.siret"] = "009"
	after := parseText(t, namingFeature, valuesOptions(changed))
	for i, differs := range []bool{false, false, true} {
		was, now := &before.Cases[i], &after.Cases[i]
		if was.ID != now.ID || (was.Content != now.Content) != differs {
			t.Errorf("case %d: %s and %s, content %s and %s, want different %v", i, was.ID, now.ID, was.Content,
				now.Content, differs)
		}
	}
	plain := strings.NewReplacer(
		"<JDD-a.plafond>", "425,00", "<JDD-a.soldé>", "Kerlann", "<JDD-a.soldé.siret>", "007", "<JDD-a.soldé.nom>",
		"Kerlann",
	).Replace(namingFeature)
	written := parseText(t, plain, valuesOptions(someValues()))
	if written.Cases[0].Content != before.Cases[0].Content {
		t.Error("a value that is named and the same value written have two contents")
	}
}

func TestValues_UnknownOnesAreRefused(t *testing.T) {
	outline := func(step, cells string) string {
		return "# language: fr\nFonctionnalité: F\n  Plan du scénario: S\n    Quand " + step +
			"\n    Alors x\n    Exemples:\n      | a |\n      | JDD-a.soldé |\n" + cells
	}
	plain := func(step string) string {
		return "# language: fr\nFonctionnalité: F\n  Scénario: S\n    Quand " + step + "\n    Alors x\n"
	}
	for name, tt := range map[string]struct {
		text string
		v    Values
		want []string
	}{
		"unknown":           {plain("y <JDD-a.rien>"), someValues(), []string{"4:13 E177 JDD-a.rien"}},
		"near":              {plain("y <JDD-a.sold>"), someValues(), []string{"4:13 E178 JDD-a.sold JDD-a.soldé"}},
		"unknown field":     {plain("y <JDD-a.soldé.rue>"), someValues(), []string{"4:13 E177 JDD-a.soldé.rue"}},
		"no value is given": {plain("y <JDD-a.rien>"), nil, []string{"4:13 E165 JDD-a.rien"}},
		"cell": {
			outline("<a>", "      | JDD-a.rien |\n"), someValues(), []string{"9:9 E177 JDD-a.rien"},
		},
		"field of a cell":      {outline("<a.rue>", ""), someValues(), []string{"8:9 E177 JDD-a.soldé.rue"}},
		"field of a plain one": {outline("<a.nom>", "      | toi |\n"), someValues(), []string{"9:9 E177 toi.nom"}},
		"field of no column":   {outline("<a> <b.nom>", ""), someValues(), []string{"4:15 E164 b.nom a"}},
		"code alone":           {outline("<a>", "      | JDD-a |\n"), someValues(), nil},
		"text around":          {outline("<a>", "      | voir JDD-a.rien |\n"), someValues(), nil},
	} {
		t.Run(name, func(t *testing.T) {
			o := valuesOptions(tt.v)
			if tt.v == nil {
				o = Options{Syntax: syntax.Options{Language: "fr"}}
			}
			var got []string
			f := parseText(t, tt.text, o)
			for _, d := range f.Diagnostics {
				got = append(got, strings.TrimSpace(
					strings.Join(append([]string{place(d), string(d.Code)}, d.Args...), " "),
				))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

// TestValues_AreBounded: a long value that is named many times asks for too much text.
func TestValues_AreBounded(t *testing.T) {
	v := given{"JDD-a.long": strings.Repeat("x", 1<<16)}
	text := "# language: fr\nFonctionnalité: F\n  Scénario: S\n    Quand " + strings.Repeat("<JDD-a.long>", 40) +
		"\n    Alors x\n"
	f := parseText(t, text, valuesOptions(v))
	if len(f.Cases) != 0 || len(f.Diagnostics) != 1 || f.Diagnostics[0].Code != syntax.CodeExpansionSize {
		t.Errorf("%d cases, %v, want none and E168", len(f.Cases), f.Diagnostics)
	}
}

func place(d syntax.Diagnostic) string { return fmt.Sprintf("%d:%d", d.Line, d.Column) }

// What a cell names between angle brackets is judged as what a step names: a name that nothing gives is never the text
// that a tester reads.
func TestValues_WithinCells(t *testing.T) {
	feature := func(cell string) string {
		return "# language: fr\nFonctionnalité: F\n\n  @SC-0001\n  Plan du scénario: S\n    Quand \"<x>\" est lu\n" +
			"    Alors c'est dit\n\n    Exemples:\n      | x |\n      | " + cell + " |\n"
	}
	f := parseText(t, feature("au plus <JDD-a.plafond> €"), valuesOptions(someValues()))
	if len(f.Diagnostics) > 0 || f.Cases[0].Steps[0].Text != `"au plus 425,00 €" est lu` {
		t.Fatalf("a value within a cell: %v, %+v", f.Diagnostics, f.Cases)
	}
	if sets := f.Cases[0].DataSets; len(sets) != 1 || sets[0] != "JDD-a" {
		t.Errorf("data sets %v, want JDD-a", sets)
	}
	f = parseText(t, feature("<JDD-a.rien>"), valuesOptions(someValues()))
	if len(f.Diagnostics) != 1 || f.Diagnostics[0].Code != syntax.CodeUnknownValue || f.Diagnostics[0].Line != 11 {
		t.Errorf("an unknown value within a cell: %v, want it refused at its line", f.Diagnostics)
	}
}

// The fields that a scenario asks of a cell are reported in the order of its text, whatever a map gives.
func TestValues_UnknownFieldsAreInOrder(t *testing.T) {
	const feature = "# language: fr\nFonctionnalité: F\n\n  @SC-0001\n  Plan du scénario: S\n" +
		"    Quand <x.f> et <x.e> et <x.d>\n    Alors <x.c> et <x.b> et <x.a>\n\n    Exemples:\n      | x |\n" +
		"      | JDD-a.soldé |\n"
	for range 20 {
		f := parseText(t, feature, valuesOptions(someValues()))
		var got []string
		for _, d := range f.Diagnostics {
			got = append(got, strings.TrimPrefix(d.Args[0], "JDD-a.soldé."))
		}
		if strings.Join(got, "") != "fedcba" {
			t.Fatalf("unknown fields %v, want f e d c b a", got)
		}
	}
}
