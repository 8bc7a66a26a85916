package campaign

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"recette/internal/access"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Extract is what a PV is made of: the frozen plan of a campaign, the records that a checkpoint covers, and what stands
// behind their commitments.
type Extract struct {
	Plan       *plan.Manifest
	Manifest   []byte                    // the exact bytes of the plan, which campaign.open names
	Records    []journal.Record          // in order of position
	Project    []journal.Record          // of the whole project: which log this is, and which certificates sign
	Texts      map[string]string         // by commitment; an erased one is absent
	Salts      map[string][]byte         // of Texts, by commitment
	Persons    map[string]journal.Person // by commitment; an erased one is absent
	Erasures   map[string]Erasure        // by commitment; whatever is absent and not here was taken away
	Checkpoint journal.Signed            // head of the tree that covers the records
	Handovers  []journal.Signed          // heads by which a key of before vouched for the one that came after it
}

// Extract seals the head of the journal and reads what it covers of a campaign, once. It is for those who may render:
// a checkpoint is written. It returns ErrUnknown when no such campaign was opened, and refusals under access.ErrDenied.
func (s *Service) Extract(ctx context.Context, actor recette.Actor, id string) (*Extract, error) {
	return s.extract(ctx, actor, id, access.RenderPV)
}

// ExtractWarned is Extract for those who answer the warnings that are computed from it.
func (s *Service) ExtractWarned(ctx context.Context, actor recette.Actor, id string) (*Extract, error) {
	return s.extract(ctx, actor, id, access.AnswerWarning)
}

func (s *Service) extract(ctx context.Context, actor recette.Actor, id string, action access.Action) (*Extract, error) {
	_, err := s.allowed(ctx, actor, id, action)
	if err != nil {
		return nil, err
	}
	x, document := &Extract{}, ""
	if x.Checkpoint, err = s.log.Checkpoint(ctx); err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	texts, people := map[string]struct{}{}, map[string]struct{}{}
	for rec, err := range s.log.Records(ctx, journal.Filter{Campaign: id}) {
		if err != nil {
			return nil, fmt.Errorf("read campaign %s: %w", id, err)
		}
		if rec.Leaf.Seq >= x.Checkpoint.Size {
			break
		}
		x.Records = append(x.Records, rec)
		document = cmp.Or(rec.Leaf.Document(), document) // the one in force at the checkpoint
		for commitment := range rec.Leaf.Commitments() {
			texts[commitment] = struct{}{}
		}
		if rec.Leaf.Actor != nil {
			people[rec.Leaf.Actor.C] = struct{}{}
		}
	}
	for rec, err := range s.log.Records(ctx, journal.Filter{Kinds: journal.ProjectKinds()}) {
		if err != nil {
			return nil, fmt.Errorf("read what is of the whole project: %w", err)
		}
		if rec.Leaf.Seq >= x.Checkpoint.Size {
			continue
		}
		x.Project = append(x.Project, rec)
		if k := rec.Leaf.Key; k != nil && k.Name != "" { // whose signature the box of a constat is for
			texts[k.Name] = struct{}{}
		}
		if u := rec.Leaf.User; u != nil {
			for commitment := range rec.Leaf.Commitments() {
				texts[commitment] = struct{}{}
			}
			people[rec.Leaf.Actor.C] = struct{}{}
		}
	}
	if x.Handovers, err = s.handovers(ctx, x.Project); err != nil {
		return nil, err
	}
	if x.Manifest, err = s.log.Blob(ctx, document); err != nil {
		return nil, fmt.Errorf("campaign %s: %w: %w", id, ErrManifest, err)
	}
	m, err := plan.Parse(bytes.NewReader(x.Manifest))
	if err != nil {
		return nil, fmt.Errorf("campaign %s: %w: %w", id, ErrManifest, err)
	}
	x.Plan = &m
	words := slices.Sorted(maps.Keys(texts))
	if x.Texts, err = s.log.Texts(ctx, words); err != nil {
		return nil, fmt.Errorf("read texts of %s: %w", id, err)
	}
	if x.Salts, err = s.log.Salts(ctx, words); err != nil {
		return nil, fmt.Errorf("read texts of %s: %w", id, err)
	}
	if x.Persons, err = s.log.Persons(ctx, slices.Sorted(maps.Keys(people))); err != nil {
		return nil, fmt.Errorf("read people of %s: %w", id, err)
	}
	if x.Erasures, err = s.erasures(ctx); err != nil {
		return nil, err
	}
	return x, nil
}

// Proofs gives, by position, the hashes that prove leaves of a campaign in the tree of a size.
func (s *Service) Proofs(
	ctx context.Context, actor recette.Actor, id string, size int64, seqs []int64,
) (map[int64][]string, error) {
	if _, err := s.allowed(ctx, actor, id, access.ReadPV); err != nil {
		return nil, err
	}
	proofs, err := s.log.Proof(ctx, size, seqs)
	if err != nil {
		return nil, fmt.Errorf("prove the leaves of %s: %w", id, err)
	}
	by := make(map[int64][]string, len(proofs))
	for _, p := range proofs {
		by[p.Seq] = p.Hashes
	}
	return by, nil
}

// handovers gives, for each change of the key of the log, the head that ends with it and that the key of before signed,
// when it did.
func (s *Service) handovers(ctx context.Context, project []journal.Record) (out []journal.Signed, err error) {
	var heads []journal.Signed
	for i := range project {
		l := &project[i].Leaf
		if l.Kind != journal.KindLogRotate || l.Log.Lost {
			continue
		}
		if heads == nil {
			if heads, err = s.log.Checkpoints(ctx); err != nil {
				return nil, fmt.Errorf("read which heads were signed: %w", err)
			}
		}
		at := slices.IndexFunc(heads, func(h journal.Signed) bool {
			return h.Size == l.Seq+1 && h.Verifier == l.Log.Former
		})
		if at >= 0 {
			out = append(out, heads[at])
		}
	}
	return out, nil
}
