package bounded

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// endless tells whether the reading of a file may wait for ever although it calls itself a regular one: the kernel
// makes some as they are read, /proc/kmsg among them, and those that can be waited for take a deadline.
func endless(f *os.File) bool {
	if errors.Is(f.SetReadDeadline(time.Time{}), os.ErrNoDeadline) {
		return false
	}
	raw, err := f.SyscallConn()
	if err != nil {
		return false
	}
	var s syscall.Statfs_t
	failed := raw.Control(func(fd uintptr) { err = syscall.Fstatfs(int(fd), &s) })
	if failed != nil || err != nil {
		return false
	}
	switch int64(s.Type) { //nolint:unconvert // 32 bits on some machines
	case 0x9fa0, 0x62656572, 0x64626720, 0x74726163: // procfs, sysfs, debugfs, tracefs, of linux/magic.h
		return true
	}
	return false
}
