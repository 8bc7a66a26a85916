package campaign

import (
	"context"
	"fmt"
	"slices"
	"time"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// PersonErasure asks that a person be erased from all campaigns of the project: their names, what they wrote, what
// names them, the files of their facts.
type PersonErasure struct {
	Name     string
	Evidence []string // sha256 of files that show them, and that facts of others name
	Force    bool     // although a campaign is open, or a PV unsigned
	Reason   string
}

// Remains is what may be erased of a campaign.
type Remains struct {
	Campaign string
	Found    []Erasable
	Open     bool     // the campaign is
	Unsigned []string // numbers of the PVs that nobody approved
	Base     string   // day from which a retention counts, YYYY-MM-DD; empty while the campaign is open
	Rule     string   // of what is due: evidence, texts, names
	Planned  []string // references of those who take part by a frozen plan, and whom nothing is to name any more
	Apart    []Apart  // whom frozen plans name although they take no part in them, and whom nothing is to name any more

	again planning // of Planned and Apart, under the lock of the log
}

// planning gives those whom the plans of a campaign name, and whom nothing is to name any more: the references of those
// who take part, and the others. It is called under c.mu.
type planning func(c *loaded, plans []*plan.Outline, base string) ([]string, []Apart)

// StandsError names the campaigns whose record is still at work. It is what an erasure waits for.
type StandsError struct{ Campaigns []string }

func (e *StandsError) Error() string {
	return fmt.Sprintf("%v: still at work: %v", fact.Err, e.Campaigns)
}

// Unwrap gives fact.Err.
func (e *StandsError) Unwrap() error { return fact.Err }

// PlannedError names the campaigns whose frozen plan mentions somebody in its prose, and nothing else does: nothing
// takes a word out of a frozen text.
type PlannedError struct{ Campaigns []string }

func (e *PlannedError) Error() string {
	return fmt.Sprintf("%v: mentioned by plans: %v", ErrNothingKept, e.Campaigns)
}

// Unwrap gives ErrNothingKept.
func (e *PlannedError) Unwrap() error { return ErrNothingKept }

// mentioned refuses to find nothing of somebody whom the prose of plans mentions (*PlannedError).
func (s *Service) mentioned(ctx context.Context, actor recette.Actor, name string) error {
	list, err := s.List(ctx, actor)
	if err != nil {
		return err
	}
	var in []string
	for i := range list {
		c, err := s.shown(ctx, actor, list[i].Campaign, access.ReadDossier, access.ReadJournal)
		if err != nil {
			return err
		}
		plans, err := s.everFrozen(ctx, c)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(plans, func(o *plan.Outline) bool { return o.Says(name) }) {
			in = append(in, c.id)
		}
	}
	if len(in) > 0 {
		return &PlannedError{in}
	}
	return nil
}

// PersonErasable finds what ErasePerson would erase, by campaign; campaigns of which nothing is found are left out. One
// whose plan names the person is among them: their name stays in it, and is shown no more. It returns *PlannedError
// when nothing but the prose of plans mentions them.
func (s *Service) PersonErasable(ctx context.Context, actor recette.Actor, p PersonErasure) ([]Remains, error) {
	if recette.Blank(p.Name) {
		return nil, missing("name")
	}
	if err := s.allow(ctx, actor, access.ReadJournal); err != nil {
		return nil, err
	}
	refs, err := s.references(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up references: %w", err)
	}
	ref := refs[plan.FoldName(p.Name)]
	found, err := s.remains(ctx, actor, p.planned(ref), func(e *Erasable, _ *Remains) bool {
		switch {
		case e.File: // what others show too stays, under the names that they gave it
			return slices.Contains(p.Evidence, e.ID) || ref != "" &&
				!slices.ContainsFunc(e.authors, func(who string) bool { return who != ref })
		case e.Of != "":
			return slices.Contains(p.Evidence, e.Of) || e.Ref == ref && ref != "" || plan.Mentions(e.Text, p.Name)
		case e.Field == FieldName:
			return plan.FoldName(e.Text) == plan.FoldName(p.Name)
		case isName(e.Field):
			return plan.Mentions(e.Text, p.Name)
		}
		return e.Ref == ref && ref != "" || plan.Mentions(e.Text, p.Name)
	})
	if err == nil && len(found) == 0 && ref == "" {
		err = s.mentioned(ctx, actor, p.Name)
	}
	return found, err
}

// isName tells whether a field holds the name of somebody, and no text.
func isName(field string) bool {
	return slices.Contains([]string{FieldName, FieldHolder, FieldOwner, fieldFixedBy, fieldSigner}, field)
}

// remains finds what keep chooses, by campaign. An attachment that it leaves to one campaign stays in all: it is stored
// once.
func (s *Service) remains(
	ctx context.Context, actor recette.Actor, planned planning, keep func(*Erasable, *Remains) bool,
) (out []Remains, err error) {
	list, err := s.List(ctx, actor)
	if err != nil {
		return nil, err
	}
	held := map[string]bool{} // attachments
	for i := range list {
		c, err := s.shown(ctx, actor, list[i].Campaign, access.ReadDossier, access.ReadJournal)
		if err != nil {
			return nil, err
		}
		plans, err := s.everFrozen(ctx, c)
		if err != nil {
			return nil, err
		}
		r := Remains{Campaign: c.id, again: planned}
		c.mu.Lock()
		r.Open, r.Unsigned, r.Base = c.state.ClosedAt == "", c.unsigned(), c.settled(s.zone)
		r.Planned, r.Apart = planned(c, plans, r.Base)
		c.mu.Unlock()
		all, err := s.erasable(ctx, c.id)
		if err != nil {
			return nil, err
		}
		for k := range all {
			if keep(&all[k], &r) {
				r.Found = append(r.Found, all[k])
			} else if all[k].File {
				held[all[k].ID] = true
			}
		}
		out = append(out, r)
	}
	for i := range out {
		out[i].Found = slices.DeleteFunc(out[i].Found, func(e Erasable) bool { return e.File && held[e.ID] })
	}
	return slices.DeleteFunc(out, func(r Remains) bool { return r.nothing() }), nil
}

// nothing tells whether nothing is to be erased.
func (r *Remains) nothing() bool { return len(r.Found)+len(r.Planned)+len(r.Apart) == 0 }

// unsigned lists the PVs that stand and that nobody approved: the last of each journey, and the last constat of each
// branch, which its référent signs. It is called under c.mu.
func (c *loaded) unsigned() (numbers []string) {
	met := map[[2]string]bool{}
	for i := len(c.state.PVs) - 1; i >= 0; i-- {
		pv, last := &c.state.PVs[i], recette.PO
		if pv.Antenne != "" {
			last = recette.Referent
		}
		of := [2]string{pv.Journey, pv.Antenne}
		if !met[of] && pv.Signed(last) == "" && pv.Standing() != recette.PVCancelled {
			numbers = append(numbers, pv.Number)
		}
		met[of] = true
	}
	return numbers
}

// settled gives the day from which a retention counts: that of the last decision or, when none was pronounced, of the
// end; nothing while the campaign is open. It is called under c.mu.
func (c *loaded) settled(zone *time.Location) string {
	last := c.state.ClosedAt
	if last == "" {
		return ""
	}
	for i := range c.state.Decisions {
		last = max(last, c.state.Decisions[i].At)
	}
	at, err := time.Parse(journal.TimeLayout, last)
	if err != nil {
		return ""
	}
	return at.In(zone).Format(time.DateOnly)
}

// ErasePerson erases a person from all campaigns of the project: a leaf in each campaign says what, why and by whom, in
// one commit. It returns *FieldError without a name or a reason, ErrRepeats for a reason that names the person,
// ErrHolding while the journal gives them roles, ErrNothingKept when nothing is found, *PlannedError when the prose of
// plans alone mentions them, *StandsError while a campaign is open or a PV unsigned unless it is forced, refusals under
// access.ErrDenied, and ErrRemains as Erase does.
func (s *Service) ErasePerson(ctx context.Context, actor recette.Actor, p PersonErasure) ([]Erased, error) {
	if recette.Blank(p.Reason) {
		return nil, missing("reason")
	}
	if err := s.allow(ctx, actor, access.ErasePersonal); err != nil {
		return nil, err
	}
	if repeats(p.Reason, p.Name) {
		return nil, ErrRepeats
	}
	if err := s.holdsNothing(ctx, p.Name); err != nil {
		return nil, err
	}
	found, err := s.PersonErasable(ctx, recette.Actor{Ref: access.Local, Role: recette.Auditor}, p)
	if err != nil {
		return nil, err
	}
	if stands := standing(found); len(stands) > 0 && !p.Force {
		return nil, &StandsError{stands}
	}
	return s.eraseAll(ctx, actor, found, func(*Remains) string { return p.Reason })
}

// standing names the campaigns whose record is still at work.
func standing(found []Remains) (campaigns []string) {
	for i := range found {
		if found[i].stands() {
			campaigns = append(campaigns, found[i].Campaign)
		}
	}
	return campaigns
}

// stands tells whether the record of the campaign is still at work.
func (r *Remains) stands() bool { return r.Open || len(r.Unsigned) > 0 }

// holdsNothing refuses to erase the name of somebody whom the journal gives roles: nobody could name them any more to
// take these back.
func (s *Service) holdsNothing(ctx context.Context, name string) error {
	refs, err := s.references(ctx)
	if err != nil {
		return fmt.Errorf("look up references: %w", err)
	}
	s.users.mu.Lock()
	defer s.users.mu.Unlock()
	if u := s.users.roster.User(refs[plan.FoldName(name)]); u != nil && len(u.Roles) > 0 {
		return ErrHolding
	}
	return nil
}

// eraseAll erases what was found, each campaign for its reason, and gives what of each, in their order: nothing of one
// in which somebody did it meanwhile. It returns ErrNothingKept when nothing is left of any.
func (s *Service) eraseAll(
	ctx context.Context, actor recette.Actor, found []Remains, why func(*Remains) string,
) ([]Erased, error) {
	if len(found) == 0 {
		return nil, ErrNothingKept
	}
	var done []Erased
	var chosen []Erasable
	err := s.addToProject(ctx, func(ctx context.Context) (made []*entry, err error) {
		done, chosen = nil, nil
		refs, err := s.references(ctx)
		if err != nil {
			return nil, err
		}
		for i := range found {
			r := &found[i]
			d, one, err := s.eraseOne(ctx, actor, r, refs)
			if err != nil {
				return nil, err
			}
			if done = append(done, one); d != nil {
				d.entry.Leaf.Erase.Reason = d.text("reason", why(r))
				made, chosen = append(made, d), append(chosen, r.Found...)
			}
		}
		if len(made) == 0 {
			return nil, ErrNothingKept
		}
		return made, nil
	})
	if err != nil {
		return nil, err
	}
	s.people.forget(chosen)
	s.users.forget(chosen)
	s.named.forget(chosen)
	_, err = s.finish(ctx, chosen)
	return done, err
}

// eraseOne makes the entry that erases what was found of a campaign, but for its reason; nil when nothing is left of
// it. refs are the references by folded name, those that it draws among them. The caller is under the lock of the log.
func (s *Service) eraseOne(
	ctx context.Context, actor recette.Actor, r *Remains, refs map[string]string,
) (d *entry, done Erased, err error) {
	c, err := s.shown(ctx, actor, r.Campaign, access.ErasePersonal)
	if err != nil {
		return nil, done, err
	}
	if err := s.still(ctx, r.Found); err != nil {
		return nil, done, err
	}
	slices.SortFunc(r.Found, byID)
	plans, err := s.everFrozen(ctx, c)
	if err != nil {
		return nil, done, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	r.Planned, r.Apart = r.again(c, plans, r.Base) // a rebase, or another erasure, may have come between
	leaf := leafOf(r.Found, r.Planned)
	if err := s.refer(leaf, r.Apart, refs); err != nil {
		return nil, done, err
	}
	if done = c.erased(r.Found, leaf, plans); r.nothing() {
		return nil, done, nil
	}
	d = s.entry(actor, journal.KindPersonalErase, r.Campaign)
	d.entry.Leaf.Erase = leaf
	return d, done, nil
}

// forget drops the names that were erased, those of a reading under way too.
func (u *users) forget(erased []Erasable) {
	u.reading.Lock()
	defer u.reading.Unlock()
	u.mu.Lock()
	defer u.mu.Unlock()
	for i := range erased {
		delete(u.names, erased[i].ID)
	}
}

// forget drops the names that were erased, but of those whom a plan names.
func (n *named) forget(erased []Erasable) {
	n.mu.Lock()
	defer n.mu.Unlock()
	planned := map[string]bool{}
	for _, m := range n.plans {
		for _, p := range m.Parties {
			planned[p.Ref] = true
		}
	}
	for i := range erased {
		name := plan.FoldName(erased[i].Text)
		if ref := n.refs[name]; ref != "" && isName(erased[i].Field) && !planned[ref] {
			delete(n.refs, name)
			delete(n.names, ref)
		}
	}
}
