package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

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
	kept, err := readCheckpoints(db.opts.beside(checkpointsFile))
	if err != nil {
		return err
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

// setAside takes the signed heads that the database does not have out of the file beside it: those of a branch that the
// log left. They stay, under another name: nothing that was signed is thrown away.
func (w *writer) setAside(ctx context.Context) error {
	path := w.opts.beside(checkpointsFile)
	kept, err := readCheckpoints(path)
	if err != nil {
		return err
	}
	var left, ours []byte
	for i := range kept {
		line, err := lineOfCheckpoint(kept[i])
		if err != nil {
			return err
		}
		note, known, err := w.Note(ctx, kept[i].Size, kept[i].Verifier)
		switch {
		case err != nil:
			return err
		case known && note == kept[i].Note:
			ours = append(ours, line...)
		case kept[i].Note != "":
			left = append(left, line...)
		}
	}
	if len(left) == 0 {
		return nil
	}
	if err := appendDurably(w.opts.beside(leftFile), left); err != nil {
		return err
	}
	return durable.Write(path, 0o600, durable.Bytes(ours))
}
