package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"recette/internal/journal"
	"recette/internal/store"
)

// Erase deletes the texts and names behind commitments, with their salts, and remembers that it was done on purpose.
// The leaves stay and every proof stays valid; without the salt, what they commit to cannot be guessed again. The bytes
// are overwritten (secure_delete) and leave the -wal file before Erase returns. Backups and exports made before still
// hold them. It returns how many texts and names were erased, and the errors of Append; ErrBusy may also mean that a
// reader kept the -wal file from being emptied: call again.
func (db *DB) Erase(ctx context.Context, commitments []string) (erased int64, err error) {
	if db.writer == nil {
		return 0, fmt.Errorf("erase: %w", store.ErrReadOnly)
	}
	w := db.writer
	err = db.commits.Do(ctx, func(ctx context.Context) error {
		at := journal.Instant(w.opts.Now())
		erased = 0
		if err := db.commits.Transaction(ctx, func() error {
			for _, c := range commitments {
				n, err := w.eraseOne(ctx, c, at)
				if err != nil {
					return classify(err)
				}
				erased += n
			}
			return nil
		}); err != nil {
			return err
		}
		// A deleted text would otherwise stay in the -wal file. When a reader holds it back the erasure is recorded all the
		// same, and the next call, or Close, empties the file.
		err := emptyWAL(ctx, w.conn)
		for try := 1; errors.Is(err, store.ErrBusy) && try < w.patience; try++ {
			err = emptyWAL(ctx, w.conn)
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("erase: %w", err)
	}
	return erased, nil
}

func (w *writer) eraseOne(ctx context.Context, commitment, at string) (int64, error) {
	var total int64
	for _, q := range []string{`DELETE FROM free_text WHERE commitment = ?`, `DELETE FROM person WHERE commitment = ?`} {
		res, err := w.conn.ExecContext(ctx, q, commitment)
		if err != nil {
			return 0, err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return 0, err
		}
		total += n
	}
	if total == 0 {
		return 0, nil
	}
	_, err := w.conn.ExecContext(ctx, `INSERT INTO erasure (commitment, at) VALUES (?, ?)`, commitment, at)
	return total, err
}

// emptyWAL moves the -wal file into the database, synchronises it and truncates the -wal file. A reader at work holds
// it back, which is ErrBusy.
func emptyWAL(ctx context.Context, q sqlx.QueryerContext) error {
	var busy, frames, moved int
	if err := q.QueryRowxContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved); err != nil {
		return classify(err)
	}
	if busy != 0 {
		return fmt.Errorf("%w: a reader keeps old pages in use", store.ErrBusy)
	}
	return nil
}
