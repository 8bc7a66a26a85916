package workspace

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/plan"
)

// TestSummaries_TellTheTruth holds that what was kept says what reading says, whatever became of the files.
func TestSummaries_TellTheTruth(t *testing.T) {
	p := opened(t, small())
	frozen := frozenAsItIs(t, p)
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
		want, wantErr := allRead(t, p, p.Features)
		texts, moved := plan.Presence{}, plan.Compare(frozen)
		for i := range want {
			texts.Add(want[i].ID, want[i].Content)
			moved.Add(&want[i])
		}
		for range 3 {
			present, err := p.Texts(t.Context())
			if diff := cmp.Diff(texts, present); diff != "" && wantErr == nil || (err == nil) != (wantErr == nil) {
				t.Errorf("%s: texts: %v, want %v (-read +kept):\n%s", what, err, wantErr, diff)
			}
			drifts, err := p.Drift(t.Context(), frozen)
			if diff := cmp.Diff(moved.Drifts(), drifts, cmp.AllowUnexported(plan.Drift{})); err != nil || diff != "" {
				t.Errorf("%s: drift: %v (-read +kept):\n%s", what, err, diff)
			}
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

// allRead gives the cases of the files that can be read, from the files themselves.
func allRead(t *testing.T, p *Project, targets []string) (all []Summary, err error) {
	t.Helper()
	err = p.Read(t.Context(), targets, func(f *catalogue.File) { all = append(all, summariesOf(f)...) })
	return all, err
}

// frozenAsItIs freezes every case of the project, one of them under another name and one with another text.
func frozenAsItIs(t *testing.T, p *Project) *plan.Outline {
	t.Helper()
	list, err := allRead(t, p, p.Features)
	if err != nil || len(list) < 2 {
		t.Fatalf("%d cases, %v, want two at least", len(list), err)
	}
	o := &plan.Outline{}
	for i := range list {
		s := &list[i]
		o.Cases = append(o.Cases, plan.OutlineCase{
			ID: s.ID, Content: s.Content, Presentation: s.Presentation, Path: s.Path, Name: s.Name, Stable: s.Stable,
		})
	}
	o.Cases[0].Name, o.Cases[1].Content = "autrefois", "autre"
	return o
}

func TestDecodeSummaries_RefusesWhatIsDamaged(t *testing.T) {
	p := opened(t, small())
	list, err := allRead(t, p, p.Features[:1])
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
