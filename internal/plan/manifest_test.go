package plan

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// roundTrip returns the bytes of m and the manifest that Parse reads in them.
func roundTrip(t *testing.T, m *Manifest) ([]byte, Manifest) {
	t.Helper()
	data, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return data, got
}

func TestFreeze_BytesComeBack(t *testing.T) {
	m, _, err := Freeze(input(t, casesOf(t, map[string]string{"features/a.feature": adhesion})))
	if err != nil {
		t.Fatal(err)
	}
	data, got := roundTrip(t, &m)
	if diff := cmp.Diff(m, got); diff != "" {
		t.Errorf("Parse(Bytes) (-frozen +parsed):\n%s", diff)
	}
	again, err := got.Bytes()
	if err != nil || string(again) != string(data) {
		t.Errorf("bytes differ the second time")
	}
	tests := map[string]struct {
		data string
		want error
	}{
		"not JSON":       {"{", errManifest},
		"space added":    {strings.Replace(string(data), `"v":2`, `"v": 2`, 1), errManifestCanonical},
		"field added":    {strings.Replace(string(data), `"v":2`, `"v":2,"x":2`, 1), errManifest},
		"newline lost":   {strings.TrimSuffix(string(data), "\n"), errManifestCanonical},
		"trailing bytes": {string(data) + "{}", errManifestCanonical},
		"version":        {strings.Replace(string(data), `"v":2`, `"v":3`, 1), errManifestVersion},
	}
	for name, tt := range tests {
		if _, err := Parse(strings.NewReader(tt.data)); !errors.Is(err, tt.want) {
			t.Errorf("%s: Parse error = %v, want %v", name, err, tt.want)
		}
	}
}

// TestParse_readsOlderManifests holds that a manifest frozen by an older program is read as it stands: its cases sorted
// by identifier, a step without a word among them.
func TestParse_readsOlderManifests(t *testing.T) {
	m, _, err := Freeze(input(t, casesOf(t, map[string]string{"a.feature": adhesion})))
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(m.Cases, func(a, b FrozenCase) int { return strings.Compare(a.ID, b.ID) })
	m.Cases[0].Steps[0].Text = "\u00a0"
	_, got := roundTrip(t, &m)
	if diff := cmp.Diff(m, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
