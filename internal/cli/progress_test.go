package cli

import (
	"strings"
	"testing"
	"time"

	"recette/internal/execution"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// On a terminal a green case only moves the counter; a red one leaves its line above it.
func TestProgressOnATerminal(t *testing.T) {
	var out strings.Builder
	clock := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	p := &progress{words: printers(t)[0], out: &out, live: true, now: func() time.Time {
		clock = clock.Add(time.Second)
		return clock
	}}
	p.emit(execution.Event{Kind: execution.EventBound, Report: &binding.Report{Cases: 2}})
	p.emit(execution.Event{Kind: execution.EventCaseFinished, Case: &execution.CaseEvent{
		ID: "SC-1", Name: "Vert", Verdict: recette.Passed, Outcome: recette.OutcomePassed,
	}})
	if got := out.String(); strings.Contains(got, "SC-1") || !strings.Contains(got, "1/2") {
		t.Errorf("after a green case: %q, want the counter alone", got)
	}
	p.emit(execution.Event{Kind: execution.EventCaseFinished, Case: &execution.CaseEvent{
		ID: "SC-2", Name: "Rouge \x1b[2J", Verdict: recette.Failed, Outcome: recette.OutcomeFailed,
	}})
	p.end(&execution.Summary{Executed: 2, Verdicts: map[recette.Verdict]int{recette.Passed: 1, recette.Failed: 1}})
	got := out.String()
	if !strings.Contains(got, "SC-2") || !strings.Contains(got, "1 conforme, 1 non conforme") {
		t.Errorf("after a red case: %q, want its line and the figures", got)
	}
	if strings.Contains(got, "\x1b[2J") {
		t.Errorf("a scenario's name reached the terminal raw: %q", got)
	}
}
