package reach

import (
	"errors"
	"os"
	"syscall"
)

// sharingViolation is what Windows answers when another process has the file open, and does not share it so.
const sharingViolation = syscall.Errno(32)

// hold takes a file for as long as this process lives, however it ends, or until release: nobody else writes to it.
func hold(path string) (release func(), err error) {
	f, err := open(path, syscall.GENERIC_READ, syscall.FILE_SHARE_READ|syscall.FILE_SHARE_DELETE)
	if err != nil {
		return nil, &os.PathError{Op: "lock", Path: path, Err: err}
	}
	return func() { _ = syscall.CloseHandle(f) }, nil
}

// held tells whether a process that lives holds a file.
func held(path string) bool {
	f, err := open(
		path, syscall.GENERIC_WRITE, syscall.FILE_SHARE_READ|syscall.FILE_SHARE_WRITE|syscall.FILE_SHARE_DELETE,
	)
	if err == nil {
		_ = syscall.CloseHandle(f)
	}
	return errors.Is(err, sharingViolation)
}

func open(path string, access, share uint32) (syscall.Handle, error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return syscall.InvalidHandle, err
	}
	return syscall.CreateFile(name, access, share, nil, syscall.OPEN_EXISTING, syscall.FILE_ATTRIBUTE_NORMAL, 0)
}
