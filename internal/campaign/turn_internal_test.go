package campaign

import "testing"

// TestTurn: a reading serves who asked before it began, once it came to its end, and nobody else.
func TestTurn(t *testing.T) {
	var u turn
	before := u.ask()
	if u.serves(before) {
		t.Error("no reading serves")
	}
	ended := u.begin()
	meanwhile := u.ask()
	if u.serves(before) {
		t.Error("a reading serves that did not end")
	}
	ended()
	if !u.serves(before) {
		t.Error("a reading does not serve who asked before it began")
	}
	if u.serves(meanwhile) {
		t.Error("a reading serves who asked once it had begun: it may not have seen what they are to see")
	}
	u.begin()() // the next one does
	if !u.serves(meanwhile) || u.serves(u.ask()) {
		t.Error("the next reading")
	}
}
