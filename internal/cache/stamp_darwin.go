package cache

import (
	"io/fs"
	"syscall"
)

// StampOf gives the stamp of a file. ok is false where the system does not tell enough to trust one.
func StampOf(info fs.FileInfo) (s Stamp, ok bool) {
	if info == nil {
		return Stamp{}, false
	}
	t, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return Stamp{}, false
	}
	return Stamp{
		Size: info.Size(), Modified: info.ModTime().UnixNano(), Changed: t.Ctimespec.Nano(), Inode: t.Ino,
		Device: uint64(t.Dev),
	}, true
}
