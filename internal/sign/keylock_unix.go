//go:build unix

package sign

import (
	"errors"
	"os"
	"syscall"
)

// lockDir takes a directory for this process, or returns ErrKeysHeld.
func lockDir(path string) (release func(), err error) {
	dir, err := os.Open(path) //nolint:forbidigo // a directory, made by us
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(dir.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return func() { dir.Close() }, nil // which frees it
	}
	if errors.Is(err, syscall.EWOULDBLOCK) || errors.Is(err, syscall.EINTR) {
		err = ErrKeysHeld
	}
	return nil, errors.Join(err, dir.Close())
}
