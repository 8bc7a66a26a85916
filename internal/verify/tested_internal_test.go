package verify

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"recette/internal/catalogue"
	"recette/internal/strictjson"
)

// TestContent_Vectors: the rule that is published gives the canonical bytes and hashes of the published examples.
func TestContent_Vectors(t *testing.T) {
	seen := 0
	for _, name := range []string{"adhesion", "caracteres", "english"} {
		dir := filepath.Join("..", "catalogue", "testdata", "vectors")
		data, err := os.ReadFile(filepath.Join(dir, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var vectors []struct{ Case, Canonical, Content string }
		if err := json.Unmarshal(data, &vectors); err != nil {
			t.Fatal(err)
		}
		canonical := map[string]string{}
		for _, v := range vectors {
			canonical[v.Case] = v.Canonical
		}
		err = catalogue.Walk(t.Context(), os.DirFS(dir), []string{name + ".feature"}, catalogue.Options{},
			func(f catalogue.File) error {
				for i := range f.Cases {
					var z plannedCase
					text, err := json.Marshal(map[string]any{"steps": f.Cases[i].Steps})
					if err != nil {
						return err
					}
					if err := strictjson.Decode(bytes.NewReader(text), &z, nil); err != nil {
						return err
					}
					var d hasher
					z.content(&d)
					if got := string(d.piece); got != canonical[f.Cases[i].ID] {
						t.Errorf("%s:\n got %s\nwant %s", f.Cases[i].ID, got, canonical[f.Cases[i].ID])
					}
					seen++
				}
				return nil
			})
		if err != nil {
			t.Fatal(err)
		}
	}
	if seen < 5 {
		t.Errorf("%d examples were compared", seen)
	}
}
