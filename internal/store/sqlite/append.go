package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"recette/internal/journal"
	"recette/internal/store"
)

// Append records entries in order, all or none, and returns when they are durable: after a nil error they survive kill -9 and
// a power cut. It is safe for concurrent use; calls that come together share one commit, and the refusal of one call's
// entries touches no other call. Positions follow each other without a hole; order is by position, never by the clock.
//
// On error nothing of the call was recorded, with one exception: an error under ErrFailed means that the disk failed
// while it synchronised, so that only opening the database again can tell. A context that ends before the writer took the
// call makes it return the context's error, and nothing is recorded; afterwards Append waits for the commit whatever
// the context says.
//
// Errors: ErrInvalid, ErrConflict, ErrBusy, ErrFull, store.ErrReadOnly, ErrIO, ErrCorrupt, ErrClosed, ErrFailed.
func (db *DB) Append(ctx context.Context, entries ...journal.Entry) ([]journal.Record, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	if err := checkEntries(entries); err != nil {
		return nil, fmt.Errorf("append: %w", err)
	}
	return db.append(ctx, &request{entries: entries})
}

// Extend is Append for entries that depend on what the log holds: build gives them under the lock of the log, once what
// other processes appended is known. It sees the durable entries; those of calls of this process that share the commit are
// not among them. Its error comes back as it is, and nothing was recorded. It must be quick, must not call Append, and
// may be called again when the database refused an entry.
func (db *DB) Extend(ctx context.Context, build func(journal.Head) ([]journal.Entry, error)) ([]journal.Record, error) {
	return db.append(ctx, &request{build: build})
}

func (db *DB) append(ctx context.Context, r *request) ([]journal.Record, error) {
	if db.writer == nil {
		return nil, fmt.Errorf("append: %w", store.ErrReadOnly)
	}
	switch err := db.writer.submit(ctx, r); {
	case r.refused:
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("append: %w", err)
	}
	return r.records, nil
}

// AppendWith records what build gives, which sees the log as it stands: from before build is called until its entries
// are durable nobody else appends anything, in this process or in another: it shares its commit with no other call. What
// build refuses is given back as it is, and nothing is recorded. build may read the log; it never appends, and is quick:
// everybody waits for it. Apart from that the call is as Append.
func (db *DB) AppendWith(
	ctx context.Context, build func(context.Context) ([]journal.Entry, error),
) ([]journal.Record, error) {
	return db.append(ctx, &request{alone: true, build: func(journal.Head) ([]journal.Entry, error) { return build(ctx) }})
}

// checkEntries is what needs neither position nor database; callers of Append do it side by side.
func checkEntries(entries []journal.Entry) error {
	for i := range entries {
		if err := checkEntry(&entries[i]); err != nil {
			return fmt.Errorf("entry %d: %w: %w", i, store.ErrInvalid, err)
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
	w       *writer
	tree    journal.Tree // a copy: the writer's changes only after the commit
	done    []*request
	entries int
	bytes   int
	seen    string
	broken  bool
}

// begin opens the transaction and brings the tree in memory to what the file holds.
func (g *group) begin(ctx context.Context) error {
	if g.w.failed.Load() { // the commit of a call before this one, of the same group, may have failed
		return store.ErrFailed
	}
	if err := g.w.begin(ctx); err != nil {
		return err
	}
	g.tree = *g.w.tree
	if err := g.noteClock(ctx); err != nil {
		return errors.Join(err, g.w.rollback(ctx))
	}
	return nil
}

// clockSlack is how far the clock may step back without being noted: clocks are disciplined by small steps.
const clockSlack = 2 * time.Second

// noteClock records a leaf when the clock of the process stands before the last commit. The instants of entries are recorded
// as given, even so: a fact is not corrected, and order is by position.
func (g *group) noteClock(ctx context.Context) error {
	now := g.w.opts.Now()
	g.seen = journal.Instant(now)
	last, err := time.Parse(journal.TimeLayout, g.w.lastSeen)
	if err != nil || !now.Before(last.Add(-clockSlack)) {
		return nil // nothing to compare with, or no step back
	}
	_, err = g.insert(ctx, journal.Leaf{
		At: g.seen, Kind: journal.KindClockRegression,
		Clock: &journal.Clock{Before: g.w.lastSeen, After: g.seen},
	})
	return err
}

// add puts one call in the transaction. An entry that cannot be encoded is answered at once and leaves no trace. An error of
// the database is returned: the transaction is then lost for all.
func (g *group) add(ctx context.Context, r *request) error {
	if r.build != nil {
		entries, err := r.build(journal.Head{Size: g.w.tree.Size(), Others: g.w.others})
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
			r.answer(nil, fmt.Errorf("%w: entry %d: %w", store.ErrInvalid, i, err))
			return nil
		}
		raws[i], records[i] = raw, journal.Record{Leaf: l, Raw: raw}
	}
	g.done = append(g.done, r)
	r.records = records
	for i := range r.entries {
		if err := g.insertRaw(ctx, &records[i].Leaf, raws[i]); err != nil {
			return fmt.Errorf("entry %d: %w", i, err)
		}
		if err := g.insertOutside(ctx, &r.entries[i]); err != nil {
			return fmt.Errorf("entry %d: %w", i, err)
		}
	}
	return nil
}

func (g *group) insert(ctx context.Context, l journal.Leaf) ([]byte, error) {
	l, raw, err := journal.Seal(l, g.tree.Size())
	if err != nil {
		return nil, err
	}
	return raw, g.insertRaw(ctx, &l, raw)
}

func (g *group) insertRaw(ctx context.Context, l *journal.Leaf, raw []byte) error {
	s := &g.w.sql
	c := columnsOf(l)
	if err := s.exec(ctx, s.leaf, l.Seq, c.at, c.kind, c.campaign, c.caseID, raw); err != nil {
		return err
	}
	g.entries++
	g.bytes += len(raw)
	return s.exec(ctx, s.hashes, l.Seq, g.tree.Add(raw))
}

// columns are what a row repeats of its leaf.
type columns struct{ at, kind, campaign, caseID string }

func columnsOf(l *journal.Leaf) columns {
	c := columns{at: l.At, kind: string(l.Kind), campaign: l.Campaign}
	switch {
	case l.Result != nil:
		c.caseID = l.Result.Case
	case l.Anomaly != nil:
		c.caseID = l.Anomaly.Case
	}
	return c
}

// insertOutside stores what the leaf commits to. What is known already stays as it is; what was erased stays erased.
func (g *group) insertOutside(ctx context.Context, e *journal.Entry) error {
	s := &g.w.sql
	for _, t := range e.Texts {
		n, err := s.count(ctx, s.textKnown, t.Commitment, t.Commitment)
		if err == nil && n == 0 {
			err = s.exec(ctx, s.text, t.Commitment, t.Salt, t.Value)
		}
		if err != nil {
			return fmt.Errorf("text: %w", err)
		}
		g.bytes += len(t.Value)
	}
	for _, p := range e.Persons {
		n, err := s.count(ctx, s.persKnown, p.Commitment, p.Commitment)
		if err == nil && n == 0 {
			err = s.exec(ctx, s.person, p.Commitment, p.Ref, p.Salt, p.Name, p.Role)
		}
		if err != nil {
			return fmt.Errorf("person: %w", err)
		}
	}
	for _, b := range e.Blobs {
		n, err := s.count(ctx, s.blobKnown, b.SHA256)
		if err == nil && n == 0 {
			err = s.exec(ctx, s.blob, b.SHA256, append([]byte{}, b.Data...)) // the driver makes NULL of a nil slice
		}
		if err != nil {
			return fmt.Errorf("document: %w", err)
		}
		g.bytes += len(b.Data)
	}
	return nil
}

// abandon ends a transaction that one statement broke. When calls shared it and the database merely refused an entry,
// each call is tried again alone, so that the others do not pay for one.
func (g *group) abandon(ctx context.Context, cause error) {
	g.broken = true
	calls := g.done
	if err := g.w.rollback(ctx); err != nil {
		cause = errors.Join(cause, err)
	}
	if len(calls) == 1 || !errors.Is(cause, store.ErrConflict) || g.w.failed.Load() {
		for _, r := range calls {
			r.answer(nil, cause)
		}
		return
	}
	for _, r := range calls {
		alone := &group{w: g.w}
		if err := alone.begin(ctx); err != nil {
			r.answer(nil, err)
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
	if g.broken {
		return
	}
	if err := g.w.commit(ctx); err != nil {
		for _, r := range g.done {
			r.answer(nil, err)
		}
		return
	}
	*g.w.tree = g.tree
	g.w.lastSeen = g.seen
	g.w.noteHead()
	for _, r := range g.done {
		r.answer(r.records, nil)
	}
}
