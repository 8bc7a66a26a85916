//go:build unix

package reach

import (
	"errors"
	"os"
	"syscall"
)

// hold takes a file for as long as this process lives, however it ends, or until release.
func hold(path string) (release func(), err error) {
	f, err := os.Open(path) //nolint:forbidigo // a file of ours, in a private folder
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(&os.PathError{Op: "lock", Path: path, Err: err}, f.Close())
	}
	return func() { _, _ = syscall.Flock(int(f.Fd()), syscall.LOCK_UN), f.Close() }, nil
}

// held tells whether a process that lives holds a file.
func held(path string) bool {
	f, err := os.Open(path) //nolint:forbidigo // a file of ours, in a private folder
	if err != nil {
		return false
	}
	defer f.Close()                                                   // which frees it
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) // several may ask at once
	return errors.Is(err, syscall.EWOULDBLOCK)
}
