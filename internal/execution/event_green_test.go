package execution

import (
	"testing"

	"recette/internal/campaign"
	"recette/internal/recette"
)

func TestCaseEvent_Green(t *testing.T) {
	for _, tt := range []struct {
		verdict recette.Verdict
		outcome recette.Outcome
		want    bool
	}{
		{recette.Passed, recette.OutcomePassed, true},
		{recette.PassedWithRemark, "", true},
		{recette.NotApplicable, "", true},
		{recette.Passed, recette.OutcomeError, false},
		{recette.Failed, recette.OutcomeFailed, false},
		{recette.NotRun, recette.OutcomeSkipped, false},
		{recette.Blocked, "", false},
		{"", "", false},
	} {
		c := CaseEvent{Verdict: tt.verdict, Outcome: tt.outcome}
		if got := c.Green(); got != tt.want {
			t.Errorf("verdict %q, outcome %q: green %v, want %v", tt.verdict, tt.outcome, got, tt.want)
		}
	}
}

// The step at fault is the first that is not green; one that was skipped for what is said beyond the steps is not.
func TestCaseEvent_Fault(t *testing.T) {
	step := func(v recette.Verdict, o recette.Outcome) StepEvent {
		return StepEvent{Observation: campaign.Observation{Verdict: v, Outcome: o}}
	}
	passed, skipped := step(recette.Passed, recette.OutcomePassed), step(recette.NotRun, recette.OutcomeSkipped)
	failed := step(recette.Failed, recette.OutcomeFailed)
	for name, tt := range map[string]struct {
		steps   []StepEvent
		message string
		want    int // -1: none
	}{
		"none":                 {nil, "", -1},
		"all green":            {[]StepEvent{passed, passed}, "", -1},
		"the second":           {[]StepEvent{passed, failed, skipped}, "", 1},
		"skipped by itself":    {[]StepEvent{passed, skipped}, "", 1},
		"skipped for a hook":   {[]StepEvent{skipped, skipped}, "panne", -1},
		"failed beside a hook": {[]StepEvent{skipped, failed}, "panne", 1},
	} {
		c := CaseEvent{Steps: tt.steps, Message: tt.message}
		got := c.Fault()
		if (got == nil) != (tt.want < 0) || got != nil && got != &c.Steps[tt.want] {
			t.Errorf("%s: fault %+v, want step %d", name, got, tt.want)
		}
	}
}
