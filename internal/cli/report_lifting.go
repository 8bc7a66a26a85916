package cli

import (
	"context"
	"errors"

	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/recette"
)

// campaignOf gives the campaign that is named, else that of a PV, by number; nothing when neither is given.
func (a *app) campaignOf(ctx context.Context, id, number string) (string, error) {
	if id != "" || number == "" {
		return id, nil
	}
	w, err := a.open(ctx, reading)
	if err != nil {
		return "", err
	}
	id, err = w.Service.CampaignOf(ctx, reader(), number)
	if err = errors.Join(err, w.close()); errors.Is(err, campaign.ErrUnknownPV) {
		return "", fail("pv-number", nil, number)
	}
	return id, err
}

// renderLifting makes a PV of lifting of another, under a number of its own.
func (w *openRecord) renderLifting(
	ctx context.Context, actor recette.Actor, r rendering,
) (deliver func() error, err error) {
	err = w.SignOff.NumberedLifting(ctx, actor, r.plan.Campaign, r.lifts, func(number, journey string) error {
		r.journey = journey
		deliver, err = w.renderAs(ctx, actor, r, number)
		return err
	})
	if refused, ok := errors.AsType[*campaign.LiftingError](err); ok {
		return nil, unlifted(refused)
	}
	return deliver, err
}

// unlifted words why no PV lifts reserves of another, with what to do instead.
func unlifted(e *campaign.LiftingError) error {
	key := "lift-" + string(e.Flaw)
	switch e.Flaw {
	case recette.LiftOfLifting:
		return fail(key, nil, e.Parent, e.Of)
	case recette.LiftReplaced:
		return fail(key, nil, e.Parent, e.With)
	case recette.LiftNothing:
		return fail(key, nil, e.Parent, listed(e.Left))
	case recette.LiftUnknown:
		return fail("pv-number", nil, e.Parent)
	case recette.LiftUnsigned, recette.LiftCancelled, recette.LiftReplacing, recette.LiftNoReserve, recette.LiftSound:
	}
	return fail(key, nil, e.Parent)
}

// carriedBy says of a PV in force which reserves it carries, and which PV lifts each.
func (w *openRecord) carriedBy(st *campaign.Status, p *state.PV) {
	for i := range st.Reserves {
		r := &st.Reserves[i]
		c, carried := st.Carried[r.Number]
		switch {
		case !carried || c.PV != p.Number:
		case c.Lifting != "":
			say(w.env.Stdout, w.words.T("pv.list.lifted", r.Number, c.Lifting))
		default:
			say(w.env.Stdout, w.words.T("pv.list.waits", r.Number, w.reserveStatus(r)))
		}
	}
}

// reserveCarried says which PV carries a reserve, and which one lifts it, or that none does yet.
func (w *openRecord) reserveCarried(st *campaign.Status, r *state.Reserve) {
	c, carried := st.Carried[r.Number]
	switch {
	case !carried:
	case c.Lifting != "":
		say(w.env.Stdout, w.words.T("reserve.lifted-in", c.PV, c.Lifting))
	case r.Standing() == recette.ReserveLifted:
		say(w.env.Stdout, w.words.T("reserve.unborne", c.PV))
	case r.Standing().Pending():
		say(w.env.Stdout, w.words.T("reserve.carried", c.PV))
	}
}
