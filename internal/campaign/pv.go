package campaign

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"recette/internal/access"
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
