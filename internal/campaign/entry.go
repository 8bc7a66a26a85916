package campaign

import (
	"context"
	"fmt"
	"io"
	"sync"

	"recette/internal/journal"
	"recette/internal/recette"
)

// people gives each actor one salted commitment for the life of the process, so that a run of 100,000 cases stores a
// name once and not 100,000 times.
type people struct {
	mu   sync.Mutex
	rand io.Reader
	seen map[recette.Actor]*person
}

type person struct {
	journal.Person
	stored bool // durable: entries need not carry it any more
}

// Read draws random bytes under the lock.
func (p *people) Read(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return io.ReadFull(p.rand, b)
}

// get gives the person of an actor and whether an entry must still carry it.
func (p *people) get(a recette.Actor) (journal.Person, bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if known, ok := p.seen[a]; ok {
		return known.Person, !known.stored, nil
	}
	made, err := journal.NewPerson(p.rand, a.Ref, a.Name, string(a.Role))
	if err != nil {
		return journal.Person{}, false, err
	}
	p.seen[a] = &person{Person: made}
	return made, true, nil
}

// setStored says that the person of an actor is durable.
func (p *people) setStored(a recette.Actor) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if known, ok := p.seen[a]; ok {
		known.stored = true
	}
}

// forget makes new commitments of the people whose names are erased: what they do from now on has a name.
func (p *people) forget(erased []Erasable) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for actor, known := range p.seen {
		for i := range erased {
			if erased[i].ID == known.Commitment {
				delete(p.seen, actor)
			}
		}
	}
}

// entry is an entry of the journal in the making.
type entry struct {
	entry journal.Entry
	rand  io.Reader
	actor recette.Actor
	carry bool // the entry carries the person of the actor
	err   error

	warned []Warning // to tell once it is durable
}

// entry begins an entry by actor, dated now.
func (s *Service) entry(actor recette.Actor, kind journal.Kind, campaign string) *entry {
	d := &entry{rand: s.people, actor: actor}
	who, carry, err := s.people.get(actor)
	if err != nil {
		d.err = err
		return d
	}
	if carry {
		d.carry = true
		d.entry.Persons = []journal.Person{who}
	}
	d.entry.Leaf = journal.Leaf{
		At: journal.Instant(s.clock()), Kind: kind, Campaign: campaign, Actor: who.Actor(),
	}
	d.entry.Leaf.Actor.Auth = actor.Authenticated
	return d
}

// optional is text for what may be left out: one that says nothing to a reader is left out.
func (d *entry) optional(field, value string) string {
	if recette.Blank(value) {
		return ""
	}
	return d.text(field, value)
}

// text puts a free text beside the leaf and gives its commitment, nothing for an empty text. The first error stays in
// the entry, and append returns it.
func (d *entry) text(field, value string) string {
	switch {
	case value == "" || d.err != nil:
		return ""
	case !recette.Keepable(value):
		d.err = invalid(field)
		return ""
	}
	t, err := journal.NewText(d.rand, value)
	if err != nil {
		d.err = fmt.Errorf("%s: %w", field, err)
		return ""
	}
	d.entry.Texts = append(d.entry.Texts, t)
	return t.Commitment
}

// append makes entries durable, in one transaction.
func (s *Service) append(ctx context.Context, made ...*entry) ([]journal.Record, error) {
	entries := make([]journal.Entry, len(made))
	for i, d := range made {
		if d.err != nil {
			return nil, d.err
		}
		entries[i] = d.entry
	}
	recs, err := s.log.Append(ctx, entries...)
	if err != nil {
		return nil, fmt.Errorf("append: %w", err)
	}
	s.stored(made...)
	return recs, nil
}

// stored notes what entries made durable beside their leaves.
func (s *Service) stored(made ...*entry) {
	for _, d := range made {
		if d.carry {
			s.people.setStored(d.actor)
		}
	}
	s.warn(made...)
}
