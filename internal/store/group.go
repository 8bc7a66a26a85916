package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"recette/internal/journal"
)

// checkEntries is what needs neither position nor database; callers of Append do it side by side.
func checkEntries(entries []journal.Entry) error {
	for i := range entries {
		if err := checkEntry(&entries[i]); err != nil {
			return fmt.Errorf("entry %d: %w: %w", i, ErrInvalid, err)
		}
	}
	return nil
}

func checkEntry(e *journal.Entry) error {
	for _, t := range e.Texts {
		if err := t.Check(); err != nil {
			return err
		}
	}
	for _, p := range e.Persons {
		if err := p.Check(); err != nil {
			return err
		}
	}
	for _, b := range e.Blobs {
		if err := b.Check(); err != nil {
			return err
		}
	}
	return nil
}

// group is the transaction that several calls share.
type group struct {
	c       *Commits
	tree    journal.Tree // of what is durable and what was added
	done    []*request
	entries int
	bytes   int
	seen    string
	clocked bool // the clock was looked at
}

func (g *group) begin(ctx context.Context) error {
	if err := g.c.begin(ctx); err != nil {
		return err
	}
	g.tree, g.seen = *g.c.tree, g.c.seen
	return nil
}

// clockSlack is how far the clock may step back without being noted: clocks are disciplined by small steps.
const clockSlack = 2 * time.Second

// noteClock records a leaf when the clock of the process stands before the last commit. The instants of entries are
// recorded as given, even so: a fact is not corrected, and order is by position.
func (g *group) noteClock(ctx context.Context) error {
	if g.clocked {
		return nil
	}
	now := g.c.now()
	g.clocked, g.seen = true, journal.Instant(now)
	last, err := time.Parse(journal.TimeLayout, g.c.seen)
	if err != nil || !now.Before(last.Add(-clockSlack)) {
		return nil // nothing to compare with, or no step back
	}
	_, err = g.insert(ctx, journal.Leaf{
		At: g.seen, Kind: journal.KindClockRegression,
		Clock: &journal.Clock{Before: g.c.seen, After: g.seen},
	})
	return err
}

// add puts one call in the transaction. An entry that cannot be encoded is answered at once and leaves no trace. An
// error of the database is returned: the transaction is then lost for all.
func (g *group) add(ctx context.Context, r *request) error {
	if r.within != nil {
		g.done = append(g.done, r)
		return r.within(ctx)
	}
	if err := g.noteClock(ctx); err != nil {
		g.done = append(g.done, r)
		return err
	}
	if r.build != nil {
		entries, err := r.build(journal.Head{Size: g.c.tree.Size(), Others: g.c.others})
		if r.refused = err != nil; err == nil {
			err = checkEntries(entries)
		}
		if err != nil {
			r.answer(nil, err)
			return nil
		}
		r.entries = entries
	}
	raws := make([][]byte, len(r.entries))
	records := make([]journal.Record, len(r.entries))
	for i := range r.entries {
		l, raw, err := journal.Seal(r.entries[i].Leaf, g.tree.Size()+int64(i))
		if err != nil {
			r.answer(nil, fmt.Errorf("%w: entry %d: %w", ErrInvalid, i, err))
			return nil
		}
		raws[i], records[i] = raw, journal.Record{Leaf: l, Raw: raw}
	}
	g.done = append(g.done, r)
	r.records = records
	for i := range r.entries {
		if err := g.store(ctx, &records[i].Leaf, raws[i]); err != nil {
			return fmt.Errorf("entry %d: %w", i, err)
		}
		if err := g.c.engine.InsertDetached(ctx, &r.entries[i]); err != nil {
			return fmt.Errorf("entry %d: %w", i, err)
		}
		g.bytes += weight(&r.entries[i])
	}
	return nil
}

func (g *group) insert(ctx context.Context, l journal.Leaf) ([]byte, error) {
	l, raw, err := journal.Seal(l, g.tree.Size())
	if err != nil {
		return nil, err
	}
	return raw, g.store(ctx, &l, raw)
}

func (g *group) store(ctx context.Context, l *journal.Leaf, raw []byte) error {
	g.entries++
	g.bytes += len(raw)
	return g.c.engine.Insert(ctx, rowOf(l, raw, g.tree.Add(raw)))
}

// abandon ends a transaction that one statement broke. When calls shared it and the database merely refused an entry,
// each call is tried again alone, so that the others do not pay for one.
func (g *group) abandon(ctx context.Context, cause error) {
	calls := g.done
	cause = g.c.rollback(ctx, cause)
	again := len(calls) > 1 && errors.Is(cause, ErrConflict) && !g.c.failed
	for _, r := range calls {
		if !again {
			r.answer(nil, cause)
			continue
		}
		alone := &group{c: g.c}
		if err := alone.begin(ctx); err != nil {
			r.answer(nil, err)
			if errors.Is(err, ErrBusy) { // nobody waits in turn
				again, cause = false, err
			}
			continue
		}
		if err := alone.add(ctx, r); err != nil {
			alone.abandon(ctx, err)
			continue
		}
		alone.commit(ctx)
	}
}

// commit makes the transaction durable, and only then answers its calls.
func (g *group) commit(ctx context.Context) {
	err := g.c.commit(ctx, &g.tree, g.seen)
	for _, r := range g.done {
		switch {
		case err != nil:
			r.answer(nil, err)
		case r.after != nil:
			r.answer(nil, r.after())
		default:
			r.answer(r.records, nil)
		}
	}
}

// weight is how much of the room of a group the texts and documents of an entry take.
func weight(e *journal.Entry) (bytes int) {
	for _, t := range e.Texts {
		bytes += len(t.Value)
	}
	for _, b := range e.Blobs {
		bytes += len(b.Data)
	}
	return bytes
}
