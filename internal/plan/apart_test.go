package plan

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

func apartOf() Manifest {
	return Manifest{
		Parties:  []Participant{{Ref: "p-1", Name: "Élise Fontaine", Entity: "Siège"}},
		Supplier: Party{Name: "Atelier", Representative: "Nadia LEFORT"},
		OutOfScope: []Exclusion{
			{What: "l’export", AgreedBy: "DEC-0007"}, {What: "l’import", AgreedBy: "Élise Fontaine"},
		},
		Journeys: []Journey{{Code: "adhesion", Owner: "po"}, {Code: "reste", Owner: "Paul  Roy"}},
		Sections: &Sections{
			Contacts: []Contact{{Name: "Paul Roy", Entity: "Atelier"}}, Context: "Zoé Martin l’a dit.",
			Distribution: Distribution{Recipients: []string{
				"Jean Petit, DSI", "nadia lefort (cabinet)", "jean@example.org", "Siège", "Élise Fontaine (PPO)",
			}},
		},
	}
}

// placesOf gives the places of all.
func placesOf(all []Apart) (paths []string) {
	for i := range all {
		paths = append(paths, all[i].Paths...)
	}
	return paths
}

// Whoever the plan names in any such place, alone or among other words, is found although they do not take part: in
// each place, and nobody else.
func TestNamedApart(t *testing.T) {
	t.Parallel()
	m := apartOf()
	const recipients = "/sections/distribution/recipients/"
	for name, want := range map[string][]string{
		"Nadia Lefort":     {recipients + "1", "/supplier/representative"},
		"Paul Roy":         {"/journeys/1/owner", "/sections/contacts/0/name"},
		"Jean Petit":       {recipients + "0"},
		"jean@example.org": {recipients + "2"},
		"Élise Fontaine":   nil, "Zoé Martin": nil, "Jean": nil, "Paul Royal": nil,
		"Atelier": nil, "Siège": nil, "po": nil,
	} {
		if got := placesOf(m.NamedApart(name)); !slices.Equal(got, want) {
			t.Errorf("NamedApart(%s) = %v, want %v", name, got, want)
		}
	}
}

// Whoever a text names among words is found where the plan names them in others.
func TestAkin(t *testing.T) {
	t.Parallel()
	m := apartOf()
	const recipients = "/sections/distribution/recipients/"
	nadia := []string{recipients + "1", "/supplier/representative"}
	for text, want := range map[string][]string{
		"Nadia Lefort": nadia, "Nadia Lefort, conseil": nadia, "le conseil de Nadia Lefort": nadia,
		"M. Jean Petit":       {recipients + "0"},
		"l’avis d’Élise Font": nil, "d’Élise Fontaine, PPO": nil,
		"Nadia Roux": nil, "Élise Fontaine et Nadia Lefort": nadia, "Paul Roy-Durand": nil, "Jean": nil, "Atelier": nil,
	} {
		if got := m.Akin(text, m.Parties); !slices.Equal(got, want) {
			t.Errorf("Akin(%s) = %v, want %v", text, got, want)
		}
	}
	want := []string{"/out_of_scope/1/agreed_by", recipients + "4"}
	if got := m.Akin("avis d’Élise Fontaine", nil); !slices.Equal(got, want) {
		t.Errorf("of nobody who is known: %v, want %v", got, want)
	}
}

// Small words between two others are of no name.
func TestAkin_SmallWords(t *testing.T) {
	t.Parallel()
	const erased = "Nadia Lefort, cabinet de la direction"
	for said, want := range map[string]bool{
		"Jean de la Tour": false, "le comité de la recette": false, "Nadia Lefort": true,
		"le cabinet de la direction": true,
	} {
		if got := Akin(said, erased, nil); got != want {
			t.Errorf("Akin(%s) = %t, want %t", said, got, want)
		}
	}
	if !Akin("Jean de la Tour", "M. Jean de La Tour, DSI", nil) {
		t.Error("a name with small words is not found")
	}
}

// An erased name is found however the next plan writes it, with an initial, a small word or a title; nobody else is.
func TestAkin_Names(t *testing.T) {
	t.Parallel()
	around := []string{
		"%", "%, cabinet Orsel", "% (MOE)", "M. %, DSI", "avis de %", "% et Paul Roy", "Paul Roy, DSI, et %",
	}
	known := []Participant{{Name: "Paul Roy"}}
	for _, name := range []string{
		"L. Lefort", "D. Durand", "N. Roux", "Minh Le", "Le Minh", "Minh Tran", "Anh Du", "Yann Le Goff",
		"LE GOFF Yann",
		"Jean de la Tour", "Charles de Gaulle", "charles de gaulle", "Anne du Pré", "J.-P. Martin", "Anne-Marie Petit",
		"Ludwig van Beethoven", "Sean O’Brien", "Valéry d’Estaing", "nadia lefort", "Lefort, Nadia", "Li Na",
		"NADIA LEFORT",
	} {
		for _, was := range around {
			for _, is := range around {
				was, is := strings.ReplaceAll(was, "%", name), strings.ReplaceAll(is, "%", norm.NFD.String(name))
				if !Akin(is, was, known) {
					t.Errorf("Akin(%s, %s) = false", is, was)
				}
			}
			was := strings.ReplaceAll(was, "%", name)
			for _, other := range []string{
				"Zoé Fabre", "M. Zoé Fabre, DSI", "Paul Roy", "Paul Roy (DSI)", "le comité", "Jean du Parc",
				"la direction",
				"L. Fabre", "Le Van", "Zoé Le Gall", "Zoé Durand",
			} {
				if Akin(other, was, known) {
					t.Errorf("Akin(%s, %s) = true", other, was)
				}
			}
		}
	}
	for was, is := range map[string]string{
		"minh le, dsi": "minh le (moe)", "le minh, dsi": "le minh (moe)", "M. le minh": "Le Minh",
		"MINH LE, DSI": "Minh Le",
	} {
		if !Akin(is, was, known) {
			t.Errorf("Akin(%s, %s) = false", is, was)
		}
	}
}

// Words beside somebody who takes part are the name of another one, or what is said of them, which is nobody's.
func TestNamedApart_BesideWhoTakesPart(t *testing.T) {
	t.Parallel()
	for said, tt := range map[string]struct {
		name  string
		found bool
	}{
		"Élise Fontaine et Charles de Gaulle":        {"Charles de Gaulle", true},
		"Élise Fontaine et charles de gaulle":        {"charles de gaulle", true},
		"Minh Le, adjoint d’Élise Fontaine":          {"minh le", true},
		"Élise Fontaine, responsable de la recette":  {"responsable de la recette", false},
		"Mme Élise Fontaine, gardienne du temple":    {"gardienne du temple", false},
		"Élise Fontaine, directrice générale":        {"directrice générale", false},
		"Élise Fontaine et son product owner (lead)": {"product owner", false},
	} {
		m := Manifest{
			Parties:  []Participant{{Name: "Élise Fontaine"}},
			Sections: &Sections{Distribution: Distribution{Recipients: []string{said}}},
		}
		if got := len(m.NamedApart(tt.name)) > 0; got != tt.found || m.Says(tt.name) == got {
			t.Errorf("%s in %s: found %t, left %t, want %t", tt.name, said, got, m.Says(tt.name), tt.found)
		}
	}
}

// Texts that have nothing in common but words that are no name are as many people.
func TestNamedApart_NothingTellsThatItIsOne(t *testing.T) {
	t.Parallel()
	const recipients = "/sections/distribution/recipients/"
	m := Manifest{Sections: &Sections{Distribution: Distribution{Recipients: []string{
		"le minh, dsi", "le minh (moe)", "LE MINH, DSI",
	}}}}
	want := []Apart{
		{"le minh, dsi", []string{recipients + "0", recipients + "2"}}, {"le minh (moe)", []string{recipients + "1"}},
	}
	if diff := cmp.Diff(want, m.NamedApart("Le Minh")); diff != "" {
		t.Errorf("NamedApart (-want +got):\n%s", diff)
	}
}

func TestSays(t *testing.T) {
	t.Parallel()
	m := apartOf()
	for name, want := range map[string]bool{
		"Zoé Martin": true, "Nadia Lefort": false, "Élise Fontaine": false, "Zoé Mart": false,
	} {
		if got := m.Says(name); got != want {
			t.Errorf("Says(%s) = %t, want %t", name, got, want)
		}
	}
}

// All those whom a plan names apart are told from functions, decisions, bodies, and those who take part.
func TestApart(t *testing.T) {
	t.Parallel()
	m := apartOf()
	want := []Apart{
		{"Paul Roy", []string{"/journeys/1/owner", "/sections/contacts/0/name"}},
		{"Jean Petit, DSI", []string{"/sections/distribution/recipients/0"}},
		{"Nadia LEFORT", []string{"/sections/distribution/recipients/1", "/supplier/representative"}},
		{"jean@example.org", []string{"/sections/distribution/recipients/2"}},
	}
	if diff := cmp.Diff(want, m.Apart()); diff != "" {
		t.Errorf("Apart (-want +got):\n%s", diff)
	}
}

// What stands for a name takes its places, and those alone.
func TestNameless_InPlaces(t *testing.T) {
	t.Parallel()
	m := apartOf()
	places := map[string]string{}
	for _, path := range placesOf(m.NamedApart("Nadia Lefort")) {
		places[path] = "p-9"
	}
	hidden := true
	mask := Mask{
		Hides: func(ref string) bool { return ref == "p-9" && hidden }, As: func(ref string) string { return ref },
		Places: places,
	}
	want := apartOf()
	want.Supplier.Representative, want.Sections.Distribution.Recipients[1] = "p-9", "p-9"
	if diff := cmp.Diff(want, m.Nameless(mask)); diff != "" {
		t.Errorf("hidden (-want +got):\n%s", diff)
	}
	hidden = false
	if diff := cmp.Diff(m, m.Nameless(mask)); diff != "" {
		t.Errorf("not hidden (-want +got):\n%s", diff)
	}
}

// Each place where a plan may name somebody has a path, which no other one has.
func TestPlaces_ReachEveryName(t *testing.T) {
	t.Parallel()
	const name = "Nadia Lefort"
	var m Manifest
	everywhere(reflect.ValueOf(&m).Elem(), "", name, true, map[string]bool{})
	m.Cases, m.Parties = nil, nil
	texts, nobody, reached := map[string]bool{}, namesNobody(), map[string]bool{}
	everywhere(reflect.ValueOf(&m).Elem(), "", name, false, texts)
	index := regexp.MustCompile("/[0-9]+")
	for path := range m.Places() {
		reached[strings.ReplaceAll(index.ReplaceAllString(path, ""), "/", ".")] = true
	}
	for _, path := range slices.Sorted(maps.Keys(texts)) {
		if reached[path] == nobody[path] {
			t.Errorf("%s: a place %t, of nobody %t", path, reached[path], nobody[path])
		}
	}
}
