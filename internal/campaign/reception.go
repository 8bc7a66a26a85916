package campaign

import (
	"context"
	"fmt"
	"math"

	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// ErrMoved says that what somebody decides upon is not what they were shown.
var ErrMoved = fmt.Errorf("%w: facts came since", Err)

// Change is a fact that came since somebody looked.
type Change struct {
	Kind journal.Kind
	At   string // UTC, RFC 3339 with milliseconds
	Ref  string // of who recorded it; empty: nobody did
	Case string // of a result
}

// mostChanges is how many changes are named.
const mostChanges = 20

// MovedError says what came since somebody looked: the first of what they see of it, in order. It wraps ErrMoved.
type MovedError struct {
	Changes []Change
	More    int // that are not named: too many, or of rows that whoever looked does not see
}

func (e *MovedError) Error() string { return fmt.Sprintf("%v: %d", ErrMoved, len(e.Changes)+e.More) }

// Unwrap gives ErrMoved.
func (e *MovedError) Unwrap() error { return ErrMoved }

// unmoved refuses what rests on a campaign as it stood at a position of the log, when facts of it came since; zero is
// nobody who looked. The caller holds c.recording for writing.
func (s *Service) unmoved(ctx context.Context, c *loaded, actor recette.Actor, seen int64) error {
	if seen == 0 {
		return nil
	}
	sees := c.sight(actor)
	moved := &MovedError{}
	for rec, err := range s.log.Records(ctx, journal.Filter{Campaign: c.id, From: seen}) {
		if err != nil {
			return fmt.Errorf("look for what came since: %w", err)
		}
		l := &rec.Leaf
		if len(moved.Changes) == mostChanges || !sees.fact(l) {
			moved.More++
			continue
		}
		one := Change{Kind: l.Kind, At: l.At}
		if l.Actor != nil {
			one.Ref = l.Actor.Ref
		}
		if l.Result != nil {
			one.Case = l.Result.Case
		}
		moved.Changes = append(moved.Changes, one)
	}
	if len(moved.Changes)+moved.More == 0 {
		return nil
	}
	return moved
}

// May tells whether somebody may do something about a journey of a campaign, or about all of it, by the rights alone:
// what stands there may refuse it still. It returns nil, ErrUnknown, ErrUnknownJourney, or a refusal under
// access.ErrDenied.
func (s *Service) May(ctx context.Context, actor recette.Actor, id, journey string, action access.Action) error {
	c, err := s.shown(ctx, actor, id, access.ReadStatus)
	if err != nil {
		return err
	}
	ids, err := c.scope(journey)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	scope := c.bounds(actor)
	scope.Journey, scope.Judges = journey, c.state.Judges(ids)
	return access.Allow(actor, action, scope)
}

// PV gives a PV of a campaign, for those who read PVs and receive the work: whoever has branches reads the constats of
// theirs. It returns ErrUnknown, ErrUnknownPV, and refusals under access.ErrDenied.
func (s *Service) PV(ctx context.Context, actor recette.Actor, id, number string) (state.PV, error) {
	c, err := s.shown(ctx, actor, id, access.ReadStatus, access.ReadReception)
	if err != nil {
		return state.PV{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	pv, scope := c.state.PV(number), c.bounds(actor)
	if pv != nil && pv.Antenne != "" {
		scope.Places = []access.Place{{Branch: pv.Antenne}}
	}
	if err := access.Allow(actor, access.ReadPV, scope); err != nil {
		return state.PV{}, err
	}
	if pv == nil {
		return state.PV{}, fmt.Errorf("PV %q: %w", number, ErrUnknownPV)
	}
	return *pv, nil
}

// Reception is what a decision on a journey, or on the campaign, would be pronounced upon, and from when.
type Reception struct {
	Seen int64 // position of the log up to which facts are in it, for Decide.Seen
	Exit []state.Criterion

	// Of who sees all of it; a part could say better than the whole.
	Whole   bool
	Upon    recette.Situation
	Among   []recette.Decision // of the plan
	Allowed []recette.Decision // by the rules, with a reason and with the reserves at hand
	Decided *state.Decision    // that stands; nil: nothing is decided
}

// Reception looks at what is to be decided, for those who read it: testers do not. present is as Decide.Present. It
// returns ErrUnknown, ErrUnknownJourney, and refusals under access.ErrDenied.
func (s *Service) Reception(
	ctx context.Context, actor recette.Actor, id, journey string, present map[string]string,
) (*Reception, error) {
	c, err := s.shown(ctx, actor, id, access.ReadStatus, access.ReadDossier, access.ReadReception)
	if err != nil {
		return nil, err
	}
	ids, err := c.scope(journey)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	r := &Reception{Seen: c.next, Among: c.outline.Decisions()}
	if access.Allow(actor, access.ReadDossier, c.bounds(actor, ids...)) != nil {
		return r, nil
	}
	r.Whole, r.Exit = true, c.state.Criteria(recette.ExitCriteria, journey, c.now())
	r.Upon = c.state.Upon(journey, c.now(), math.MaxInt64, present)
	r.Allowed = recette.Allowed(r.Upon, r.Among)
	since := int64(0)
	if n := len(c.state.Iterations); n > 0 {
		since = c.state.Iterations[n-1].Seq
	}
	for i := range c.state.Decisions {
		if d := &c.state.Decisions[i]; d.Seq > since && (d.Journey == journey || d.Journey == "") {
			one := *d
			r.Decided = &one
		}
	}
	return r, nil
}
