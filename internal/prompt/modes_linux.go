package prompt

import (
	"os"

	"golang.org/x/sys/unix"
)

// The calls that read and set the modes of a terminal.
const (
	getModes = unix.TCGETS
	setModes = unix.TCSETS
)

// forget drops what was typed and that nobody read. It does nothing to what is no terminal.
func forget(f *os.File) { _ = unix.IoctlSetInt(int(f.Fd()), unix.TCFLSH, unix.TCIFLUSH) }
