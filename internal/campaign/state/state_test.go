package state

import (
	"slices"
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

// raised appends the leaf of an anomaly.
func raised(s *State, seq int64, number, on, severity, status, original string) {
	a := &journal.Anomaly{Number: number, Severity: severity, Status: status, Case: on, Original: original}
	if original != "" {
		a.Act = "duplicate"
	}
	s.Apply(&journal.Record{Leaf: journal.Leaf{
		Seq: seq, Kind: journal.KindAnomaly, At: "2026-11-23T08:00:00.000Z", Actor: &journal.Actor{}, Anomaly: a,
	}})
}

// of makes the state of a plan of cases.
func of(cases ...string) *State {
	var plans plan.Outline
	for _, id := range cases {
		plans.Cases = append(plans.Cases, plan.OutlineCase{ID: id})
	}
	return New(&plans, false)
}

// Something about several cases is in the scope of each of them.
func TestBearing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		anomaly, again, check string  // cases: "-" for no anomaly, or no duplicate of it
		want                  [2]bool // the anomaly, its reserve
	}{
		{"-", "-", "", [2]bool{false, true}},
		{"", "-", "", [2]bool{true, true}},
		{"SC-1", "-", "", [2]bool{true, true}},
		{"SC-9", "-", "", [2]bool{false, false}},
		{"", "-", "SC-9", [2]bool{true, false}},
		{"SC-9", "-", "SC-2", [2]bool{false, true}},
		{"SC-2", "-", "SC-9", [2]bool{true, true}},
		{"SC-8", "-", "SC-9", [2]bool{false, false}},
		{"SC-7", "-", "", [2]bool{true, true}}, // in the plan no more
		{"SC-7", "-", "SC-9", [2]bool{true, false}},
		{"SC-9", "SC-1", "SC-8", [2]bool{true, true}}, // through a duplicate
		{"SC-9", "SC-8", "", [2]bool{false, false}},
		{"SC-9", "", "", [2]bool{true, false}},
	} {
		s := of("SC-1", "SC-2", "SC-8", "SC-9")
		r := &Reserve{}
		r.Check = tt.check
		if tt.anomaly != "-" {
			raised(s, 0, "ANO-1", tt.anomaly, "minor", "open", "")
			r.Anomaly = "ANO-1"
		}
		if tt.again != "-" {
			raised(s, 1, "ANO-2", tt.again, "minor", "open", "")
			raised(s, 2, "ANO-2", tt.again, "minor", "duplicate", "ANO-1")
		}
		b := s.Bearing(map[string]bool{"SC-1": true, "SC-2": true})
		got := [2]bool{tt.anomaly != "-" && b.Anomaly(0), b.Reserve(r)}
		if got != tt.want {
			t.Errorf("%q again on %q, verified by %q: %v, want %v", tt.anomaly, tt.again, tt.check, got, tt.want)
		}
	}
}

// An anomaly weighs where it was raised and where one that repeats it was, whatever stands between them.
func TestStands(t *testing.T) {
	t.Parallel()
	s := of("SC-1", "SC-2", "SC-3", "SC-4")
	for i, x := range [][3]string{
		{"ANO-1", "SC-1"},
		{"ANO-2", "SC-2"},
		{"ANO-3", "SC-3"},
		{"ANO-4", "SC-4"},
		{"ANO-5", "SC-4"},
		{"ANO-6", "SC-4"},
	} {
		raised(s, int64(i), x[0], x[1], "minor", "open", "")
	}
	for i, x := range [][3]string{
		{"ANO-3", "SC-3", "ANO-2"},
		{"ANO-2", "SC-2", "ANO-1"},
		{"ANO-4", "SC-4", "ANO-404"},
		{"ANO-5", "SC-4", "ANO-6"},
		{"ANO-6", "SC-4", "ANO-5"},
	} {
		raised(s, int64(10+i), x[0], x[1], "minor", "duplicate", x[2])
	}
	raised(s, 20, "ANO-1", "SC-1", "blocking", "open", "")
	want := []string{
		"ANO-1 blocking", "ANO-1 blocking", "ANO-1 blocking", "ANO-4 minor", "ANO-5 minor", "ANO-5 minor",
	}
	var got []string
	for stand := range s.Stands() {
		if !stand.Open {
			t.Errorf("%s weighs no more", stand.Raised.Number)
		}
		got = append(got, stand.Weighs.Number+" "+stand.Weighs.Severity)
	}
	if !slices.Equal(got, want) {
		t.Errorf("they stand for %q, want %q", got, want)
	}
	raised(s, 21, "ANO-1", "SC-1", "blocking", "closed", "")
	if s.weighs(s.Anomaly("ANO-3")) || !s.weighs(s.Anomaly("ANO-4")) || !s.weighs(s.Anomaly("ANO-6")) {
		t.Error("a duplicate of a closed one weighs, or one of nothing does not")
	}
	raised(s, 22, "ANO-1", "SC-1", "blocking", "open", "")
	c := s.Case("SC-3")
	c.Last = &Attempt{LastSeq: 15}
	if !s.Turned(c) || s.Freshness(c, nil) != recette.StaleAnomaly {
		t.Error("the original was reopened, and nothing asks that the case of its duplicate be played again")
	}
}
