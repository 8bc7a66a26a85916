package plan

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
)

// sample is a manifest of n cases, some of which share a file.
func sample(n int) Manifest {
	m := Manifest{
		V: ManifestVersion, Campaign: "c", Title: `un titre "cases":[{}] <b>`, Language: "fr",
		Journeys: []Journey{{Code: "j"}, {Code: "k", Cases: []string{"SC-0"}}},
	}
	for i := range n {
		step := fmt.Sprintf("le pas %d", i)
		m.Cases = append(m.Cases, FrozenCase{Case: catalogue.Case{
			ID: fmt.Sprintf("SC-%d", i), Tags: []string{"@a", "@b"}, Source: "Scénario: s\n  Soit " + step,
			Feature: catalogue.Feature{Path: fmt.Sprintf("f%d.feature", i/2), Name: "a & b", Language: "fr"},
			Steps: []catalogue.Step{{
				Keyword: "Soit ", Type: catalogue.Context, Text: step,
				DocString: &catalogue.DocString{Content: "é\u2028"},
			}},
		}})
	}
	return m
}

func encoded(t testing.TB, m Manifest) []byte {
	t.Helper()
	data, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestParse_TakesOneDocument: each byte of a manifest left out, doubled, or followed by another, is refused, or is the
// document of another manifest.
func TestParse_TakesOneDocument(t *testing.T) {
	empty := sample(0)
	empty.Cases = []FrozenCase{}
	for name, m := range map[string]Manifest{"none": sample(0), "empty": empty, "one": sample(1), "three": sample(3)} {
		t.Run(name, func(t *testing.T) {
			data := encoded(t, m)
			got, err := Parse(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(m, got); diff != "" {
				t.Errorf("Parse(Bytes) (-want +got):\n%s", diff)
			}
			accepted := 0
			try := func(what string, data []byte) {
				got, err := Parse(bytes.NewReader(data))
				switch {
				case err == nil && !bytes.Equal(encoded(t, got), data):
					t.Errorf("%s: accepted, but Bytes writes otherwise\n%s", what, data)
				case err == nil:
					accepted++
				case !errors.Is(err, errManifest):
					t.Errorf("%s: %v is no errManifest", what, err)
				}
			}
			for i := range data {
				try(fmt.Sprintf("without byte %d", i), slices.Delete(slices.Clone(data), i, i+1))
				for _, add := range []string{" ", ",", "0", `"`, "]", string(data[i : i+1])} {
					try(fmt.Sprintf("%q at byte %d", add, i), slices.Insert(slices.Clone(data), i, []byte(add)...))
				}
			}
			for old, replaced := range map[string]string{
				`"cases":`: `"Cases":`, `,"participants"`: `,"cases":[],"participants"`, `"path":`: `"line":0,"path":`,
				`"v":1`: `"v":1,"cases":[]`, `"steps":`: `"unknown":0,"steps":`,
			} {
				if other := strings.Replace(string(data), old, replaced, 1); other != string(data) {
					if _, err := Parse(strings.NewReader(other)); !errors.Is(err, errManifest) {
						t.Errorf("%s as %s: %v", old, replaced, err)
					}
				}
			}
			if accepted == 0 {
				t.Error("no change gave the document of another manifest: the check of accepted ones proves nothing")
			}
		})
	}
}

// TestParse_KeepsOnce what two cases have in common, and what stands in the source of one.
func TestParse_KeepsOnce(t *testing.T) {
	m, err := Parse(bytes.NewReader(encoded(t, sample(2))))
	if err != nil {
		t.Fatal(err)
	}
	a, b := &m.Cases[0], &m.Cases[1]
	for name, texts := range map[string][2]string{
		"path": {a.Feature.Path, b.Feature.Path}, "tag": {a.Tags[1], b.Tags[1]},
		"keyword": {a.Steps[0].Keyword, b.Steps[0].Keyword},
		"step":    {a.Source[len(a.Source)-len(a.Steps[0].Text):], a.Steps[0].Text},
	} {
		if texts[0] != texts[1] || unsafe.StringData(texts[0]) != unsafe.StringData(texts[1]) {
			t.Errorf("%s: %q and %q are kept twice", name, texts[0], texts[1])
		}
	}
}
