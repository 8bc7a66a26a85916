//go:build linux || darwin || dragonfly || freebsd || netbsd || openbsd

package prompt

import (
	"os"

	"golang.org/x/sys/unix"
)

// hide makes a terminal show nothing of what is typed. show gives it back the modes that it had.
func hide(f *os.File) (show func() error, err error) {
	fd := int(f.Fd())
	was, err := unix.IoctlGetTermios(fd, getModes)
	if err != nil {
		return nil, err
	}
	mute := *was
	mute.Lflag &^= unix.ECHO
	return func() error { return unix.IoctlSetTermios(fd, setModes, was) }, unix.IoctlSetTermios(fd, setModes, &mute)
}
