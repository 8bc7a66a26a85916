package plan

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func bytesOf(tb testing.TB, m *Manifest) []byte {
	tb.Helper()
	data, err := m.Bytes()
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// What is read without the texts is what is read with them.
func TestParseOutline_AsParse(t *testing.T) {
	t.Parallel()
	whole, _, err := Freeze(input(t, casesOf(t, map[string]string{"features/a.feature": adhesion})))
	if err != nil {
		t.Fatal(err)
	}
	escaped := whole
	escaped.Cases = append([]FrozenCase(nil), whole.Cases...)
	escaped.Cases[0].Name = "\\\"[{\u2028\t é <&> \\"
	escaped.Cases[0].Source = `fin \\` + "\n\"}]"
	escaped.Cases[0].Critical, escaped.Cases[0].Steps = true, nil
	empty, none := whole, whole
	empty.Cases, none.Cases = []FrozenCase{}, nil
	for name, m := range map[string]*Manifest{"whole": &whole, "escaped": &escaped, "empty": &empty, "none": &none} {
		data := bytesOf(t, m)
		parsed, err := Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseOutline(data, Digest(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := parsed.Outline()
		if len(want.Cases)+len(got.Cases) == 0 {
			want.Cases, got.Cases, got.Manifest.Cases = nil, nil, nil
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-of the whole +read):\n%s", name, diff)
		}
		if diff := cmp.Diff(parsed.CriticalCases(), got.CriticalCases()); diff != "" {
			t.Errorf("%s: critical cases (-of the whole +read):\n%s", name, diff)
		}
	}
}

func TestParseOutline_Refuses(t *testing.T) {
	t.Parallel()
	m, _, err := Freeze(input(t, casesOf(t, map[string]string{"features/a.feature": adhesion})))
	if err != nil {
		t.Fatal(err)
	}
	data := string(bytesOf(t, &m))
	tests := map[string]struct {
		data string
		want error
	}{
		"version":         {strings.Replace(data, `{"v":1,`, `{"v":2,`, 1), ErrManifestVersion},
		"space":           {strings.Replace(data, `"cases":[{`, `"cases": [{`, 1), ErrManifestCanonical},
		"field twice":     {strings.Replace(data, `"stable":`, `"id":"SC-9","stable":`, 1), ErrManifestCanonical},
		"unknown field":   {strings.Replace(data, `"stable":`, `"sure":true,"stable":`, 1), ErrManifestCanonical},
		"step type twice": {strings.Replace(data, `"type":`, `"type":"outcome","type":`, 1), ErrManifestCanonical},
		"cases twice":     {strings.Replace(data, `"participants":`, `"cases":[],"participants":`, 1), ErrManifestCanonical},
		"cut":             {data[:len(data)/2], ErrManifestCanonical},
		"more":            {data + "{}", ErrManifestCanonical},
		"unknown in head": {strings.Replace(data, `"campaign":`, `"kampagne":1,"campaign":`, 1), ErrManifestCanonical},
		"not a number":    {strings.Replace(data, `{"v":1,`, `{"v":"1",`, 1), ErrManifest},
		"not a truth":     {strings.Replace(data, `"stable":true`, `"stable":1`, 1), ErrManifestCanonical},
		"head twice":      {strings.Replace(data, `"title":`, `"title":"x","title":`, 1), ErrManifestCanonical},
		"head by another": {strings.Replace(data, `"cases":["`, `"cases":[],"cases":["`, 1), ErrManifestCanonical},
		"empty":           {"", ErrManifestCanonical},
	}
	for name, tt := range tests {
		if tt.data == data {
			t.Fatalf("%s: nothing was changed", name)
		}
		if _, err := ParseOutline([]byte(tt.data), Digest([]byte(tt.data))); !errors.Is(err, tt.want) {
			t.Errorf("%s: error = %v, want %v", name, err, tt.want)
		}
	}
	if _, err := ParseOutline([]byte(data), Digest([]byte("other"))); !errors.Is(err, ErrManifest) {
		t.Errorf("another digest: error = %v, want ErrManifest", err)
	}
	for n := range len(data) - 1 { // wherever it stops, it says so
		if _, err := ParseOutline([]byte(data[:n]), Digest([]byte(data[:n]))); !errors.Is(err, ErrManifest) {
			t.Fatalf("the first %d bytes: error = %v, want ErrManifest", n, err)
		}
	}
}

// FuzzParseOutline holds that what Parse reads is read the same without the texts, and that nothing makes it panic.
func FuzzParseOutline(f *testing.F) {
	f.Add([]byte(`{"v":1,"cases":null}`))
	f.Add([]byte(`{"v":1,"cases":[{"id":"a","steps":[{"type":"outcome"}],"source":"\\\""}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := ParseOutline(data, Digest(data))
		m, whole := Parse(data)
		if whole != nil {
			return
		}
		if err != nil {
			t.Fatalf("Parse accepts it: %v", err)
		}
		if diff := cmp.Diff(m.Outline().CriticalCases(), got.CriticalCases()); diff != "" {
			t.Error(diff)
		}
	})
}

// BenchmarkParseOutline reads the outline of a manifest of 10,000 cases.
func BenchmarkParseOutline(b *testing.B) {
	m := big(b)
	data := bytesOf(b, &m)
	digest := Digest(bytes.Clone(data))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseOutline(data, digest); err != nil {
			b.Fatal(err)
		}
	}
}
