package verify

import (
	"bytes"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"recette/internal/budget"
	"recette/internal/plan"
	"recette/internal/strictjson"
)

// fill puts a text in every place of a value, once in each list.
func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), text)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), text)
	case reflect.Struct:
		for _, f := range v.Fields() {
			fill(f, text)
		}
	default:
	}
}

// The places where names of a plan may be erased are those where the product lets a plan name people, each by the path
// that the product writes.
func TestNaming_IsWhereAPlanNamesPeople(t *testing.T) {
	t.Parallel()
	var m plan.Manifest
	fill(reflect.ValueOf(&m).Elem(), "Nadia Lefort")
	m.Cases = nil
	data, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	var read naming
	if err := strictjson.Decode(bytes.NewReader(data), &read, budget.New(t.Context(), budget.Limits{
		Work: 1 << 30, Memory: 1 << 30,
	})); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	texts(reflect.ValueOf(read), "", got)
	want := m.Places()
	if len(want) < 30 || !maps.Equal(got, want) {
		t.Errorf("places:\n%v\nwant:\n%v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
}

func TestAkin(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		names []string
		want  bool
	}{
		"one":                      {[]string{"nadia"}, true},
		"the same":                 {[]string{"nadia", "nadia"}, true},
		"two":                      {[]string{"nadia", "paul"}, false},
		"among words":              {[]string{"nadia lefort", "nadia lefort (cabinet)", "à nadia lefort, dsi"}, true},
		"among words only":         {[]string{"nadia lefort, cabinet", "le cabinet de nadia lefort"}, true},
		"a namesake":               {[]string{"nadia lefort", "nadia lefort-durand"}, false},
		"one word of both":         {[]string{"nadia lefort", "nadia roux"}, false},
		"two others":               {[]string{"nadia lefort", "paul roy, direction"}, false},
		"an initial":               {[]string{"j. dupont", "j. dupont (dsi)"}, true},
		"initials":                 {[]string{"j.-p. martin, cabinet", "m. j.-p. martin"}, true},
		"the last first":           {[]string{"lefort, nadia (dsi)", "lefort, nadia, cabinet"}, true},
		"elided":                   {[]string{"équipe d'élise fontaine", "élise fontaine, dsi"}, true},
		"another initial":          {[]string{"j. dupont", "p. dupont (dsi)"}, false},
		"one address":              {[]string{"jean@example.org", "paul@example.org"}, false},
		"small words of both":      {[]string{"paul petit, chef de la dsi", "claire dubois, amie de la dsi"}, false},
		"one beginning of both":    {[]string{"paul petit, chef de la dsi", "claire roy, chef de la mer"}, false},
		"a small word in a name":   {[]string{"jean de la tour, dsi", "m. jean de la tour"}, true},
		"an initial as an article": {[]string{"d. durand (moe)", "d. durand, cabinet"}, true},
		"a name as an article":     {[]string{"minh le (moe)", "à minh le, cabinet"}, true},
		"a name before “et”":       {[]string{"minh le et paul roy", "minh le, cabinet"}, true},
		"it stands first":          {[]string{"Le Minh (MOE)", "M. Le Minh, cabinet"}, true},
		"a family name alone":      {[]string{"M. Le Goff, DSI", "Yann Le Goff (MOE)"}, true},
		"one branch of both":       {[]string{"Nadia Lefort, La Direction", "Paul Roy, La Direction"}, false},
		"one function of both":     {[]string{"Nadia Lefort, chef de projet", "Zoé R., chef de projet"}, false},
		"titled as one":            {[]string{"Nadia Lefort, Chef De Projet", "Zoé Roy, Chef De Projet"}, false},
		"one branch, in capitals":  {[]string{"CLAIRE ROY, CHEF DE LA MER", "PAUL PETIT, AMIE DE LA MER"}, false},
		"a hyphen alone":           {[]string{"nadia - dsi", "paul - dsi"}, false},
	} {
		if got := akin(tt.names); got != tt.want {
			t.Errorf("%s: akin = %t, want %t", name, got, tt.want)
		}
	}
}

// takers are those who take part in the plans of these tests.
func takers() []plan.Participant {
	return []plan.Participant{
		{Ref: "p-a", Name: "Élise Fontaine"},
		{Ref: "p-b", Name: "Jean-Marc Delattre"},
		{Ref: "p-c", Name: "Yann Le Goff"},
		{Ref: "p-d", Name: "Paul Martin Roy"},
	}
}

// recipients is a plan that names people in some texts.
func recipients(texts ...string) *plan.Manifest {
	return &plan.Manifest{
		Parties: takers(), Sections: &plan.Sections{Distribution: plan.Distribution{Recipients: texts}},
	}
}

// doubted tells whether a leaf that erases texts under one reference is.
func doubted(texts []string) bool {
	var c check
	for _, p := range takers() {
		c.planned = append(c.planned, frozenParty{Ref: p.Ref, Name: p.Name})
	}
	said := make([]string, len(texts))
	for i, text := range texts {
		said[i] = written(text)
	}
	return !akin(said) || c.partakes("p-new", said)
}

// What an erasure takes in a plan is not doubted, whatever the name, whoever is beside it and whatever they do; and a
// name is found in all places, and taken for one person.
func TestErasedByThePlan_IsNotDoubted(t *testing.T) {
	t.Parallel()
	names := []string{
		"Nadia Lefort", "Jean de la Tour", "Charles de Gaulle", "Anne du Pré", "L. Lefort", "D. Durand",
		"Minh Le", "Le Minh",
		"Anh Du", "Loïc Le Goff", "J.-P. Martin", "Anne-Marie Petit", "Jean Paul", "DURAND Luc", "Luc DURAND",
		"nadia lefort",
		"Ludwig van Beethoven", "Otto von Bismarck", "Ali ben Salah", "Nadia el Fassi", "Sean O’Brien",
		"Valéry d’Estaing",
		"Élise Roux", "Li Na", "An Li", "M. Durand", "Mme Le Pen", "Dr Lefort", "Y. Le Goff", "Lefort, Nadia",
		"LE GOFF Anna",
		"Jean De La Tour", "Paul Martin", "Paul Martin Roy-Durand", "Jean-Marc Delattre Petit", "Luc Président",
		"de Gaulle",
		"charles de gaulle", "minh le", "NADIA LE GUEN", "李 明", "Nguyen Van An", "Marie Curie née Sklodowska", "Jean",
		"cabinet Orsel", "chef de projet", "Yann Le", "le minh", "d’Élise Fontaine", "la direction",
		"Fontaine, DSI", "et Nadia",
	}
	// what nothing tells from what is said of somebody who takes part, or from a part of their name
	unsure := []string{
		"chef de projet", "Paul Martin", "Yann Le", "la direction", "d’Élise Fontaine", "Fontaine, DSI", "et Nadia",
		"de Gaulle", "charles de gaulle", "le minh",
	}
	around := []string{
		"%", "%, cabinet Orsel", "% (MOE)", "M. %, DSI", "à %", "avis de % : favorable", "%, chef de la recette",
		"% et Élise Fontaine", "Élise Fontaine et %", "Élise Fontaine, %", "%, adjoint de Jean-Marc Delattre",
		"% / Yann Le Goff", "% – PAUL MARTIN ROY", "Paul Martin Roy, DSI et %", "Mme Élise Fontaine (PPO) & %",
	}
	for _, name := range names {
		for i := range around {
			for j := range around {
				texts := []string{
					strings.ReplaceAll(around[i], "%", name), strings.ReplaceAll(around[j], "%", norm.NFD.String(name)),
				}
				m, found := recipients(texts...), 0
				all := m.NamedApart(name)
				for _, x := range all {
					var of []string
					for _, path := range x.Paths {
						of = append(of, m.Places()[path])
					}
					if found += len(of); doubted(of) {
						t.Errorf("%s in %q: a leaf that erases %q is doubted", name, texts, of)
					}
				}
				proper := strings.Contains(name, " ") && !slices.Contains(unsure, name)
				if proper && (found != 2 || len(all) != 1) {
					t.Errorf("%s in %q: %d places of %d people", name, texts, found, len(all))
				}
			}
		}
	}
}

// A leaf that takes what is said of somebody who takes part for a name of somebody else is doubted, and no erasure of
// the product writes it.
func TestErasedOfWhoTakesPart_IsDoubted(t *testing.T) {
	t.Parallel()
	for _, said := range []string{
		"Élise Fontaine", "Élise Fontaine (direction)", "Élise Fontaine, responsable de la recette",
		"M. Élise Fontaine",
		"Mme Élise Fontaine, directrice générale adjointe", "Élise Fontaine, chef de projet", "Élise Fontaine - DSI",
		"le product owner, Élise Fontaine", "Élise Fontaine DSI", "ÉLISE FONTAINE, RESPONSABLE DE LA RECETTE",
		"élise fontaine, responsable de la recette", "Élise Fontaine, gardienne du temple",
		"Élise Fontaine & Yann Le Goff",
		"Élise Fontaine, chef d’équipe et responsable de la qualité", "Élise Fontaine, Chef De Projet",
		"par Élise Fontaine",
		"Pour Élise Fontaine (MOE)", "Élise Fontaine, adjointe de Yann Le Goff", "Élise Fontaine, PO de la Direction",
		"Élise Fontaine de Paris", "Élise Fontaine et Responsable", "Élise Fontaine (Orsel et Atelier)",
		"Groupe d’Élise Fontaine", "Groupe du Projet : Élise Fontaine",
	} {
		if !doubted([]string{said}) {
			t.Errorf("%s: not doubted", said)
		}
		words := strings.Fields(said)
		for i := range words {
			for j := i + 1; j <= len(words); j++ {
				name := strings.Join(words[i:j], " ")
				if got := recipients(said).NamedApart(name); got != nil {
					t.Errorf("%s: taken as that of %q", said, name)
				}
			}
		}
	}
}
