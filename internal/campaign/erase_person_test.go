package campaign_test

import (
	"errors"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/journal"
	"recette/internal/recette"
)

// TestErasePerson_InEveryCampaign: what is of a person goes from all campaigns at once; nothing of others does, and the
// record still verifies.
func TestErasePerson_InEveryCampaign(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	ids := b.openSeveral(2)
	for _, id := range ids {
		for _, d := range []advice.Deviation{
			{Text: "Samira Haddad était absente", Reason: "a"}, {Text: "rien de personne", Reason: "b"},
		} {
			if _, err := b.s.Note(t.Context(), elise, id, d); err != nil {
				t.Fatal(err)
			}
		}
		seen := advice.Deviation{Text: "vu de mes yeux", Reason: "c"}
		if _, err := b.s.Note(t.Context(), samira, id, seen); err != nil {
			t.Fatal(err)
		}
	}
	ask := campaign.PersonErasure{Name: "SAMIRA  haddad", Reason: "demande écrite"}
	var stands *campaign.StandsError
	if _, err := b.s.ErasePerson(t.Context(), elise, ask); !errors.As(err, &stands) || len(stands.Campaigns) != 2 {
		t.Fatalf("while the campaigns are open: %v", err)
	}
	ask.Force = true
	if _, err := b.s.ErasePerson(t.Context(), samira, ask); cause(err) != access.CauseRole {
		t.Fatalf("by a QA: %v", err)
	}
	done, err := b.s.ErasePerson(t.Context(), elise, ask)
	if err != nil || len(done) != 2 {
		t.Fatalf("ErasePerson = %+v, %v", done, err)
	}
	left, err := b.s.PersonErasable(t.Context(), auditor, ask)
	if err != nil || len(left) != 0 {
		t.Errorf("left: %+v, %v", left, err)
	}
	for _, id := range ids {
		all, err := b.s.Erasable(t.Context(), auditor, id, campaign.ErasureQuery{})
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for i := range all {
			words = append(words, all[i].Text)
		}
		kept := strings.Join(words, "|")
		if strings.Contains(kept, "Haddad") || strings.Contains(kept, "mes yeux") ||
			!strings.Contains(kept, "rien de personne") || !strings.Contains(kept, elise.Name) {
			t.Errorf("%s keeps %q", id, kept)
		}
	}
	erasures := 0
	for rec, err := range b.db.Records(t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindPersonalErase}}) {
		if err != nil || rec.Leaf.Campaign == "" {
			t.Errorf("%+v, %v", rec.Leaf, err)
		}
		erasures++
	}
	if erasures != 2 {
		t.Errorf("%d leaves, want one a campaign", erasures)
	}
	if _, err := b.s.ErasePerson(t.Context(), elise, ask); !errors.Is(err, campaign.ErrNothingKept) {
		t.Errorf("once more: %v", err)
	}
}

// TestRetention: nothing is due before its time, nor of an open campaign; what is due goes, and is due no more.
func TestRetention(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	if _, err := b.s.Note(t.Context(), elise, "v1", advice.Deviation{Text: "Un retard.", Reason: "a"}); err != nil {
		t.Fatal(err)
	}
	rules := campaign.Retention{Texts: campaign.Period{Years: 2}}
	due := func() int {
		t.Helper()
		found, err := b.s.Due(t.Context(), auditor, rules)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for i := range found {
			n += len(found[i].Found)
		}
		return n
	}
	b.now = b.now.AddDate(3, 0, 0)
	if got := due(); got != 0 {
		t.Errorf("of an open campaign: %d", got)
	}
	if err := b.s.Close(t.Context(), elise, campaign.Closing{Campaign: "v1", Unfinished: true}); err != nil {
		t.Fatal(err)
	}
	b.now = b.now.AddDate(2, 0, -1)
	if got := due(); got != 0 {
		t.Errorf("a day before: %d", got)
	}
	b.now = b.now.AddDate(0, 0, 2)
	if got := due(); got != 2 {
		t.Errorf("once it is time: %d, want 2 texts", got)
	}
	why := func(r *campaign.Remains) string { return "règle " + r.Rule }
	if _, err := b.s.EraseDue(t.Context(), yann, rules, why); cause(err) != access.CauseRole {
		t.Errorf("by a tester: %v", err)
	}
	if done, err := b.s.EraseDue(t.Context(), elise, rules, why); err != nil || len(done) != 1 || done[0].Texts != 2 {
		t.Errorf("EraseDue = %+v, %v", done, err)
	}
	if got := due(); got != 0 {
		t.Errorf("after: %d", got)
	}
	var none recette.Actor
	if _, err := b.s.EraseDue(t.Context(), none, rules, why); !errors.Is(err, access.ErrDenied) {
		t.Errorf("by nobody: %v", err)
	}
}
