package guided

import (
	"bytes"
	"context"
	"errors"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/recette"
)

// Write does something in the record that belongs to no session, and signs the head of the log. What do refuses, under
// access.ErrDenied or campaign.Err, is given back as it is, and nothing was recorded; any other failure is an
// *UnknownError. A *RecordedError says that it is durable, and that signing failed. It goes on when nobody waits for it
// any more.
func (s *Service) Write(ctx context.Context, do func(context.Context, *Record) error) error {
	ctx = context.WithoutCancel(ctx)
	s.mu.Lock()
	record, err := s.sound(ctx)
	if err == nil {
		record.busy.Add(1)
	}
	s.mu.Unlock()
	if err != nil {
		return err
	}
	defer record.busy.Done()
	err = safely(ctx, func(ctx context.Context) error { return do(ctx, record) })
	switch {
	case err == nil:
	case errors.Is(err, access.ErrDenied), errors.Is(err, campaign.Err), errors.Is(err, campaign.ErrAgain),
		errors.Is(err, campaign.ErrNoEvidence):
		return err
	default:
		s.broken.Store(true)
		return &UnknownError{err}
	}
	if err := record.Seal(ctx); err != nil {
		return &RecordedError{err}
	}
	return nil
}

// Put stores attachments of something that belongs to no session, in the name of somebody.
func Put(
	ctx context.Context, record *Record, actor recette.Actor, id string, files []File,
) (all []campaign.Attachment, err error) {
	for _, f := range files {
		a, err := record.Attach(ctx, actor, id, f.Name, f.MIME, bytes.NewReader(f.Body))
		if err != nil {
			return nil, &FileError{campaign.CleanName(f.Name), err}
		}
		all = append(all, a)
	}
	return all, nil
}
