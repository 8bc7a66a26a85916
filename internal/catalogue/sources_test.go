package catalogue

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"recette/internal/syntax"
)

func TestSources(t *testing.T) {
	fsys := fstest.MapFS{
		"a.feature": {Data: []byte(small)}, "b.feature": {Data: []byte("\xff\xfe")},
		"c.feature.md": {Data: []byte("# x")},
		"d.feature":    {Data: []byte(small + small)},
	}
	got := map[string]string{}
	err := Sources(t.Context(), fsys, nil, Options{MaxTotal: int64(len(small)) + 2}, func(r Raw) error {
		got[r.Path] = string(r.Bytes)
		for _, d := range r.Diagnostics {
			got[r.Path] += string(d.Code)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"a.feature": small, "b.feature": "\xff\xfe", "c.feature.md": string(syntax.CodeMarkdown),
		"d.feature": string(syntax.CodeProjectSize),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
