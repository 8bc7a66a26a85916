package campaign_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/recette"
)

func TestRun_OutsideCampaigns(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	id, err := b.s.OpenRun(t.Context(), yann, campaign.FreeRun{Environment: "poste", Build: "b"})
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range []recette.Outcome{pass, pass, recette.OutcomeFailed, recette.OutcomeUndefined} {
		r := auto(fmt.Sprintf("~%d", i), pass, o) // the first has but this one expected result, the second none
		r.Steps[1].Verifies = i != 1
		r.Campaign, r.Attempt, r.Pass = id, 0, 0
		if _, err := b.s.Record(t.Context(), yann, r); err != nil {
			t.Fatal(err)
		}
	}
	half := auto("~5", pass)
	half.Campaign, half.Closed, half.Outcome = id, false, ""
	if _, err := b.s.Record(t.Context(), yann, half); err != nil {
		t.Fatal(err)
	}
	half = auto("~6", recette.OutcomeFailed)
	half.Campaign, half.Closed, half.Outcome = id, false, ""
	if _, err := b.s.Record(t.Context(), yann, half); err != nil {
		t.Fatal(err)
	}
	rest := auto("~6", pass)
	rest.Campaign, rest.Steps[0].Step = id, 1
	if got, err := b.s.Record(t.Context(), yann, rest); err != nil || got.Verdict != recette.Failed {
		t.Errorf("end of an attempt in two parts = %+v, %v, want failed", got, err)
	}
	begun := auto("~7", recette.OutcomeFailed) // left open: what failed stands
	begun.Campaign, begun.Closed, begun.Outcome = id, false, ""
	if _, err := b.s.Record(t.Context(), yann, begun); err != nil {
		t.Fatal(err)
	}
	want := recette.Figures{InScope: 7, Planned: 7, Executed: 4, Passed: 1, Failed: 3, Blocked: 1, NotRun: 2}
	got, err := b.s.CloseRun(t.Context(), yann, id)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
	if _, err := b.s.CloseRun(t.Context(), yann, id); !errors.Is(err, campaign.ErrUnknown) {
		t.Errorf("CloseRun twice: error = %v, want ErrUnknown", err)
	}
	if _, err := b.s.Record(t.Context(), yann, half); !errors.Is(err, campaign.ErrUnknown) {
		t.Errorf("Record after CloseRun: error = %v, want ErrUnknown", err)
	}
	for rec, err := range b.db.Records(
		t.Context(), journal.Filter{Campaign: id, Kinds: []journal.Kind{journal.KindRunClose}},
	) {
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(
			&journal.Figures{Passed: 1, Failed: 3, Blocked: 1, NotRun: 2}, rec.Leaf.Figures,
		); diff != "" {
			t.Errorf("figures in the log (-want +got):\n%s", diff)
		}
	}
}

// A run is of whoever opened it: nobody else begins, records, attaches or ends anything in it, and whoever may conduct
// none does not learn which runs there are.
func TestRun_IsOfWhoOpenedIt(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	ctx := t.Context()
	id, err := b.s.OpenRun(ctx, yann, campaign.FreeRun{})
	if err != nil {
		t.Fatal(err)
	}
	for name, call := range map[string]func(recette.Actor, string) error{
		"BeginAttempt": func(a recette.Actor, id string) error {
			_, err := b.s.BeginAttempt(ctx, a, campaign.Begin{Campaign: id, Case: "SC-1", Content: "c"})
			return err
		},
		"Record": func(a recette.Actor, id string) error {
			r := auto("SC-1", pass)
			r.Campaign = id
			_, err := b.s.Record(ctx, a, r)
			return err
		},
		"Attach": func(a recette.Actor, id string) error {
			_, err := b.s.Attach(ctx, a, id, "a.txt", "text/plain", strings.NewReader("a"))
			return err
		},
		"CloseRun": func(a recette.Actor, id string) error { _, err := b.s.CloseRun(ctx, a, id); return err },
	} {
		for who, tt := range map[string]struct {
			actor recette.Actor
			want  access.Cause
		}{
			"another tester": {zoe, access.CauseNotOwn},
			"the auditor":    {auditor, access.CauseRole},
			"nobody":         {recette.Actor{}, access.CauseNobody},
		} {
			if err := call(tt.actor, id); cause(err) != tt.want {
				t.Errorf("%s by %s: error = %v, want cause %q", name, who, err, tt.want)
			}
		}
	}
	if _, err := b.s.CloseRun(ctx, auditor, "run-none"); cause(err) != access.CauseRole {
		t.Errorf("the auditor ends a run that is none: error = %v, want a refusal", err)
	}
	if f, err := b.s.CloseRun(ctx, yann, id); err != nil || f.InScope != 0 {
		t.Errorf("whoever opened it ends it with %+v, %v", f, err)
	}
}
