package reference

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func valuesOf(t *testing.T, files map[string]string) *Values {
	t.Helper()
	var r ValuesReader
	return r.Read(tree(files), "JDD-")
}

const namedValues = "values:\n  plafond: 425\n  soldé: {nom: Kerlann, siret: 007}\n"

func TestValues_Find(t *testing.T) {
	v := valuesOf(t, map[string]string{
		"data/JDD-a.yaml": namedValues, "data/JDD-e.yaml": "label: rien\n",
	})
	row := map[string]string{"nom": "Kerlann", "siret": "007"}
	for ref, want := range map[string]struct {
		set, text string
		fields    map[string]string
		near      string
	}{
		"JDD-a.plafond":     {"JDD-a", "425", nil, "JDD-a.plafond"},
		"JDD-a.soldé":       {"JDD-a", "Kerlann", row, "JDD-a.soldé"},
		"JDD-a.soldé.siret": {"JDD-a", "007", nil, "JDD-a.soldé.siret"},
		"JDD-a.solde":       {"", "", nil, "JDD-a.soldé"},
		"JDD-a.soldé.siren": {"", "", nil, "JDD-a.soldé.siret"},
		"JDD-a.rien":        {"", "", nil, ""},
		"JDD-a.plafond.x":   {"", "", nil, ""},
		"JDD-é.plafond":     {"", "", nil, "JDD-a.plafond"},
	} {
		set, text, fields, ok := v.Find(ref)
		if set != want.set || text != want.text || ok != (want.set != "") {
			t.Errorf("%s: %q %q %v, want %+v", ref, set, text, ok, want)
		}
		if diff := cmp.Diff(want.fields, fields); diff != "" {
			t.Errorf("%s (-want +got):\n%s", ref, diff)
		}
		if got := v.Near(ref); got != want.near {
			t.Errorf("Near(%s) = %q, want %q", ref, got, want.near)
		}
	}
}

// TestValues_String changes with all that is given, and with nothing else.
func TestValues_String(t *testing.T) {
	const file = "data/JDD-a.yaml"
	was := valuesOf(t, map[string]string{file: namedValues}).String()
	for name, tt := range map[string]struct {
		text string
		same bool
	}{
		"label":     {"label: x\n" + namedValues + "companies: []\n", true},
		"text":      {"values:\n  plafond: 426\n  soldé: {nom: Kerlann, siret: 007}\n", false},
		"field":     {"values:\n  plafond: 425\n  soldé: {nom: Kerlann, siret: 008}\n", false},
		"new value": {namedValues + "  autre: x\n", false},
	} {
		if got := valuesOf(t, map[string]string{file: tt.text}).String(); (got == was) != tt.same {
			t.Errorf("%s: the same %v, want %v", name, got == was, tt.same)
		}
	}
	// A project that keeps a set has values, be they none: what is named there is then unknown, and said so. Without
	// that a key misspelt let a campaign be opened on the names in the place of the values.
	for name, tt := range map[string]struct {
		files map[string]string
		given bool
	}{
		"no folder":    {nil, false},
		"no set":       {map[string]string{"data/README.md": "x"}, false},
		"no values":    {map[string]string{file: "label: x\n"}, true},
		"misspelt key": {map[string]string{file: "valeurs: {plafond: 425}\n"}, true},
		"unreadable":   {map[string]string{file: "values: ["}, true},
	} {
		if v := valuesOf(t, tt.files); (v != nil) != tt.given {
			t.Errorf("%s: given %v, want %v", name, v != nil, tt.given)
		}
	}
}

// Data sets that did not change are parsed once, and an edit is never missed.
func TestValuesReader(t *testing.T) {
	files := map[string]string{"data/JDD-a.yaml": namedValues}
	var r ValuesReader
	first := r.Read(tree(files), "JDD-")
	if again := r.Read(tree(files), "JDD-"); again != first {
		t.Error("the same bytes are parsed again")
	}
	for _, change := range []func(){
		func() { files["data/JDD-a.yaml"] = strings.Replace(namedValues, "425", "426", 1) },
		func() { files["data/JDD-b.yaml"] = "values: {c: d}\n" },
		func() { delete(files, "data/JDD-a.yaml") },
	} {
		was := r.Read(tree(files), "JDD-").String()
		change()
		if now := r.Read(tree(files), "JDD-").String(); now == was {
			t.Errorf("%v: a change is missed", files)
		}
	}
}
