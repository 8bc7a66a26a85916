package host

import (
	"strings"
	"testing"

	"recette/runner/protocol"
)

// TestClipped_BoundsNamesToo: a name of megabytes, that of an attachment say, must not make a reply that the conductor
// refuses whole.
func TestClipped_BoundsNamesToo(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", maxMessage)
	m := clipped(protocol.Message{{
		{Code: protocol.FaultStep, Args: []string{long, "4"}}, {Text: long},
	}})
	for _, said := range []string{m[0][0].Args[0], m[0][1].Text} {
		if len(said) > maxMessage+32 || !strings.HasPrefix(long, strings.TrimRight(said[:maxMessage-1], "\ufffd")) {
			t.Errorf("%d bytes are left of %d", len(said), len(long))
		}
	}
	if m[0][0].Args[1] != "4" {
		t.Errorf("a short value became %q", m[0][0].Args[1])
	}
}
