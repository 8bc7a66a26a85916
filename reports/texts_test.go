package reports

import (
	"strings"
	"testing"
)

// The rows of an outline share one text: it is printed once, under every case that it gave, and nothing is left out.
func TestPDFPrintsEachTextOnce(t *testing.T) {
	pv := fixture()
	pv.Cases = pv.Cases[:4]
	source := "  Plan du scénario: Un SIRET <cas> est refusé\n    Quand la phrase unique est lue\n"
	for i, id := range []string{"SC-0002/court", "SC-0900", "SC-0002/long", "SC-0002/vide"} {
		c := &pv.Cases[i]
		c.ID, c.Path, c.Line, c.Content = id, "features/siret.feature", 80+i, "content/1:"+sha(id)
		if i == 1 {
			continue
		}
		c.Name, c.Row, c.Source = "Un SIRET "+id[8:]+" est refusé", "cas = "+id[8:], source
	}
	// The same text in another file is another text.
	other := pv.Cases[0]
	other.ID, other.Path = "SC-0002/ailleurs", "features/ailleurs.feature"
	pv.Cases = append(pv.Cases, other)

	file, _ := render(t, pv, frenchOptions(t))
	_, annex, ok := strings.Cut(folded(strings.Join(pageTexts(t, file)[2:], "\n")), "Annexe C – Texte intégral")
	if !ok {
		t.Fatal("no annex C")
	}
	if got := strings.Count(annex, "la phrase unique est lue"); got != 2 {
		t.Errorf("the text is printed %d times, want once a file: 2", got)
	}
	last := -1
	for _, want := range []string{
		"SC-0002 – Un SIRET <cas> est refusé", "3 cas", "SC-0002/court", "SC-0002/long", "SC-0002/vide",
		"la phrase unique", "SC-0900", "SC-0002/ailleurs",
	} {
		at := strings.Index(annex, want)
		if at <= last {
			t.Errorf("%q stands at %d, want it after %d", want, at, last)
		}
		last = at
	}
	for i := range pv.Cases {
		if !strings.Contains(annex, pv.Cases[i].Content) {
			t.Errorf("%s: the digest of its content is not printed", pv.Cases[i].ID)
		}
	}
}

func TestFills(t *testing.T) {
	for _, c := range []struct {
		title, name string
		want        bool
	}{
		{"Un SIRET <cas> est refusé", "Un SIRET court est refusé", true},
		{"Un SIRET <cas> est refusé", "Un SIRET est refusé", false},
		{"<a> et <b>", "un et deux", true},
		{"<a>", "", true},
		{"Sans paramètre", "Sans paramètre", true},
		{"Sans paramètre", "Sans paramètre, ou presque", false},
		{"Un < b", "Un < b", true},
		{"SIRET <cas>", "Un SIRET court", false},
	} {
		if got := fills(c.title, c.name); got != c.want {
			t.Errorf("fills(%q, %q) = %v, want %v", c.title, c.name, got, c.want)
		}
	}
}
