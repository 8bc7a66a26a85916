package app

import (
	"context"
	"errors"
	"sync"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/internal/standing"
)

// Standing follows where the cases of a project stand. However often it is asked, it reads each leaf of the record
// once, and beside whoever writes: the record is open only while it reads. It is safe for concurrent use.
type Standing struct {
	app  *App
	root string
	who  recette.Actor
	only string // a campaign; empty: all
	mu   sync.Mutex
	fold *standing.Fold
}

// Follow begins to follow a project on behalf of somebody.
func (a *App) Follow(root string, who recette.Actor) *Standing {
	return &Standing{app: a, root: root, who: who, fold: standing.New()}
}

// FollowOne is Follow of one campaign alone: what others recorded says nothing.
func (a *App) FollowOne(root string, who recette.Actor, campaign string) *Standing {
	s := a.Follow(root, who)
	s.only = campaign
	return s
}

// Statuses gives what the record knows today of each case, by id, against the features as they stand. A project
// without a record has no status. Where a case stands is made of all the campaigns that hold it: it is refused, under
// access.ErrDenied, to whoever may not read one of them, for a part of them could say better than the whole.
func (s *Standing) Statuses(ctx context.Context, now standing.Present) (_ standing.Statuses, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.app.Record(ctx, s.root, Reading)
	if errors.Is(err, ErrNoRecord) {
		return standing.Statuses{}, nil
	}
	if err != nil {
		return standing.Statuses{}, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if err := s.fold.Advance(ctx, r.log, standing.End); err != nil {
		return standing.Statuses{}, err //nolint:wrapcheck // it says what cannot be read
	}
	if err := s.allowed(); err != nil {
		return standing.Statuses{}, err
	}
	if s.only != "" {
		return s.fold.StatusesOf(ctx, r.log, now, s.only) //nolint:wrapcheck // it says what cannot be read
	}
	return s.fold.Statuses(ctx, r.log, now) //nolint:wrapcheck // it says what cannot be read
}

func (s *Standing) allowed() error {
	scopes := []access.Scope{{}} // that of the runs outside any campaign
	for _, m := range s.fold.Plans() {
		if s.only != "" && m.Campaign != s.only {
			continue
		}
		scopes = append(scopes, campaign.ScopeOf(m))
	}
	for _, scope := range scopes {
		for _, action := range []access.Action{
			access.ReadStatus, access.ReadAttempts, access.ReadDossier, access.ReadPV,
		} {
			if err := access.Allow(s.who, action, scope); err != nil {
				return err //nolint:wrapcheck // it says who may not do what
			}
		}
	}
	return nil
}
