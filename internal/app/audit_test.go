package app

import "testing"

// The whole journal is verified once, however many files are judged beside it: the second answer reads nothing.
func TestAudit_Once(t *testing.T) {
	a, l := sealed(t)
	r, err := a.Record(t.Context(), l.Root, Auditing)
	if err != nil {
		t.Fatal(err)
	}
	audit := r.Audit(auditor)
	first, err := audit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if again, err := audit(t.Context()); err != nil || len(again) != len(first) {
		t.Errorf("asked again = %v, %v, want %v", again, err, first)
	}
	if _, err := r.Audit(auditor)(t.Context()); err == nil {
		t.Error("a closed record is verified: the test shows nothing")
	}
}
