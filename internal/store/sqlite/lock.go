//go:build unix

package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"

	"recette/internal/store"
)

// lock keeps maintenance and recording apart. A process that records shares it with the others that do, for as long as
// the database is open: what keeps their commits apart is the lock of the database, held for one commit. Whoever needs
// the whole project, to make or to migrate the database, takes it alone. A version of recette from before several
// processes could write takes it alone too, so that both kinds may meet.
type lock struct {
	file *os.File
	me   store.Holder
}

// The two ways to hold the lock.
const (
	shared = syscall.LOCK_SH
	alone  = syscall.LOCK_EX
)

// lockPoll is how often a waiting process tries again.
const lockPoll = 50 * time.Millisecond

// nameless is how often one may find that the holder has not introduced itself, which it does once it has the lock.
const nameless = 10

// openLock opens the lock of a database. Nothing is held yet.
func openLock(path string, me store.Holder) (*lock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open lock: %w", err)
	}
	return &lock{file: f, me: me}, nil
}

// take holds the lock in one of the two ways, or holds it in the other way from now on, waiting at most wait. The
// system frees it when the process ends, however it ends. It returns a *store.LockedError, or the error of ctx; what
// was held before may then be lost. Going from one way to the other is not atomic: another process may come between.
func (l *lock) take(ctx context.Context, how int, wait time.Duration, onWait func(store.Holder)) error {
	deadline := time.NewTimer(wait)
	defer deadline.Stop()
	for told, tries := false, 0; ; tries++ {
		err := syscall.Flock(int(l.file.Fd()), how|syscall.LOCK_NB)
		if err == nil {
			break
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			return fmt.Errorf("%w: lock %s: %w", store.ErrIO, l.file.Name(), err)
		}
		holder := readHolder(l.file)
		if wait > 0 && !told && onWait != nil && (holder.Name != "" || tries >= nameless) {
			told = true
			onWait(holder)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for the database: %w", ctx.Err())
		case <-deadline.C:
			return &store.LockedError{Holder: holder}
		case <-time.After(lockPoll):
		}
	}
	if how == alone {
		return introduce(l.file, l.me)
	}
	// Nobody holds it alone: a name is that of a process that did, and may have been killed.
	if err := l.file.Truncate(0); err != nil {
		return fmt.Errorf("write lock: %w", err)
	}
	return nil
}

func (l *lock) release() error {
	// The file stays: removing it would let two processes lock two files of one name. Closing alone is not enough: a
	// child that was forked and not yet executed holds a copy of the descriptor, and the lock with it.
	err := errors.Join(syscall.Flock(int(l.file.Fd()), syscall.LOCK_UN), l.file.Close())
	if err != nil {
		return fmt.Errorf("release lock: %w", err)
	}
	return nil
}

func introduce(f *os.File, me store.Holder) error {
	b, err := json.Marshal(me)
	if err != nil {
		return fmt.Errorf("write lock: %w", err)
	}
	if err := f.Truncate(0); err != nil {
		return fmt.Errorf("write lock: %w", err)
	}
	if _, err := f.WriteAt(append(b, '\n'), 0); err != nil {
		return fmt.Errorf("write lock: %w", err)
	}
	return nil
}

// readHolder gives what it can: the file may be between two writers.
func readHolder(f *os.File) store.Holder {
	var h store.Holder
	b, err := io.ReadAll(io.NewSectionReader(f, 0, 4096))
	if err != nil || json.Unmarshal(b, &h) != nil {
		return store.Holder{}
	}
	return h
}
