package campaign

import (
	"context"
	"fmt"
	"slices"
	"time"

	"recette/internal/access"
	"recette/internal/calendar"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// SignedPV is a PV file after a signature.
type SignedPV struct {
	Number      string
	Of          string // sha256 of the file that was signed
	SHA256      string // of the signed file
	Signature   string // sha256 of the signature value
	Certificate string // sha256 of the certificate

	// Confirmed says how whoever signs proved once more who they are, for this file: ByPassword; empty: they did not.
	Confirmed string
	Request   Request // of a client that may ask again
}

// ByPassword says that whoever signs typed the password of their account again.
const ByPassword = "password"

// SigningAs gives the action of signing in a role: the PPO certifies, the référent of a branch signs its constat,
// whoever else signs approves.
func SigningAs(role recette.Role) access.Action {
	switch role {
	case recette.PPO:
		return access.SignPPO
	case recette.Referent:
		return access.SignConstat
	default:
		return access.SignPO
	}
}

// CheckSign says whether the actor, in the actor's role, may sign now the file of a PV whose sha256 is given: call it
// before the signature, since a signed file cannot be unsigned. The PPO signs first and certifies, the PO last, once a
// decision stands; one person does not sign under both roles; what is signed is the last state of the file that the
// journal knows. It returns refusals under access.ErrDenied, ErrUnknownPV, ErrSignature and ErrPVFile, and a
// *ClockError.
func (s *Service) CheckSign(ctx context.Context, actor recette.Actor, campaign, number, sha256 string) error {
	return s.read(ctx, campaign, func(c *loaded) error {
		_, _, err := c.checkSign(s.clock(), actor, number, sha256)
		return err
	})
}

// checkSign gives the rules that the signature breaks as well, and who could give it without breaking one.
func (c *loaded) checkSign(
	now time.Time, actor recette.Actor, number, sha256 string,
) (broken []journal.Broken, others func(access.Rule) []string, _ error) {
	action := SigningAs(actor.Role)
	pv := c.state.PV(number)
	scope := c.bounds(actor)
	if pv != nil {
		scope.Journey = pv.Journey
		ids, err := c.about(pv.Journey, pv.Antenne)
		if err != nil {
			return nil, nil, err
		}
		scope.Judges = c.state.Judges(ids)
		if pv.Antenne != "" {
			scope.Places = []access.Place{{Branch: pv.Antenne}}
		}
	}
	ppo := false
	if pv != nil {
		for _, sig := range pv.Signatures {
			scope.Signed = append(scope.Signed, access.Member{Ref: sig.Ref, Role: sig.Role})
			ppo = ppo || sig.Role == recette.PPO
		}
	}
	if err := access.Allow(actor, action, scope); err != nil {
		return nil, nil, err
	}
	if pv == nil {
		return nil, nil, fmt.Errorf("PV %q: %w", number, ErrUnknownPV)
	}
	if (pv.Antenne != "") != (actor.Role == recette.Referent) {
		return nil, nil, fmt.Errorf("PV %s: %w: %s", number, ErrNotTheirs, actor.Role)
	}
	if pv.Antenne != "" && !theirs(&scope, actor, pv.Antenne) {
		return nil, nil, fmt.Errorf("PV %s: %w: they are of another branch", number, ErrNotTheirs)
	}
	if pv.Standing() == recette.PVCancelled {
		return nil, nil, fmt.Errorf("PV %s: %w", number, ErrCancelled)
	}
	before := []string{pv.At}
	for _, sig := range pv.Signatures {
		if sig.Role == actor.Role {
			return nil, nil, fmt.Errorf("PV %s: %w: %s", number, ErrSigned, actor.Role)
		}
		before = append(before, sig.At)
	}
	if err := After(now, before...); err != nil {
		return nil, nil, err
	}
	if actor.Role == recette.PO {
		if !ppo {
			return nil, nil, fmt.Errorf("PV %s: %w: the PPO signs first", number, ErrSignature)
		}
		// The decision must have been known to the PV, not be pronounced behind it. That of a PV of lifting is to lift.
		decided, err := c.state.Shown(pv), error(nil)
		if pv.Lifts != nil {
			c.mu.Lock()
			decided, err = c.checkLifting(pv)
			c.mu.Unlock()
		}
		switch {
		case err != nil:
			return nil, nil, err
		case decided == nil:
			return nil, nil, fmt.Errorf("PV %s: %w: no decision stands in it", number, ErrSignature)
		}
		if err := c.approved(pv); err != nil {
			return nil, nil, fmt.Errorf("PV %s: %w", number, err)
		}
		before := []*state.Decision{decided}
		if broken, err = c.oneDecider(actor, pv.Journey, before, scope.Duties); err != nil {
			return nil, nil, err
		}
		broken = append(played(actor, &scope), broken...)
		urgent, err := c.unconfirmed(decided, pv, calendar.DayOf(journal.Instant(now), c.outline.Zone()), scope.Duties)
		if err != nil {
			return nil, nil, fmt.Errorf("PV %s: %w", number, err)
		}
		broken = append(broken, urgent...)
		others = c.decidesInstead(actor, action, scope, before)
	}
	if err := c.checkStanding(pv); err != nil {
		return nil, nil, err
	}
	return broken, others, checkFile(pv, actor.Role, sha256)
}

// checkFile refuses a file that the journal did not render, or that is not the last state of it: what a person signs is
// what the journal holds.
func checkFile(pv *state.PV, role recette.Role, sha256 string) error {
	rendered := sha256 == pv.SHA256
	last := slices.ContainsFunc(pv.Signatures, func(s state.Signature) bool { return s.SHA256 == sha256 })
	switch {
	case last, rendered && (role == recette.PPO || pv.Antenne != ""):
		return nil
	case rendered:
		return fmt.Errorf("PV %s: %w", pv.Number, ErrPVUnsigned)
	}
	return fmt.Errorf("PV %s: %w", pv.Number, ErrPVFile)
}

// checkStanding refuses a signature under a PV that says more than what stands.
func (c *loaded) checkStanding(pv *state.PV) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if o := c.state.Overtakes(pv); o != nil {
		return fmt.Errorf("PV %s: %w", pv.Number, overtaken(pv, o))
	}
	return nil
}

// overtaken words why a PV stands no more. It wraps ErrOvertaken.
func overtaken(pv *state.PV, o *state.Overtaking) error {
	switch o.By {
	case state.ByFact:
		return fmt.Errorf("%w: the last at %d", ErrOvertaken, o.Seq)
	case state.ByRival:
		return fmt.Errorf("%w: PV %s was signed since", ErrOvertaken, o.Number)
	case state.ByLifting:
		return fmt.Errorf("%w: %w", ErrOvertaken, unliftable(pv.Lifts.Number, o.Lifting, o.Flaw))
	case state.ByLiftingMoved:
		return fmt.Errorf("%w: it lifts %v, and %v are", ErrOvertaken, pv.Lifts.Reserves, o.Lifting.Here())
	case state.ByIteration:
		return fmt.Errorf("%w: decision %s stands no more", ErrOvertaken, o.Number)
	case state.ByDecision:
		return fmt.Errorf("%w: decision %s was pronounced since", ErrOvertaken, o.Number)
	case state.ByRefusal:
		refused := &DecisionError{Decision: o.Decision, Reasons: o.Reasons}
		return fmt.Errorf("%w: decision %s no longer stands: %w", ErrOvertaken, o.Number, refused)
	}
	return ErrOvertaken
}

// RecordPVSigned binds a signature of a PV to the journal, under the rules of CheckSign. Of a request that was answered
// it returns nil, and records nothing.
func (s *Service) RecordPVSigned(ctx context.Context, actor recette.Actor, campaign string, p SignedPV) error {
	do := func() (struct{}, error) { return struct{}{}, s.recordSigned(ctx, actor, campaign, p) }
	_, err := once(ctx, s, actor, p.Request, do, func(l *journal.Leaf) (struct{}, bool) {
		return struct{}{}, l.Kind == journal.KindPVSigned && l.Campaign == campaign && l.PV != nil &&
			l.PV.Number == p.Number
	})
	return err
}

// Known tells whether a request of somebody is recorded by a fact of a kind: they are asked for no secret again. It is
// ErrRequest when the key was recorded for something else, or for somebody else.
func (s *Service) Known(
	ctx context.Context, actor recette.Actor, campaign string, kind journal.Kind, r Request,
) (bool, error) {
	if err := r.check(); err != nil || r == (Request{}) {
		return false, err
	}
	if _, err := s.shown(ctx, actor, campaign, access.ReadReception); err != nil {
		return false, err
	}
	_, ok, err := answered(ctx, s, actor, r, func(l *journal.Leaf) (bool, bool) {
		return true, l.Kind == kind && l.Campaign == campaign
	})
	return ok, err
}

func (s *Service) recordSigned(ctx context.Context, actor recette.Actor, campaign string, p SignedPV) error {
	return s.add(ctx, campaign, func(ctx context.Context, c *loaded) (*entry, error) {
		broken, others, err := c.checkSign(s.clock(), actor, p.Number, p.Of)
		if err != nil {
			return nil, err
		}
		keys, err := s.signerKeys(ctx)
		if err != nil {
			return nil, err
		}
		seat := actor.Role
		if a := c.state.PV(p.Number).Antenne; a != "" {
			seat = Seat(a)
		}
		// The seat of a branch is known by its certificate alone: none signs a constat that the journal does not name.
		if known, ok := keys.By[seat]; (ok || seat != actor.Role) && known.SHA256 != p.Certificate {
			return nil, fmt.Errorf("PV %s: %w", p.Number, ErrUndeclared)
		}
		for field, v := range map[string]string{
			"sha256": p.SHA256, "signature": p.Signature, "certificate": p.Certificate,
		} {
			if !journal.IsDigest(v) {
				return nil, invalid(field)
			}
		}
		if p.Confirmed != "" && (p.Confirmed != ByPassword || !actor.Authenticated) {
			return nil, invalid("confirmed")
		}
		d := s.entry(actor, journal.KindPVSigned, campaign)
		d.answers(p.Request)
		d.entry.Leaf.Broken = broken
		// Whoever holds the key that the journal knows is who it says.
		d.entry.Leaf.Actor.Auth = keys.By[seat].SHA256 == p.Certificate
		d.entry.Leaf.PV = &journal.PV{
			Number: p.Number, Journey: c.state.PV(p.Number).Journey, SHA256: p.SHA256, Role: string(actor.Role),
			Signature: p.Signature, Certificate: p.Certificate,
		}
		if p.Confirmed != "" {
			d.entry.Leaf.PV.Confirmed = &journal.Confirmed{How: p.Confirmed, Of: p.Of}
		}
		d.tells(c, others)
		return d, nil
	})
}
