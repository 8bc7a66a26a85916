//go:build !windows

package host

import (
	"os"
	"syscall"
)

// closeOnExec keeps descriptors from what the steps start.
func closeOnExec(fds ...int) {
	for _, fd := range fds {
		syscall.CloseOnExec(fd)
	}
}

// leaveNoChild kills the group of this process, itself included, when the group is its own.
func leaveNoChild() {
	if syscall.Getpgrp() == os.Getpid() {
		_ = syscall.Kill(-os.Getpid(), syscall.SIGKILL)
	}
}

// unchanged gives a function that tells whether a descriptor still is the file that it is now.
func unchanged(fd int) func() bool {
	var was syscall.Stat_t
	if syscall.Fstat(fd, &was) != nil {
		return nil
	}
	return func() bool {
		var is syscall.Stat_t
		return syscall.Fstat(fd, &is) == nil && is.Ino == was.Ino && is.Dev == was.Dev
	}
}

// regular reports whether a descriptor is a file of bytes.
func regular(fd int) bool {
	var is syscall.Stat_t
	return syscall.Fstat(fd, &is) == nil && is.Mode&syscall.S_IFMT == syscall.S_IFREG
}
