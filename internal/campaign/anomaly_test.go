package campaign_test

import (
	"errors"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/recette"
)

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
