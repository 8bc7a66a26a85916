package workspace

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAssignIDs_GivesNoneTwice(t *testing.T) {
	files := small()
	without := "# language: fr\n@US-3\nFonctionnalité: Don\n\n  Scénario: Donner\n    Quand il donne\n    Alors il a " +
		"donné\n"
	files["features/don.feature"] = without
	files["recette.yaml"] += "retired_ids: [SC-0008]\n"
	list, err := opened(t, files).AssignIDs(t.Context(), []string{"SC-0007"})
	if err != nil {
		t.Fatal(err)
	}
	given := map[string][]string{}
	for _, n := range list {
		if len(n.Read) == 0 {
			t.Errorf("%s comes without what was read", n.Path)
		}
		for _, id := range n.IDs {
			given[n.Path] = append(given[n.Path], id.ID)
		}
	}
	if diff := cmp.Diff(map[string][]string{"features/don.feature": {"SC-0009"}}, given); diff != "" {
		t.Errorf("ids given (-want +got):\n%s", diff)
	}
}
