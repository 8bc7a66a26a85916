package process

import (
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/fault"
	"recette/runner/protocol"
)

// TestHowOf_NamesEverySignal: a signal that has no name is told by its number, never by nothing.
func TestHowOf_NamesEverySignal(t *testing.T) {
	t.Parallel()
	for status, want := range map[syscall.WaitStatus]protocol.Fault{
		3 << 8: fault.Of(fault.Exit, 3),
		9:      fault.Of(fault.Signal, "SIGKILL"),
		34:     fault.Of(fault.Signal, "34"),
	} {
		if diff := cmp.Diff(want, howOf(status)); diff != "" {
			t.Errorf("howOf(%#x) (-want +got):\n%s", int(status), diff)
		}
	}
}
