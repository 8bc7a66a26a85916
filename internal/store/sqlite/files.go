package sqlite

import (
	"errors"
	"fmt"
	"io"
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

// appendDurably adds a line to a file that only grows. A line that a power cut tore stays alone on its own line.
func appendDurably(path string, line []byte) error {
	f, err := openSide(path, os.O_APPEND)
	if err != nil {
		return err
	}
	size, err := f.Seek(0, io.SeekEnd)
	last := []byte{'\n'}
	if err == nil && size > 0 {
		_, err = f.ReadAt(last, size-1)
	}
	if err == nil && last[0] != '\n' {
		line = append([]byte{'\n'}, line...)
	}
	if err == nil {
		_, err = f.Write(line)
	}
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil && size == 0 {
		err = durable.SyncDir(filepath.Dir(path))
	}
	return err
}
