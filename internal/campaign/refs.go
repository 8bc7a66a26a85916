package campaign

import (
	"context"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"sync"

	"recette/internal/access"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Refs gives the pseudonymous reference of each person: the one that an earlier campaign of the project gave to the
// name, else a new random one. Names that fold to the same (plan.FoldName) are one person: the separation of signatures
// rests on it. A reference says nothing of the name, so that leaves stay pseudonymous when the manifest that ties both
// is erased.
func (s *Service) Refs(ctx context.Context, actor recette.Actor, names []string) (map[string]string, error) {
	if err := s.allow(ctx, actor, access.ReadPeople); err != nil {
		return nil, err
	}
	known, err := s.references(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up references: %w", err)
	}
	refs := make(map[string]string, len(names))
	for _, n := range names {
		if ref, ok := known[plan.FoldName(n)]; ok {
			refs[n] = ref
			continue
		}
		if refs[n], err = s.draw(); err != nil {
			return nil, err
		}
		known[plan.FoldName(n)] = refs[n]
	}
	return refs, nil
}

// draw gives a new reference: it says nothing of the name.
func (s *Service) draw() (string, error) {
	var b [6]byte
	if _, err := s.people.Read(b[:]); err != nil {
		return "", fmt.Errorf("draw a reference: %w", err)
	}
	return "p-" + hex.EncodeToString(b[:]), nil
}

// People gives the name of each reference that a campaign of the project gave, as its last plan writes it, but of those
// whose name was erased: in that campaign or, when none is named, in all those whose plan names them.
func (s *Service) People(ctx context.Context, actor recette.Actor, campaign string) (map[string]string, error) {
	if err := s.allow(ctx, actor, access.ReadPeople); err != nil {
		return nil, err
	}
	if _, err := s.references(ctx); err != nil {
		return nil, fmt.Errorf("look up names: %w", err)
	}
	hides, err := s.hidings(ctx)
	if err != nil {
		return nil, err
	}
	s.named.mu.Lock()
	defer s.named.mu.Unlock()
	names := maps.Clone(s.named.names)
	maps.DeleteFunc(names, func(ref, _ string) bool { return hides(campaign, ref) })
	return names, nil
}

// ErasedAs gives the reference of whoever the plan of a campaign names so, when their name was erased in it and nothing
// named them again since; empty when nobody is.
func (s *Service) ErasedAs(ctx context.Context, actor recette.Actor, campaign, name string) (string, error) {
	c, err := s.shown(ctx, actor, campaign, access.ReadPeople)
	if err != nil {
		return "", err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.outline.Parties {
		if p := &c.outline.Parties[i]; p.Named(name) && c.hidden(p.Ref) {
			return p.Ref, nil
		}
	}
	return "", nil
}

// hidings tells whether the name of somebody was erased in a campaign or, when none is named, in all those whose plan
// names them. What it returns is called under named.mu.
func (s *Service) hidings(ctx context.Context) (func(campaign, ref string) bool, error) {
	if err := s.users.follow(ctx, s.log); err != nil {
		return nil, err
	}
	erased := map[[2]string]int64{}
	for rec, err := range s.log.Records(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindPersonalErase}}) {
		if err != nil {
			return nil, fmt.Errorf("read whose name was erased: %w", err)
		}
		if rec.Leaf.Erase == nil {
			continue
		}
		for _, ref := range rec.Leaf.Erase.Refs {
			erased[[2]string{rec.Leaf.Campaign, ref}] = rec.Leaf.Seq
		}
	}
	in := func(campaign, ref string) bool {
		seq, ok := erased[[2]string{campaign, ref}]
		s.users.mu.Lock()
		defer s.users.mu.Unlock()
		return ok && s.users.roster.Hides(ref, seq)
	}
	return func(campaign, ref string) bool {
		if campaign != "" || len(erased) == 0 {
			return in(campaign, ref)
		}
		met := false
		for id, m := range s.named.plans {
			if slices.ContainsFunc(m.Parties, func(p plan.Participant) bool { return p.Ref == ref }) {
				if met = in(id, ref); !met {
					break
				}
			}
		}
		return met
	}, nil
}

// named is who has which reference, as far as the campaigns were read.
type named struct {
	mu    sync.Mutex
	refs  map[string]string         // by folded name
	names map[string]string         // as written, by reference
	plans map[string]*plan.Manifest // the last of each campaign, without its cases
	order []string                  // of the campaigns
	next  int64                     // position of the first leaf that names somebody and was not read
}

// references gives the reference of each person who takes part in a campaign of the project, or acted on the whole of
// it, by folded name. Each manifest is read once.
func (s *Service) references(ctx context.Context) (map[string]string, error) {
	n := &s.named
	n.mu.Lock()
	defer n.mu.Unlock()
	kinds := append(journal.ProjectKinds(), journal.KindCampaignOpen, journal.KindCampaignIterate)
	for rec, err := range s.log.Records(ctx, journal.Filter{Kinds: kinds, From: n.next}) {
		if err != nil {
			return nil, err
		}
		document := rec.Leaf.Document()
		if document == "" {
			if err := s.knowActor(ctx, rec.Leaf.Actor); err != nil {
				return nil, err
			}
			if err := s.knowUser(ctx, rec.Leaf.User); err != nil {
				return nil, err
			}
		} else {
			// One that cannot be read might name them: another reference would make two persons of one.
			m, err := s.outlines.read(ctx, s.log, rec.Leaf.Campaign, document)
			if err != nil {
				return nil, err
			}
			if n.plans[m.Campaign] == nil {
				n.order = append(n.order, m.Campaign)
			}
			n.plans[m.Campaign] = &plan.Manifest{Parties: m.Parties, Antennes: m.Antennes}
			for _, p := range m.Parties {
				n.refs[plan.FoldName(p.Name)], n.names[p.Ref] = p.Ref, p.Name
			}
		}
		n.next = rec.Leaf.Seq + 1
	}
	return maps.Clone(n.refs), nil
}

// knowActor notes under which reference somebody acted on the whole project, unless their name was erased. The caller
// holds named.mu.
func (s *Service) knowActor(ctx context.Context, a *journal.Actor) error {
	if a == nil {
		return nil
	}
	persons, err := s.log.Persons(ctx, []string{a.C})
	if p, ok := persons[a.C]; ok && err == nil {
		s.named.refs[plan.FoldName(p.Name)], s.named.names[a.Ref] = a.Ref, p.Name
	}
	return err
}

// knowUser notes under which reference somebody was added, unless their name was erased. The caller holds named.mu.
func (s *Service) knowUser(ctx context.Context, u *journal.User) error {
	if u == nil || u.Name == "" {
		return nil
	}
	texts, err := s.log.Texts(ctx, []string{u.Name})
	if name, ok := texts[u.Name]; ok && err == nil {
		s.named.refs[plan.FoldName(name)], s.named.names[u.Ref] = u.Ref, name
	}
	return err
}

// onePerson refuses a manifest that names somebody to whom a campaign that was opened meanwhile gave another reference.
// The caller is under the lock of the log.
func (s *Service) onePerson(ctx context.Context, m plan.Manifest) error {
	known, err := s.references(ctx)
	if err != nil {
		return err
	}
	for _, p := range m.Parties {
		if ref, ok := known[plan.FoldName(p.Name)]; ok && ref != p.Ref {
			return fmt.Errorf("%s is %s: %w", ref, p.Ref, ErrMeanwhile)
		}
	}
	return nil
}
