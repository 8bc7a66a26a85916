package measure_test

import (
	"testing"

	"recette/internal/measure"
	"recette/internal/recette"
)

func facts() *measure.Facts {
	return &measure.Facts{
		Cases: []measure.Case{
			{ID: "1", Verdict: recette.Passed, Critical: true, Opening: true, Evidenced: true},
			{ID: "2", Verdict: recette.Failed, Critical: true, Regression: true},
			{ID: "3", Verdict: recette.Blocked, Critical: true},
			{ID: "4", Verdict: recette.PassedWithRemark, Regression: true},
			{ID: "5", Verdict: recette.NotRun, Regression: true},
			{ID: "6", Verdict: recette.NotApplicable, Critical: true},
		},
		Anomalies: []measure.Anomaly{
			{Number: "1", Case: "1", Severity: recette.Blocking, Open: true},
			{Number: "2", Case: "3", Severity: recette.Blocking, Open: true},
			{Number: "2", Case: "2", Severity: recette.Blocking, Open: true}, // through a duplicate
			{Number: "3", Case: "1", Severity: recette.Blocking},
			{Number: "4", Severity: recette.Major, Open: true},
			{Number: "5", Case: "4", Severity: recette.Major, Open: true},
			{Number: "6", Case: "5", Severity: recette.Major, Open: true},
			{Number: "6", Case: "2", Severity: recette.Major, Open: true}, // through a duplicate, on a critical case
		},
		Reserves: 3, Owned: 2, Sets: 2, Loaded: 1, Suspended: 5,
	}
}

func TestTake(t *testing.T) {
	for name, want := range map[string]string{
		measure.Executed: "3 / 5", measure.Conformity: "2 / 5", measure.CriticalExecuted: "2 / 3",
		measure.CriticalConformity: "1 / 3", measure.CriticalEvidence: "1 / 2", measure.RegressionExecuted: "2 / 3",
		measure.BlockedShare: "1 / 5", measure.BlockingOpen: "2", measure.BlockingOpening: "1",
		measure.MajorOpen: "3", measure.MajorCriticalOpen: "2", measure.ReservesOwned: "2 / 3",
		measure.DataLoaded: "1 / 2", measure.SuspendedHours: "5\u00a0h",
	} {
		got, ok := measure.Take(name, facts())
		if !ok || got.String() != want {
			t.Errorf("%s = %s, %v, want %s", name, got, ok, want)
		}
	}
	if len(measure.Names()) != 14 {
		t.Errorf("%d measures, and 14 are tried here", len(measure.Names()))
	}
	if _, ok := measure.Take("elsewhere", facts()); ok {
		t.Error("a measure that nobody knows was taken")
	}
}

func TestMeets(t *testing.T) {
	tests := map[string]struct {
		name      string
		facts     *measure.Facts
		threshold string
		want      bool
	}{
		"60 of 60":                     {measure.Executed, facts(), "60 %", true},
		"60 of 61":                     {measure.Executed, facts(), "61\u00a0%", false},
		"no threshold is all":          {measure.Executed, facts(), "", false},
		"words are all":                {measure.Executed, facts(), "beaucoup", false},
		"a decimal is no number":       {measure.Executed, facts(), "59,5 %", false},
		"nothing meets nothing":        {measure.Executed, &measure.Facts{}, "0 %", false},
		"as many":                      {measure.BlockingOpen, facts(), "2", true},
		"one less":                     {measure.BlockingOpen, facts(), "1", false},
		"no number is none":            {measure.MajorOpen, facts(), "peu", false},
		"blocked at most":              {measure.BlockedShare, facts(), "20 %", true},
		"blocked over":                 {measure.BlockedShare, facts(), "19 %", false},
		"blocked of nothing":           {measure.BlockedShare, &measure.Facts{}, "10 %", false},
		"no reserve":                   {measure.ReservesOwned, &measure.Facts{}, "100 %", true},
		"a reserve without owner":      {measure.ReservesOwned, facts(), "100 %", false},
		"a set is not loaded":          {measure.DataLoaded, facts(), "100 %", false},
		"no set is to be loaded":       {measure.DataLoaded, &measure.Facts{}, "", false},
		"suspended as long":            {measure.SuspendedHours, facts(), "5", true},
		"suspended, in hours":          {measure.SuspendedHours, facts(), "5\u00a0h", true},
		"suspended longer":             {measure.SuspendedHours, facts(), "4 h", false},
		"suspended, no threshold":      {measure.SuspendedHours, facts(), "", false},
		"never suspended":              {measure.SuspendedHours, &measure.Facts{}, "", true},
		"hours of a count":             {measure.BlockingOpen, facts(), "4 h", false},
		"no critical case was run":     {measure.CriticalEvidence, &measure.Facts{}, "", false},
		"more than all":                {measure.Executed, facts(), "150 %", false},
		"more than all, at most":       {measure.BlockedShare, facts(), "150 %", false},
		"overflows":                    {measure.Executed, facts(), "9223372036854775807 %", false},
		"overflows, at most":           {measure.BlockedShare, facts(), "9223372036854775807 %", false},
		"past any number":              {measure.Executed, facts(), "99999999999999999999 %", false},
		"wraps around to a low one":    {measure.Executed, facts(), "184467440737095517 %", false},
		"a count past any":             {measure.BlockingOpen, facts(), "99999999999999999999", false},
		"evidence on half, half asked": {measure.CriticalEvidence, facts(), "50", true},
	}
	for name, tt := range tests {
		taken, _ := measure.Take(tt.name, tt.facts)
		if got := taken.Meets(tt.threshold); got != tt.want {
			t.Errorf("%s: %s of %q = %v, want %v", name, taken, tt.threshold, got, tt.want)
		}
	}
}

func TestThreshold(t *testing.T) {
	for _, tt := range []struct {
		name, written string
		most          int
		ok            bool
	}{
		{measure.Executed, "100 %", 100, true},
		{measure.Executed, "101 %", 100, false},
		{measure.Executed, "9223372036854775807 %", 100, false},
		{measure.Executed, "-1", 100, false},
		{measure.Executed, "tout", 100, false},
		{measure.BlockedShare, "150", 100, false},
		{measure.MajorOpen, "150", 1_000_000, true},
		{measure.MajorOpen, "1000001", 1_000_000, false},
		{measure.MajorOpen, "99999999999999999999", 1_000_000, false},
		{measure.SuspendedHours, "8 h", 1_000_000, true},
		{measure.SuspendedHours, "8 jours", 1_000_000, false},
		{measure.MajorOpen, "8 h", 1_000_000, false},
		{"elsewhere", "150 %", 1_000_000, true},
	} {
		if most, ok := measure.Threshold(tt.name, tt.written); most != tt.most || ok != tt.ok {
			t.Errorf("Threshold(%s, %q) = %d, %v, want %d, %v", tt.name, tt.written, most, ok, tt.most, tt.ok)
		}
	}
}
