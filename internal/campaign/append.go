package campaign

import (
	"context"

	"recette/internal/journal"
)

// judgement looks at a campaign whose facts stand still, and gives the fact to add: nil adds none. It may read the log,
// and appends nothing.
type judgement func(context.Context, *loaded) (*entry, error)

// add adds a fact that rests on the whole of a campaign: its state is up to date and stands still, no result is
// being recorded in it, and nobody else appends anything in the project, in this process or in another, from before the
// fact is judged until it is durable.
func (s *Service) add(ctx context.Context, id string, judge judgement) error {
	return again(func() error {
		c, err := s.loadPlan(ctx, id)
		if err != nil {
			return err
		}
		c.recording.Lock()
		defer c.recording.Unlock()
		return s.addLocked(ctx, c, judge)
	})
}

// addLocked is add for a caller that holds c.recording, for writing or, when it adds to one case only, for reading.
// What judge refuses is given back as it is.
func (s *Service) addLocked(ctx context.Context, c *loaded, judge judgement) error {
	return s.addStateless(ctx, c, func(ctx context.Context, c *loaded) (*entry, error) {
		if err := s.refresh(ctx, c); err != nil {
			return nil, err
		}
		return judge(ctx, c)
	})
}

// addStateless is addLocked for a fact that does not rest on the state of the campaign: a state that nobody looked at
// yet is not read for it. One that was looked at goes on from where it stands, since facts are folded in their order.
func (s *Service) addStateless(ctx context.Context, c *loaded, judge judgement) error {
	return s.addEach(ctx, c, func(ctx context.Context, c *loaded) ([]*entry, error) {
		d, err := judge(ctx, c)
		if err != nil || d == nil {
			return nil, err
		}
		return []*entry{d}, nil
	})
}

// addEach is addStateless for facts that are durable together or not at all.
func (s *Service) addEach(
	ctx context.Context, c *loaded, judge func(context.Context, *loaded) ([]*entry, error),
) error {
	var refused error
	var made []*entry
	recs, err := s.log.AppendWith(ctx, func(ctx context.Context) ([]journal.Entry, error) {
		if refused = s.goOn(ctx, c); refused != nil {
			return nil, refused
		}
		if made, refused = judge(ctx, c); refused != nil {
			return nil, refused
		}
		entries := make([]journal.Entry, len(made))
		for i, d := range made {
			if refused = d.err; refused != nil {
				return nil, refused
			}
			entries[i] = d.entry
		}
		return entries, nil
	})
	switch {
	case refused != nil:
		return refused
	case err != nil:
		return err
	case len(made) == 0:
		return nil
	}
	s.stored(made...)
	c.fold(recs)
	return nil
}

// extend adds facts about cases, in a commit that they may share with others of this process. build is called under
// the lock of the log, once the facts that other processes appended are folded in, and may be called again: what it
// finds in the state stands until its facts do. Nothing is read unless another process appended. The caller holds the
// c.recording for reading, and the locks of the cases.
func (s *Service) extend(ctx context.Context, c *loaded, build func() ([]*entry, error)) ([]journal.Record, error) {
	var made []*entry
	recs, err := s.log.Extend(ctx, func(h journal.Head) (_ []journal.Entry, err error) {
		if err := s.catchUp(ctx, c, h); err != nil {
			return nil, err
		}
		if made, err = build(); err != nil {
			return nil, err
		}
		entries := make([]journal.Entry, len(made))
		for i, d := range made {
			entries[i] = d.entry
		}
		return entries, nil
	})
	if err != nil {
		return nil, err
	}
	s.stored(made...)
	c.fold(recs)
	return recs, nil
}

// read looks at a campaign whose facts stand still in this process, up to date.
func (s *Service) read(ctx context.Context, id string, look func(*loaded) error) error {
	return again(func() error {
		c, err := s.loadPlan(ctx, id)
		if err != nil {
			return err
		}
		c.recording.Lock()
		defer c.recording.Unlock()
		if err := s.refresh(ctx, c); err != nil {
			return err
		}
		return look(c)
	})
}
