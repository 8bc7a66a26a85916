package sign

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// sharingViolation is what Windows answers when another process has the file open for itself.
const sharingViolation = syscall.Errno(32)

// lockDir takes a directory for this process by a file beside it that no two processes have open, or returns
// ErrKeysHeld.
func lockDir(path string) (release func(), err error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	name, err := syscall.UTF16PtrFromString(filepath.Clean(path) + ".lock")
	if err != nil {
		return nil, err
	}
	file, err := syscall.CreateFile(
		name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0,
	)
	switch {
	case errors.Is(err, sharingViolation):
		return nil, ErrKeysHeld
	case err != nil:
		return nil, &os.PathError{Op: "lock", Path: path, Err: err}
	}
	return func() { syscall.CloseHandle(file) }, nil //nolint:errcheck // the end of the process frees it too
}
