package execution

import (
	"errors"
	"testing"

	"recette/internal/execution/binding"
	"recette/internal/recette"
)

func TestSummaryErr(t *testing.T) {
	executed := func(vs ...recette.Verdict) Summary {
		s := newSummary()
		s.Selected, s.Executed = len(vs), len(vs)
		for _, v := range vs {
			s.Verdicts[v]++
		}
		return s
	}
	left := newSummary()
	left.Selected, left.Left = 1, 1
	unverified := executed(recette.NotRun)
	unverified.Outcomes[recette.OutcomePassed] = 1
	tests := map[string]struct {
		sum  Summary
		want error
	}{
		"nothing selected":               {newSummary(), binding.ErrNothingSelected},
		"one conform":                    {executed(recette.Passed), nil},
		"one failed":                     {executed(recette.Failed), nil},
		"one not applicable":             {executed(recette.NotApplicable), nil},
		"every case skipped itself":      {executed(recette.NotRun, recette.NotRun), ErrNothingExecuted},
		"one skipped itself, one passed": {executed(recette.NotRun, recette.Passed), nil},
		"left by the person":             {left, nil},
		"done, nothing verified":         {unverified, nil},
	}
	for name, tt := range tests {
		if got := tt.sum.Err(); !errors.Is(got, tt.want) || (got == nil) != (tt.want == nil) {
			t.Errorf("%s: Err = %v, want %v", name, got, tt.want)
		}
	}
}
