package guided

import (
	"context"
	"errors"
	"testing"

	"recette/internal/execution"
)

// TestSession_StandsAtOneCase: what was noted of a case is told of no other one.
func TestSession_StandsAtOneCase(t *testing.T) {
	s := &Session{
		service: &Service{}, row: "SC-1", ended: &execution.CaseEvent{ID: "SC-1"},
		notices: []execution.Problem{{}}, steps: map[int]execution.StepEvent{0: {}},
	}
	s.stand("SC-1", nil)
	if now := s.Now(); now.Ended == nil || len(now.Problems) != 1 || len(now.Steps) != 1 {
		t.Errorf("of the case at hand: %+v", now)
	}
	s.stand("SC-2", nil)
	if now := s.Now(); now.Case != "SC-2" || now.Ended != nil || len(now.Problems) != 0 || len(now.Steps) != 0 {
		t.Errorf("of another one: %+v", now)
	}
}

// TestSession_Spent: a session whose place another one took does nothing, however often it is asked.
func TestSession_Spent(t *testing.T) {
	s := &Session{service: &Service{}, one: make(chan struct{}, 1)}
	s.spent.Store(true)
	for range 2 {
		err := s.do(t.Context(), Late{}, func(context.Context) error {
			t.Error("it does what it is asked")
			return nil
		})
		if !errors.Is(err, ErrBusy) || !errors.Is(err, ErrMoved) {
			t.Errorf("error = %v, want ErrBusy and ErrMoved", err)
		}
	}
}
