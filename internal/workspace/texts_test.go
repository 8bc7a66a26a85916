package workspace

import (
	"strings"
	"testing"

	"recette/internal/catalogue"
)

// Of two cases with one id the last was taken: whether a text passed for the one that was tested hung on the names of
// files.
func TestTextsIn_GivesNoTextToASharedID(t *testing.T) {
	const tested, tampered = "Quand tout va", "Quand rien ne va"
	feature := func(step string) string {
		return "# language: fr\nFonctionnalité: A\n\n  @SC-0001\n  Scénario: B\n    " + step + "\n    Alors y\n"
	}
	of := func(files map[string]string) (*Project, map[string]Text) {
		files["recette.yaml"] = small()["recette.yaml"]
		p := opened(t, files)
		texts, err := TextsIn(t.Context(), p.Root+"/features", catalogue.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return p, texts
	}
	_, alone := of(map[string]string{"features/a.feature": feature(tested)})
	if text := alone["SC-0001"]; text.Content == "" || text.Presentation == "" {
		t.Fatalf("the text of a case alone is %+v", text)
	}
	for _, order := range [][2]string{{tested, tampered}, {tampered, tested}} {
		p,
			texts := of(
			map[string]string{"features/a.feature": feature(order[0]), "features/b.feature": feature(order[1])},
		)
		if text, known := texts["SC-0001"]; !known || text != (Text{}) {
			t.Errorf("the text of two cases %v is %+v, known %t; want none, known", order, text, known)
		}
		cases, err := p.casesByID(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		c, known := cases["SC-0001"]
		if !known || c.Content != "" || !strings.Contains(c.Source, tested) || !strings.Contains(c.Source, tampered) {
			t.Errorf("two cases %v by their id: %q with text %q; want the content of none and the texts of both",
				order, c.Content, c.Source)
		}
	}
}
