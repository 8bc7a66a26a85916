package campaign

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"recette/internal/access"
	"recette/internal/calendar"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// NextPV gives the number that the PV of a journey, or of all journeys when it is empty, would have if it were rendered
// now: "PV-2026-001-v1". The first number counts the PVs of the year in the project, a campaign's journey keeping its
// own; the version counts renderings. It is for those who may render. The number is given by RecordPVRendered alone:
// until then another campaign may take it.
func (s *Service) NextPV(ctx context.Context, actor recette.Actor, campaign, journey string) (string, error) {
	c, err := s.allowed(ctx, actor, campaign, access.RenderPV)
	if err != nil {
		return "", err
	}
	if _, err := c.scope(journey); err != nil {
		return "", err
	}
	return s.nextNumbered(ctx, func(p *numbered) bool {
		return p.campaign == campaign && p.Journey == journey && p.Lifts == nil && p.Antenne == ""
	})
}

// NextConstat is NextPV for the constat of a branch. It returns ErrUnknownAntenne when the campaign is not played
// there.
func (s *Service) NextConstat(ctx context.Context, actor recette.Actor, campaign, antenne string) (string, error) {
	c, err := s.allowed(ctx, actor, campaign, access.RenderPV)
	if err != nil {
		return "", err
	}
	if _, err := c.rowsOf(antenne); err != nil {
		return "", err
	}
	return s.nextNumbered(ctx, func(p *numbered) bool { return p.campaign == campaign && p.Antenne == antenne })
}

// nextNumbered gives the next number of the project, or the next version of that of the PVs that are given.
func (s *Service) nextNumbered(ctx context.Context, own func(*numbered) bool) (string, error) {
	prefix := fmt.Sprintf("PV-%04d-", s.clock().In(s.zone).Year())
	last, mine, version := 0, 0, 0
	for p, err := range s.rendered(ctx) {
		if err != nil {
			return "", err
		}
		last += p.skipped
		if mine > 0 {
			version += p.skipped
		}
		if !strings.HasPrefix(p.Number, prefix) {
			continue
		}
		base, v, _ := strings.Cut(p.Number, "-v")
		n := ordinal(base, prefix)
		last = max(last, n)
		if own(&p) {
			mine, version = n, max(version, ordinal(v, ""))
		}
	}
	if mine == 0 {
		return fmt.Sprintf("%s%03d-v1", prefix, last+1), nil
	}
	return fmt.Sprintf("%s%03d-v%d", prefix, mine, version+1), nil
}

// CampaignOf gives the campaign of a PV, by number. It returns ErrUnknownPV when no PV of the project has it, and
// refusals under access.ErrDenied.
func (s *Service) CampaignOf(ctx context.Context, actor recette.Actor, number string) (string, error) {
	if err := s.allow(ctx, actor, access.ReadPV); err != nil {
		return "", err
	}
	for p, err := range s.rendered(ctx) {
		switch {
		case err != nil:
			return "", err
		case p.Number == number && number != "":
			return p.campaign, nil
		}
	}
	return "", fmt.Errorf("PV %q: %w", number, ErrUnknownPV)
}

// numbered is a PV of the project, under the number that it was given; or none, and how many numbers are never given
// after those before it.
type numbered struct {
	journal.PV
	campaign string
	skipped  int
}

// rendered yields the PVs of the project, whatever the campaign, and where the log was restored.
func (s *Service) rendered(ctx context.Context) iter.Seq2[numbered, error] {
	return func(yield func(numbered, error) bool) {
		for rec, err := range s.given(ctx, journal.KindPVRendered) {
			if err != nil {
				yield(numbered{}, fmt.Errorf("number a PV: %w", err))
				return
			}
			p := numbered{campaign: rec.Leaf.Campaign, skipped: int(rec.Leaf.Restore.Skipped())}
			if rec.Leaf.PV != nil {
				p.PV = *rec.Leaf.PV
			}
			if !yield(p, nil) {
				return
			}
		}
	}
}

// checkNumber refuses the number of a PV that another one has, in the whole project: the versions of a number are those
// of one journey of one campaign, and of one parent when they lift reserves.
func (s *Service) checkNumber(ctx context.Context, campaign string, p Rendered) error {
	base, _, _ := strings.Cut(p.Number, "-v")
	for other, err := range s.rendered(ctx) {
		if err != nil {
			return err
		}
		if other.Number == "" {
			continue
		}
		of, _, _ := strings.Cut(other.Number, "-v")
		parent := ""
		if other.Lifts != nil {
			parent = other.Lifts.Number
		}
		if other.Number == p.Number ||
			of == base && (other.campaign != campaign || other.Journey != p.Journey || parent != p.Lifts ||
				other.Antenne != p.Antenne) {
			return fmt.Errorf("PV %s: %w", p.Number, ErrExists)
		}
	}
	return nil
}

// checkReached refuses a checkpoint that covers nothing, or more than the log holds: whether later facts overtook a PV
// rests on it. The caller is under the lock of the log.
func (s *Service) checkReached(ctx context.Context, size int64) error {
	if size < 1 {
		return invalid("checkpoint")
	}
	for rec, err := range s.log.Records(ctx, journal.Filter{From: size - 1}) {
		if err != nil {
			return fmt.Errorf("check the checkpoint of a PV: %w", err)
		}
		if rec.Leaf.Seq == size-1 {
			return nil
		}
		break
	}
	return invalid("checkpoint")
}

// Rendered is a PV file that was rendered.
type Rendered struct {
	Number     string // from NextPV
	Journey    string
	SHA256     string // of the file
	Checkpoint int64  // size of the tree that the PV embeds, which the log has reached

	// Of a PV of lifting, whose number is from NextLifting: the number of the PV that it lifts reserves of, and theirs.
	Lifts    string
	Reserves []string
	Antenne  string // of a constat, whose number is from NextConstat: the branch that it is of
	Request  Request
}

// RecordPVRendered binds a rendered PV to the journal, and gives it its number. It returns ErrExists when that was
// given meanwhile: the PV is then rendered again under another. Of a PV of lifting it returns *LiftingError too, and
// ErrOvertaken when what it says stands no more. Of a request that was answered under this number it returns nil, and
// records nothing.
func (s *Service) RecordPVRendered(ctx context.Context, actor recette.Actor, campaign string, p Rendered) error {
	do := func() (struct{}, error) {
		return struct{}{}, again(func() error { return s.recordRendered(ctx, actor, campaign, p) })
	}
	_, err := once(ctx, s, actor, p.Request, do, func(l *journal.Leaf) (struct{}, bool) {
		return struct{}{}, l.Kind == journal.KindPVRendered && l.Campaign == campaign && l.PV != nil &&
			l.PV.Number == p.Number && l.PV.SHA256 == p.SHA256
	})
	return err
}

func (s *Service) recordRendered(ctx context.Context, actor recette.Actor, campaign string, p Rendered) error {
	c, err := s.allowed(ctx, actor, campaign, access.RenderPV)
	if err != nil {
		return err
	}
	switch {
	case p.Number == "":
		return missing("number")
	case !journal.IsDigest(p.SHA256):
		return invalid("sha256")
	}
	if _, err := c.about(p.Journey, p.Antenne); err != nil {
		return err
	}
	c.recording.Lock()
	defer c.recording.Unlock()
	add := s.addStateless
	if p.Lifts != "" {
		add = s.addLocked
	}
	return add(ctx, c, func(ctx context.Context, c *loaded) (*entry, error) {
		if err := s.checkNumber(ctx, campaign, p); err != nil {
			return nil, err
		}
		if err := s.checkReached(ctx, p.Checkpoint); err != nil {
			return nil, err
		}
		d := s.entry(actor, journal.KindPVRendered, campaign)
		d.answers(p.Request)
		d.entry.Leaf.PV = &journal.PV{
			Number: p.Number, Journey: p.Journey, SHA256: p.SHA256, Checkpoint: p.Checkpoint, Antenne: p.Antenne,
		}
		if p.Lifts != "" {
			lifts, err := c.lifts(&p)
			if err != nil {
				return nil, err
			}
			d.entry.Leaf.PV.Lifts = lifts
		}
		return d, nil
	})
}

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
