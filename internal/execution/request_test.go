package execution

import (
	"errors"
	"slices"
	"testing"

	"recette/internal/campaign"
)

// TestAnswer_Request: the request of an answer goes with the one row that records it, and with that of the answer given
// again when nothing was written.
func TestAnswer_Request(t *testing.T) {
	w := newWorld()
	e := newEngine(t, w, 1, (&farm{}).source("go", nil, hooks{}, "go "))
	s := newSession(t, w, e, kase("SC-1", "outcome je vois", "context go a", "outcome je lis", "outcome je compte"))
	busy(w, 3)
	take(t, s, "SC-1")
	asked := func(key string) Answer {
		a := passed
		a.Request = campaign.Request{Key: key}
		return a
	}
	say(t, s, asked("first"))
	if err := s.Answer(t.Context(), asked("lost")); !errors.Is(err, campaign.ErrAgain) {
		t.Fatalf("a busy record: %v", err)
	}
	say(t, s, asked("second"))
	say(t, s, passed)
	var got []string
	for _, r := range w.results {
		got = append(got, r.Request.Key)
	}
	if want := []string{"first", "", "second", "", ""}; !slices.Equal(got, want) {
		t.Errorf("rows answer %q, want %q", got, want)
	}
}
