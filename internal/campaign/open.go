package campaign

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Open opens a campaign on a frozen manifest: the exact bytes of the manifest become durable with the leaf that names
// them. The actor must take part in the campaign, as PPO. It returns ErrExists when the id was used before,
// ErrMeanwhile when a campaign that was opened since Refs gave the references names one of the persons otherwise: ask
// again.
func (s *Service) Open(ctx context.Context, actor recette.Actor, m plan.Manifest) error {
	if m.Campaign == "" {
		return missing("campaign")
	}
	if len(m.Cases) == 0 {
		return missing("cases")
	}
	scope, err := s.opening(ctx, &m)
	if err != nil {
		return err
	}
	if err := access.Allow(actor, access.OpenCampaign, scope); err != nil {
		return err
	}
	data, err := m.Bytes()
	if err != nil {
		return err
	}
	blob := journal.NewBlob(data)
	d := s.entry(actor, journal.KindCampaignOpen, m.Campaign)
	d.entry.Blobs = []journal.Blob{blob}
	d.entry.Leaf.Open = &journal.Open{
		Manifest: blob.SHA256, Environment: m.Environment.Name, Build: m.Build(), Commit: m.Commit,
	}
	if d.err != nil {
		return d.err
	}
	_, err = s.log.AppendWith(ctx, func(ctx context.Context) ([]journal.Entry, error) {
		for _, err := range s.log.Records(ctx, opening(m.Campaign)) {
			return nil, cmp.Or(err, ErrExists)
		}
		return []journal.Entry{d.entry}, s.onePerson(ctx, m)
	})
	switch {
	case errors.Is(err, ErrExists):
		return fmt.Errorf("campaign %q: %w", m.Campaign, ErrExists)
	case err != nil:
		return fmt.Errorf("open campaign %q: %w", m.Campaign, err)
	}
	s.stored(d)
	return nil
}

// opening gives who may open a campaign: those whom its plan and the journal say.
func (s *Service) opening(ctx context.Context, m *plan.Manifest) (access.Scope, error) {
	scope, err := s.project(ctx)
	if err != nil {
		return scope, err
	}
	now := ScopeOf(&plan.Manifest{Parties: s.users.parties(m.Parties), Antennes: m.Antennes})
	scope.Members, scope.Parted, scope.Anybody = now.Members, now.Parted, false
	return scope, nil
}

// OpenFor gives the people of a manifest their references and opens the campaign as the person that who finds among
// them. Somebody else may name the same person first meanwhile: references are then asked for again.
func (s *Service) OpenFor(
	ctx context.Context, m *plan.Manifest, people []string, who func(*plan.Manifest) (recette.Actor, error),
) error {
	const most = 20 // campaigns that others open between two looks
	for try := 1; ; try++ {
		actor, err := who(m)
		if err != nil {
			return err
		}
		refs, err := s.Refs(ctx, actor, people)
		if err != nil {
			return err
		}
		if err := m.Refer(refs); err != nil {
			return err
		}
		if actor, err = who(m); err != nil {
			return err
		}
		if err = s.Open(ctx, actor, *m); !errors.Is(err, ErrMeanwhile) || try == most {
			return err
		}
	}
}

// opening selects the record that opens a campaign.
func opening(id string) journal.Filter {
	return journal.Filter{Campaign: id, Kinds: []journal.Kind{journal.KindCampaignOpen}}
}

// naming selects the records that put a manifest in force.
func naming(id string) journal.Filter {
	return journal.Filter{Campaign: id, Kinds: []journal.Kind{journal.KindCampaignOpen, journal.KindCampaignIterate}}
}

// Closing asks for the end of a campaign.
type Closing struct {
	Campaign   string
	Remark     string // free text, it may be empty
	Unfinished bool   // close it although it is suspended, attempts are open, cases are left or failures wait
}

// Close ends a campaign: no result enters it any more. It returns *UnfinishedError when cases are left, or
// failures that nobody accounted for, and
// ErrSuspended when the campaign waits to be resumed, unless that is meant: open attempts then stay as they are, and
// count what was not observed as not run. Open sessions close with it.
// What may still follow is in docs/ppo.md: nothing that changes a verdict.
func (s *Service) Close(ctx context.Context, actor recette.Actor, end Closing) error {
	return s.add(ctx, end.Campaign, func(_ context.Context, c *loaded) (*entry, error) {
		if err := access.Allow(actor, access.CloseCampaign, c.bounds(actor)); err != nil {
			return nil, err
		}
		if c.state.ClosedAt != "" {
			return nil, fmt.Errorf("campaign %q: %w", end.Campaign, ErrClosed)
		}
		if left := unfinished(c.state); left != nil && !end.Unfinished {
			return nil, left
		}
		if c.state.Suspended() != nil && !end.Unfinished {
			return nil, fmt.Errorf("campaign %q: %w", end.Campaign, ErrSuspended)
		}
		d := s.entry(actor, journal.KindCampaignClose, end.Campaign)
		d.entry.Leaf.Note = d.text("remark", end.Remark)
		return d, nil
	})
}

// unfinished says what is left to do, nil when every case came to its end.
func unfinished(s *state.State) *UnfinishedError {
	left := UnfinishedError{}
	for i := range s.Cases {
		c := &s.Cases[i]
		if c.Now.Phase == recette.AttemptOpen {
			left.Open++
		}
		switch hold := s.Hold(c); {
		case hold.Again():
			left.Due++
		case hold == recette.Unread:
			left.Unread++
		case c.Verdict() == recette.NotRun:
			left.NotRun++
		}
	}
	left.Drafts = len(s.Waiting())
	if left == (UnfinishedError{}) {
		return nil
	}
	return &left
}

// CheckBuild refuses to record on a campaign once another build than the frozen one is deployed: the result would be
// written down as that of the frozen one. It returns *BuildError. A build that nobody told is not another: what the
// delivery names stands for an environment that tells none. Each attempt is held to it as it begins; whoever prepares a
// run asks before.
func (s *Service) CheckBuild(m *plan.Manifest) error {
	deployed, frozen := s.deployed[m.Environment.Name], m.Build()
	if deployed == "" || frozen == "" || deployed == frozen {
		return nil
	}
	return &BuildError{Frozen: frozen, Deployed: deployed}
}
