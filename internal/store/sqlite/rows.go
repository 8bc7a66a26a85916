package sqlite

import (
	"context"
	"errors"
	"fmt"

	sqlite3 "github.com/mattn/go-sqlite3"
	"golang.org/x/mod/sumdb/tlog"

	"recette/internal/store"
	"recette/internal/store/tables"
)

// rows is what the database and the files beside it give to read.
type rows struct {
	*tables.Reader
	db *DB
}

var _ store.Rows = rows{}

// HeadBeside implements store.Rows.
func (r rows) HeadBeside() (store.HeadBeside, bool, error) {
	return readHead(r.db.opts.beside(headName))
}

// CheckpointsBeside implements store.Rows.
func (r rows) CheckpointsBeside(ctx context.Context) ([]store.StoredCheckpoint, error) {
	return checkpointsBeside(r.db.opts.beside(checkpointsFile), func() ([][]byte, error) {
		return heldLines(r.Checkpoints(ctx))
	})
}

// Structures implements store.Rows.
func (r rows) Structures(ctx context.Context, report *store.Report) error {
	var lines []string
	if err := r.db.readers.SelectContext(ctx, &lines, `PRAGMA integrity_check(20)`); err != nil {
		return r.db.readError(ctx, err)
	}
	for _, line := range lines {
		if line != "ok" {
			report.About(store.DatabaseDamaged, "", line)
		}
	}
	var broken []struct {
		Table  string `db:"table"`
		RowID  *int64 `db:"rowid"`
		Parent string `db:"parent"`
		FKID   int64  `db:"fkid"`
	}
	if err := r.db.readers.SelectContext(ctx, &broken, `PRAGMA foreign_key_check`); err != nil {
		return r.db.readError(ctx, err)
	}
	if err := r.db.checkInstance(ctx); errors.Is(err, store.ErrCorrupt) {
		report.About(store.InstanceDiffers, "instance", err.Error())
	} else if err != nil {
		return err
	}
	for _, b := range broken {
		report.About(store.DatabaseDamaged, b.Table, "a row refers to "+b.Parent+" where there is none")
	}
	return nil
}

// readError names the error of a read. What is neither the driver's nor the context's is a row that does not have the
// form of its table: SQLite hands out what a damaged page says, NULL in a column that cannot be NULL.
func (db *DB) readError(ctx context.Context, err error) error {
	var se sqlite3.Error
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case db.closed.Load():
		return store.ErrClosed
	case errors.As(err, &se):
		return db.trueCause(classify(err))
	}
	return fmt.Errorf("%w: %w", store.ErrCorrupt, err)
}

// checkHead compares the database with what it was known to hold after the last commit. It returns ErrRolledBack when
// entries are missing and ErrCorrupt when history is another one.
func (db *DB) checkHead(ctx context.Context) error {
	r := db.rows()
	h, ok, err := r.HeadBeside()
	if err != nil || !ok {
		return err
	}
	n, err := r.Size(ctx)
	if err != nil {
		return err
	}
	if n < h.Size {
		return &store.HeadError{Kind: store.ErrRolledBack, Known: h.Size, Held: n}
	}
	root, err := tlog.TreeHash(h.Size, store.NewHashReader(ctx, r.Hashes))
	if err != nil {
		return fmt.Errorf("root of the first %d entries: %w", h.Size, err)
	}
	if root.String() != h.Root {
		return fmt.Errorf("%w: the first %d entries are not the recorded ones", store.ErrCorrupt, h.Size)
	}
	return nil
}
