package campaign_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/recette"
)

func TestAttempts_ResumeOnAnotherProcess(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	begin := campaign.Begin{Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Mode: recette.Manual}
	a, err := b.s.BeginAttempt(t.Context(), yann, begin)
	if err != nil || a.Number != 1 || a.Pass != 1 || a.Resumed {
		t.Fatalf("BeginAttempt = %+v, %v", a, err)
	}
	file := b.attach("écran.txt", "vu")
	o := manual(0, recette.Failed)
	o.Evidence, o.Comment = []campaign.Attachment{file}, "à revoir"
	if _, err := b.s.Record(t.Context(), yann, campaign.Result{
		Campaign: "v1", Case: "SC-1", Content: a.Content, Attempt: 1, Pass: 1, Mode: recette.Manual, Steps: []campaign.Observation{o},
	}); err != nil {
		t.Fatal(err)
	}

	other := b.service(campaign.Policies{})
	if got := b.progress(other, "SC-1"); !got.Open || got.Verdict != recette.Failed {
		t.Errorf("open attempt = %+v, want open and never greener than what was seen", got)
	}
	a, err = other.BeginAttempt(t.Context(), yann, begin)
	if err != nil || a.Number != 1 || a.Pass != 2 || !a.Resumed {
		t.Fatalf("BeginAttempt again = %+v, %v, want attempt 1, pass 2, resumed", a, err)
	}
	if diff := cmp.Diff([]campaign.Observation{o}, a.Steps); diff != "" {
		t.Errorf("what stands of the steps (-want +got):\n%s", diff)
	}
	rest := campaign.Result{
		Campaign: "v1", Case: "SC-1", Content: a.Content, Attempt: 1, Pass: 2, Mode: recette.Manual, Closed: true,
		Steps: []campaign.Observation{manual(1, recette.Passed), manual(2, recette.Passed)},
	}
	if got, err := other.Record(t.Context(), yann, rest); err != nil || got.Verdict != recette.Failed {
		t.Errorf("Record = %+v, %v, want failed: the first step stands", got, err)
	}
	if _, err := b.s.Record(t.Context(), yann, rest); !errors.Is(err, recette.ErrAttemptClosed) {
		t.Errorf("the first process records on the closed attempt: error = %v, want ErrAttemptClosed", err)
	}
	a, err = b.s.BeginAttempt(t.Context(), zoe, begin)
	if err != nil || a.Number != 2 || a.Resumed {
		t.Errorf("BeginAttempt after closing = %+v, %v, want attempt 2 for anybody", a, err)
	}
}

func TestAttempts_HeldBySomebodyElse(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	begin := campaign.Begin{Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Mode: recette.Manual}
	one := func(actor recette.Actor, number int) error {
		_, err := b.s.Record(t.Context(), actor, campaign.Result{
			Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Attempt: number, Pass: 1, Mode: recette.Manual,
			Steps: []campaign.Observation{manual(0, recette.Passed)},
		})
		return err
	}
	if err := one(yann, 1); err != nil {
		t.Fatal(err)
	}
	var held *campaign.HeldError
	if _, err := b.s.BeginAttempt(t.Context(), zoe, begin); !errors.As(err, &held) || held.Ref != yann.Ref {
		t.Errorf("BeginAttempt by another: error = %v, want *HeldError by %s", err, yann.Ref)
	}
	if err := one(zoe, 1); cause(err) != access.CauseNotOwn || !errors.As(err, &held) || held.Ref != yann.Ref {
		t.Errorf("Record in another's attempt: error = %v, want a refusal that names %s", err, yann.Ref)
	}
	begin.TakeOver = true
	if _, err := b.s.BeginAttempt(t.Context(), zoe, begin); cause(err) != access.CauseRole {
		t.Errorf("take-over by a tester: error = %v, want a refusal of the role", err)
	}
	a, err := b.s.BeginAttempt(t.Context(), samira, begin)
	if err != nil || a.Number != 2 {
		t.Fatalf("take-over by QA = %+v, %v", a, err)
	}
	got := b.progress(b.s, "SC-1")
	if got.Verdict != recette.NotRun || got.Open || got.Outcome != recette.OutcomeInterrupted {
		t.Errorf("abandoned attempt = %+v, want not run and interrupted", got)
	}
	if err := one(samira, 2); err != nil {
		t.Fatal(err)
	}
	a, err = b.s.BeginAttempt(t.Context(), samira, campaign.Begin{
		Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Mode: recette.Manual, Restart: true,
	})
	if err != nil || a.Number != 3 || a.Resumed {
		t.Errorf("restart of one's own = %+v, %v, want attempt 3", a, err)
	}
}
