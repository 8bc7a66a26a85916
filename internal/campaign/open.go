package campaign

import (
	"context"
	"errors"
	"fmt"

	"recette/internal/access"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Open opens a campaign on a frozen manifest: the exact bytes of the manifest become durable with the leaf that names
// them. The actor must take part in the campaign, as PPO. It returns ErrExists when the id was used before.
func (s *Service) Open(ctx context.Context, actor recette.Actor, m plan.Manifest) error {
	if m.Campaign == "" {
		return missing("campaign")
	}
	if len(m.Cases) == 0 {
		return missing("cases")
	}
	if err := access.Allow(actor, access.OpenCampaign, access.Scope{Members: membersOf(m)}); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.frozen(ctx, m.Campaign); err == nil || !errors.Is(err, ErrUnknown) {
		if err != nil && !errors.Is(err, ErrManifest) {
			return err
		}
		return fmt.Errorf("campaign %q: %w", m.Campaign, ErrExists)
	}
	data, err := m.Bytes()
	if err != nil {
		return err
	}
	blob := journal.NewBlob(data)
	d := s.draft(actor, journal.KindCampaignOpen, m.Campaign)
	d.entry.Blobs = []journal.Blob{blob}
	d.entry.Leaf.Open = &journal.Open{
		Manifest: blob.SHA256, Environment: m.Environment.Name, Build: m.Release.Build, Commit: m.Commit,
	}
	if _, err := s.append(ctx, d); err != nil {
		return fmt.Errorf("open campaign %q: %w", m.Campaign, err)
	}
	return nil
}

// Close ends a campaign: no result enters it any more. Open attempts stay as they are, and count what was not observed
// as not run. Anomalies, reserves, decisions and PVs may still follow. Remark is a free text, it may be empty.
func (s *Service) Close(ctx context.Context, actor recette.Actor, id, remark string) error {
	c, err := s.live(ctx, id)
	if err != nil {
		return err
	}
	if err := access.Allow(actor, access.CloseCampaign, access.Scope{Members: c.members}); err != nil {
		return err
	}
	c.gate.Lock()
	defer c.gate.Unlock()
	if err := s.refresh(ctx, c); err != nil {
		return err
	}
	c.mu.Lock()
	closed := c.state.ClosedAt != ""
	c.mu.Unlock()
	if closed {
		return fmt.Errorf("campaign %q: %w", id, ErrClosed)
	}
	d := s.draft(actor, journal.KindCampaignClose, id)
	d.entry.Leaf.Note = d.text("remark", remark)
	recs, err := s.append(ctx, d)
	if err != nil {
		return fmt.Errorf("close campaign %q: %w", id, err)
	}
	c.fold(recs)
	return nil
}

func membersOf(m plan.Manifest) []access.Member {
	ms := make([]access.Member, 0, len(m.Parties))
	for _, p := range m.Parties {
		ms = append(ms, access.Member{Ref: p.Ref, Role: roleOf(p.Role)})
	}
	return ms
}

func roleOf(s string) recette.Role { return recette.Role(s) }
