package reference

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func valuesOf(t *testing.T, files map[string]string) *Values {
	t.Helper()
	return LoadValues(tree(files), "JDD-")
}

const namedValues = "values:\n  plafond: 425\n  soldé: {nom: Kerlann, siret: 007}\n"

func TestValues_Find(t *testing.T) {
	v := valuesOf(t, map[string]string{
		"data/JDD-a.yaml": namedValues, "data/JDD-a.b.yaml": "values: {c: d}\n", "data/JDD-e.yaml": "label: rien\n",
	})
	row := map[string]string{"nom": "Kerlann", "siret": "007"}
	for ref, want := range map[string]struct {
		refers    bool
		set, text string
		fields    map[string]string
		near      string
	}{
		"JDD-a.plafond":     {true, "JDD-a", "425", nil, "JDD-a.plafond"},
		"JDD-a.soldé":       {true, "JDD-a", "Kerlann", row, "JDD-a.soldé"},
		"JDD-a.soldé.siret": {true, "JDD-a", "007", nil, "JDD-a.soldé.siret"},
		"JDD-a.b.c":         {true, "JDD-a.b", "d", nil, "JDD-a.b.c"},
		"JDD-a.solde":       {true, "", "", nil, "JDD-a.soldé"},
		"JDD-a.soldé.siren": {true, "", "", nil, "JDD-a.soldé.siret"},
		"JDD-a.rien":        {true, "", "", nil, ""},
		"JDD-a.plafond.x":   {true, "", "", nil, ""},
		"JDD-é.plafond":     {true, "", "", nil, "JDD-a.plafond"},
		"JDD-a.b":           {false, "", "", nil, "JDD-a"}, // a set
		"JDD-a":             {false, "", "", nil, ""},
		"JDD-a.":            {false, "", "", nil, ""},
		"JDD-.x":            {false, "", "", nil, ""},
		"US-1.plafond":      {false, "", "", nil, ""},
		"JDD-a.sol dé":      {false, "", "", nil, ""},
	} {
		set, text, fields, ok := v.Find(ref)
		if set != want.set || text != want.text || ok != (want.set != "") || v.Refers(ref) != want.refers {
			t.Errorf("%s: %q %q %v, refers %v, want %+v", ref, set, text, ok, v.Refers(ref), want)
		}
		if diff := cmp.Diff(want.fields, fields); diff != "" {
			t.Errorf("%s (-want +got):\n%s", ref, diff)
		}
		if got := v.Near(ref); want.refers && got != want.near {
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
	for name, files := range map[string]map[string]string{
		"no folder": nil, "no values": {file: "label: x\n"}, "unreadable": {file: "values: ["},
	} {
		if v := valuesOf(t, files); v != nil {
			t.Errorf("%s: %v, want nothing", name, v)
		}
	}
}
