package catalogue

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// A case carries the roles and the data sets that its tags name, under the names that the project gives to those tags.
func TestClassify_RolesAndDataSets(t *testing.T) {
	text := `# language: fr
@role:tresorier @acteur:secretaire
Fonctionnalité: Adhésion

  @SC-0001
  Plan du Scénario: Complète
    Quand j'adhère avec <n>
    Alors je suis adhérent

    @role:tresorier @role:gestionnaire @JDD-adhesion @donnees:petit @role: @JDD-
    Exemples:
      | n |
      | 1 |
`
	for name, tt := range map[string]struct {
		v           vocabulary.Vocabulary
		roles, sets []string
	}{
		"by default": {roles: []string{"tresorier", "gestionnaire"}, sets: []string{"JDD-adhesion"}},
		"renamed": {
			v:     vocabulary.Vocabulary{Role: "@acteur:", DataSet: "@donnees:"},
			roles: []string{"secretaire"}, sets: []string{"donnees:petit"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := Parse(syntax.Source{Path: "a.feature", Bytes: []byte(text)}, Options{Tags: tt.v})
			if len(f.Cases) != 1 {
				t.Fatalf("%d cases, diagnostics %+v", len(f.Cases), f.Diagnostics)
			}
			if diff := cmp.Diff(
				[][]string{tt.roles, tt.sets}, [][]string{f.Cases[0].Roles, f.Cases[0].DataSets},
			); diff != "" {
				t.Errorf("roles and data sets (-want +got):\n%s", diff)
			}
		})
	}
}
