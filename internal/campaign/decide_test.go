package campaign_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/journal"
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
	ano, err := b.s.RaiseAnomaly(
		t.Context(), yann, "v1", campaign.Anomaly{Severity: recette.Major, Case: "SC-3", Step: 3, Summary: "le calcul"},
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
	res, err := b.s.AddReserve(t.Context(), elise, "v1", campaign.Reserve{
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
	ano, err := b.s.RaiseAnomaly(
		t.Context(), yann, "v1", campaign.Anomaly{Severity: recette.Minor, Case: "SC-4", Summary: "x"},
	)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.s.UpdateAnomaly(
		t.Context(), samira, "v1", campaign.AnomalyUpdate{Number: ano, Status: "closed", Reason: "rejoué"},
	); err != nil {
		t.Fatal(err)
	}
	conform(b, "SC-4")
	if err := b.s.UpdateAnomaly(
		t.Context(), yann, "v1", campaign.AnomalyUpdate{Number: ano, Status: "open", Reason: "revenu"},
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
		policy access.Policy
		want   access.Cause
		judged bool
	}{"warn": {access.Warn, "", true}, "block": {access.Block, access.CauseSelfJudge, false}} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{Separation: tt.policy})
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

func TestAnomalies(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	for name, a := range map[string]campaign.Anomaly{
		"no summary":     {Severity: recette.Minor},
		"bad severity":   {Severity: "grave", Summary: "x"},
		"unknown case":   {Severity: recette.Minor, Summary: "x", Case: "SC-9"},
		"unknown step":   {Severity: recette.Minor, Summary: "x", Case: "SC-1", Step: 4},
		"step of nobody": {Severity: recette.Minor, Summary: "x", Step: 1},
	} {
		if n, err := b.s.RaiseAnomaly(t.Context(), yann, "v1", a); !errors.Is(err, campaign.Err) {
			t.Errorf("%s: RaiseAnomaly = %q, %v, want a refusal", name, n, err)
		}
	}
	n, err := b.s.RaiseAnomaly(
		t.Context(), yann, "v1", campaign.Anomaly{Severity: recette.Blocking, Case: "SC-1", Step: 2, Summary: "x"},
	)
	if err != nil {
		t.Fatal(err)
	}
	update := campaign.AnomalyUpdate{Number: n, Severity: recette.Minor, Reason: "vérifié"}
	for _, who := range []recette.Actor{elise, samira, yann} {
		if err := b.s.UpdateAnomaly(t.Context(), who, "v1", update); cause(err) != access.CauseRole {
			t.Errorf("a blocking anomaly lowered by %s: error = %v, want a refusal", who.Role, err)
		}
	}
	update.Reason = ""
	if err := b.s.UpdateAnomaly(t.Context(), marc, "v1", update); !errors.Is(err, campaign.ErrIncomplete) {
		t.Errorf("a change without reason: error = %v, want ErrIncomplete", err)
	}
	update.Reason = "contournement"
	if err := b.s.UpdateAnomaly(t.Context(), marc, "v1", update); err != nil {
		t.Fatal(err)
	}
	if err := b.s.UpdateAnomaly(
		t.Context(), samira, "v1", campaign.AnomalyUpdate{Number: n, Status: "closed", Reason: "corrigé"},
	); err != nil {
		t.Fatal(err)
	}
	if err := b.s.UpdateAnomaly(
		t.Context(), samira, "v1", campaign.AnomalyUpdate{Number: n, Status: "closed", Reason: "encore"},
	); !errors.Is(err, campaign.ErrIncomplete) {
		t.Errorf("a change that changes nothing: error = %v", err)
	}
	if err := b.s.UpdateAnomaly(
		t.Context(), samira, "v1", campaign.AnomalyUpdate{Number: "ANO-9", Status: "closed", Reason: "x"},
	); !errors.Is(err, campaign.ErrUnknownAnomaly) {
		t.Errorf("an unknown anomaly: error = %v", err)
	}
	st, err := b.service(campaign.Policies{}).Status(t.Context(), auditor, "v1")
	if err != nil {
		t.Fatal(err)
	}
	a := st.Anomalies[0]
	if len(st.Anomalies) != 1 || a.Severity != "minor" || a.Open() || *a.Step != 1 || len(a.Changes) != 2 {
		t.Errorf("anomaly = %+v, want one, minor, closed, with its two changes", a)
	}
	if c := a.Changes[0]; c.From != "blocking" || c.To != "minor" || c.By.Ref != marc.Ref ||
		st.Texts[c.Reason] != "contournement" {
		t.Errorf("first change = %+v", c)
	}
}

// A text that cannot be kept whole is refused wherever it is given, and one that says nothing is none.
func TestTexts_OneRule(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	for name, text := range map[string]string{
		"NUL": "a\x00b", "not UTF-8": "\xe9t\xe9", "without end": strings.Repeat("x", recette.MaxText+1),
	} {
		_,
			anomaly := b.s.RaiseAnomaly(
			t.Context(), yann, "v1", campaign.Anomaly{Severity: recette.Minor, Summary: text},
		)
		_, reserve := b.s.AddReserve(t.Context(), marc, "v1", campaign.Reserve{Class: recette.Minor, Text: text})
		for what, err := range map[string]error{"anomaly": anomaly, "reserve": reserve} {
			var f *campaign.FieldError
			if !errors.As(err, &f) || !errors.Is(err, campaign.ErrInvalid) {
				t.Errorf("%s, %s: error = %v, want an invalid field", what, name, err)
			}
		}
	}
	const nothing = "\u200b \u3164"
	raised := campaign.Anomaly{Severity: recette.Minor, Summary: "x", Workaround: nothing}
	n, err := b.s.RaiseAnomaly(t.Context(), yann, "v1", raised)
	if err != nil {
		t.Fatal(err)
	}
	update := campaign.AnomalyUpdate{Number: n, Workaround: nothing, Reason: "x"}
	if err := b.s.UpdateAnomaly(t.Context(), yann, "v1", update); !errors.Is(err, campaign.ErrIncomplete) {
		t.Errorf("a workaround that says nothing: error = %v, want ErrIncomplete: nothing changes", err)
	}
	reserve := campaign.Reserve{Class: recette.Minor, Text: "x", Owner: nothing, Workaround: nothing}
	if _, err := b.s.AddReserve(t.Context(), marc, "v1", reserve); err != nil {
		t.Fatal(err)
	}
	st, err := b.s.Status(t.Context(), auditor, "v1")
	if err != nil {
		t.Fatal(err)
	}
	if a, r := st.Anomalies[0], st.Reserves[0]; a.Workaround != "" || r.Owner != "" || r.Workaround != "" {
		t.Errorf("anomaly %+v, reserve %+v, want no workaround and no owner", a, r)
	}
}

func TestNumbers_AreUniqueInTheProject(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	m := manifest()
	m.Campaign = "v2"
	if err := b.s.Open(t.Context(), elise, m); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range []string{"v1", "v2", "v1"} {
		n, err := b.s.RaiseAnomaly(t.Context(), yann, c, campaign.Anomaly{Severity: recette.Minor, Summary: "x"})
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, n)
	}
	if diff := cmp.Diff([]string{"ANO-0001", "ANO-0002", "ANO-0003"}, got); diff != "" {
		t.Errorf("numbers (-want +got):\n%s", diff)
	}
}

func TestPV_NumbersAndSignatures(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	digest := strings.Repeat("ab", 32)
	next := func(journey string) string {
		t.Helper()
		n, err := b.s.NextPV(t.Context(), elise, "v1", journey)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	render := func(number, journey string) {
		t.Helper()
		cp, err := b.db.Checkpoint(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		err = b.s.RecordPVRendered(
			t.Context(), elise, "v1",
			campaign.Rendered{Number: number, Journey: journey, SHA256: digest, Checkpoint: cp.Size},
		)
		if err != nil {
			t.Fatal(err)
		}
	}
	conform(b, "SC-4")
	if n := next("reste"); n != "PV-2026-001-v1" {
		t.Errorf("first number = %s", n)
	}
	render("PV-2026-001-v1", "reste")
	if n := next("reste"); n != "PV-2026-001-v2" {
		t.Errorf("second version = %s", n)
	}
	if n := next("adhesion"); n != "PV-2026-002-v1" {
		t.Errorf("other journey = %s", n)
	}
	err := b.s.RecordPVRendered(
		t.Context(), elise, "v1", campaign.Rendered{Number: "PV-2026-001-v1", Journey: "reste", SHA256: digest},
	)
	if !errors.Is(err, campaign.ErrExists) {
		t.Errorf("a number rendered twice: error = %v, want ErrExists", err)
	}
	err = b.s.RecordPVRendered(t.Context(), yann, "v1", campaign.Rendered{Number: "PV-2026-009-v1", SHA256: digest})
	if cause(err) != access.CauseRole {
		t.Errorf("a tester renders: error = %v", err)
	}

	sign := func(actor recette.Actor, number string) error {
		return b.s.RecordPVSigned(
			t.Context(), actor, "v1",
			campaign.SignedPV{Number: number, Of: digest, SHA256: digest, Signature: digest, Certificate: digest},
		)
	}
	if err := sign(marc, "PV-2026-001-v1"); !errors.Is(err, campaign.ErrSignature) {
		t.Errorf("the PO signs first: error = %v, want ErrSignature", err)
	}
	if err := sign(elise, "PV-2026-001-v1"); err != nil {
		t.Fatal(err)
	}
	if err := sign(elise, "PV-2026-001-v1"); !errors.Is(err, campaign.ErrSignature) {
		t.Errorf("the PPO signs twice: error = %v, want ErrSignature", err)
	}
	if _, err := b.s.Decide(
		t.Context(), marc, campaign.Decide{Campaign: "v1", Journey: "reste", Decision: recette.Accepted},
	); err != nil {
		t.Fatal(err)
	}
	if err := b.s.CheckSign(t.Context(), marc, "v1", "PV-2026-001-v1", digest); !errors.Is(err, campaign.ErrSignature) {
		t.Errorf("the PO signs a PV older than the decision: error = %v, want ErrSignature", err)
	}
	render("PV-2026-001-v2", "reste")
	if err := sign(elise, "PV-2026-001-v2"); err != nil {
		t.Fatal(err)
	}
	if err := sign(yann, "PV-2026-001-v2"); cause(err) != access.CauseRole {
		t.Errorf("a tester signs: error = %v", err)
	}
	if err := sign(marc, "PV-2026-001-v2"); err != nil {
		t.Errorf("the PO signs after the PPO: %v", err)
	}
	if err := sign(marc, "PV-2026-404-v1"); !errors.Is(err, campaign.ErrUnknownPV) {
		t.Errorf("an unknown PV: error = %v", err)
	}
	st, err := b.service(campaign.Policies{}).Status(t.Context(), auditor, "v1")
	if err != nil || len(st.PVs) != 2 || len(st.PVs[1].Signatures) != 2 || st.PVs[1].Signatures[1].Role != recette.PO {
		t.Errorf("PVs = %+v, %v", st.PVs, err)
	}
}

func TestPV_OnePersonDoesNotSignTwice(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	m := manifest()
	m.Parties = append(m.Parties, m.Parties[0])
	m.Parties[len(m.Parties)-1].Role = "po"
	if err := b.s.Open(t.Context(), elise, m); err != nil {
		t.Fatal(err)
	}
	digest := strings.Repeat("ab", 32)
	rendered := campaign.Rendered{Number: "PV-2026-001-v1", SHA256: digest, Checkpoint: 1}
	if err := b.s.RecordPVRendered(t.Context(), elise, "v1", rendered); err != nil {
		t.Fatal(err)
	}
	signed := campaign.SignedPV{
		Number: "PV-2026-001-v1", Of: digest, SHA256: digest, Signature: digest, Certificate: digest,
	}
	if err := b.s.RecordPVSigned(t.Context(), elise, "v1", signed); err != nil {
		t.Fatal(err)
	}
	asPO := recette.Actor{Ref: elise.Ref, Name: elise.Name, Role: recette.PO}
	if err := b.s.RecordPVSigned(t.Context(), asPO, "v1", signed); cause(err) != access.CauseSameSigner {
		t.Errorf("the same person as PO: error = %v, want a refusal", err)
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

// The state is a fold of the log: whoever reads it from the beginning sees what the recording process saw.
func TestState_IsAFoldOfTheLog(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	b.attempt(yann, "SC-1", recette.Passed, recette.Failed)
	b.attempt(yann, "SC-2", recette.Passed, recette.Passed, recette.PassedWithRemark)
	b.attempt(zoe, "SC-1", recette.Passed, recette.Passed, recette.Passed)
	conform(b, "SC-3")
	m := manifest()
	st := campaign.NewState(m.Outline(), true)
	for rec, err := range b.db.Records(t.Context(), journal.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		st.Apply(&rec)
	}
	live, err := b.s.Cases(t.Context(), auditor, "v1")
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range live {
		if got := st.Cases[i].Verdict(); got != c.Verdict {
			t.Errorf("%s: fold gives %s, the service %s", c.ID, got, c.Verdict)
		}
	}
	one := st.Case("SC-1")
	if len(one.Former) != 1 || one.Former[0].Verdict != recette.Failed || one.Verdict() != recette.Passed ||
		one.Last.Actor.Ref != zoe.Ref {
		t.Errorf("SC-1 = %+v, want a failed attempt superseded by a conform one", one)
	}
	if got, err := time.Parse(journal.TimeLayout, one.Last.StartedAt); err != nil || got.Year() != 2026 {
		t.Errorf("started at %s", one.Last.StartedAt)
	}
}
