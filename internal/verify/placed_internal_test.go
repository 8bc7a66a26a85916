package verify

import (
	"bytes"
	"maps"
	"reflect"
	"slices"
	"testing"

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
		"one":                    {[]string{"nadia"}, true},
		"the same":               {[]string{"nadia", "nadia"}, true},
		"two":                    {[]string{"nadia", "paul"}, false},
		"among words":            {[]string{"nadia lefort", "nadia lefort (cabinet)", "à nadia lefort, dsi"}, true},
		"among words only":       {[]string{"nadia lefort, cabinet", "le cabinet de nadia lefort"}, true},
		"a namesake":             {[]string{"nadia lefort", "nadia lefort-durand"}, false},
		"one word of both":       {[]string{"nadia lefort", "nadia roux"}, false},
		"two others":             {[]string{"nadia lefort", "paul roy, direction"}, false},
		"an initial":             {[]string{"j. dupont", "j. dupont (dsi)"}, true},
		"initials":               {[]string{"j.-p. martin, cabinet", "m. j.-p. martin"}, true},
		"the last first":         {[]string{"lefort, nadia (dsi)", "lefort, nadia, cabinet"}, true},
		"elided":                 {[]string{"équipe d'élise fontaine", "élise fontaine, dsi"}, true},
		"another initial":        {[]string{"j. dupont", "p. dupont (dsi)"}, false},
		"one address":            {[]string{"jean@example.org", "paul@example.org"}, false},
		"small words of both":    {[]string{"paul petit, chef de la dsi", "claire dubois, amie de la dsi"}, false},
		"one beginning of both":  {[]string{"paul petit, chef de la dsi", "claire roy, chef de la mer"}, false},
		"a small word in a name": {[]string{"jean de la tour, dsi", "m. jean de la tour"}, true},
		"a hyphen alone":         {[]string{"nadia - dsi", "paul - dsi"}, false},
	} {
		if got := akin(tt.names); got != tt.want {
			t.Errorf("%s: akin = %t, want %t", name, got, tt.want)
		}
	}
}
