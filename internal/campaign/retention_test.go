package campaign_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/plan"
	"recette/internal/recette"
)

// A campaign whose PV waits for its signature, and one in which who sweeps has no right, keep what is due of them; the
// others are swept. What is kept is told, with its reason, and is due still.
func TestEraseDue_GoesOnWithTheOthers(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.openSeveral(3)
	stranger := manifest()
	stranger.Campaign = "v4"
	ppo := recette.Actor{Ref: "p-other", Name: "Inès Caron", Role: recette.PPO}
	stranger.Parties = []plan.Participant{{Ref: ppo.Ref, Name: ppo.Name, Role: "ppo"}}
	must(t, b.s.Open(t.Context(), ppo, stranger))
	for id, who := range map[string]recette.Actor{"v1": elise, "v2": elise, "v3": elise, "v4": ppo} {
		_, err := b.s.Note(t.Context(), who, id, advice.Deviation{Text: "Un retard.", Reason: "a"})
		must(t, err)
	}
	cp, err := b.db.Checkpoint(t.Context())
	must(t, err)
	number, err := b.s.NextPV(t.Context(), elise, "v2", "")
	must(t, err)
	must(t, b.s.RecordPVRendered(t.Context(), elise, "v2", campaign.Rendered{
		Number: number, SHA256: digest, Checkpoint: cp.Size,
	}))
	for id, who := range map[string]recette.Actor{"v1": elise, "v2": elise, "v3": elise, "v4": ppo} {
		must(t, b.s.Close(t.Context(), who, campaign.Closing{Campaign: id, Unfinished: true}))
	}
	b.now = b.now.AddDate(3, 0, 0)
	rules := campaign.Retention{Texts: campaign.Period{Years: 2}}
	all, err := b.s.EraseDue(t.Context(), elise, rules, func(*campaign.Remains) string { return "règle" })
	must(t, err)
	got := map[string]string{}
	for i := range all {
		switch w := &all[i]; {
		case w.Denied != nil && errors.Is(w.Denied, access.ErrDenied) && w.Stays() && w.Erased.Texts == 0:
			got[w.Campaign] = "denied"
		case len(w.Unsigned) == 1 && w.Unsigned[0] == number && w.Stays() && w.Erased.Texts == 0:
			got[w.Campaign] = "unsigned"
		case w.Erased.Texts == 2 && !w.Stays():
			got[w.Campaign] = "erased"
		}
	}
	want := map[string]string{"v1": "erased", "v2": "unsigned", "v3": "erased", "v4": "denied"}
	for id := range want {
		if got[id] != want[id] {
			t.Errorf("%s: %q, want %q (%+v)", id, got[id], want[id], all)
		}
	}
	due, err := b.s.Due(t.Context(), auditor, rules)
	if err != nil || len(due) != 2 || due[0].Campaign != "v2" || due[1].Campaign != "v4" {
		t.Errorf("due still: %+v, %v", due, err)
	}
	again, err := b.s.EraseDue(t.Context(), elise, rules, func(*campaign.Remains) string { return "règle" })
	if err != nil || len(again) != 2 || !again[0].Stays() || !again[1].Stays() {
		t.Errorf("once more: %+v, %v", again, err)
	}
}

// An attachment is stored once: while a campaign keeps it, sweeping another that shows it too does not take it away.
func TestEraseDue_KeepsWhatIsSharedWithOneThatStays(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.openSeveral(2)
	for _, id := range []string{"v1", "v2"} {
		a, err := b.s.Attach(t.Context(), yann, id, "capture.txt", "text/plain", strings.NewReader("la même capture"))
		must(t, err)
		o := manual(0, recette.Failed)
		o.Evidence = []campaign.Attachment{a}
		_, err = b.s.Record(t.Context(), yann, campaign.Result{
			Campaign: id, Case: "SC-1", Content: "content/1:SC-1", Attempt: 1, Pass: 1, Mode: recette.Manual,
			Steps: []campaign.Observation{o, manual(1, recette.NotRun), manual(2, recette.NotRun)}, Closed: true,
		})
		must(t, err)
	}
	cp, err := b.db.Checkpoint(t.Context())
	must(t, err)
	number, err := b.s.NextPV(t.Context(), elise, "v2", "")
	must(t, err)
	must(t, b.s.RecordPVRendered(t.Context(), elise, "v2", campaign.Rendered{
		Number: number, SHA256: digest, Checkpoint: cp.Size,
	}))
	for _, id := range []string{"v1", "v2"} {
		must(t, b.s.Close(t.Context(), elise, campaign.Closing{Campaign: id, Unfinished: true}))
	}
	b.now = b.now.AddDate(3, 0, 0)
	rules := campaign.Retention{Evidence: campaign.Period{Years: 2}}
	all, err := b.s.EraseDue(t.Context(), elise, rules, func(*campaign.Remains) string { return "règle" })
	must(t, err)
	for i := range all {
		if all[i].Erased.Files != 0 {
			t.Errorf("an attachment went from %s", all[i].Campaign)
		}
	}
	for _, id := range []string{"v1", "v2"} {
		files := 0
		found, err := b.s.Erasable(t.Context(), auditor, id, campaign.ErasureQuery{})
		must(t, err)
		for i := range found {
			if found[i].File {
				files++
			}
		}
		if files != 1 {
			t.Errorf("%s: %d attachments left, want 1", id, files)
		}
	}
}

// Once the period of names is over, whoever the plan alone names is hidden with those who recorded something, once, and
// not before.
func TestEraseDue_HidesWhomThePlanAloneNames(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	must(t, b.s.Close(t.Context(), elise, campaign.Closing{Campaign: "v1", Unfinished: true}))
	rules := campaign.Retention{Texts: campaign.Period{Years: 1}, Names: campaign.Period{Years: 2}}
	named := func() (names []string) {
		m, err := b.service(campaign.Policies{}).Manifest(t.Context(), auditor, "v1")
		must(t, err)
		for _, p := range m.Parties {
			if p.Name != p.Ref && !slices.Contains(names, p.Name) {
				names = append(names, p.Name)
			}
		}
		return names
	}
	all := named()
	sweep := func() {
		_, err := b.s.EraseDue(t.Context(), elise, rules, func(*campaign.Remains) string { return "règle" })
		if err != nil && !errors.Is(err, campaign.ErrNothingKept) {
			t.Fatal(err)
		}
	}
	b.now = b.now.AddDate(2, 0, -1)
	if sweep(); len(named()) != len(all) || len(all) < 3 {
		t.Errorf("a day before, the plan names %q of %q", named(), all)
	}
	b.now = b.now.AddDate(0, 0, 2)
	due, err := b.s.Due(t.Context(), auditor, rules)
	if err != nil || len(due) != 1 || len(due[0].Planned) != len(all) {
		t.Errorf("once it is time: %+v, %v", due, err)
	}
	if sweep(); len(named()) != 0 {
		t.Errorf("the plan still names %q", named())
	}
	size := len(b.records())
	if sweep(); len(b.records()) != size {
		t.Error("swept again, though nothing is due")
	}
}
