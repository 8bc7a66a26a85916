package campaign_test

import (
	"cmp"
	"errors"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/recette"
)

func TestAnomalies(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	for name, a := range map[string]gap.Anomaly{
		"no summary":     {Severity: recette.Minor},
		"bad severity":   {Severity: "grave", Summary: "x"},
		"unknown case":   {Severity: recette.Minor, Summary: "x", Case: "SC-9"},
		"unknown step":   {Severity: recette.Minor, Summary: "x", Case: "SC-1", Step: 4},
		"step of nobody": {Severity: recette.Minor, Summary: "x", Step: 1},
	} {
		if n, err := b.s.Note(t.Context(), yann, "v1", a); !errors.Is(err, campaign.Err) {
			t.Errorf("%s: RaiseAnomaly = %q, %v, want a refusal", name, n, err)
		}
	}
	n, err := b.s.Note(
		t.Context(), yann, "v1", gap.Anomaly{Severity: recette.Blocking, Case: "SC-1", Step: 2, Summary: "x"},
	)
	if err != nil {
		t.Fatal(err)
	}
	change := func(who recette.Actor, c gap.Change) error {
		c.Number = cmp.Or(c.Number, n)
		_, err := b.s.Note(t.Context(), who, "v1", c)
		return err
	}
	lower := gap.Change{Act: recette.AnomalyQualify, Severity: recette.Minor, Reason: "vérifié"}
	for _, who := range []recette.Actor{elise, samira, yann} {
		if err := change(who, lower); cause(err) != access.CauseRole {
			t.Errorf("a blocking anomaly lowered by %s: error = %v, want a refusal", who.Role, err)
		}
	}
	if err := change(marc, lower); !errors.Is(err, gap.ErrProposal) {
		t.Errorf("a blocking anomaly lowered without a proposal: error = %v, want ErrProposal", err)
	}
	propose := gap.Change{Act: recette.AnomalyPropose, Proposed: "minor", Reason: "un seul navigateur"}
	if err := change(marc, propose); cause(err) != access.CauseRole {
		t.Errorf("a proposal of the PO: error = %v, want a refusal", err)
	}
	if err := change(samira, propose); err != nil {
		t.Fatal(err)
	}
	lower.Reason = ""
	if err := change(marc, lower); !errors.Is(err, campaign.ErrIncomplete) {
		t.Errorf("a change without reason: error = %v, want ErrIncomplete", err)
	}
	lower.Reason = "contournement"
	if err := change(marc, lower); err != nil {
		t.Fatal(err)
	}
	if err := change(samira, gap.Change{Act: recette.AnomalyClose}); !errors.Is(err, gap.ErrLife) {
		t.Errorf("closed without a correction: error = %v, want ErrLife", err)
	}
	unknown := gap.Change{Number: "ANO-9", Act: recette.AnomalyFix, Build: "b2"}
	if err := change(samira, unknown); !errors.Is(err, gap.ErrUnknownAnomaly) {
		t.Errorf("an unknown anomaly: error = %v", err)
	}
	st, err := b.service(campaign.Policies{}).Status(t.Context(), auditor, "v1")
	if err != nil {
		t.Fatal(err)
	}
	a := st.Anomalies[0]
	if len(st.Anomalies) != 1 || a.Severity != "minor" || !a.Open() || *a.Step != 1 || len(a.Changes) != 2 {
		t.Errorf("anomaly = %+v, want one, minor, open, with its two changes", a)
	}
	if c := a.Changes[1]; c.From != "blocking" || c.To != "minor" || c.By.Ref != marc.Ref ||
		st.Texts[c.Reason] != "contournement" {
		t.Errorf("second change = %+v", c)
	}
}

// fixedBy raises an anomaly, and says that a build corrects it.
func fixedBy(t *testing.T, b *bench, who recette.Actor, by string) string {
	t.Helper()
	n, err := b.s.Note(t.Context(), yann, "v1", gap.Anomaly{Severity: recette.Major, Case: "SC-4", Summary: "x"})
	if err == nil {
		_, err = b.s.Note(t.Context(), who, "v1", gap.Change{
			Number: n, Act: recette.AnomalyFix, Build: "b1", FixedBy: by,
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// An anomaly is closed on a re-test that came after the correction, conform, by somebody who did not correct.
func TestAnomaly_IsClosedByARetest(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	again := func(attempt int, vs ...recette.Outcome) {
		r := auto("SC-4", vs...)
		r.Attempt = attempt
		if _, err := b.s.Record(t.Context(), samira, r); err != nil {
			t.Fatal(err)
		}
	}
	again(1, pass, pass, pass)
	n := fixedBy(t, b, elise, "Atelier")
	closing := gap.Change{Number: n, Act: recette.AnomalyClose}
	flawed := func(who recette.Actor, c gap.Change) recette.RetestFlaw {
		_, err := b.s.Note(t.Context(), who, "v1", c)
		if e, ok := errors.AsType[*gap.RetestError](err); ok {
			return e.Flaw
		}
		return ""
	}
	if got := flawed(samira, closing); got != recette.RetestEarly {
		t.Errorf("closed on what was tested before the correction: %q, want %q", got, recette.RetestEarly)
	}
	again(2, pass, recette.OutcomeFailed, pass)
	if got := flawed(samira, closing); got != recette.RetestVerdict {
		t.Errorf("closed on a test that is not conform: %q, want %q", got, recette.RetestVerdict)
	}
	again(3, pass, pass, pass)
	first := closing
	first.Retest.Attempt = 2
	if got := flawed(samira, first); got != recette.RetestReplaced {
		t.Errorf("closed on an attempt that another one replaced: %q", got)
	}
	if _, err := b.s.Note(t.Context(), marc, "v1", closing); cause(err) != access.CauseRole {
		t.Errorf("closed by the PO: error = %v, want a refusal", err)
	}
	if _, err := b.s.Note(t.Context(), samira, "v1", closing); err != nil {
		t.Fatal(err)
	}
	st, err := b.s.Status(t.Context(), auditor, "v1")
	if err != nil {
		t.Fatal(err)
	}
	a := st.Anomalies[0]
	if a.Open() || a.Retest == nil || a.Retest.Case != "SC-4" || a.Retest.Attempt != 3 || a.Fix.Build != "b1" {
		t.Errorf("anomaly = %+v, want closed by attempt 3 of SC-4", a)
	}
}

// Who corrected neither closes nor is whose test shows it, whether by reference or under a name of the campaign.
func TestAnomaly_IsNotClosedByWhoCorrected(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	tested := fixedBy(t, b, elise, " "+strings.ToUpper(samira.Name))
	own := fixedBy(t, b, elise, "")
	conform(b, "SC-4") // by samira
	for name, n := range map[string]string{"tested by who corrected": tested, "closed by who corrected": own} {
		_, err := b.s.Note(t.Context(), elise, "v1", gap.Change{Number: n, Act: recette.AnomalyClose})
		if e, ok := errors.AsType[*gap.RetestError](err); !ok || e.Flaw != recette.RetestByFixer {
			t.Errorf("%s: error = %v, want by_fixer", name, err)
		}
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
			anomaly := b.s.Note(
			t.Context(), yann, "v1", gap.Anomaly{Severity: recette.Minor, Summary: text},
		)
		_, reserve := b.s.Note(t.Context(), marc, "v1", gap.Reserve{Class: recette.Minor, Text: text})
		for what, err := range map[string]error{"anomaly": anomaly, "reserve": reserve} {
			var f *campaign.FieldError
			if !errors.As(err, &f) || !errors.Is(err, campaign.ErrInvalid) {
				t.Errorf("%s, %s: error = %v, want an invalid field", what, name, err)
			}
		}
	}
	const nothing = "\u200b \u3164"
	raised := gap.Anomaly{Severity: recette.Minor, Summary: "x", Workaround: nothing}
	n, err := b.s.Note(t.Context(), yann, "v1", raised)
	if err != nil {
		t.Fatal(err)
	}
	update := gap.Change{Number: n, Act: recette.AnomalyNote, Workaround: nothing, Reason: "x"}
	if _, err := b.s.Note(t.Context(), yann, "v1", update); !errors.Is(err, campaign.ErrIncomplete) {
		t.Errorf("a workaround that says nothing: error = %v, want ErrIncomplete: nothing changes", err)
	}
	reserve := gap.Reserve{Class: recette.Minor, Text: "x", Owner: nothing, Workaround: nothing}
	if _, err := b.s.Note(t.Context(), marc, "v1", reserve); err != nil {
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
