//go:build unix

package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/mod/sumdb/tlog"

	"recette/internal/journal"
	"recette/internal/store"
)

// Of the end of the log, what is hashed again at each opening: what came after the last signed head, and so many leaves
// at least. What lies before is held by the signed head, and by the full verification.
const (
	leastTail = 256
	mostTail  = 1 << 14
)

// Doubts is what was found when the database was opened for reading: somebody exchanged it, took files or guards away,
// or changed its end. Whoever opens it for writing is refused.
func (db *DB) Doubts() []error { return db.doubts }

// Outside gives the head that is kept outside, and whether there is one.
func (db *DB) Outside() (Outside, bool, error) { return readOutside(db.opts.Outside) }

// Reached is the greatest size that the log is known to have had, by whatever is kept of it.
func (db *DB) Reached() int64 { return db.reached }

// examine looks for what could have been done to the record behind its back, in a time that does not grow with it.
// Reading goes on, and says it; writing stops, unless somebody restores the record and says why: what is altered is not
// restored by that.
func (db *DB) examine(ctx context.Context, key *journal.LogKey) error {
	r := db.rows()
	l := &look{
		db: db, rows: r, log: store.NewJournal(db.project, r, nil, key), hashes: store.NewHashReader(ctx, r.Hashes),
		good: map[int64]string{},
	}
	if err := l.read(ctx); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{
		l.outside, l.beside, l.signed, l.heads, l.tail, db.checkSchema, db.mending, db.checkInstance,
	} {
		err := step(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			db.doubts = append(db.doubts, err)
		}
	}
	found := errors.Join(db.doubts...)
	switch {
	case found == nil, db.opts.ReadOnly:
		return nil
	case !db.opts.Restore, errors.Is(found, store.ErrCorrupt):
		return found
	}
	return db.mend(ctx, l)
}

// look is one look at a record that is being opened.
type look struct {
	db     *DB
	rows   rows
	log    *store.Journal
	hashes *store.HashReader // shared: heads lie close together

	// The heads outside come first: another process may record meanwhile, and what is read later holds more.
	kept       Outside
	known      bool
	besideLast store.StoredCheckpoint
	sealed     store.StoredCheckpoint // the last one in the database, zero when there is none
	size       int64
	good       map[int64]string // heads that were compared: root by size
}

// read gathers what is compared.
func (l *look) read(ctx context.Context) (err error) {
	if path := l.db.opts.Outside; path != "" {
		if l.kept, l.known, err = readOutside(path); err != nil {
			return err
		}
	}
	if l.besideLast, err = lastCheckpoint(l.db.opts.beside(checkpointsFile)); err != nil {
		return err
	}
	err = l.db.readers.GetContext(
		ctx, &l.sealed, `SELECT size, verifier, note, root FROM checkpoint ORDER BY size DESC, verifier LIMIT 1`,
	)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return l.db.readError(ctx, err)
	}
	if l.size, err = l.rows.Size(ctx); err != nil {
		return err
	}
	l.db.reached = max(l.size, l.kept.Size, l.besideLast.Size, l.sealed.Size)
	if h, ok, err := l.rows.HeadBeside(); err != nil {
		return err
	} else if ok {
		l.db.reached = max(l.db.reached, h.Size)
	}
	return nil
}

// outside compares the log with the head that is kept outside.
func (l *look) outside(ctx context.Context) error {
	if l.db.opts.Outside == "" {
		return nil
	}
	b, err := l.log.Binding(ctx)
	if err == nil && !l.known && b.Seq >= 0 {
		// Another process may have begun the log since: it keeps a head outside first.
		err = l.read(ctx)
	}
	switch {
	case err != nil:
		return err
	case !l.known && b.Seq >= 0:
		return store.ErrUnanchored
	case !l.known:
		return nil
	case b.Seq < 0:
		b.Origin, b.Verifier = journal.Origin(l.db.project), l.kept.Verifier
	}
	if l.kept.Origin != b.Origin {
		return fmt.Errorf("%w: the head outside is of %s, the log is %s", store.ErrOtherLog, l.kept.Origin, b.Origin)
	}
	if l.kept.Verifier != b.Verifier {
		if err := l.wasNamed(ctx, l.kept.Verifier); err != nil {
			return err
		}
	}
	differs := store.ErrDiverged
	if l.kept.Note == l.besideLast.Note || l.kept.Note == l.sealed.Note {
		differs = store.ErrCorrupt // the log has this head, and is not what it says
	}
	if err := l.began(ctx, l.kept.Size, l.kept.Root, differs); err != nil || l.kept.Sworn {
		return err
	}
	return l.skipped(ctx)
}

// skipped holds a count that nobody signed to what the leaves below that head say.
func (l *look) skipped(ctx context.Context) error {
	n := int64(0)
	for r, err := range l.log.Records(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindLogRestore}}) {
		if err != nil {
			return err
		}
		if r.Leaf.Seq < l.kept.Size {
			n += r.Leaf.Restore.Skipped()
		}
	}
	if n != l.kept.Skipped {
		return fmt.Errorf("%w: %d numbers skipped, the log says %d", store.ErrUnanchored, l.kept.Skipped, n)
	}
	return nil
}

// wasNamed refuses a key that the log never had. What a copy of before a change of keys lacks is its end.
func (l *look) wasNamed(ctx context.Context, verifier string) error {
	for r, err := range l.log.Records(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindLogRotate}}) {
		if err != nil {
			return err
		}
		if r.Leaf.Log != nil && r.Leaf.Log.Former == verifier {
			return nil
		}
	}
	if l.kept.Size > l.size {
		return fmt.Errorf(
			"%w: %d entries were signed, by a key that the log does not name", store.ErrRolledBack, l.kept.Size,
		)
	}
	return fmt.Errorf("%w: a head is signed by a key that the log does not name", store.ErrOtherLog)
}

// began compares the log with a head that it once had: it differs when its entries are others.
func (l *look) began(ctx context.Context, size int64, root string, differs error) error {
	if size > l.size {
		return &store.HeadError{Kind: store.ErrRolledBack, Known: size, Held: l.size}
	}
	if l.good[size] == root {
		return nil
	}
	got, err := tlog.TreeHash(size, l.hashes)
	if err != nil {
		return fmt.Errorf("root of the first %d entries: %w", size, err)
	}
	if got.String() != root {
		if err := l.left(ctx, size, root); err != nil {
			return err
		}
		return &store.HeadError{Kind: differs, Known: size, Held: l.size}
	}
	l.good[size] = root
	return nil
}

// left tells a head that the log says it was restored from: whoever restored it was cut short before its new head was
// signed.
func (l *look) left(ctx context.Context, size int64, root string) error {
	for r, err := range l.log.Records(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindLogRestore}}) {
		if err != nil {
			return err
		}
		if f := r.Leaf.Restore; f != nil && f.Known == size && f.KnownRoot == root && f.Size < size {
			return &store.HeadError{Kind: store.ErrRolledBack, Known: size, Held: f.Size}
		}
	}
	return nil
}

// beside misses the files that are there as soon as somebody recorded.
func (l *look) beside(context.Context) error {
	if l.size == 0 {
		return nil
	}
	for name, there := range map[string]bool{headName: true, checkpointsFile: l.sealed.Note != ""} {
		_, err := os.Stat(l.db.opts.beside(name))
		switch {
		case err == nil || !there:
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%w: %s", store.ErrBesideGone, name)
		default:
			return err
		}
	}
	return nil
}

// signed compares the log with the last head that was signed, as the database and the file beside it have it.
func (l *look) signed(ctx context.Context) error {
	for _, c := range []store.StoredCheckpoint{l.besideLast, l.sealed} {
		if c.Note == "" {
			continue
		}
		s, err := c.Open()
		if err != nil {
			return err
		}
		if c.Note == l.kept.Note {
			continue // it was compared
		}
		if err := l.began(ctx, s.Size, s.Root, store.ErrCorrupt); err != nil {
			return err
		}
	}
	return nil
}

// heads misses, in the database, the last signed head that is kept beside it or outside. A database that lacks the
// entries of that head too was told already. The head that was kept outside before the log was named was never stored.
func (l *look) heads(ctx context.Context) error {
	b, err := l.log.Binding(ctx)
	if err != nil {
		return nil //nolint:nilerr // it was told
	}
	for _, c := range []store.StoredCheckpoint{
		l.besideLast, {Size: l.kept.Size, Verifier: l.kept.Verifier, Note: l.kept.Note, Root: l.kept.Root},
	} {
		root, told := l.good[c.Size]
		if c.Note == "" || !told || c.Root != "" && (root != c.Root || b.Seq < 0 || c.Size <= b.Seq) {
			continue
		}
		var there int
		if err := l.db.readers.GetContext(
			ctx, &there, `SELECT count(*) FROM checkpoint WHERE note = ? AND size = ? AND verifier = ?`,
			c.Note, c.Size, c.Verifier,
		); err != nil {
			return l.db.readError(ctx, err)
		}
		if there == 0 {
			return fmt.Errorf("%w: that of %d entries", store.ErrHeadsGone, c.Size)
		}
	}
	return nil
}

// tail hashes the end of the log again, and compares each leaf with its row.
func (l *look) tail(ctx context.Context) error {
	from := max(0, l.size-mostTail, min(l.sealed.Size, l.size-leastTail))
	tree, err := journal.TreeFrom(from, l.hashes)
	if err != nil {
		return err
	}
	for next := from; next < l.size; {
		rows, err := l.rows.HashedLeaves(ctx, next, l.size)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return fmt.Errorf("%w: entry %d is missing", store.ErrCorrupt, next)
		}
		for i := range rows {
			if err := rows[i].Sound(next); err != nil {
				return err
			}
			if fresh := tree.Add(rows[i].Leaf); !bytes.Equal(fresh, rows[i].Hashes) {
				return fmt.Errorf("%w: entry %d is not the one that was recorded", store.ErrCorrupt, next)
			}
			next++
		}
	}
	return nil
}
