package campaign

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Account is what documents on the conduct of a campaign are made of: what was planned, and all that was recorded.
type Account struct {
	Plan    *plan.Manifest     // in force
	Digest  string             // of its bytes, as the journal names them
	Crew    []plan.Participant // who takes part now, as the journal changed it
	Before  []*plan.Outline    // plans of the iterations before, in order
	Records []journal.Record   // of the campaign, in order of position
	Texts   map[string]string
	Head    journal.Signed // the last head that was signed; zero when none was
	Now     time.Time      // in the time zone in which the project counts its days
}

// Account reads all that was recorded of a campaign, with the texts that people wrote beside results. Nothing is
// signed for it. It returns ErrUnknown, ErrManifest, and refusals under access.ErrDenied.
func (s *Service) Account(ctx context.Context, actor recette.Actor, id string) (*Account, error) {
	m, records, err := s.Recorded(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	if err := s.users.follow(ctx, s.log); err != nil {
		return nil, err
	}
	c, err := s.present(ctx, id)
	if err != nil {
		return nil, err
	}
	a := &Account{Records: records, Now: s.clock().In(s.zone)}
	for i := range records {
		a.Digest = cmp.Or(records[i].Leaf.Document(), a.Digest)
	}
	m = c.nameless(m, a.Digest)
	a.Plan = m
	a.Crew = append([]plan.Participant{}, s.users.parties(m.Parties)...)
	for i := range m.Before {
		o, err := ReadOutline(ctx, s.log, id, m.Before[i].Manifest)
		if err != nil {
			return nil, err
		}
		o.Manifest = *c.nameless(&o.Manifest, o.Digest)
		a.Before = append(a.Before, o)
	}
	seen, words := map[string]bool{}, []string{}
	for i := range records {
		l := &records[i].Leaf
		if l.Kind == journal.KindResult {
			continue
		}
		for c := range l.Commitments() {
			if !seen[c] {
				seen[c], words = true, append(words, c)
			}
		}
	}
	if a.Texts, err = s.log.Texts(ctx, words); err != nil {
		return nil, fmt.Errorf("read texts of %s: %w", id, err)
	}
	heads, err := s.log.Checkpoints(ctx)
	if err != nil {
		return nil, fmt.Errorf("read which heads were signed: %w", err)
	}
	if n := len(heads); n > 0 {
		a.Head = heads[n-1]
	}
	return a, nil
}
