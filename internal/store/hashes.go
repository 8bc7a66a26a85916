package store

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// HashReader reads the stored hashes of the tree for golang.org/x/mod. A row holds the hashes that one leaf completes:
// the hash at (level, n) is in the row of the last leaf below it. Rows that were read are kept for the life of the
// reader, because the proofs of one call share most of them.
type HashReader struct {
	ctx    context.Context //nolint:containedctx // tlog.HashReader has no room for it; a reader lives for one call
	hashes func(ctx context.Context, seq int64) ([]byte, error)
	rows   map[int64][]byte
}

// NewHashReader makes a reader over what gives the hashes of a position, as Rows.Hashes does.
func NewHashReader(ctx context.Context, hashes func(context.Context, int64) ([]byte, error)) *HashReader {
	return &HashReader{ctx: ctx, hashes: hashes, rows: map[int64][]byte{}}
}

// ReadHashes implements tlog.HashReader.
func (r *HashReader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		level, n := tlog.SplitStoredHashIndex(index)
		seq := (n+1)<<level - 1
		row, ok := r.rows[seq]
		if !ok {
			var err error
			if row, err = r.hashes(r.ctx, seq); err != nil {
				return nil, fmt.Errorf("read hashes of position %d: %w", seq, err)
			}
			if row == nil {
				return nil, fmt.Errorf("%w: no hashes for position %d", ErrCorrupt, seq)
			}
			r.rows[seq] = row
		}
		if len(row) < (level+1)*tlog.HashSize {
			return nil, fmt.Errorf("%w: hashes of position %d are cut short", ErrCorrupt, seq)
		}
		copy(out[i][:], row[level*tlog.HashSize:])
	}
	return out, nil
}
