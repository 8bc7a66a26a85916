package campaign_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/recette"
)

func reasons(err error) []recette.ReasonCode {
	var d *campaign.DecisionError
	if !errors.As(err, &d) {
		return nil
	}
	var codes []recette.ReasonCode
	for _, r := range d.Reasons {
		codes = append(codes, r.Code)
	}
	return codes
}

func TestDecide_FollowsTheRules(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	accept := campaign.Decide{Campaign: "v1", Journey: "adhesion", Decision: recette.Accepted}
	if _, err := b.s.Decide(t.Context(), elise, accept); cause(err) != access.CauseRole {
		t.Errorf("Decide by the PPO: error = %v, want a refusal", err)
	}
	_, err := b.s.Decide(t.Context(), marc, accept)
	if diff := cmp.Diff(
		[]recette.ReasonCode{recette.ReasonNothingExecuted, recette.ReasonCriticalNotRun}, reasons(err),
	); diff != "" {
		t.Errorf("grounds before any result (-want +got):\n%s", diff)
	}
	var refused *campaign.DecisionError
	if !errors.As(err, &refused) || !cmp.Equal(
		refused.Allowed, []recette.Decision{recette.Postponed, recette.Refused},
	) {
		t.Errorf("Decide error = %v, want what may be pronounced instead", err)
	}
	conform(b, "SC-1", "SC-2")
	b.attempt(yann, "SC-3", recette.Passed, recette.Passed, recette.Failed)
	ano, err := b.s.Note(
		t.Context(), yann, "v1", gap.Anomaly{Severity: recette.Major, Case: "SC-3", Step: 3, Summary: "le calcul"},
	)
	if err != nil || ano != "ANO-0001" {
		t.Fatalf("RaiseAnomaly = %q, %v", ano, err)
	}
	withReserves := campaign.Decide{
		Campaign: "v1", Journey: "adhesion", Decision: recette.AcceptedWithReserves, Reason: "contournement écrit",
	}
	_, err = b.s.Decide(t.Context(), marc, withReserves)
	if diff := cmp.Diff(
		[]recette.ReasonCode{recette.ReasonMajorOnCritical, recette.ReasonNoReserve, recette.ReasonMajorNoReserve},
		reasons(err),
	); diff != "" {
		t.Errorf("grounds against reserves (-want +got):\n%s", diff)
	}
	res, err := b.s.Note(t.Context(), elise, "v1", gap.Reserve{
		Class: recette.Major, Anomaly: ano, Text: "corriger le calcul", Owner: "Atelier", Due: "2026-12-15",
		Check: "SC-3",
	})
	if err != nil || res != "RES-0001" {
		t.Fatalf("AddReserve = %q, %v", res, err)
	}
	withReserves.Derogation = "DEC-0007"
	got, err := b.s.Decide(t.Context(), marc, withReserves)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(campaign.Decided{Number: "DEC-REC-0001", Reserves: []string{"RES-0001"}}, got); diff != "" {
		t.Errorf("Decide (-want +got):\n%s", diff)
	}
	// The ordinary journey is judged apart: what is about another journey's case does not weigh on it.
	conform(b, "SC-4")
	if _, err := b.s.Decide(
		t.Context(), marc, campaign.Decide{Campaign: "v1", Journey: "reste", Decision: recette.Accepted},
	); err != nil {
		t.Errorf("Decide on the other journey: %v", err)
	}
	st, err := b.service(campaign.Policies{}).Status(t.Context(), auditor, "v1")
	if err != nil || len(st.Decisions) != 2 {
		t.Fatalf("Status = %+v, %v", st, err)
	}
	d := st.Decisions[0]
	if d.Derogation != "DEC-0007" || d.Effect != "2026-11-23" || st.Texts[d.Reason] != "contournement écrit" {
		t.Errorf("decision = %+v, reason %q", d, st.Texts[d.Reason])
	}
	if st.Texts[st.Reserves[0].Owner] != "Atelier" || st.Texts[st.Anomalies[0].Summary] != "le calcul" {
		t.Errorf("texts = %v", st.Texts)
	}
}

func TestDecide_StaleText(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	conform(b, "SC-4")
	d := campaign.Decide{
		Campaign: "v1", Journey: "reste", Decision: recette.Accepted,
		Present: map[string]string{"SC-4": "content/1:changed"},
	}
	if _, err := b.s.Decide(t.Context(), marc, d); !cmp.Equal(
		reasons(err), []recette.ReasonCode{recette.ReasonStaleResult},
	) {
		t.Errorf("Decide on a changed text: error = %v, want a stale result", err)
	}
	d.Present["SC-4"] = "content/1:SC-4"
	if _, err := b.s.Decide(t.Context(), marc, d); err != nil {
		t.Errorf("Decide on the same text: %v", err)
	}
}

func TestDecide_ReopenedAnomalyMakesTheResultStale(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	ano, err := b.s.Note(
		t.Context(), yann, "v1", gap.Anomaly{Severity: recette.Minor, Case: "SC-4", Summary: "x"},
	)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.s.Note(
		t.Context(), samira, "v1", gap.Change{Number: ano, Act: recette.AnomalyReject, Reason: "introuvable"},
	); err != nil {
		t.Fatal(err)
	}
	conform(b, "SC-4")
	if _, err := b.s.Note(
		t.Context(), yann, "v1", gap.Change{Number: ano, Act: recette.AnomalyReopen, Reason: "revenu"},
	); err != nil {
		t.Fatal(err)
	}
	sit, _, err := b.s.Situation(t.Context(), auditor, "v1", "reste", nil)
	if err != nil || sit.Cases[0].Freshness != recette.StaleAnomaly {
		t.Errorf("Situation = %+v, %v, want a result that the reopened anomaly made stale", sit, err)
	}
}

func TestDecide_OwnVerdicts(t *testing.T) {
	both := recette.Actor{Ref: marc.Ref, Name: marc.Name, Role: recette.Tester}
	for name, tt := range map[string]struct {
		policy access.Effect
		want   access.Cause
		judged bool
	}{
		"warn": {access.Warn, "", true}, "block": {access.Block, access.CauseSelfJudge, false},
		"usual": {"", access.CauseSelfJudge, false}, "trace": {access.Trace, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{})
			if tt.policy != "" {
				b.s = b.on(b.db, campaign.Policies{Duties: access.Duties{access.DeciderExecuted: tt.policy}})
			}
			m := manifest()
			m.Parties = append(m.Parties, m.Parties[1])
			m.Parties[len(m.Parties)-1].Role = "tester"
			if err := b.s.Open(t.Context(), elise, m); err != nil {
				t.Fatal(err)
			}
			b.attempt(both, "SC-4", recette.Passed, recette.Passed, recette.Passed)
			got, err := b.s.Decide(
				t.Context(), marc, campaign.Decide{Campaign: "v1", Journey: "reste", Decision: recette.Accepted},
			)
			if cause(err) != tt.want || got.Judged != tt.judged {
				t.Errorf("Decide = %+v, %v, want judged %v, refusal %q", got, err, tt.judged, tt.want)
			}
		})
	}
}

// Whoever took results from a cahier is in the place of who judged them: nothing but their word says what it holds.
func TestDecide_OwnTranscripts(t *testing.T) {
	both := recette.Actor{Ref: marc.Ref, Name: marc.Name, Role: recette.QA}
	for policy, want := range map[access.Effect]access.Cause{access.Warn: "", access.Block: access.CauseSelfJudge} {
		b := newBench(t, campaign.Policies{})
		b.s = b.on(b.db, campaign.Policies{Duties: access.Duties{access.DeciderExecuted: policy}})
		m := manifest()
		m.Parties = append(m.Parties, m.Parties[1])
		m.Parties[len(m.Parties)-1].Role = string(both.Role)
		if err := b.s.Open(t.Context(), elise, m); err != nil {
			t.Fatal(err)
		}
		if _, err := b.s.Transcribe(t.Context(), both, yann, transcript("SC-4")); err != nil {
			t.Fatal(err)
		}
		got, err := b.s.Decide(
			t.Context(), marc, campaign.Decide{Campaign: "v1", Journey: "reste", Decision: recette.Accepted},
		)
		if cause(err) != want || got.Judged != (want == "") {
			t.Errorf("%s: Decide = %+v, %v, want refusal %q", policy, got, err, want)
		}
	}
}

func TestDecide_Invalid(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	conform(b, "SC-4")
	base := campaign.Decide{Campaign: "v1", Journey: "reste", Decision: recette.Accepted}
	for field, change := range map[string]func(*campaign.Decide){
		"decision": func(d *campaign.Decide) { d.Decision = "ok" },
		"effect":   func(d *campaign.Decide) { d.Effect = "23/11/2026" },
		"golive":   func(d *campaign.Decide) { d.GoLive = "oui" },
	} {
		d := base
		change(&d)
		var f *campaign.FieldError
		if _, err := b.s.Decide(t.Context(), marc, d); !errors.As(err, &f) || f.Field != field {
			t.Errorf("Decide with a bad %s: error = %v", field, err)
		}
	}
	d := base
	d.Journey = "none"
	if _, err := b.s.Decide(t.Context(), marc, d); !errors.Is(err, campaign.ErrUnknownJourney) {
		t.Errorf("Decide on no journey: error = %v", err)
	}
}

func TestRefs_AreStableInTheProject(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	got, err := b.service(campaign.Policies{}).Refs(
		t.Context(), auditor, []string{"Yann Le Goff", "Nouvelle", "Nouvelle"},
	)
	if err != nil || got["Yann Le Goff"] != yann.Ref || len(got["Nouvelle"]) != 14 ||
		strings.Contains(got["Nouvelle"], "Nou") {
		t.Errorf("Refs = %v, %v", got, err)
	}
}
