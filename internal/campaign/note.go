package campaign

import (
	"context"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Note records a fact, and returns its number when it was given one. What the fact refuses is given back as it is;
// nothing was then written. Refusals of rights are under access.ErrDenied.
func (s *Service) Note(ctx context.Context, actor recette.Actor, campaign string, f fact.Fact) (string, error) {
	return s.NoteAll(ctx, actor, campaign, f)
}

// NoteAll records facts together: all of them or none. Each is judged as if the ones before it were recorded, and one
// that follows from the first (fact.Following) is about it. It returns the number of the first, as Note does.
func (s *Service) NoteAll(
	ctx context.Context, actor recette.Actor, campaign string, facts ...fact.Fact,
) (number string, err error) {
	return s.NoteOnce(ctx, actor, campaign, Request{}, facts...)
}

// NoteOnce is NoteAll for a client that may ask again: the same number comes back. Its errors are those of NoteAll, and
// ErrRequest.
func (s *Service) NoteOnce(
	ctx context.Context, actor recette.Actor, campaign string, r Request, facts ...fact.Fact,
) (number string, err error) {
	if len(facts) == 0 {
		return "", missing("facts")
	}
	do := func() (string, error) { return s.noteAll(ctx, actor, campaign, r, facts) }
	return once(ctx, s, actor, r, do, func(l *journal.Leaf) (string, bool) {
		return givenBy(l), l.Campaign == campaign && is(facts[0], l)
	})
}

// givenBy gives the number that a leaf gave, and not that of what it is about.
func givenBy(l *journal.Leaf) string {
	switch {
	case l.Anomaly != nil && l.Anomaly.Act != "", l.Reserve != nil && l.Reserve.Act != "",
		l.Derogation != nil && l.Derogation.Act != recette.AskDerogation,
		l.Delegation != nil && l.Delegation.Ended, l.Session != nil && l.Kind != journal.KindSessionOpen:
		return ""
	}
	return numberOf(*l)
}

// is tells whether a leaf may be a fact, by what it holds in clear.
func is(f fact.Fact, l *journal.Leaf) bool {
	return l.Kind == f.Kind() && f.Is(l)
}

func (s *Service) noteAll(
	ctx context.Context, actor recette.Actor, campaign string, r Request, facts []fact.Fact,
) (number string, err error) {
	err = again(func() error {
		c, err := s.loadPlan(ctx, campaign)
		if err != nil {
			return err
		}
		c.recording.Lock()
		defer c.recording.Unlock()
		return s.addEach(ctx, c, func(ctx context.Context, c *loaded) (made []*entry, err error) {
			if err := s.refresh(ctx, c); err != nil {
				return nil, err
			}
			made, number, err = s.notes(c, actor, facts, func(f fact.Fact) (string, error) {
				return s.nextNumber(ctx, f.Kind())
			})
			if err != nil {
				return nil, err
			}
			made[0].answers(r)
			for _, f := range facts {
				if err := s.checkAttached(ctx, f); err != nil {
					return nil, err
				}
			}
			return made, nil
		})
	})
	if err != nil {
		return "", err
	}
	return number, nil
}

// CheckNote says whether the actor may record facts now, together: call it before anybody is asked for more, and before
// attachments are kept, since what refuses the fact would leave them in no leaf. Its errors are those of NoteAll, but
// that it does not look for attachments.
func (s *Service) CheckNote(ctx context.Context, actor recette.Actor, campaign string, facts ...fact.Fact) error {
	return s.read(ctx, campaign, func(c *loaded) error {
		_, _, err := s.notes(c, actor, facts, func(fact.Fact) (string, error) { return unnumbered, nil })
		return err
	})
}

// unnumbered stands for the number of what is only looked at.
const unnumbered = "?"

// notes judges facts in their order, and writes them.
func (s *Service) notes(
	c *loaded, actor recette.Actor, facts []fact.Fact, next func(fact.Fact) (string, error),
) (made []*entry, number string, err error) {
	supposed := c.state
	for i, f := range facts {
		if later, ok := f.(fact.Following); ok && i > 0 {
			f = later.After(number)
		}
		view := s.view(c, actor, supposed, f)
		if err := mayNote(view, f); err != nil {
			return nil, "", err
		}
		d := s.entry(actor, f.Kind(), c.outline.Campaign)
		d.entry.Leaf.Broken = leavesOf(*view.Breaks)
		f.Write(view, &fact.Draft{
			Leaf: &d.entry.Leaf, Text: d.text,
			Number: func() string {
				n, err := next(f)
				if err != nil && d.err == nil {
					d.err = err
				}
				if i == 0 {
					number = n
				}
				return n
			},
		})
		if d.err != nil {
			return nil, "", d.err
		}
		d.tells(c, insteadOf(&view, f.Action()))
		made = append(made, d)
		if i+1 < len(facts) {
			supposed = supposed.Supposing(&d.entry.Leaf)
		}
	}
	return made, number, nil
}

// checkAttached refuses a fact of which an attachment is not kept.
func (s *Service) checkAttached(ctx context.Context, f fact.Fact) error {
	e, ok := f.(fact.Evident)
	if !ok {
		return nil
	}
	for _, a := range e.Evidence() {
		if err := s.checkEvidence(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// view is what a fact may look at: nobody's name that was erased, which it would bring back. The caller holds
// c.recording for writing.
func (s *Service) view(c *loaded, actor recette.Actor, as *state.State, f fact.Fact) fact.View {
	var rows []string
	if p, ok := f.(fact.Placed); ok {
		rows = p.Rows(as)
	}
	known, now := c.outline, plan.Manifest{Parties: c.crew().parties}
	if len(c.state.Hidden) > 0 {
		o := *c.outline
		o.Manifest = c.outline.Nameless(c.mask(c.digest))
		known, now = &o, now.Nameless(c.mask(""))
	}
	v := fact.View{
		Actor: actor, State: as, Plan: known, Scope: c.bounds(actor, rows...), Parties: now.Parties,
		Hides: c.hidden, People: c.people(), Now: s.clock(), Today: s.today(), Breaks: &fact.Breaks{},
	}
	if x, ok := f.(fact.Sited); ok {
		v.Scope.Places = append(v.Scope.Places, access.Place{Branch: x.Branch(v)})
	}
	return v
}

func mayNote(v fact.View, f fact.Fact) error {
	if err := v.Allow(f.Action()); err != nil {
		return err
	}
	return f.Judge(v)
}
