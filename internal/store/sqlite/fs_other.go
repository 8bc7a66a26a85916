//go:build unix && !linux

package sqlite

import (
	"fmt"
	"syscall"
)

// systemFileSystem cannot tell file systems apart here: the choice is left to the operator.
func systemFileSystem(string) (name string, network bool, err error) { return "unknown", false, nil }

// FreeBytes is the room that a file system has for whoever runs this, in bytes.
func FreeBytes(path string) (uint64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(path, &st); err != nil {
		return 0, fmt.Errorf("free space of %s: %w", path, err)
	}
	return uint64(st.Bavail) * uint64(st.Bsize), nil
}
