package campaign

import (
	"context"
	"fmt"
	"slices"

	"recette/internal/access"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Assign says who is to play rows of a campaign; nobody, when to is empty. It is the reference of somebody who takes
// part and may record. A row that is assigned may still be played by others.
func (s *Service) Assign(ctx context.Context, actor recette.Actor, campaign string, rows []string, to string) error {
	return s.AssignOnce(ctx, actor, campaign, Request{}, rows, to)
}

// AssignOnce is Assign for a client that may ask again. Its errors are those of Assign, and ErrRequest.
func (s *Service) AssignOnce(
	ctx context.Context, actor recette.Actor, campaign string, r Request, rows []string, to string,
) error {
	do := func() (struct{}, error) { return struct{}{}, s.assign(ctx, actor, campaign, r, rows, to) }
	_, err := once(ctx, s, actor, r, do, func(l *journal.Leaf) (struct{}, bool) {
		return struct{}{}, l.Campaign == campaign && l.Assign != nil && l.Assign.To == to &&
			slices.Equal(l.Assign.Cases, rows)
	})
	return err
}

func (s *Service) assign(
	ctx context.Context, actor recette.Actor, campaign string, r Request, rows []string, to string,
) error {
	return s.add(ctx, campaign, func(_ context.Context, c *loaded) (*entry, error) {
		if c.state.ClosedAt != "" {
			return nil, fmt.Errorf("campaign %q: %w", campaign, ErrClosed)
		}
		for _, id := range rows {
			if c.state.Case(id) == nil {
				return nil, fmt.Errorf("case %s: %w", id, ErrUnknownCase)
			}
		}
		if err := access.Allow(actor, access.Assign, c.bounds(actor, rows...)); err != nil {
			return nil, err
		}
		switch {
		case len(rows) == 0:
			return nil, missing("cases")
		case to != "" && !c.mayPlay(to, rows):
			return nil, invalid("to")
		}
		d := s.entry(actor, journal.KindCampaignAssign, campaign)
		d.entry.Leaf.Assign = &journal.Assign{Cases: slices.Clone(rows), To: to}
		d.answers(r)
		return d, nil
	})
}

// mayPlay tells whether somebody may record, and is not limited to other branches than those of the rows.
func (c *loaded) mayPlay(ref string, rows []string) bool {
	scope := c.crew().scope
	plays := slices.ContainsFunc(scope.Members, func(m access.Member) bool {
		return m.Ref == ref && slices.Contains(access.Holders(access.Record), m.Role)
	})
	return plays && !slices.ContainsFunc(rows, func(id string) bool {
		at := placeOf(c.state, id)
		return at.Branch != "" && !scope.Shows(recette.Actor{Ref: ref}, at)
	})
}

// Share is what is assigned to one person.
type Share struct {
	Ref    string
	Rows   int
	Played int // with a result that need not be obtained again
}

// shares counts what is assigned, in the order in which people come first in the plan. It is called under c.mu.
func (c *loaded) shares(seen sight) []Share {
	var out []Share
	for i := range c.state.Cases {
		k := &c.state.Cases[i]
		if k.Assigned == "" || !seen.row(k.ID) {
			continue
		}
		at := slices.IndexFunc(out, func(s Share) bool { return s.Ref == k.Assigned })
		if at < 0 {
			at = len(out)
			out = append(out, Share{Ref: k.Assigned})
		}
		if out[at].Rows++; k.Last != nil && k.Last.Closed && k.Verdict() != recette.NotRun && !c.state.Hold(k).Again() {
			out[at].Played++
		}
	}
	return out
}
