package campaign

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"recette/internal/access"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Retention says how long each kind of data is kept after the decision, or after the end of a campaign in which none
// was pronounced; a zero one is for ever.
type Retention struct{ Evidence, Texts, Names Period }

// Period is a length of time in years, months and days.
type Period struct{ Years, Months, Days int }

// zero tells whether nothing was said.
func (p Period) zero() bool { return p == Period{} }

// over tells whether the period that began on a day, YYYY-MM-DD, ended before another one.
func (p Period) over(base, today string) bool {
	at, err := time.Parse(time.DateOnly, base)
	return err == nil && !p.zero() && at.AddDate(p.Years, p.Months, p.Days).Format(time.DateOnly) <= today
}

// retainNames is the rule of names: those whom the frozen plan alone names are under it too.
const retainNames = "names"

// Due finds what the rules of retention say is to be erased: of campaigns that are closed, one entry a rule.
func (s *Service) Due(ctx context.Context, actor recette.Actor, rules Retention) (out []Remains, err error) {
	if err := s.allow(ctx, actor, access.ReadJournal); err != nil {
		return nil, err
	}
	for _, rule := range []struct {
		name   string
		period Period
		holds  func(*Erasable) bool
	}{
		{"evidence", rules.Evidence, func(e *Erasable) bool { return e.File || e.Of != "" }},
		{"texts", rules.Texts, func(e *Erasable) bool { return !e.File && e.Of == "" && !isName(e.Field) }},
		{retainNames, rules.Names, func(e *Erasable) bool { return isName(e.Field) }},
	} {
		named := func(c *loaded, plans []*plan.Outline, base string) ([]string, []Apart) {
			if rule.name != retainNames || !rule.period.over(base, s.today()) {
				return nil, nil
			}
			return everybody(c, plans)
		}
		found, err := s.remains(ctx, actor, named, func(e *Erasable, r *Remains) bool {
			return !e.Project && !e.Erasure && rule.holds(e) && rule.period.over(r.Base, s.today())
		})
		if err != nil {
			return nil, err
		}
		for i := range found {
			found[i].Rule = rule.name
		}
		out = append(out, found...)
	}
	slices.SortStableFunc(out, func(a, b Remains) int { return strings.Compare(a.Campaign, b.Campaign) })
	return out, nil
}

// Swept is what became of what a rule says is due of a campaign.
type Swept struct {
	Remains
	Erased Erased // nothing of what stays
	Denied error  // of who sweeps, under access.ErrDenied; nil when they may
}

// Stays tells whether nothing was erased: a PV waits for its signature, or who sweeps has no right there.
func (w *Swept) Stays() bool { return w.stands() || w.Denied != nil }

// EraseDue erases what Due finds, of each campaign that lets it, in one commit; why gives the rule in words, which is
// the reason. What a campaign keeps back stays, with the evidence that it shares with others. It returns ErrNothingKept
// when nothing is due, refusals under access.ErrDenied, and ErrRemains as Erase does.
func (s *Service) EraseDue(
	ctx context.Context, actor recette.Actor, rules Retention, why func(*Remains) string,
) ([]Swept, error) {
	if err := s.allow(ctx, actor, access.ErasePersonal); err != nil {
		return nil, err
	}
	due, err := s.Due(ctx, recette.Actor{Ref: access.Local, Role: recette.Auditor}, rules)
	if err != nil {
		return nil, err
	}
	if len(due) == 0 {
		return nil, ErrNothingKept
	}
	all, held := make([]Swept, len(due)), map[string]bool{} // attachments
	for i := range due {
		w := &all[i]
		w.Remains = due[i]
		if _, err := s.shown(ctx, actor, w.Campaign, access.ErasePersonal); errors.Is(err, access.ErrDenied) {
			w.Denied = err
		} else if err != nil {
			return nil, err
		}
		for k := range w.Found {
			if e := &w.Found[k]; e.File && w.Stays() {
				held[e.ID] = true
			}
		}
	}
	return s.sweep(ctx, actor, all, held, why)
}

// sweep erases what does not stay, but what is held.
func (s *Service) sweep(
	ctx context.Context, actor recette.Actor, all []Swept, held map[string]bool, why func(*Remains) string,
) ([]Swept, error) {
	var ready []Remains
	for i := range all {
		if w := &all[i]; !w.Stays() {
			w.Found = slices.DeleteFunc(w.Found, func(e Erasable) bool { return e.File && held[e.ID] })
		}
	}
	all = slices.DeleteFunc(all, func(w Swept) bool { return w.nothing() })
	for i := range all {
		if w := &all[i]; !w.Stays() {
			ready = append(ready, w.Remains)
		}
	}
	if len(ready) == 0 {
		return all, nil
	}
	done, err := s.eraseAll(ctx, actor, ready, why)
	for i := range all {
		if w := &all[i]; !w.Stays() && len(done) > 0 {
			w.Erased, done = done[0], done[1:]
		}
	}
	return all, err
}
