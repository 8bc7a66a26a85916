package campaign

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Apart is somebody whom frozen plans of a campaign name although they take no part in them: a contact, a
// representative, a recipient.
type Apart struct {
	Name   string          // as a plan writes it
	places []journal.Place // without the reference
}

// at takes in where a plan names them, but where their name was erased already. It is called under c.mu.
func (a *Apart) at(c *loaded, o *plan.Outline, paths []string) {
	for _, path := range paths {
		if !c.hidden(c.state.Places[o.Digest][path]) {
			a.places = append(a.places, journal.Place{Manifest: o.Digest, Path: path})
		}
	}
}

// planned finds the person in plans: by their reference where they take part, elsewhere by their name.
func (p *PersonErasure) planned(ref string) planning {
	return func(c *loaded, plans []*plan.Outline, _ string) (refs []string, apart []Apart) {
		for _, o := range plans {
			if refs == nil && ref != "" && !c.hidden(ref) &&
				slices.ContainsFunc(o.Parties, func(x plan.Participant) bool { return x.Ref == ref }) {
				refs = []string{ref}
			}
			apart = found(c, o, o.NamedApart(p.Name), apart)
		}
		return refs, placed(apart)
	}
}

// everybody finds all those whom plans name and nobody erased yet.
func everybody(c *loaded, plans []*plan.Outline) (refs []string, apart []Apart) {
	for _, o := range plans {
		for i := range o.Parties {
			if ref := o.Parties[i].Ref; !c.hidden(ref) && !slices.Contains(refs, ref) {
				refs = append(refs, ref)
			}
		}
		apart = found(c, o, o.Apart(), apart)
	}
	return refs, placed(apart)
}

// found adds those whom a plan names to those whom the plans before it name. It is called under c.mu.
func found(c *loaded, o *plan.Outline, named []plan.Apart, apart []Apart) []Apart {
	for _, x := range named {
		k := slices.IndexFunc(apart, func(a Apart) bool { return plan.FoldName(a.Name) == plan.FoldName(x.Name) })
		if k < 0 {
			k, apart = len(apart), append(apart, Apart{Name: x.Name})
		}
		apart[k].at(c, o, x.Paths)
	}
	return apart
}

// placed leaves out those whose name was erased everywhere.
func placed(apart []Apart) []Apart {
	return slices.DeleteFunc(apart, func(a Apart) bool { return len(a.places) == 0 })
}

// refer lists in a leaf where plans name people who take no part in them, each under their reference: the one that they
// have elsewhere in the project, else a new one, which refs keeps.
func (s *Service) refer(leaf *journal.Erase, apart []Apart, refs map[string]string) error {
	for i := range apart {
		name := plan.FoldName(apart[i].Name)
		if refs[name] == "" {
			ref, err := s.draw()
			if err != nil {
				return err
			}
			refs[name] = ref
		}
		leaf.Refs = append(leaf.Refs, refs[name])
		for _, p := range apart[i].places {
			p.Ref = refs[name]
			leaf.Places = append(leaf.Places, p)
		}
	}
	slices.SortFunc(leaf.Places, func(a, b journal.Place) int {
		return cmp.Or(cmp.Compare(a.Manifest, b.Manifest), cmp.Compare(a.Path, b.Path))
	})
	slices.Sort(leaf.Refs)
	leaf.Refs = slices.Compact(leaf.Refs)
	return nil
}

// everFrozen gives the plan of a campaign, and those of the iterations before.
func (s *Service) everFrozen(ctx context.Context, c *loaded) ([]*plan.Outline, error) {
	all := []*plan.Outline{c.outline}
	for i := range c.outline.Before {
		o, err := ReadOutline(ctx, s.log, c.id, c.outline.Before[i].Manifest)
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}

// NamesApart gives the names of those whom plans of campaigns name although they take no part in them, and nobody
// erased: an erasure may be asked for under any of them.
func (s *Service) NamesApart(ctx context.Context, actor recette.Actor) (names []string, err error) {
	if err := s.allow(ctx, actor, access.ReadJournal); err != nil {
		return nil, err
	}
	list, err := s.List(ctx, actor)
	if err != nil {
		return nil, err
	}
	for i := range list {
		c, err := s.shown(ctx, actor, list[i].Campaign, access.ReadDossier, access.ReadJournal)
		if err != nil {
			return nil, err
		}
		plans, err := s.everFrozen(ctx, c)
		if err != nil {
			return nil, err
		}
		c.mu.Lock()
		_, apart := everybody(c, plans)
		c.mu.Unlock()
		for k := range apart {
			names = append(names, apart[k].Name)
		}
	}
	return names, nil
}

// NamedAgainError says where a plan to go on with names somebody whose name was erased in the campaign.
type NamedAgainError struct {
	Places []string // keys of the file of the plan: "contacts[0].name"
}

func (e *NamedAgainError) Error() string {
	return fmt.Sprintf("%v: an erased name stands in %v", fact.Err, e.Places)
}

// Unwrap gives fact.Err.
func (e *NamedAgainError) Unwrap() error { return fact.Err }

// namesAgain refuses a plan to go on with that names somebody whose name was erased in the campaign
// (*NamedAgainError): nothing would say that it is to be hidden there too. What was erased among other words is looked
// for by two of them, which may refuse somebody else rather than name them again. Whoever takes part under the
// reference that is hidden stays hidden, and whoever was added again since is named again. The caller holds c.recording
// for writing.
func (s *Service) namesAgain(ctx context.Context, c *loaded, next *plan.Manifest) error {
	if len(c.state.Hidden) == 0 {
		return nil
	}
	plans, err := s.everFrozen(ctx, c)
	if err != nil {
		return err
	}
	refs, err := s.references(ctx)
	if err != nil {
		return err
	}
	var again NamedAgainError
	said, known := next.Places(), c.unerased(plans)
	for text, ref := range c.erasedNames(plans) {
		if slices.ContainsFunc(next.Parties, func(p plan.Participant) bool { return p.Ref == ref }) {
			continue
		}
		back := func(at string) bool { return c.namedBack(refs, text, at, c.state.Hidden[ref]) }
		for i := range next.Parties {
			if name := next.Parties[i].Name; plan.Akin(name, text, known) && !back(name) {
				again.Places = append(again.Places, fmt.Sprintf("participants[%d].name", i))
			}
		}
		for _, path := range next.Akin(text, known) {
			if !back(said[path]) {
				again.Places = append(again.Places, keyOf(path))
			}
		}
	}
	if again.Places == nil {
		return nil
	}
	slices.Sort(again.Places)
	again.Places = slices.Compact(again.Places)
	return &again
}

// unerased gives those who take part in plans of a campaign and whose name nobody erased.
func (c *loaded) unerased(plans []*plan.Outline) (known []plan.Participant) {
	for _, o := range plans {
		for i := range o.Parties {
			if !c.hidden(o.Parties[i].Ref) {
				known = append(known, o.Parties[i])
			}
		}
	}
	return known
}

// namedBack tells whether a place names somebody of an erased text who was added again since.
func (c *loaded) namedBack(refs map[string]string, text, at string, since int64) bool {
	for name, ref := range refs {
		if plan.Mentions(text, name) && plan.Mentions(at, name) && c.users.back(ref, since) {
			return true
		}
	}
	return false
}

// erasedNames gives the names that were erased in a campaign, as its plans write them, with the reference that stands
// for each.
func (c *loaded) erasedNames(plans []*plan.Outline) map[string]string {
	names := map[string]string{}
	for _, o := range plans {
		for i := range o.Parties {
			if p := &o.Parties[i]; c.hidden(p.Ref) {
				names[p.Name] = p.Ref
			}
		}
		said := o.Places()
		for path, ref := range c.state.Places[o.Digest] {
			if c.hidden(ref) {
				names[said[path]] = ref
			}
		}
	}
	return names
}

// back tells whether somebody was added to the project, under a name, after a position.
func (u *users) back(ref string, since int64) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return ref != "" && !u.roster.Hides(ref, since)
}

// keyOf writes the place of a frozen plan as the file that it was frozen from has it.
func keyOf(path string) string {
	var key strings.Builder
	for part := range strings.SplitSeq(strings.TrimPrefix(strings.TrimPrefix(path, "/sections"), "/"), "/") {
		switch {
		case part[0] >= '0' && part[0] <= '9':
			key.WriteString("[" + part + "]")
		case key.Len() > 0:
			key.WriteString("." + part)
		default:
			key.WriteString(part)
		}
	}
	return key.String()
}
