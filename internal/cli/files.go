package cli

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"recette/internal/bounded"
	"recette/internal/durable"
)

// fault words what the system refused of a file under the name that the reader gave it: that of the temporary file
// beside it says nothing to them. A full disk has its own words, and any other error its own home.
func fault(err error, path string) error {
	if full(err) {
		return err
	}
	if ofSystem(err) {
		return fail("file", err, path)
	}
	return err
}

// ofSystem tells whether an error comes from a call of the system about a file.
func ofSystem(err error) bool {
	if _, worded := errors.AsType[*failure](err); worded {
		return false
	}
	_, ok := pathOf(err)
	return ok
}

// pathOf gives the path that an error of the system is about: where a file was to go, when it moves.
func pathOf(err error) (string, bool) {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Path, true
	}
	if l, ok := errors.AsType[*os.LinkError](err); ok {
		return l.New, true
	}
	if s, ok := errors.AsType[*os.SyscallError](err); ok {
		return s.Syscall, true
	}
	return "", false
}

// full tells whether there was no room left for what was written.
func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// replaceFile writes new content in place of a file, whole or not at all, and keeps its mode. A link stays a link.
func replaceFile(path string, data []byte) error { return fault(durable.Replace(path, data), path) }

// readDocument reads a document that the project keeps. A missing file is fs.ErrNotExist.
func readDocument(path string) ([]byte, error) {
	return bounded.ReadFile(path, bounded.Document) //nolint:wrapcheck // its caller names the file
}
