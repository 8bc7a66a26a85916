package sqlite

import (
	"context"
	"fmt"

	"recette/internal/journal"
	"recette/internal/store"
)

// Append records entries in order, all or none, and returns when they are durable: after a nil error they survive kill
// -9 and a power cut. It is safe for concurrent use; calls that come together share one commit, and the refusal of one
// call's entries touches no other call. Positions follow each other without a hole; order is by position, never by the
// clock.
//
// On error nothing of the call was recorded, with one exception: an error under ErrFailed means that the disk failed
// while it synchronised, so that only opening the database again can tell. A context that ends before the writer took
// the call makes it return the context's error, and nothing is recorded; afterwards Append waits for the commit
// whatever the context says.
//
// Errors: ErrInvalid, ErrConflict, ErrBusy, ErrFull, store.ErrReadOnly, ErrIO, ErrCorrupt, ErrClosed, ErrFailed.
func (db *DB) Append(ctx context.Context, entries ...journal.Entry) ([]journal.Record, error) {
	if db.writer == nil && len(entries) > 0 {
		return nil, fmt.Errorf("append: %w", store.ErrReadOnly)
	}
	return db.commits.Append(ctx, entries...)
}

// Extend is Append for entries that depend on what the log holds: build gives them under the lock of the log, once what
// other processes appended is known. It sees the durable entries; those of calls of this process that share the commit
// are not among them. Its error comes back as it is, and nothing was recorded. It must be quick, must not call Append,
// and may be called again when the database refused an entry.
func (db *DB) Extend(ctx context.Context, build func(journal.Head) ([]journal.Entry, error)) ([]journal.Record, error) {
	if db.writer == nil {
		return nil, fmt.Errorf("append: %w", store.ErrReadOnly)
	}
	return db.commits.Extend(ctx, build)
}

// AppendWith records what build gives, which sees the log as it stands: from before build is called until its entries
// are durable nobody else appends anything, in this process or in another: it shares its commit with no other call.
// What build refuses is given back as it is, and nothing is recorded. build may read the log; it never appends, and is
// quick: everybody waits for it. Apart from that the call is as Append.
func (db *DB) AppendWith(
	ctx context.Context, build func(context.Context) ([]journal.Entry, error),
) ([]journal.Record, error) {
	if db.writer == nil {
		return nil, fmt.Errorf("append: %w", store.ErrReadOnly)
	}
	return db.commits.AppendWith(ctx, build)
}

// Insert implements store.Engine.
func (w *writer) Insert(ctx context.Context, l *journal.Leaf, raw, hashes []byte) error {
	c := columnsOf(l)
	if err := w.sql.exec(ctx, w.sql.leaf, l.Seq, c.at, c.kind, c.campaign, c.caseID, raw); err != nil {
		return err
	}
	return w.sql.exec(ctx, w.sql.hashes, l.Seq, hashes)
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

// InsertOutside implements store.Engine.
func (w *writer) InsertOutside(ctx context.Context, e *journal.Entry) error {
	s := &w.sql
	for _, t := range e.Texts {
		n, err := s.count(ctx, s.textKnown, t.Commitment, t.Commitment)
		if err == nil && n == 0 {
			err = s.exec(ctx, s.text, t.Commitment, t.Salt, t.Value)
		}
		if err != nil {
			return fmt.Errorf("text: %w", err)
		}
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
	}
	return nil
}
