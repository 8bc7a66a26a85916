package plan

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

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
		parsed, err := Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseOutline(bytes.NewReader(data))
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
		"version":         {strings.Replace(data, `{"v":2,`, `{"v":3,`, 1), errManifestVersion},
		"space":           {strings.Replace(data, `"cases":[{`, `"cases": [{`, 1), errManifestCanonical},
		"field twice":     {strings.Replace(data, `"stable":`, `"id":"SC-9","stable":`, 1), errManifestCanonical},
		"unknown field":   {strings.Replace(data, `"stable":`, `"sure":true,"stable":`, 1), errManifestCanonical},
		"step type twice": {strings.Replace(data, `"type":`, `"type":"outcome","type":`, 1), errManifestCanonical},
		"cases twice": {
			strings.Replace(data, `"participants":`, `"cases":[],"participants":`, 1), errManifestCanonical,
		},
		"cut":             {data[:len(data)/2], errManifestCanonical},
		"more":            {data + "{}", errManifestCanonical},
		"unknown in head": {strings.Replace(data, `"campaign":`, `"kampagne":1,"campaign":`, 1), errManifestCanonical},
		"not a number":    {strings.Replace(data, `{"v":2,`, `{"v":"2",`, 1), errManifest},
		"not a truth":     {strings.Replace(data, `"stable":true`, `"stable":1`, 1), errManifestCanonical},
		"head twice":      {strings.Replace(data, `"title":`, `"title":"x","title":`, 1), errManifestCanonical},
		"head by another": {strings.Replace(data, `"cases":["`, `"cases":[],"cases":["`, 1), errManifestCanonical},
		"empty":           {"", errManifestCanonical},
	}
	for name, tt := range tests {
		if tt.data == data {
			t.Fatalf("%s: nothing was changed", name)
		}
		if _, err := ParseOutline(strings.NewReader(tt.data)); !errors.Is(err, tt.want) {
			t.Errorf("%s: error = %v, want %v", name, err, tt.want)
		}
	}
	broken := iotest.TimeoutReader(strings.NewReader(data))
	_, err = ParseOutline(io.MultiReader(strings.NewReader(data[:9]), broken, broken))
	if !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("a reader that fails: error = %v, want its own", err)
	}
	for n := range len(data) - 1 { // wherever it stops, it says so
		if _, err := ParseOutline(strings.NewReader(data[:n])); !errors.Is(err, errManifest) {
			t.Fatalf("the first %d bytes: error = %v, want errManifest", n, err)
		}
	}
}

// TestParseOutline_WhereverTheWindowEnds moves the end of what is read at once over each byte of two cases and of what
// follows them, and lets texts be larger than that.
func TestParseOutline_WhereverTheWindowEnds(t *testing.T) {
	t.Parallel()
	m := sample(3)
	want := m.Outline()
	m.Cases[0].Source = "FILL"
	before, after, _ := strings.Cut(string(bytesOf(t, &m)), "FILL")
	filler := strings.Repeat("x", 3*windowSize)
	for _, n := range append(numbers(windowSize-len(before)-len(after), windowSize-len(before)+1), 3*windowSize) {
		got, err := ParseOutline(io.MultiReader(
			strings.NewReader(before), strings.NewReader(filler[:n]), strings.NewReader(after),
		))
		if err != nil || !cmp.Equal(want, got) {
			t.Fatalf("a text of %d bytes: %v (-want +got):\n%s", n, err, cmp.Diff(want, got))
		}
	}
	m.Title = filler
	if got, err := ParseOutline(bytes.NewReader(bytesOf(t, &m))); err != nil || !cmp.Equal(m.Outline(), got) {
		t.Errorf("a title of %d bytes: %v, or another outline", len(filler), err)
	}
}

func numbers(from, to int) (list []int) {
	for n := from; n < to; n++ {
		list = append(list, n)
	}
	return list
}

// FuzzParseOutline holds that what Parse reads is read the same without the texts, and that nothing makes it panic.
func FuzzParseOutline(f *testing.F) {
	f.Add([]byte(`{"v":1,"cases":null}`))
	f.Add([]byte(`{"v":1,"cases":[{"id":"a","steps":[{"type":"outcome"}],"source":"\\\""}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := ParseOutline(bytes.NewReader(data))
		m, whole := Parse(bytes.NewReader(data))
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
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseOutline(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}
