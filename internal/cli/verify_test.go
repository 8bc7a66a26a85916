package cli

import "testing"

// The gravest of several files decides, whatever their order.
func TestGraver(t *testing.T) {
	order := []int{
		exitOK, verifyIndeterminate, verifyUnreadable, verifyUsage, exitEnv, exitInternal, exitStopped,
		verifyNotConform,
	}
	for i, a := range order {
		for j, b := range order {
			if got, want := graver(a, b), order[max(i, j)]; got != want {
				t.Errorf("graver(%d, %d) = %d, want %d", a, b, got, want)
			}
		}
	}
}
