package campaign

import (
	"context"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/route"
)

// Way is the route of a PV to its decision.
type Way struct {
	Journey string // empty: of the whole campaign
	route.State
}

// Signoff gives the routes of a campaign on which a PV was put, then that of the whole campaign when none was; nothing
// when its plan asks for nothing. It returns ErrUnknown, and refusals under access.ErrDenied.
func (s *Service) Signoff(ctx context.Context, actor recette.Actor, id string) ([]Way, error) {
	c, err := s.shown(ctx, actor, id, access.ReadStatus, access.ReadDossier)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ways(), nil
}

// ways is Signoff, under c.mu.
func (c *loaded) ways() (ways []Way) {
	if p := c.state.Policy(); !p.Asked() {
		return nil
	}
	add := func(journey string) { ways = append(ways, Way{journey, c.way(journey)}) }
	for _, j := range c.outline.Journeys {
		if c.state.Submitted(j.Code) {
			add(j.Code)
		}
	}
	if len(ways) == 0 || c.state.Submitted("") {
		add("")
	}
	return ways
}

// routed refuses to decide before the route of the PV is complete (*fact.RouteError); a plan that only warns of it lets
// it pass, and it is given back.
func (c *loaded) routed(journey string) (*fact.RouteError, error) {
	p := c.state.Policy()
	if !p.Asked() {
		return nil, nil
	}
	now := c.way(journey)
	return lack(&p, &now, now.Lacks())
}

// approved refuses the signature of the PO under what was decided before the route was complete, or while it goes on.
func (c *loaded) approved(pv *state.PV) error {
	p := c.state.Policy()
	if !p.Asked() || pv.Lifts != nil { // what lifts reserves is decided by its own rules
		return nil
	}
	now := c.way(pv.Journey)
	_, err := lack(&p, &now, now.Unsigned())
	return err
}

// way is the route of a journey today, with what nobody who takes part can do any more. It asks nobody by an erased
// name.
func (c *loaded) way(journey string) route.State {
	now := c.state.Route(c.people(), journey, c.today())
	now.Staff(c.crew().staff(&c.outline.Manifest))
	said := c.outline.Renamer(c.mask(c.digest))
	for i := range now.Steps {
		now.Steps[i].Who = said.Of(now.Steps[i].Who)
	}
	return now
}

// staff gives the references of those who take part in a role, under a name or of a branch when one is asked for.
func (c crew) staff(m *plan.Manifest) func(role, who, branch string) []string {
	return func(role, who, branch string) (refs []string) {
		for i := range c.parties {
			p := &c.parties[i]
			if p.Role == role && (who == "" || p.Named(who)) && (branch == "" || m.BranchOf(p) == branch) {
				refs = append(refs, p.Ref)
			}
		}
		return refs
	}
}

func lack(p *route.Policy, now *route.State, why route.Refusal) (*fact.RouteError, error) {
	if why == route.None {
		return nil, nil
	}
	lacks := &fact.RouteError{Why: why, Next: now.Next()}
	if p.Blocks() {
		return nil, lacks
	}
	return lacks, nil
}
