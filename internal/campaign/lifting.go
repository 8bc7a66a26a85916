package campaign

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// errLifting is the root of what keeps a PV from lifting reserves of another.
var errLifting = fmt.Errorf("%w: no PV of lifting", Err)

// LiftingError says why no PV lifts reserves of another. It wraps errLifting.
type LiftingError struct {
	Parent string // number, as it was asked for
	Flaw   recette.LiftFlaw

	// Of, of a parent that is itself a PV of lifting, is the one that it lifts reserves of; With, of one that was
	// replaced, the one that took its place. Left are the reserves that the parent carries and that are not lifted.
	Of, With string
	Left     []string
}

func (e *LiftingError) Error() string {
	return fmt.Sprintf("%v: of %s: %s", errLifting, e.Parent, e.Flaw)
}

// Unwrap gives errLifting.
func (e *LiftingError) Unwrap() error { return errLifting }

// NextLifting gives the number that a PV of lifting of another would have if it were rendered now, and the journey of
// both. One that was signed keeps its number: the next of the same parent has another. It returns *LiftingError, and
// refusals under access.ErrDenied.
func (s *Service) NextLifting(
	ctx context.Context, actor recette.Actor, campaign, parent string,
) (number, journey string, err error) {
	c, err := s.shown(ctx, actor, campaign, access.RenderPV)
	if err != nil {
		return "", "", err
	}
	c.mu.Lock()
	x, err := c.lifting(parent, "")
	last := ""
	if err == nil {
		journey = x.Parent.Journey
		last = c.lastLifting(parent)
	}
	c.mu.Unlock()
	if err != nil {
		return "", "", err
	}
	number, err = s.nextNumbered(ctx, func(p *numbered) bool {
		base, _, _ := strings.Cut(p.Number, "-v")
		return p.campaign == campaign && base == last && last != ""
	})
	return number, journey, err
}

// lastLifting gives the number, without its version, of the last PV of lifting of a parent, empty when there is none or
// when the decision-maker signed one of that number: it is done with. The caller holds the lock of the state.
func (c *loaded) lastLifting(parent string) string {
	last, done := "", map[string]bool{}
	for i := range c.state.PVs {
		p := &c.state.PVs[i]
		if p.LiftsOf() != parent {
			continue
		}
		last, _, _ = strings.Cut(p.Number, "-v")
		done[last] = done[last] || p.Signed(recette.PO) != ""
	}
	if done[last] {
		return ""
	}
	return last
}

// lifting says what a PV of lifting would say now; the one that is looked at itself bears nothing before. The caller
// holds the lock of the state.
func (c *loaded) lifting(parent, itself string) (state.Lifting, error) {
	var ids []string
	if p := c.state.PV(parent); p != nil {
		var err error
		if ids, err = c.scope(p.Journey); err != nil {
			return state.Lifting{}, err
		}
	}
	x, flaw := c.state.Lifting(parent, ids, itself)
	if flaw == recette.LiftSound {
		return x, nil
	}
	return x, unliftable(parent, &x, flaw)
}

// unliftable says why no PV lifts reserves of a parent.
func unliftable(parent string, x *state.Lifting, flaw recette.LiftFlaw) error {
	refused := &LiftingError{Parent: parent, Flaw: flaw}
	if x.Parent != nil {
		refused.Of, refused.With = x.Parent.LiftsOf(), x.Parent.With
	}
	for _, r := range x.Rows {
		if r.Says == recette.ReserveStands {
			refused.Left = append(refused.Left, r.Number)
		}
	}
	return refused
}

// lifts checks that a rendered PV of lifting says what stands, and gives what its leaf says of it. It returns
// ErrOvertaken when reserves moved since it was made, and *LiftingError.
func (c *loaded) lifts(p *Rendered) (*journal.Lift, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	x, err := c.lifting(p.Lifts, "")
	if err != nil {
		return nil, err
	}
	here := x.Here()
	if x.Parent.Journey != p.Journey || !slices.Equal(here, p.Reserves) {
		return nil, fmt.Errorf("PV %s: %w: it lifts %v, and %v are", p.Number, ErrOvertaken, p.Reserves, here)
	}
	return &journal.Lift{Number: p.Lifts, SHA256: x.Parent.Latest(), Reserves: here}, nil
}

// checkLifting refuses a signature under a PV of lifting that says more than what stands. It gives who lifted last: who
// decided. The caller holds the lock of the state.
func (c *loaded) checkLifting(pv *state.PV) (*state.Decision, error) {
	if o := c.state.LiftedOtherwise(pv); o != nil {
		return nil, fmt.Errorf("PV %s: %w", pv.Number, overtaken(pv, o))
	}
	x, err := c.lifting(pv.Lifts.Number, pv.Number)
	return x.Decided(), err
}

// carried says of each reserve which PV carries it, and which one lifts it. The caller holds the lock of the state.
func (c *loaded) carried() map[string]Carriage {
	out := map[string]Carriage{}
	for i := range c.state.Reserves {
		number := c.state.Reserves[i].Number
		if p, in := c.state.Carried(number); p != nil {
			out[number] = Carriage{PV: p.Number, Lifting: in}
		}
	}
	return out
}
