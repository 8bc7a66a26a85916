package host

import (
	"bytes"
	"strings"
	"testing"

	"recette/runner/protocol"
)

// TestNothingIsWrittenElsewhere: once a step has put another file in the place of the conductor, no reply goes there,
// small or large, at once or later, and what was not written is kept.
func TestNothingIsWrittenElsewhere(t *testing.T) {
	for name, tt := range map[string]struct {
		size  int
		flush bool
	}{"small": {1, true}, "later": {1, false}, "large": {200 << 10, false}} {
		t.Run(name, func(t *testing.T) {
			var elsewhere bytes.Buffer
			r := newReplies(&elsewhere)
			r.out.alive = func() bool { return false }
			said := protocol.Words(strings.Repeat("x", tt.size))
			_ = r.send(&protocol.Reply{ID: 1, Goodbye: &protocol.Goodbye{Message: said}}, tt.flush)
			r.stop()
			if elsewhere.Len() > 0 || r.err == nil || !r.enc.Pending() {
				t.Errorf("%d bytes were written, error %v, kept %t", elsewhere.Len(), r.err, r.enc.Pending())
			}
		})
	}
}
