package app

import (
	"errors"
	"testing"

	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/internal/standing"
)

// Who follows a project sees what was recorded since, by somebody else too, and the record that is made after they began.
func TestStanding_SeesWhatIsRecordedSince(t *testing.T) {
	a, l := testApp(), at(t, "name: Essai\n")
	follow := a.Follow(l.Root)
	trials := func() int {
		t.Helper()
		all, err := follow.Statuses(t.Context(), standing.Present{})
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	if n := trials(); n != 0 {
		t.Fatalf("%d cases without a record, want none", n)
	}
	qa := recette.Actor{Ref: "p-qa", Name: "Samira Haddad", Role: recette.QA}
	for i, id := range []string{"SC-1", "SC-2", "SC-3"} {
		r, err := a.Record(t.Context(), l.Root, Creating)
		if err != nil {
			t.Fatal(err)
		}
		run, err := r.Service.OpenRun(t.Context(), qa, campaign.FreeRun{Environment: "recette", Build: "b1"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = r.Service.Record(t.Context(), qa, campaign.Result{
			Campaign: run, Case: id, Content: "content/1:x", Mode: recette.Automated, Attempt: 1, Pass: 1, Closed: true,
			Outcome: recette.OutcomePassed,
			Steps:   []campaign.Observation{{Step: 0, Mode: recette.Automated, Outcome: recette.OutcomePassed}},
		})
		if err := errors.Join(err, r.Close()); err != nil {
			t.Fatal(err)
		}
		if n := trials(); n != i+1 {
			t.Errorf("after %d runs, %d cases are known", i+1, n)
		}
	}
}
