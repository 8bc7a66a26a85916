package durable

import (
	"bytes"
	"errors"
	"fmt"

	"recette/internal/bounded"
)

// Since is what became of a file that was read and is to be replaced.
type Since int

// What can have become of it.
const (
	Untouched Since = iota // it holds what was read
	Done                   // it holds what is to be written: by another name, or by the same command a moment ago
	Saved                  // somebody saved it meanwhile
)

// SinceRead tells what became of a file. It reads no more of it than that takes.
func SinceRead(path string, read, next []byte) (Since, error) {
	now, err := bounded.ReadFile(path, int64(max(len(read), len(next))))
	switch {
	case errors.Is(err, bounded.ErrTooLarge):
		return Saved, nil
	case err != nil:
		return Saved, err //nolint:wrapcheck // its caller names the file
	case bytes.Equal(now, next):
		return Done, nil
	case bytes.Equal(now, read):
		return Untouched, nil
	}
	return Saved, nil
}

// ErrChanged says that somebody saved a file since it was read.
var ErrChanged = errors.New("the file was saved meanwhile")

// FileError is a file that cannot be read or replaced, under the name that its reader knows.
type FileError struct {
	Path string
	Err  error
}

func (e *FileError) Error() string { return fmt.Sprintf("%s: %v", e.Path, e.Err) }

// Unwrap gives the cause.
func (e *FileError) Unwrap() error { return e.Err }
