package execution

import (
	"testing"

	"recette/internal/recette"
)

// TestGreen holds every mix of two verdicts: one that is not conform, or was not judged, is enough, whether the case
// was conducted now or stood so before.
func TestGreen(t *testing.T) {
	good := map[recette.Verdict]bool{recette.Passed: true, recette.PassedWithRemark: true, recette.NotApplicable: true}
	for _, a := range recette.Verdicts() {
		for _, b := range recette.Verdicts() {
			counts := map[recette.Verdict]int{a: 1}
			counts[b]++
			for name, s := range map[string]Summary{
				"run":     {Selected: 2, Executed: 2, Verdicts: counts},
				"session": {Selected: 2, HadResult: 2, Stand: counts},
			} {
				if got, want := s.Green(), good[a] && good[b]; got != want {
					t.Errorf("%s of %s and %s: Green() = %v, want %v", name, a, b, got, want)
				}
			}
		}
	}
	left := Summary{Selected: 2, Executed: 1, Manual: 1, Verdicts: map[recette.Verdict]int{recette.Passed: 1}}
	if !left.Green() {
		t.Error("a run that leaves a case to a person is not green")
	}
}
