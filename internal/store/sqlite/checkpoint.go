package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"recette/internal/journal"
	"recette/internal/store"
)

// Checkpoint signs the present head of the log, makes the checkpoint durable in the database and in the file beside it,
// and returns it. Asked twice without an entry between, it returns the same one. It returns ErrNoLogKey when the store
// was opened without a key, and the errors of Append.
func (db *DB) Checkpoint(ctx context.Context) (journal.Signed, error) {
	var signed journal.Signed
	switch {
	case db.writer == nil:
		return signed, fmt.Errorf("checkpoint: %w", store.ErrReadOnly)
	case db.key == nil:
		return signed, fmt.Errorf("checkpoint: %w", store.ErrNoLogKey)
	}
	err := db.commits.Do(ctx, func(ctx context.Context) error {
		var err error
		signed, err = db.writer.checkpoint(ctx)
		return err
	})
	if err != nil {
		return journal.Signed{}, fmt.Errorf("checkpoint: %w", err)
	}
	return signed, nil
}

func (w *writer) checkpoint(ctx context.Context) (signed journal.Signed, err error) {
	fresh := false
	err = w.transaction(ctx, func() error {
		if signed, err = w.key.Sign(w.tree.Size(), w.tree.Root()); err != nil {
			return err
		}
		var note string
		err := w.conn.GetContext(ctx, &note, `SELECT note FROM checkpoint WHERE size = ? AND verifier = ?`, signed.Size, signed.Verifier)
		switch {
		case err == nil && note == signed.Note: // Ed25519 is deterministic: the same head has one signature
			return nil
		case err == nil:
			return fmt.Errorf("%w: another checkpoint of %d entries is stored", store.ErrCorrupt, signed.Size)
		case !errors.Is(err, sql.ErrNoRows):
			return classify(err)
		}
		fresh = true
		return w.sql.exec(ctx, w.sql.checkpoint, signed.Size, signed.Verifier, signed.Root, signed.Note)
	})
	if err != nil {
		return signed, err
	}
	return signed, w.keepBeside(signed, fresh)
}

// keepBeside adds a checkpoint to the file beside the database. One that is not fresh may be there already, or may not:
// a crash or a full disk can come between the database and the file.
func (w *writer) keepBeside(signed journal.Signed, fresh bool) error {
	c := sideCheckpoint{Size: signed.Size, Verifier: signed.Verifier, Note: signed.Note}
	path := w.opts.beside(checkpointsFile)
	if !fresh {
		kept, err := readCheckpoints(path)
		if err != nil {
			return fmt.Errorf("keep a copy beside the database: %w", err)
		}
		if slices.Contains(kept, c) {
			return nil
		}
	}
	line, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if err := appendDurably(path, append(line, '\n')); err != nil {
		return fmt.Errorf("keep a copy beside the database: %w", err)
	}
	return nil
}

// sideCheckpoint is a line of the file beside the database.
type sideCheckpoint struct {
	Size     int64  `json:"size" db:"size"`
	Verifier string `json:"verifier" db:"verifier"`
	Note     string `json:"note" db:"note"`
}

// Proof gives the inclusion proofs of positions in the tree of the given size, which is that of a checkpoint.
func (db *DB) Proof(ctx context.Context, size int64, seqs []int64) ([]journal.Proof, error) {
	proofs, err := journal.ProveInclusion(size, seqs, newHashReader(ctx, db.readers))
	if err != nil {
		return nil, fmt.Errorf("proof: %w", err)
	}
	return proofs, nil
}

// Consistency gives the proof that the log of old entries is the beginning of the log of size entries: hashes in
// base64, for journal.VerifyConsistency.
func (db *DB) Consistency(ctx context.Context, old, size int64) ([]string, error) {
	proof, err := journal.ProveConsistency(old, size, newHashReader(ctx, db.readers))
	if err != nil {
		return nil, fmt.Errorf("consistency: %w", err)
	}
	return proof, nil
}

// Head gives the present size and root of the log, unsigned.
func (db *DB) Head(ctx context.Context) (entries int64, root string, err error) {
	n, err := size(ctx, db.readers)
	if err != nil {
		return 0, "", err
	}
	h, err := tlog.TreeHash(n, newHashReader(ctx, db.readers))
	if err != nil {
		return 0, "", fmt.Errorf("head: %w", err)
	}
	return n, h.String(), nil
}

// Checkpoints gives the stored checkpoints, oldest first. One that its key did not sign is ErrCorrupt.
func (db *DB) Checkpoints(ctx context.Context) ([]journal.Signed, error) {
	rows, err := db.checkpointRows(ctx)
	if err != nil {
		return nil, fmt.Errorf("checkpoints: %w", err)
	}
	out := make([]journal.Signed, 0, len(rows))
	for _, r := range rows {
		s, err := journal.OpenCheckpoint(r.Note, r.Verifier)
		if err != nil {
			return nil, fmt.Errorf("%w: checkpoint of %d entries: %w", store.ErrCorrupt, r.Size, err)
		}
		out = append(out, s)
	}
	return out, nil
}

func (db *DB) checkpointRows(ctx context.Context) ([]sideCheckpoint, error) {
	var rows []sideCheckpoint
	err := db.readers.SelectContext(ctx, &rows, `SELECT size, verifier, note FROM checkpoint ORDER BY size, verifier`)
	return rows, db.readError(ctx, err)
}
