package guided

import (
	"errors"
	"testing"

	"recette/internal/recette"
)

// TestLates: what came late is forgotten as far as its reader saw it, and by nobody else.
func TestLates(t *testing.T) {
	var l lates
	yann, nora := recette.Actor{Ref: "u-4"}, recette.Actor{Ref: "u-5"}
	add := func(who recette.Actor, row string) {
		l.add(who, "v1", Late{
			Case: row, Err: errors.New("full"),
			Judgement: &Judgement{Files: []File{{Name: "a.png", Body: []byte("a")}}},
		})
	}
	add(yann, "SC-1")
	shown := l.of(yann, "v1")
	add(yann, "SC-2") // while the page is read
	add(nora, "SC-3")
	if len(shown) != 1 || len(shown[0].Judgement.Files) != 1 || shown[0].Judgement.Files[0].Body != nil {
		t.Fatalf("what is told: %+v", shown)
	}
	l.seen(yann, "v1", shown[0].N)
	if left := l.of(yann, "v1"); len(left) != 1 || left[0].Case != "SC-2" {
		t.Errorf("what is left to tell: %+v", left)
	}
	if left := l.of(nora, "v1"); len(left) != 1 {
		t.Errorf("somebody else's: %+v", left)
	}
	for range 2 * mostLate {
		add(yann, "SC-4")
	}
	if n := len(l.of(yann, "v1")); n != mostLate {
		t.Errorf("%d are kept, want %d", n, mostLate)
	}
}
