package campaign_test

import (
	"errors"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/plan"
	"recette/internal/recette"
)

// texts goes on with the campaign on another text of SC-1, of four steps.
func texts() campaign.Iteration {
	return campaign.Iteration{
		Campaign: "v1", Texts: true, Reason: "texte précisé",
		Make: func(former *plan.Manifest) (plan.Manifest, []string, error) {
			m := *former
			m.Cases = append([]plan.FrozenCase(nil), former.Cases...)
			m.Cases[0].Content = "content/1:SC-1 bis"
			m.Cases[0].Steps = append(m.Cases[0].Steps[:3:3], m.Cases[0].Steps[2])
			return m, nil, nil
		},
	}
}

// TestHistory: each attempt of a row is told, with what was said of it since, the failures and the gaps.
func TestHistory(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	ctx := t.Context()
	b.attempt(yann, "SC-1", recette.Passed, recette.Passed, recette.Failed)
	first, err := b.s.History(ctx, elise, "v1", "SC-1")
	must(t, err)
	if first.Attempts[0].Seq == 0 || len(first.Drafts) != 1 || len(first.Anomalies) != 0 {
		t.Fatalf("one attempt: %+v", first)
	}
	number, err := b.s.Note(ctx, yann, "v1", gap.Anomaly{
		Severity: recette.Major, Case: "SC-1", Step: 3, Summary: "rien",
		Found: &gap.Failure{Case: "SC-1", Attempt: 1, Step: 3},
	})
	must(t, err)
	_, err = b.s.Note(ctx, elise, "v1", gap.Reserve{Class: recette.Major, Text: "à corriger", Anomaly: number})
	must(t, err)
	_, err = b.s.Note(ctx, samira, "v1", advice.Invalidation{
		Case: "SC-1", Cause: recette.FlawedData, Reason: "base vide", Seen: first.Attempts[0].Seq,
	})
	must(t, err)
	b.attempt(zoe, "SC-1", recette.Passed, recette.Passed, recette.Failed)
	_, err = b.s.Amend(ctx, zoe, conformNow("SC-1"))
	must(t, err)
	h, err := b.service(campaign.Policies{}).History(ctx, elise, "v1", "SC-1")
	must(t, err)
	if len(h.Attempts) != 2 || len(h.Anomalies) != 1 || len(h.Reserves) != 1 || len(h.Drafts) != 2 {
		t.Fatalf("history = %+v", h)
	}
	old, last := &h.Attempts[0], &h.Attempts[1]
	if old.Verdict != recette.Failed || !old.Invalid() || old.By.Ref != yann.Ref || len(old.Steps) != 3 ||
		old.Steps[2].Observed != "rien ne se passe" || h.Texts[old.Objections[0].Reason] != "base vide" {
		t.Errorf("first attempt = %+v", old)
	}
	if last.Verdict != recette.Passed || last.Invalid() || len(last.Amendments) != 1 ||
		last.Steps[2].Verdict != recette.Passed {
		t.Errorf("second attempt = %+v", last)
	}
	x := &last.Amendments[0]
	if x.Was != recette.Failed || h.Texts[x.Reason] != "j’ai lu la ligne du dessous" || len(x.Steps) != 1 ||
		h.Texts[x.Steps[0].Was.Record.Observed] != "rien ne se passe" || x.Steps[0].Now.Observed != "" {
		t.Errorf("correction = %+v", x)
	}
	if h.Drafts[0].Number != number || h.Verdict != recette.Passed || h.Attempt != 2 {
		t.Errorf("failures %+v, row %+v", h.Drafts, h.CaseStatus)
	}
	all, err := b.s.Observed(ctx, auditor, "v1", "SC-1")
	must(t, err)
	if len(all.Steps) != 3 || all.Steps[2].Verdict != recette.Passed {
		t.Errorf("observed = %+v, want what the correction says", all)
	}
}

// TestHistory_Iterated: an attempt of before another text is told by the text that it was played on, one of since by
// the present one.
func TestHistory_Iterated(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	ctx := t.Context()
	b.attempt(yann, "SC-1", recette.Passed, recette.Passed, recette.Failed)
	_, err := b.s.Iterate(ctx, elise, texts())
	must(t, err)
	a, err := b.s.BeginAttempt(ctx, yann, campaign.Begin{Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1 bis"})
	must(t, err)
	r := campaign.Result{
		Campaign: "v1", Case: "SC-1", Content: a.Content, Attempt: a.Number, Pass: a.Pass, Mode: recette.Manual,
		Closed: true,
	}
	for i := range 4 {
		r.Steps = append(r.Steps, manual(i, recette.Passed))
	}
	_, err = b.s.Record(ctx, yann, r)
	must(t, err)
	h, err := b.s.History(ctx, elise, "v1", "SC-1")
	must(t, err)
	if len(h.Attempts) != 2 || len(h.Attempts[0].Steps) != 3 || len(h.Attempts[1].Steps) != 4 ||
		h.Attempts[0].Content == h.Attempts[1].Content || h.Attempts[1].Iteration != 2 {
		t.Errorf("attempts = %+v", h.Attempts)
	}
	for iteration, want := range []int{4, 3, 4, 4} { // the last: it is kept
		if c, err := b.s.Frozen(ctx, auditor, "v1", "SC-1", min(iteration, 2)); err != nil || len(c.Steps) != want {
			t.Errorf("iteration %d: %d steps, %v, want %d", iteration, len(c.Steps), err, want)
		}
	}
	if _, err := b.s.Frozen(ctx, auditor, "v1", "SC-1", 3); !errors.Is(err, campaign.ErrUnknown) {
		t.Errorf("an iteration that there is not: %v", err)
	}
	if all, err := b.s.Observed(ctx, auditor, "v1", "SC-1"); err != nil || len(all.Steps) != 4 {
		t.Errorf("observed %+v, %v, want 4 steps of the present text", all, err)
	}
}

// TestHistory_OfAnotherBranch: it is not there, as one that the plan does not hold.
func TestHistory_OfAnotherBranch(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	who := branched(b, recette.PPO, []string{"Ajaccio"})
	if h, err := b.s.History(t.Context(), who, "v1", "SC-1@ajaccio"); err != nil || len(h.Anomalies) != 1 {
		t.Errorf("their own: %+v, %v", h, err)
	}
	for _, row := range []string{"SC-2@brest", "SC-404"} {
		_, err := b.s.History(t.Context(), who, "v1", row)
		_, text := b.s.Frozen(t.Context(), who, "v1", row, 0)
		if !errors.Is(err, campaign.ErrUnknownCase) || !errors.Is(text, campaign.ErrUnknownCase) {
			t.Errorf("%s: %v, %v, want ErrUnknownCase", row, err, text)
		}
	}
}

// TestAble: somebody is offered what they may do, in the role that lets it, and nothing on rows of other branches.
func TestAble(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	who := branched(b, recette.PPO, []string{"Ajaccio"})
	for name, tt := range map[string]struct {
		ref  string
		rows []string
		want map[access.Action]recette.Role
	}{
		"a PPO, of their branch": {who.Ref, []string{"SC-1@ajaccio"}, map[access.Action]recette.Role{
			access.AssignAnomaly: recette.PPO, access.RaiseAnomaly: recette.PPO,
		}},
		"a PPO, of another": {who.Ref, []string{"SC-2@brest"}, nil},
		"a tester": {yann.Ref, []string{"SC-2@brest"}, map[access.Action]recette.Role{
			access.RaiseAnomaly: recette.Tester, access.CloseAnomaly: recette.Tester,
		}},
		"the PO":  {marc.Ref, nil, map[access.Action]recette.Role{access.RaiseAnomaly: recette.PO}},
		"nobody":  {"", nil, nil},
		"a guest": {"p-guest", nil, nil},
	} {
		able, err := b.s.Able(t.Context(), tt.ref, "v1", tt.rows,
			access.AssignAnomaly, access.RaiseAnomaly, access.CloseAnomaly)
		must(t, err)
		for _, action := range []access.Action{access.AssignAnomaly, access.RaiseAnomaly} {
			if got := able[action]; got.Role != tt.want[action] || got.Role != "" && got.Ref != tt.ref {
				t.Errorf("%s: %s as %+v, want %q", name, action, got, tt.want[action])
			}
		}
	}
}

// TestStale: what is recorded of something that changed since it was looked at is refused, and nothing is written.
func TestStale(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	ctx := t.Context()
	b.attempt(yann, "SC-1", recette.Passed, recette.Passed, recette.Failed)
	number, err := b.s.Note(ctx, yann, "v1", gap.Anomaly{Severity: recette.Minor, Case: "SC-1", Summary: "rien"})
	must(t, err)
	h, err := b.s.History(ctx, elise, "v1", "SC-1")
	must(t, err)
	anomaly, attempt := h.Anomalies[0].Leaves[0], h.Attempts[0].Seq
	b.notes(gap.Change{Number: number, Act: recette.AnomalyNote, Workaround: "à la main", Seen: anomaly}, nil)
	_, err = b.s.Amend(ctx, yann, campaign.Amend{
		Campaign: "v1", Case: "SC-1", Reason: "mal dit", Steps: []campaign.Judgement{{
			Step: 2, Verdict: recette.Failed, Observed: "autre chose",
		}},
	})
	must(t, err)
	for name, f := range map[string]fact.Fact{
		"a change":        gap.Change{Number: number, Act: recette.AnomalyNote, Workaround: "autrement", Seen: anomaly},
		"an invalidation": advice.Invalidation{Case: "SC-1", Cause: recette.FlawedData, Reason: "x", Seen: attempt},
		"a contest":       advice.Contest{Case: "SC-1", Reason: "x", Seen: attempt},
	} {
		before := b.size()
		if b.notes(f, fact.ErrStale); b.size() != before {
			t.Errorf("%s was written", name)
		}
	}
}

// notes records a fact of the QA, or is refused for that.
func (b *bench) notes(f fact.Fact, want error) {
	b.t.Helper()
	if _, err := b.s.Note(b.t.Context(), samira, "v1", f); !errors.Is(err, want) {
		b.t.Errorf("%T: error = %v, want %v", f, err, want)
	}
}

// TestAssignOnce: a gesture that is sent again assigns once, and its key serves no other one.
func TestAssignOnce(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	r := campaign.Request{
		Key:    "0190f3a0-0000-4000-8000-000000000001",
		Digest: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	}
	rows := []string{"SC-1", "SC-2"}
	must(t, b.s.AssignOnce(t.Context(), elise, "v1", r, rows, yann.Ref))
	before := b.size()
	must(t, b.s.AssignOnce(t.Context(), elise, "v1", r, rows, yann.Ref))
	if b.size() != before {
		t.Error("the same gesture was recorded twice")
	}
	for name, to := range map[string]string{"to somebody else": zoe.Ref, "to nobody": ""} {
		if err := b.s.AssignOnce(t.Context(), elise, "v1", r, rows, to); !errors.Is(err, campaign.ErrRequest) {
			t.Errorf("%s: %v, want ErrRequest", name, err)
		}
	}
}
