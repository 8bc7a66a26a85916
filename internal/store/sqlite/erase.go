package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"recette/internal/store"
)

// Scrub empties the -wal file, which keeps pages as they were before a text was erased. In the database itself the
// bytes were overwritten (secure_delete). Backups and exports made before still hold them. It returns ErrBusy when a
// reader keeps the -wal file from being emptied: the last process that closes the database empties it too.
func (db *DB) Scrub(ctx context.Context) error {
	if db.writer == nil {
		return fmt.Errorf("scrub: %w", store.ErrReadOnly)
	}
	w := db.writer
	err := db.commits.Do(ctx, func(ctx context.Context) error {
		err := emptyWAL(ctx, w.conn)
		for try := 1; errors.Is(err, store.ErrBusy) && try < w.patience; try++ {
			err = emptyWAL(ctx, w.conn)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("scrub: %w", err)
	}
	return nil
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
