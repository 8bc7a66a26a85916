package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"recette/internal/bounded"
	"recette/internal/durable"
	"recette/internal/store"
)

// mend puts back what a look found missing, for a record that is being restored: the guards, and the signed heads that
// are kept beside the database. Until the restoration is recorded and its head kept outside, a mark says that it was
// begun: whoever is cut short leaves something to restore.
func (db *DB) mend(ctx context.Context, l *look) error {
	found := errors.Join(db.doubts...)
	if !errors.Is(found, store.ErrSchema) && !errors.Is(found, store.ErrHeadsGone) {
		return nil
	}
	if err := makeSide(db.opts.beside(mendingFile)); err != nil {
		return fmt.Errorf("mark the restoration: %w", err)
	}
	if err := db.mendSchema(ctx); err != nil {
		return err
	}
	return db.mendHeads(ctx, l)
}

// mending tells that a restoration was begun, and not recorded.
func (db *DB) mending(context.Context) error {
	_, err := os.Stat(db.opts.beside(mendingFile))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	return fmt.Errorf("%w: its restoration was not recorded", store.ErrSchema)
}

// mended ends a restoration: it is recorded, and its head kept.
func (w *writer) mended() error {
	if !w.opts.Restore {
		return nil
	}
	if err := os.Remove(w.opts.beside(mendingFile)); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	return durable.SyncDir(w.opts.dir())
}

// mendHeads puts the signed heads that are kept beside the database, or outside, back into it: those that are heads of
// this log.
func (db *DB) mendHeads(ctx context.Context, l *look) (err error) {
	lines, err := readLines(db.opts.beside(checkpointsFile))
	if err != nil {
		return err
	}
	kept := make([]store.StoredCheckpoint, len(lines), len(lines)+1)
	for i := range lines {
		kept[i] = lines[i].StoredCheckpoint
	}
	kept = append(kept, store.StoredCheckpoint{Size: l.kept.Size, Verifier: l.kept.Verifier, Note: l.kept.Note})
	w, err := connect(db.opts.Path, writes, 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	for i := range kept {
		s, err := kept[i].Open()
		if err != nil || l.began(ctx, s.Size, s.Root, store.ErrCorrupt) != nil {
			continue // torn, or of another branch
		}
		if _, err := w.ExecContext(
			ctx, `INSERT INTO checkpoint (size, verifier, root, note) SELECT ?, ?, ?, ?
			WHERE NOT EXISTS (SELECT 1 FROM checkpoint WHERE size = ? AND verifier = ?)`,
			s.Size, s.Verifier, s.Root, s.Note, s.Size, s.Verifier,
		); err != nil {
			return classify(err)
		}
	}
	return nil
}

// setAside takes what the database does not have out of the file beside it: the signed heads of a branch that the log
// left, and the lines that nobody can read. They stay, under another name: nothing that was signed is thrown away, and
// nothing that somebody wrote. Heads that the database has stay, whole, though their line was torn.
func (w *writer) setAside(ctx context.Context) error {
	path := w.opts.beside(checkpointsFile)
	kept, err := readLines(path)
	if err != nil {
		return err
	}
	held, err := heldLines(w.held(ctx))
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, line := range held {
		known[string(line)] = true
	}
	t := torn{held: func() ([][]byte, error) { return held, nil }, before: map[string]bool{}}
	var left, ours [][]byte
	for i := range kept {
		line, err := t.next(&kept[i])
		switch {
		case err != nil:
			return err
		case kept[i].text == nil:
			return nil // nobody can tell what follows: all stays, and is reported
		case kept[i].readable():
			if line, err = lineOfCheckpoint(kept[i].StoredCheckpoint); err != nil {
				return err
			}
		case line == nil:
			line = append(bytes.Clone(kept[i].text), '\n')
		}
		if known[string(line)] {
			ours = append(ours, line)
		} else {
			left = append(left, line)
		}
	}
	if len(left) == 0 {
		return nil
	}
	again := func() ([][]byte, error) { return left, nil } // whoever did this was cut short
	if err := appendLines(w.opts.beside(leftFile), left, bounded.Own, again); err != nil {
		return err
	}
	return durable.Write(path, 0o600, durable.Bytes(bytes.Join(ours, nil)))
}
