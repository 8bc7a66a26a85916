package sqlite

import (
	"fmt"
	"syscall"
)

// systemFileSystem names the file system of path. On the ones marked network, locks and shared memory do not do what
// SQLite's write-ahead log needs (sqlite.org/wal.html, "Overview", point 3).
func systemFileSystem(path string) (name string, network bool, err error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(path, &st); err != nil {
		return "", false, fmt.Errorf("file system of %s: %w", path, err)
	}
	// Magic numbers of linux/magic.h. The field's type differs between architectures; 32 bits hold all of them.
	switch magic := uint32(st.Type); magic { //nolint:gosec // the kernel's numbers are 32 bits wide
	case 0xEF53:
		return "ext4", false, nil
	case 0x58465342:
		return "xfs", false, nil
	case 0x9123683E:
		return "btrfs", false, nil
	case 0x01021994:
		return "tmpfs", false, nil
	case 0x794C7630:
		return "overlayfs", false, nil
	case 0x2FC12FC1:
		return "zfs", false, nil
	case 0x6969:
		return "nfs", true, nil
	case 0xFF534D42, 0xFE534D42, 0x517B:
		return "smb", true, nil
	case 0x65735546:
		return "fuse", true, nil
	case 0x01021997:
		return "9p", true, nil
	case 0x00C36400:
		return "ceph", true, nil
	case 0x5346414F:
		return "afs", true, nil
	default:
		return fmt.Sprintf("0x%x", magic), false, nil
	}
}

// FreeBytes is the room that a file system has for whoever runs this, in bytes.
func FreeBytes(path string) (uint64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(path, &st); err != nil {
		return 0, fmt.Errorf("free space of %s: %w", path, err)
	}
	return st.Bavail * uint64(st.Bsize), nil //nolint:gosec // a block size is positive
}
