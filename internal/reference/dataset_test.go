package reference

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// dataProblems gives what is said of one data set.
func dataProblems(t *testing.T, text string) []string {
	t.Helper()
	set, _ := Load(tree(map[string]string{"data/JDD-a.yaml": text}))
	if len(set.DataSets) != 1 {
		t.Fatalf("%d data sets, want 1", len(set.DataSets))
	}
	var said []string
	for _, p := range set.Problems {
		said = append(said, p.String())
	}
	return said
}

func TestDataSet_ReadsItsHead(t *testing.T) {
	set, err := Load(tree(map[string]string{"data/JDD-a.yaml": `code: JDD-a
label: Deux adhérents
owner: Samira Haddad
origin: anonymised
cnil: Données inventées
antenne: Bretagne
states: [Un adhérent à jour, Un radié]
volumes: [deux entreprises]
limits: [effectif de 50]
absent: [aucun SIRET]
forbidden: [effectif négatif]
repeated: [deux fois le même nom]
values:
  plafond: 1.10
  soldé: {nom: Menuiserie, siret: 007, complément: }
load: {text: À la main, command: [./charger, "{url}"], timeout: 30s}
reset:
  command: [./vider]
companies: [{name: x}]
`}))
	if err != nil {
		t.Fatal(err)
	}
	at := func(line, column int) Place { return Place{"data/JDD-a.yaml", line, column} }
	want := DataSet{
		At: at(1, 7), Code: "JDD-a", Label: "Deux adhérents", Owner: "Samira Haddad", Origin: "anonymisé",
		CNIL: "Données inventées", Antenne: "Bretagne", States: []string{"Un adhérent à jour", "Un radié"},
		Volumes: []string{"deux entreprises"}, Limits: []string{"effectif de 50"}, Absent: []string{"aucun SIRET"},
		Forbidden: []string{"effectif négatif"}, Repeated: []string{"deux fois le même nom"},
		Values: []Value{
			{At: at(14, 3), Name: "plafond", Text: "1.10"},
			{At: at(15, 3), Name: "soldé", Fields: []Field{
				{"nom", "Menuiserie"}, {"siret", "007"}, {"complément", ""},
			}},
		},
		Load:   Procedure{at(16, 1), "À la main", []string{"./charger", "{url}"}, 30 * time.Second},
		Reset:  Procedure{at(17, 1), "", []string{"./vider"}, 0},
		SHA256: set.DataSets[0].SHA256, Bytes: set.DataSets[0].Bytes,
	}
	if diff := cmp.Diff(want, set.DataSets[0]); diff != "" {
		t.Errorf("data set (-want +got):\n%s", diff)
	}
	if got := want.Load.Words() + "|" + want.Reset.Words(); got != "À la main|./vider" {
		t.Errorf("words %q", got)
	}
}

func TestDataSet_SaysWhatIsWrong(t *testing.T) {
	const at = "data/JDD-a.yaml:"
	for name, tt := range map[string]struct{ text, want string }{
		"production": {"origin: production\n", "1:9: data_origin at origin (production, fictif, anonymisé)"},
		"origin, near": {"origin: fictf\n", "1:9: data_origin at origin (fictf, fictif, " +
			"anonymisé), did you mean fictif"},
		"misspelt key":       {"onwer: x\n", "1:1: unknown_key (onwer), did you mean owner"},
		"values, in French":  {"valeurs: {a: b}\n", "1:1: unknown_key (valeurs), did you mean values"},
		"states, in French":  {"états: [un]\n", "1:1: unknown_key (états), did you mean states"},
		"branch, misspelt":   {"antene: Corse\n", "1:1: unknown_key (antene), did you mean antenne"},
		"body like the head": {"owner: x\nowners: [y]\n", ""},
		"list":               {"states: un\n", "1:9: want_list at states"},
		"load, unknown key": {"load: {comand: [x]}\n", "1:8: unknown_key at load.comand (comand), did " +
			"you mean command"},
		"shell":          {"load: {command: ./x y}\n", "1:17: want_list at load.command"},
		"no program":     {"load: {command: [\"\"]}\n", "1:8: missing at load.command (command)"},
		"timeout alone":  {"load: {text: x, timeout: 3s}\n", "1:1: missing at load (command)"},
		"no time":        {"load: {command: [x], timeout: 0s}\n", "1:31: data_timeout at load.timeout"},
		"values, list":   {"values: [a]\n", "1:1: want_mapping at values"},
		"value, list":    {"values: {a: [1]}\n", "1:10: want_mapping at values.a"},
		"value, nothing": {"values: {a: }\n", "1:10: data_no_value (a)"},
		"row, nothing":   {"values: {a: {}}\n", "1:10: data_no_value (a)"},
		"value, name":    {"values: {a b: x}\n", "1:10: data_value_name (a b)"},
		"field, dot":     {"values: {a: {b.c: x}}\n", "1:14: data_value_name (b.c)"},
		"field, list":    {"values: {a: {b: [x]}}\n", "1:14: want_text at values.a.b"},
		"two lines":      {"values:\n  a: |\n    x\n    y\n", "2:6: data_value (a)"},
		"placeholder":    {"values: {a: \"<b>\"}\n", "1:13: data_value (a)"},
		"twice":          {"values: {a: x, a: y}\n", "1:16: duplicate_key at values.a (a)"},
		"words":          {"load: Page de recette\nreset: ''\nrows: [{a: 1}]\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var want []string
			if tt.want != "" {
				want = []string{at + tt.want}
			}
			if diff := cmp.Diff(want, dataProblems(t, tt.text)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// Two files whose names differ only by how an accent is encoded are one set: neither may hide the other.
func TestDataSet_OneNameInTwoEncodings(t *testing.T) {
	set, _ := Load(tree(map[string]string{"data/JDD-\u00e9.yaml": "label: a\n", "data/JDD-e\u0301.yaml": "label: b\n"}))
	if len(set.Problems) != 1 || set.Problems[0].Code != idTaken || set.Problems[0].Args[0] != "JDD-é" {
		t.Errorf("problems %v, want the code taken", set.Problems)
	}
}

// The dot separates a set from its values: with one in its code nobody could tell which is meant.
func TestDataSet_CodeWithADot(t *testing.T) {
	set, _ := Load(tree(map[string]string{"data/JDD-a.b.yaml": "label: a\n"}))
	if len(set.Problems) != 1 || set.Problems[0].Code != badDataCode || set.Problems[0].File != "data/JDD-a.b.yaml" {
		t.Errorf("problems %v, want the code refused", set.Problems)
	}
}

// TestDataSchema: the schema is for editors, and says what is read, key for key and word for word.
func TestDataSchema(t *testing.T) {
	type property struct {
		Type       any
		Enum       []string
		Properties map[string]*property
		AnyOf      []*property
	}
	var schema struct {
		property
		AdditionalProperties bool
		Defs                 map[string]*property `json:"$defs"`
	}
	data, err := os.ReadFile("data.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	if !schema.AdditionalProperties {
		t.Error("the schema refuses the body, which belongs to whoever loads it")
	}
	keys := func(p *property, of reflect.Type) {
		t.Helper()
		var want, got []string
		for f := range of.Fields() {
			if name, _, _ := strings.Cut(f.Tag.Get("yaml"), ","); name != "-" {
				want = append(want, name)
			}
		}
		for k := range p.Properties {
			got = append(got, k)
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("keys of %s (-read +schema):\n%s", of.Name(), diff)
		}
	}
	keys(&schema.property, reflect.TypeFor[dataDoc]())
	keys(schema.Defs["procedure"].AnyOf[1], reflect.TypeFor[procedureDoc]())
	if diff := cmp.Diff(slices.Concat(origins()...), schema.Properties["origin"].Enum); diff != "" {
		t.Errorf("origins (-read +schema):\n%s", diff)
	}
}
