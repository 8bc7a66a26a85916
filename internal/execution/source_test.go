package execution

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// Whoever asks for the steps of a project, and runs none, waited for ever for a worker whose package does not come back
// from its initialisation: only a run had a limit.
func TestSource_OpenWaitsNoLongerThanAStepMayTake(t *testing.T) {
	s := Source{Name: "go:./steps", Deadline: 10 * time.Millisecond, Start: func(ctx context.Context) (Worker, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}}
	_, err := s.Open(t.Context())
	if !errors.Is(err, ErrWorker) || !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(
		err.Error(), "start go:./steps",
	) {
		t.Errorf("Open = %v, want an ErrWorker that names the source", err)
	}
}
