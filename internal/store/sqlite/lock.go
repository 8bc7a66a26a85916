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

// lock is the right to write. SQLite's own lock would let a second process in between two transactions: both would take the
// next position of the log.
type lock struct{ file *os.File }

// lockPoll is how often a waiting process tries again.
const lockPoll = 50 * time.Millisecond

// nameless is how often one may find that the holder has not introduced itself, which it does once it has the lock.
const nameless = 10

// acquire takes the lock, waiting at most wait. The system frees it when the process ends, however it ends. It returns a
// *LockedError, or the error of ctx.
func acquire(ctx context.Context, path string, me store.Holder, wait time.Duration, onWait func(store.Holder)) (*lock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open lock: %w", err)
	}
	deadline := time.NewTimer(wait)
	defer deadline.Stop()
	for told, tries := false, 0; ; tries++ {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			break
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			f.Close()
			return nil, fmt.Errorf("%w: lock %s: %w", store.ErrIO, path, err)
		}
		holder := readHolder(f)
		if wait > 0 && !told && onWait != nil && (holder.Name != "" || tries >= nameless) {
			told = true
			onWait(holder)
		}
		select {
		case <-ctx.Done():
			f.Close()
			return nil, fmt.Errorf("wait for the database: %w", ctx.Err())
		case <-deadline.C:
			f.Close()
			return nil, &store.LockedError{Holder: holder}
		case <-time.After(lockPoll):
		}
	}
	if err := introduce(f, me); err != nil {
		f.Close() // gives the lock back
		return nil, err
	}
	return &lock{file: f}, nil
}

func (l *lock) release() error {
	// The file stays: removing it would let two processes lock two files of one name. Closing alone is not enough: a child
	// that was forked and not yet executed holds a copy of the descriptor, and the lock with it.
	err := errors.Join(l.file.Truncate(0), syscall.Flock(int(l.file.Fd()), syscall.LOCK_UN), l.file.Close())
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
