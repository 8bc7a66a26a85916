package workspace

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
)

// TestSummaries_TellTheTruth holds that what was kept says what reading says, whatever became of the files.
func TestSummaries_TellTheTruth(t *testing.T) {
	p := opened(t, small())
	old := time.Now().Add(-time.Hour)
	settle := func() { // a file that changed a moment ago is not trusted
		t.Helper()
		for _, name := range []string{"adhesion", "cotisation"} {
			if err := os.Chtimes(filepath.Join(p.Root, "features", name+".feature"), old, old); err != nil {
				t.Fatal(err)
			}
		}
	}
	check := func(what string) {
		t.Helper()
		want, wantErr := readExtracts(t.Context(), p, p.Features, summariesOf)
		for range 3 {
			got, err := p.Summaries(t.Context(), p.Features)
			if diff := cmp.Diff(want, got); diff != "" && wantErr == nil || (err == nil) != (wantErr == nil) {
				t.Errorf("%s: %v, want %v (-read +kept):\n%s", what, err, wantErr, diff)
			}
			headings, err := p.Headings(t.Context(), p.Features)
			diff := cmp.Diff(catalogue.Headings(want), headings)
			if diff != "" && wantErr == nil || (err == nil) != (wantErr == nil) {
				t.Errorf("%s: headings: %v, want %v (-read +kept):\n%s", what, err, wantErr, diff)
			}
		}
	}
	settle()
	check("as made")
	changed := small()["features/adhesion.feature"]
	write(t, p.Root, map[string]string{"features/adhesion.feature": changed + "    Et il paie\n"})
	check("a step more")
	write(t, p.Root, map[string]string{"features/adhesion.feature": changed + "    Aprs rien\n"})
	check("a lost line")
	var broken *FeaturesError
	if _, err := p.Summaries(t.Context(), p.Features); !errors.As(err, &broken) {
		t.Errorf("a lost line: %v, want a FeaturesError", err)
	}
	write(t, p.Root, map[string]string{"features/adhesion.feature": changed})
	settle()
	check("as before")
	p.Tags.Story = "@RECIT-"
	check("another tag of stories")
	if err := os.Remove(filepath.Join(p.Root, "features", "cotisation.feature")); err != nil {
		t.Fatal(err)
	}
	check("one file less")
	one, err := p.Summaries(t.Context(), []string{"features/adhesion.feature:6"})
	if err != nil || len(one) != 1 {
		t.Errorf("a line: %v, %v, want one case", one, err)
	}
}

func TestDecodeSummaries_RefusesWhatIsDamaged(t *testing.T) {
	p := opened(t, small())
	list, err := readExtracts(t.Context(), p, p.Features[:1], summariesOf)
	if err != nil {
		t.Fatal(err)
	}
	blob := string(encodeSummaries(list[:1]))
	if got, ok := decodeSummaries(list[0].Path, blob); !ok || !cmp.Equal(got, list[:1]) {
		t.Errorf("decoded %+v, %v, want %+v", got, ok, list[:1])
	}
	for n := range blob {
		if _, ok := decodeSummaries(list[0].Path, blob[:n]); ok {
			t.Errorf("the first %d bytes are taken for the whole", n)
		}
	}
	headings := catalogue.Headings(list[:1])
	blob = string(encodeHeadings(headings))
	if got, ok := decodeHeadings(list[0].Path, blob); !ok || !cmp.Equal(got, headings) {
		t.Errorf("decoded %+v, %v, want %+v", got, ok, headings)
	}
	for n := range blob {
		if _, ok := decodeHeadings(list[0].Path, blob[:n]); ok {
			t.Errorf("the first %d bytes are taken for the whole of the headings", n)
		}
	}
}
