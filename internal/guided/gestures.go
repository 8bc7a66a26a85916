package guided

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/execution/binding"
)

// Begin takes an attempt of a case up, up to its first question; what was left open resumes. When that runs automated
// steps again, it waits for Resume or Restart: Now says what they mean. It is ErrMoved when another attempt than that
// one would be taken up: whoever asks saw what stood before.
func (s *Session) Begin(ctx context.Context, row string, attempt int) error {
	return s.do(ctx, Late{Case: row}, func(ctx context.Context) error {
		if q := s.inner.Question(); q != nil && q.Case.ID == row && q.Attempt == attempt {
			return nil // a second press
		}
		return s.take(ctx, row, attempt)
	})
}

func (s *Session) begin(ctx context.Context, row string) error {
	s.stand(row, nil)
	open, err := s.inner.Begin(ctx, row)
	if err == nil && open != nil && len(open.Replay) == 0 {
		open, err = nil, s.inner.Resume(ctx)
	}
	if err != nil {
		row = ""
	}
	s.stand(row, open)
	return err
}

// stand notes which case is at hand, and the attempt of it that was left open.
func (s *Session) stand(row string, open *execution.Resumption) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.row != row {
		s.ended, s.notices, s.steps = nil, nil, map[int]execution.StepEvent{}
	}
	s.row, s.open = row, open
}

// Resume goes on with the attempt that was left open.
func (s *Session) Resume(ctx context.Context, row string, attempt int) error {
	return s.reopen(ctx, row, attempt, s.inner.Resume)
}

// Restart closes the attempt that was left open as interrupted, and begins another.
func (s *Session) Restart(ctx context.Context, row string, attempt int) error {
	return s.reopen(ctx, row, attempt, s.inner.Restart)
}

func (s *Session) reopen(ctx context.Context, row string, attempt int, how func(context.Context) error) error {
	return s.do(ctx, Late{Case: row}, func(ctx context.Context) error {
		if q := s.inner.Question(); q != nil && q.Case.ID == row && q.Attempt == attempt {
			return nil // a second press: it goes on already
		}
		now, err := s.next(ctx, row)
		if err == nil && (!now.Resumed || now.Number != attempt) {
			err = fmt.Errorf("case %s: %w", row, ErrMoved) // another attempt would begin
		}
		if err != nil {
			return err
		}
		if s.hand() != row || s.waiting() == nil {
			if err := s.begin(ctx, row); err != nil || s.waiting() == nil {
				return err
			}
		}
		err = how(ctx)
		s.stand(row, nil)
		return err
	})
}

// TakeOver begins a case of which somebody left that attempt open: it is closed as interrupted, with what was seen of
// it, once nothing else stands against beginning another. It takes the right to, and is ErrMoved when they have it open
// no more.
func (s *Session) TakeOver(ctx context.Context, row string, attempt int, from string) error {
	return s.do(ctx, Late{Case: row}, func(ctx context.Context) error {
		if q := s.inner.Question(); q != nil && q.Case.ID == row && q.Attempt > attempt {
			return nil // a second press
		}
		s.stand(row, nil)
		taken, err := s.inner.TakeOver(ctx, row, campaign.Taken{Attempt: attempt, Ref: from})
		if err != nil {
			s.stand("", nil)
		}
		switch {
		case taken && err != nil:
			return &RecordedError{err} // theirs is closed
		case errors.Is(err, campaign.ErrStale):
			return fmt.Errorf("%w: %w", ErrMoved, err)
		}
		return err
	})
}

func (s *Session) hand() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.row
}

func (s *Session) waiting() *execution.Resumption {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open
}

// question gives what is asked of an attempt of a case. When it is not the one at hand it is taken up, unless it ended,
// or somebody must say first that its automated steps may run again.
func (s *Session) question(ctx context.Context, row string, attempt int) (*execution.Question, error) {
	q := s.inner.Question()
	if q == nil || q.Case.ID != row {
		if err := s.take(ctx, row, attempt); err != nil {
			return nil, err
		}
		if s.waiting() != nil {
			return nil, ErrResume
		}
		q = s.inner.Question()
	}
	if q == nil || q.Case.ID != row || q.Attempt != attempt {
		return nil, fmt.Errorf("case %s: %w", row, ErrMoved)
	}
	return q, nil
}

// take takes an attempt of a case up. Nothing runs when it is another attempt that would begin.
func (s *Session) take(ctx context.Context, row string, attempt int) error {
	if s.waiting() != nil && s.hand() == row {
		return nil
	}
	now, err := s.next(ctx, row)
	if err != nil {
		return err
	}
	if now.Number != attempt {
		return fmt.Errorf("case %s: %w", row, ErrMoved)
	}
	return s.begin(ctx, row)
}

// next gives the attempt that Begin would conduct. Nothing runs, and nothing is written.
func (s *Session) next(ctx context.Context, row string) (campaign.Attempt, error) {
	index := slices.IndexFunc(s.stage.items, func(i execution.Item) bool { return i.Case.ID == row })
	if index < 0 {
		return campaign.Attempt{}, fmt.Errorf("case %s: %w", row, campaign.ErrUnknownCase)
	}
	owners, err := s.Owners(index)
	if err != nil {
		return campaign.Attempt{}, err
	}
	return s.ledger.Begin(ctx, campaign.Begin{
		Case: row, Content: s.stage.items[index].Case.Content, Mode: binding.ShapeOf(owners).Mode(),
	})
}

// Leave leaves a case open, if it is the one at hand.
func (s *Session) Leave(ctx context.Context, row string) error {
	return s.do(ctx, Late{Case: row}, func(ctx context.Context) error {
		if s.hand() != row {
			return nil
		}
		err := s.inner.Leave(ctx)
		s.stand("", nil)
		return err
	})
}

// Back asks again of a step that was judged in the attempt at hand, as execution.Session.Back.
func (s *Session) Back(ctx context.Context, row string, attempt, step int) error {
	return s.do(ctx, Late{Case: row}, func(ctx context.Context) error {
		if _, err := s.question(ctx, row, attempt); err != nil {
			return err
		}
		return s.inner.Back(ctx, step)
	})
}
