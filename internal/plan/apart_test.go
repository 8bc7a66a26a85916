package plan

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
		if got := m.NamedApart(name); !slices.Equal(got, want) {
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
	for _, path := range m.NamedApart("Nadia Lefort") {
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
