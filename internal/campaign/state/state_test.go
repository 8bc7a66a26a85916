package state

import (
	"testing"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// folded gives the state after leaves, at the positions 1, 2, 3…
func folded(leaves ...journal.Leaf) *State {
	s := New(&plan.Outline{Manifest: plan.Manifest{Campaign: "v1"}, Cases: []plan.OutlineCase{
		{ID: "SC-1", Content: "c1", Verifies: []bool{false, true}},
	}}, true)
	for i := range leaves {
		l := leaves[i]
		l.Campaign, l.Seq = "v1", int64(i+1)
		s.Apply(&journal.Record{Leaf: l})
	}
	return s
}

func result(attempt int, content string, closed bool, verdicts ...recette.Verdict) journal.Leaf {
	r := &journal.Result{Case: "SC-1", Content: content, Attempt: attempt, Pass: 1, Closed: closed}
	for i, v := range verdicts {
		r.Steps = append(r.Steps, journal.Observation{Step: i, Verdict: string(v)})
	}
	if closed {
		r.Verdict = string(recette.RollUp(verdicts))
	}
	return journal.Leaf{Kind: journal.KindResult, Result: r}
}

func anomaly(status string) journal.Leaf {
	a := &journal.Anomaly{Number: "ANO-0001", Severity: "minor", Status: status, Case: "SC-1"}
	return journal.Leaf{Kind: journal.KindAnomaly, Anomaly: a}
}

// What counts of a case is its last attempt; what is about another text, or an attempt that ended, counts for nothing.
func TestApply_Results(t *testing.T) {
	const ok, ko = recette.Passed, recette.Failed
	for name, tt := range map[string]struct {
		leaves         []journal.Leaf
		want           recette.Verdict
		former, strays int
	}{
		"nothing":           {nil, recette.NotRun, 0, 0},
		"conform":           {[]journal.Leaf{result(1, "c1", true, ok, ok)}, ok, 0, 0},
		"open":              {[]journal.Leaf{result(1, "c1", false, ok, ok)}, recette.NotRun, 0, 0},
		"open, and failed":  {[]journal.Leaf{result(1, "c1", false, ko)}, ko, 0, 0},
		"superseded":        {[]journal.Leaf{result(1, "c1", true, ko), result(2, "c1", true, ok, ok)}, ok, 1, 0},
		"of another text":   {[]journal.Leaf{result(1, "c2", true, ok, ok)}, recette.NotRun, 0, 1},
		"of one that ended": {[]journal.Leaf{result(1, "c1", true, ko), result(1, "c1", true, ok, ok)}, ko, 0, 1},
	} {
		s := folded(tt.leaves...)
		c := s.Case("SC-1")
		if c.Verdict() != tt.want || len(c.Former) != tt.former || len(s.Strays) != tt.strays {
			t.Errorf(
				"%s: %s, %d superseded, %d for nothing, want %s, %d, %d",
				name, c.Verdict(), len(c.Former), len(s.Strays), tt.want, tt.former, tt.strays,
			)
		}
	}
}

// A result is no longer what it was once an anomaly of its case was reopened after it.
func TestFreshness_OfAReopenedAnomaly(t *testing.T) {
	passed := result(1, "c1", true, recette.Passed, recette.Passed)
	for name, tt := range map[string]struct {
		leaves []journal.Leaf
		want   recette.Freshness
	}{
		"raised":          {[]journal.Leaf{anomaly(StatusOpen), passed}, recette.Fresh},
		"reopened after":  {[]journal.Leaf{anomaly(StatusClosed), passed, anomaly(StatusOpen)}, recette.StaleAnomaly},
		"reopened before": {[]journal.Leaf{anomaly(StatusClosed), anomaly(StatusOpen), passed}, recette.Fresh},
	} {
		s := folded(tt.leaves...)
		if got := s.Freshness(s.Case("SC-1"), nil); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

// A PV shows the decision that stood when it was made. A checkpoint that cannot be is not believed.
func TestShown(t *testing.T) {
	decided := func(number string) journal.Leaf {
		return journal.Leaf{Kind: journal.KindDecision, Decision: &journal.Decision{Number: number}}
	}
	for name, tt := range map[string]struct {
		checkpoint int64
		want       string
	}{
		"of both":     {3, "DEC-REC-0002"},
		"between":     {2, "DEC-REC-0001"},
		"of nothing":  {0, ""},
		"of the time": {4, ""}, // past the position of the PV itself
	} {
		s := folded(decided("DEC-REC-0001"), decided("DEC-REC-0002"), journal.Leaf{
			Kind: journal.KindPVRendered, PV: &journal.PV{Number: "PV-1", Checkpoint: tt.checkpoint},
		})
		got := ""
		if d := s.Shown(s.PV("PV-1")); d != nil {
			got = d.Number
		}
		if got != tt.want {
			t.Errorf("%s: shows %q, want %q", name, got, tt.want)
		}
	}
}

// Something about several cases is in the scope of each of them.
func TestBears(t *testing.T) {
	t.Parallel()
	var plans plan.Outline
	for _, id := range []string{"SC-1", "SC-2", "SC-8", "SC-9"} {
		plans.Cases = append(plans.Cases, plan.OutlineCase{ID: id})
	}
	s := New(&plans, false)
	ids := map[string]bool{"SC-1": true, "SC-2": true}
	for _, tt := range []struct {
		cases []string
		want  bool
	}{
		{nil, true},
		{[]string{"", ""}, true},
		{[]string{"SC-1"}, true},
		{[]string{"SC-9"}, false},
		{[]string{"", "SC-9"}, false},
		{[]string{"SC-9", "SC-2"}, true},
		{[]string{"SC-2", "SC-9"}, true},
		{[]string{"SC-8", "SC-9"}, false},
		{[]string{"SC-7"}, true}, // in the plan no more
		{[]string{"SC-7", "SC-9"}, false},
	} {
		if got := s.Bears(ids, tt.cases...); got != tt.want {
			t.Errorf("Bears(%q) = %t, want %t", tt.cases, got, tt.want)
		}
	}
}
