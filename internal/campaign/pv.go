package campaign

import (
	"context"
	"fmt"
	"strings"

	"recette/internal/access"
	"recette/internal/journal"
	"recette/internal/recette"
)

// NextPV gives the number of the next PV of a journey, or of all journeys when it is empty: "PV-2026-001-v1". The first
// number counts the PVs of the year in the project, a campaign's journey keeping its own; the version counts renderings.
func (s *Service) NextPV(ctx context.Context, actor recette.Actor, campaign, journey string) (string, error) {
	c, err := s.shown(ctx, actor, campaign, access.ReadPV)
	if err != nil {
		return "", err
	}
	if _, err := c.scope(journey); err != nil {
		return "", err
	}
	prefix := fmt.Sprintf("PV-%04d-", s.clock().UTC().Year())
	last, mine, version := 0, 0, 0
	for rec, err := range s.log.Records(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindPVRendered}}) {
		if err != nil {
			return "", fmt.Errorf("number a PV: %w", err)
		}
		p := rec.Leaf.PV
		if p == nil || !strings.HasPrefix(p.Number, prefix) {
			continue
		}
		base, v, _ := strings.Cut(p.Number, "-v")
		n := ordinal(base, prefix)
		last = max(last, n)
		if rec.Leaf.Campaign == campaign && p.Journey == journey {
			mine, version = n, max(version, ordinal(v, ""))
		}
	}
	if mine == 0 {
		return fmt.Sprintf("%s%03d-v1", prefix, last+1), nil
	}
	return fmt.Sprintf("%s%03d-v%d", prefix, mine, version+1), nil
}

// Rendered is a PV file that was rendered.
type Rendered struct {
	Number     string // from NextPV
	Journey    string
	SHA256     string // of the file
	Checkpoint int64  // size of the tree that the PV embeds
}

// RecordPVRendered binds a rendered PV to the journal.
func (s *Service) RecordPVRendered(ctx context.Context, actor recette.Actor, campaign string, p Rendered) error {
	c, unlock, err := s.still(ctx, campaign)
	if err != nil {
		return err
	}
	defer unlock()
	if err := access.Allow(actor, access.RenderPV, access.Scope{Members: c.members}); err != nil {
		return err
	}
	switch {
	case p.Number == "":
		return missing("number")
	case !journal.IsDigest(p.SHA256):
		return invalid("sha256")
	case c.state.PV(p.Number) != nil:
		return fmt.Errorf("PV %s: %w", p.Number, ErrExists)
	}
	if _, err := c.scope(p.Journey); err != nil {
		return err
	}
	d := s.draft(actor, journal.KindPVRendered, campaign)
	d.entry.Leaf.PV = &journal.PV{Number: p.Number, Journey: p.Journey, SHA256: p.SHA256, Checkpoint: p.Checkpoint}
	return s.commit(ctx, c, d)
}

// SignedPV is a PV file after a signature.
type SignedPV struct {
	Number      string
	SHA256      string // of the signed file
	Signature   string // sha256 of the signature value
	Certificate string // sha256 of the certificate
}

// CheckSign says whether the actor, in the actor's role, may sign the PV now: call it before the signature, since a
// signed file cannot be unsigned. The PPO signs first and certifies, the PO last, once a decision stands; one person
// does not sign under both roles. It returns refusals under access.ErrDenied, ErrUnknownPV and ErrSignature.
func (s *Service) CheckSign(ctx context.Context, actor recette.Actor, campaign, number string) error {
	c, unlock, err := s.still(ctx, campaign)
	if err != nil {
		return err
	}
	defer unlock()
	return c.checkSign(actor, number)
}

func (c *live) checkSign(actor recette.Actor, number string) error {
	action := access.SignPO
	if actor.Role == recette.PPO {
		action = access.SignPPO
	}
	pv := c.state.PV(number)
	scope := access.Scope{Members: c.members}
	ppo := false
	if pv != nil {
		for _, sig := range pv.Signatures {
			scope.Signed = append(scope.Signed, access.Member{Ref: sig.Ref, Role: sig.Role})
			ppo = ppo || sig.Role == recette.PPO
		}
	}
	if err := access.Allow(actor, action, scope); err != nil {
		return err
	}
	if pv == nil {
		return fmt.Errorf("PV %q: %w", number, ErrUnknownPV)
	}
	for _, sig := range pv.Signatures {
		if sig.Role == actor.Role {
			return fmt.Errorf("PV %s: %w: %s", number, ErrSigned, actor.Role)
		}
	}
	if actor.Role == recette.PO {
		if !ppo {
			return fmt.Errorf("PV %s: %w: the PPO signs first", number, ErrSignature)
		}
		// The decision must have been known to the PV, not be pronounced behind it.
		if d := c.state.Decision(pv.Journey); d == nil || d.Seq >= pv.Checkpoint && pv.Checkpoint > 0 {
			return fmt.Errorf("PV %s: %w: no decision stands in it", number, ErrSignature)
		}
	}
	return c.checkStanding(pv)
}

// checkStanding refuses a signature under a PV that says more than what stands: a result, an anomaly or a reserve of its
// scope came after its checkpoint, or the decision that it shows was overtaken by later facts and would be refused now.
// The remedy is to render again, after a new decision if need be.
func (c *live) checkStanding(pv *PVState) error {
	ids, err := c.scope(pv.Journey)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if seq := c.state.lastFact(ids); pv.Checkpoint > 0 && seq >= pv.Checkpoint {
		return fmt.Errorf("PV %s: %w: the last at %d", pv.Number, ErrOvertaken, seq)
	}
	d := c.state.Decision(pv.Journey)
	if d == nil || d.Seq >= pv.Checkpoint && pv.Checkpoint > 0 {
		return nil // not in this PV: the PPO certifies results only
	}
	if ids, err = c.scope(d.Journey); err != nil {
		return err
	}
	reasons := recette.Refusals(c.state.Situation(ids, nil), recette.Pronouncement{
		Decision: recette.Decision(d.Decision.Decision), Motivated: d.Reason != "", Derogation: d.Derogation != "", Reserves: d.Reserves,
	})
	if len(reasons) > 0 {
		refused := &DecisionError{Decision: recette.Decision(d.Decision.Decision), Reasons: reasons}
		return fmt.Errorf("PV %s: %w: decision %s no longer stands: %w", pv.Number, ErrOvertaken, d.Number, refused)
	}
	return nil
}

// RecordPVSigned binds a signature of a PV to the journal, under the rules of CheckSign.
func (s *Service) RecordPVSigned(ctx context.Context, actor recette.Actor, campaign string, p SignedPV) error {
	c, unlock, err := s.still(ctx, campaign)
	if err != nil {
		return err
	}
	defer unlock()
	if err := c.checkSign(actor, p.Number); err != nil {
		return err
	}
	for field, v := range map[string]string{"sha256": p.SHA256, "signature": p.Signature, "certificate": p.Certificate} {
		if !journal.IsDigest(v) {
			return invalid(field)
		}
	}
	d := s.draft(actor, journal.KindPVSigned, campaign)
	d.entry.Leaf.PV = &journal.PV{
		Number: p.Number, Journey: c.state.PV(p.Number).Journey, SHA256: p.SHA256, Role: string(actor.Role),
		Signature: p.Signature, Certificate: p.Certificate,
	}
	return s.commit(ctx, c, d)
}
