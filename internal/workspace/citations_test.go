package workspace

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCitations(t *testing.T) {
	files := small()
	files["features/adhesion.feature"] = "# language: fr\n@US-1 @DEC-0002\nFonctionnalité: Adhésion\n\n  @DEC-0001\n " +
		" Règle: R\n\n" +
		"    @SC-0001 @DEC-0002\n    Plan du scénario: Adhérer\n      Quand <x>\n      Alors y\n\n      @DEC-0003\n  " +
		"    Exemples:\n" +
		"        | x |\n        | a |\n"
	files["stories.yaml"] = "stories:\n  - id: US-1\n    title: Adhérer\n    criteria:\n" +
		"      - {id: CA-1.9, text: Plus tard, out_of_scope: DEC-0002}\n"
	p := opened(t, files)
	set, _ := p.References() // the decisions that are cited have no page
	got, err := p.Citations(t.Context(), set)
	if err != nil {
		t.Fatal(err)
	}
	const path = "features/adhesion.feature"
	want := map[string][]Citation{
		"DEC-0001": {{Path: path, Line: 5}},
		"DEC-0002": {
			{Path: path, Line: 2}, {Path: path, Line: 8}, {Path: "stories.yaml", Line: 5, Criterion: "CA-1.9"},
		},
		"DEC-0003": {{Path: path, Line: 13}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Citations (-want +got):\n%s", diff)
	}
}
