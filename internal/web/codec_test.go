package web_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSession_IsKeptWithoutTypes: a session is JSON, and comes back as it was. What keeps it by numbers of types of the
// process would change how images of PVs are named in it: a PV that was made there would not be drawn alike elsewhere.
func TestSession_IsKeptWithoutTypes(t *testing.T) {
	w := newWorld(t, 0)
	values := map[string]any{"person": "u-1", "inside": true, "seen": int64(1 << 60), "empty": ""}
	until := w.clock()
	data, err := w.server.Encode(until, values)
	if err != nil || !json.Valid(data) {
		t.Fatalf("kept as %q, %v", data, err)
	}
	at, got, err := w.server.Decode(data)
	if diff := cmp.Diff(values, got); err != nil || diff != "" || !at.Equal(until) {
		t.Errorf("it comes back until %s, %v (-want +got)\n%s", at, err, diff)
	}
	if _, err := w.server.Encode(until, map[string]any{"other": 1.5}); err == nil {
		t.Error("a value of another kind is kept, and would not come back as it was")
	}
	if _, _, err := w.server.Decode([]byte("\x00")); err == nil {
		t.Error("what is no session is read")
	}
}
