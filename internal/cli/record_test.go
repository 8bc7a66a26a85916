package cli

import (
	"crypto/rand"
	"io"
	"os"
	"path/filepath"
	"testing"

	application "recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Records that one invocation opens one after the other read a frozen plan once: the second gives the very one that the
// first made.
func TestRecordsOfAnInvocationShareTheFrozenPlan(t *testing.T) {
	t.Parallel()
	env := testEnv(t, io.Discard, io.Discard)
	env.Rand = rand.Reader
	a := newApp(env, printers(t)[0])
	a.dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(a.dir, "recette.yaml"), []byte("name: Essai\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	elise := recette.Actor{Ref: "p-1", Name: "Élise Fontaine", Role: recette.PPO}
	withRecord(t, a, application.Creating, func(s *campaign.Service) {
		err := s.Open(t.Context(), elise, plan.Manifest{
			V: 1, Campaign: "c", Title: "c", Version: "1", Language: "fr",
			Journeys: []plan.Journey{{Code: "a", Cases: []string{"SC-1"}}},
			Parties:  []plan.Participant{{Ref: elise.Ref, Name: elise.Name, Role: string(elise.Role)}},
			Cases: []plan.FrozenCase{{Case: catalogue.Case{
				ID: "SC-1", Stable: true, Content: "content/1:x", Name: "x",
				Steps: []catalogue.Step{{Keyword: "Alors ", Text: "y", Type: "outcome"}},
			}}},
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	var read [2]*plan.Outline
	for i := range read {
		withRecord(t, a, reading, func(s *campaign.Service) {
			var err error
			if read[i], err = s.Outline(t.Context(), elise, "c"); err != nil {
				t.Fatal(err)
			}
		})
	}
	if &read[0].Cases[0] != &read[1].Cases[0] {
		t.Error("the second record read the plan again")
	}
}

// withRecord opens the record of an invocation for a moment.
func withRecord(t *testing.T, a *app, how application.Mode, do func(*campaign.Service)) {
	t.Helper()
	w, err := a.open(t.Context(), how)
	if err != nil {
		t.Fatal(err)
	}
	do(w.Service)
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
}
