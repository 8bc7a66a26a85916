package sqlite

import (
	"errors"
	"fmt"
	"syscall"

	sqlite3 "github.com/mattn/go-sqlite3"

	"recette/internal/store"
)

// classify puts the sentinel of this package over a driver error. It goes by code, never by text.
func classify(err error) error {
	if err == nil {
		return nil
	}
	var se sqlite3.Error
	if !errors.As(err, &se) {
		return err
	}
	if kind := kindOf(se); kind != nil {
		return fmt.Errorf("%w: %w", kind, err)
	}
	return err
}

func kindOf(se sqlite3.Error) error {
	switch se.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return store.ErrBusy
	case sqlite3.ErrFull:
		return store.ErrFull
	case sqlite3.ErrReadonly, sqlite3.ErrPerm:
		if se.ExtendedCode == sqlite3.ErrReadonlyDbMoved {
			return store.ErrGone
		}
		return store.ErrReadOnly
	case sqlite3.ErrCorrupt, sqlite3.ErrError, sqlite3.ErrSchema, sqlite3.ErrFormat:
		// Our statements are constants that the tests run: one that SQLite does not understand meets other tables.
		return store.ErrCorrupt
	case sqlite3.ErrNotADB:
		return store.ErrForeign
	case sqlite3.ErrConstraint:
		if se.ExtendedCode == sqlite3.ErrConstraintTrigger {
			return store.ErrAppendOnly
		}
		return store.ErrConflict
	case sqlite3.ErrIoErr:
		// A write that was delayed may find the disk full when it is synchronised. What the disk holds is then as
		// unknown as after any other failure to synchronise: it is not the store.ErrFull after which one may try again.
		if se.ExtendedCode == sqlite3.ErrIoErrFsync || se.ExtendedCode == sqlite3.ErrIoErrDirFsync {
			return store.ErrIO
		}
		// RLIMIT_FSIZE and quotas come as a failed write with these errors of the system.
		if errors.Is(se.SystemErrno, syscall.ENOSPC) || errors.Is(se.SystemErrno, syscall.EDQUOT) ||
			errors.Is(se.SystemErrno, syscall.EFBIG) {
			return fmt.Errorf("%w: %w", store.ErrIO, store.ErrFull)
		}
		return store.ErrIO
	case sqlite3.ErrCantOpen:
		return store.ErrIO
	}
	return nil
}
