package attacks

import (
	"testing"
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// kept appends the result of SC-3, conform, that a device says to have kept for so long.
func (w *world) kept(long time.Duration) {
	w.t.Helper()
	w.leaf(yann, journal.KindResult, func(l *journal.Leaf, _ func(string) string) {
		at, err := time.Parse(journal.TimeLayout, l.At)
		w.must(err)
		said := manual(1, recette.Passed)
		said.Given = journal.Instant(at.Add(-long))
		l.Result = &journal.Result{
			Case: "SC-3", Content: testedContent, Attempt: 1, Pass: 1, Closed: true, Verdict: "passed", Mode: "manual",
			Steps: []journal.Observation{manual(0, recette.Passed), said},
		}
	})
}

// keptOnDevices are verdicts that no device could keep for so long, and PVs that say otherwise when one was given.
func keptOnDevices() map[string]fabricated {
	const honest = 2 * time.Minute
	on := func(long time.Duration) func(w *world) { return func(w *world) { w.kept(long) } }
	lie := func(change func(s *reports.Step)) fabricated {
		return fabricated{
			do:   func(w *world) { w.now = w.now.Add(time.Hour); w.kept(honest) },
			lie:  func(pv *reports.PV) { change(&pv.Cases[2].Steps[1]) },
			want: verify.StepResult, bad: true,
		}
	}
	return map[string]fabricated{
		"said after it was recorded":    {do: on(-time.Minute), want: verify.StepRules, bad: true},
		"said before the opening":       {do: on(30 * 24 * time.Hour), want: verify.StepRules, bad: true},
		"nothing says when it was said": lie(func(s *reports.Step) { s.GivenAt = nil }),
		"said at another instant":       lie(func(s *reports.Step) { s.GivenAt = new(s.GivenAt.Add(-time.Minute)) }),
		"recorded when it was said":     lie(func(s *reports.Step) { s.At = s.GivenAt }),
		"said by no device": {
			do: on(0), lie: func(pv *reports.PV) { pv.Cases[0].Steps[0].GivenAt = pv.Cases[0].Steps[0].At },
			want: verify.StepResult, bad: true,
		},
	}
}

// What a device kept for a while is lawful, and the PV says both instants; periods and days are those of the journal.
func TestWhatADeviceKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.now = w.now.Add(24 * time.Hour)
	w.kept(20 * time.Hour)
	m := w.make()
	s := &m.pv.Cases[2].Steps[1]
	if s.GivenAt == nil || s.At.Sub(*s.GivenAt) != 20*time.Hour {
		t.Fatalf("said at %v, recorded at %v", s.GivenAt, s.At)
	}
	if !m.pv.LastRunAt.Equal(*s.At) || m.pv.RunDays != 2 {
		t.Errorf("played until %v on %d days, want until %v on 2", m.pv.LastRunAt, m.pv.RunDays, s.At)
	}
	for _, f := range w.judge(m.file, true).Content {
		if f.Status == verify.NotConform {
			t.Errorf("an honest PV: %s %v", f.Code, f.Args)
		}
	}
}
