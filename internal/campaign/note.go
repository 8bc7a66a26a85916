package campaign

import (
	"context"

	"recette/internal/campaign/fact"
	"recette/internal/recette"
)

// Note records a fact, and returns its number when it was given one. What the fact refuses is given back as it is;
// nothing was then written. Refusals of rights are under access.ErrDenied.
func (s *Service) Note(ctx context.Context, actor recette.Actor, campaign string, f fact.Fact) (string, error) {
	number := ""
	err := s.add(ctx, campaign, func(ctx context.Context, c *loaded) (*entry, error) {
		view := s.view(c, actor, f)
		if err := mayNote(view, f); err != nil {
			return nil, err
		}
		if e, ok := f.(fact.Evident); ok {
			for _, a := range e.Evidence() {
				if err := s.checkEvidence(ctx, a); err != nil {
					return nil, err
				}
			}
		}
		d := s.entry(actor, f.Kind(), campaign)
		d.entry.Leaf.Broken = *view.Breaks
		f.Write(view, &fact.Draft{
			Leaf: &d.entry.Leaf, Text: d.text,
			Number: func() string {
				n, err := s.nextNumber(ctx, f.Kind())
				if err != nil && d.err == nil {
					d.err = err
				}
				number = n
				return n
			},
		})
		return d, nil
	})
	if err != nil {
		return "", err
	}
	return number, nil
}

// CheckNote says whether the actor may record a fact now: call it before anybody is asked for more, and before
// attachments are kept, since what refuses the fact would leave them in no leaf. Its errors are those of Note, but that
// it does not look for attachments.
func (s *Service) CheckNote(ctx context.Context, actor recette.Actor, campaign string, f fact.Fact) error {
	return s.read(ctx, campaign, func(c *loaded) error { return mayNote(s.view(c, actor, f), f) })
}

// view is what a fact may look at. The caller holds c.recording for writing.
func (s *Service) view(c *loaded, actor recette.Actor, f fact.Fact) fact.View {
	var rows []string
	if p, ok := f.(fact.Placed); ok {
		rows = p.Rows(c.state)
	}
	return fact.View{
		Actor: actor, State: c.state, Plan: c.outline, Scope: c.bounds(actor, rows...), Now: s.clock(),
		Today: s.today(), Breaks: &fact.Breaks{},
	}
}

func mayNote(v fact.View, f fact.Fact) error {
	if err := v.Allow(f.Action()); err != nil {
		return err
	}
	return f.Judge(v)
}
