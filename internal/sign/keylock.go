//go:build unix

package sign

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// How often a process that waits for a key directory tries again, and how many times: a set of keys is written in less.
const (
	holdPoll  = 50 * time.Millisecond
	holdTries = 200
)

// hold keeps other processes from making keys in the directory, which exists. Two sets that are made at once would mix,
// and the key of one be set aside by the other before its certificate is there. The system frees the directory when the
// process ends, however it ends. It returns ErrKeysHeld when another process does not end.
func (r keyring) hold() (release func(), err error) {
	dir, err := os.Open(r.dir) //nolint:forbidigo // a directory, made by us
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	for range holdTries {
		err = syscall.Flock(int(dir.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { dir.Close() }, nil // which frees it
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			break
		}
		r.at("wait")
		time.Sleep(holdPoll)
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = ErrKeysHeld
	}
	return nil, errors.Join(fmt.Errorf("%w: %s: %w", ErrKeyFile, r.dir, err), dir.Close())
}
