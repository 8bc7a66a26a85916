//go:build unix

package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"recette/internal/store"
)

// readOnlyKind chooses how to read without writing. SQLite needs to make the -shm file even to read a database in WAL
// mode; where it cannot, only "immutable" reads, which ignores the -wal file: allowed when there is nothing in it.
func (o Options) readOnlyKind() (connectionKind, error) {
	const writable = 2 // W_OK of unistd.h
	if syscall.Access(o.dir(), writable) == nil {
		return inspects, nil
	}
	switch info, err := os.Stat(o.Path + "-wal"); {
	case errors.Is(err, fs.ErrNotExist):
		return immutable, nil
	case err != nil:
		return immutable, err
	case info.Size() > 0:
		return immutable, store.ErrNeedsRecovery
	}
	return immutable, nil
}
