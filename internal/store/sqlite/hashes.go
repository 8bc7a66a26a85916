package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
	"golang.org/x/mod/sumdb/tlog"

	"recette/internal/store"
)

// hashReader reads the stored hashes of the tree. A row of journal_hash holds the hashes that one leaf completes: the
// hash at (level, n) is in the row of the last leaf below it. Rows that were read are kept for the life of the reader,
// because the proofs of one call share most of them.
type hashReader struct {
	ctx  context.Context //nolint:containedctx // tlog.HashReader has no room for it; a reader lives for one call
	db   sqlx.QueryerContext
	rows map[int64][]byte
}

func newHashReader(ctx context.Context, db sqlx.QueryerContext) *hashReader {
	return &hashReader{ctx: ctx, db: db, rows: map[int64][]byte{}}
}

// ReadHashes implements tlog.HashReader.
func (r *hashReader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		level, n := tlog.SplitStoredHashIndex(index)
		seq := (n+1)<<level - 1
		row, ok := r.rows[seq]
		if !ok {
			err := sqlx.GetContext(r.ctx, r.db, &row, `SELECT hashes FROM journal_hash WHERE seq = ?`, seq)
			if errors.Is(err, sql.ErrNoRows) {
				return nil, fmt.Errorf("%w: no hashes for position %d", store.ErrCorrupt, seq)
			}
			if err != nil {
				return nil, fmt.Errorf("read hashes of position %d: %w", seq, classify(err))
			}
			r.rows[seq] = row
		}
		if len(row) < (level+1)*tlog.HashSize {
			return nil, fmt.Errorf("%w: hashes of position %d are cut short", store.ErrCorrupt, seq)
		}
		copy(out[i][:], row[level*tlog.HashSize:])
	}
	return out, nil
}

// size is the number of leaves in the database.
func size(ctx context.Context, db sqlx.QueryerContext) (int64, error) {
	var n int64
	if err := sqlx.GetContext(ctx, db, &n, `SELECT coalesce(max(seq), -1) + 1 FROM journal`); err != nil {
		return 0, fmt.Errorf("size of the journal: %w", classify(err))
	}
	return n, nil
}

// checkHead compares the database with what it was known to hold after the last commit. It returns ErrRolledBack when
// entries are missing and ErrCorrupt when history is another one.
func (db *DB) checkHead(ctx context.Context) error {
	h, ok, err := readHead(db.opts.beside(headFile))
	if err != nil || !ok {
		return err
	}
	n, err := size(ctx, db.readers)
	if err != nil {
		return err
	}
	if n < h.size {
		return fmt.Errorf("%w: %d entries were recorded, the database holds %d", store.ErrRolledBack, h.size, n)
	}
	root, err := tlog.TreeHash(h.size, newHashReader(ctx, db.readers))
	if err != nil {
		return fmt.Errorf("root of the first %d entries: %w", h.size, err)
	}
	if root.String() != h.root {
		return fmt.Errorf("%w: the first %d entries are not the recorded ones", store.ErrCorrupt, h.size)
	}
	return nil
}
