package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"recette/internal/bounded"
	"recette/internal/durable"
	"recette/internal/store"
)

const instancePrefix = "recette instance "

// readInstance gives the project that the marker names, "" when there is no marker.
func readInstance(path string) (string, error) {
	b, err := bounded.ReadFile(path, bounded.Mark)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read %s: %w", path, err)
	}
	project, ok := strings.CutPrefix(strings.TrimSuffix(string(b), "\n"), instancePrefix)
	if !ok || project == "" {
		return "", fmt.Errorf("%w: %s is not what recette writes", store.ErrForeign, path)
	}
	return project, nil
}

func writeInstance(path, project string) error {
	if err := durable.Write(path, 0o600, durable.Bytes([]byte(instancePrefix+project+"\n"))); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// openSide opens a file beside the database for writing, with its mode, and does not follow a link someone put there.
func openSide(path string, flags int) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW|flags, 0o600)
}

// makeSide makes an empty file beside the database, durably, unless it is there: that it is gone later is no accident.
func makeSide(path string) error {
	if _, err := os.Lstat(path); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := openSide(path, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), durable.SyncDir(filepath.Dir(path)))
}
