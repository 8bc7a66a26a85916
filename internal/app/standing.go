package app

import (
	"context"
	"errors"
	"sync"

	"recette/internal/standing"
)

// Standing follows where the cases of a project stand. However often it is asked, it reads each leaf of the record
// once, and beside whoever writes: the record is open only while it reads. It is safe for concurrent use.
type Standing struct {
	app  *App
	root string
	mu   sync.Mutex
	fold *standing.Fold
}

// Follow begins to follow a project.
func (a *App) Follow(root string) *Standing {
	return &Standing{app: a, root: root, fold: standing.New()}
}

// Statuses gives what the record knows today of each case, by id, against the features as they stand. A project without
// a record has no status.
func (s *Standing) Statuses(ctx context.Context, now standing.Present) (_ map[string]standing.Status, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.app.Record(ctx, s.root, Reading)
	if errors.Is(err, ErrNoRecord) {
		return map[string]standing.Status{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if err := s.fold.Advance(ctx, r.Log, standing.End); err != nil {
		return nil, err //nolint:wrapcheck // it says what cannot be read
	}
	return s.fold.Statuses(ctx, r.Log, now) //nolint:wrapcheck // it says what cannot be read
}
