//go:build unix

package prompt

import (
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
)

// suspendable reports whether somebody could resume this process once it is suspended: a shell of the same session, in
// another group. The system does not stop a process that nobody watches over, and who waits to be resumed waits for
// ever.
func suspendable() bool {
	parent := unix.Getppid()
	if parent <= 1 {
		return false
	}
	group, err := unix.Getpgid(parent)
	if err != nil || group == unix.Getpgrp() {
		return false
	}
	theirs, err := unix.Getsid(parent)
	if err != nil {
		return false
	}
	ours, err := unix.Getsid(0)
	return err == nil && ours == theirs
}

// pauses tells each time that the process is resumed, until end is called.
func pauses() (resumed <-chan os.Signal, end func()) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, unix.SIGCONT)
	return c, func() { signal.Stop(c) }
}
