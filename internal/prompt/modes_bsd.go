//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package prompt

import (
	"os"

	"golang.org/x/sys/unix"
)

// The calls that read and set the modes of a terminal.
const (
	getModes = unix.TIOCGETA
	setModes = unix.TIOCSETA
)

// readQueue is FREAD of <sys/fcntl.h>: what was received and that nobody read.
const readQueue = 1

// forget drops what was typed and that nobody read. It does nothing to what is no terminal.
func forget(f *os.File) { _ = unix.IoctlSetPointerInt(int(f.Fd()), unix.TIOCFLUSH, readQueue) }
