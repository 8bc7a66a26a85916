package evidence

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"recette/internal/durable"
)

const tmpName = "tmp" // never the two hex digits of an address

func (s *Store) path(address string) string { return filepath.Join(s.dir, address[:2], address) }

func isAddress(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}

func fromHex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		return nil
	}
	return b
}

// makeDir makes a directory and its parents with mode 0700, and makes their names durable.
func makeDir(path string) error {
	info, err := os.Lstat(path)
	switch {
	case err == nil && info.IsDir():
		return nil
	case err == nil:
		return fmt.Errorf("%s is not a directory", path) // a link may lead out of the project
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	parent := filepath.Dir(path)
	if parent == path {
		return err
	}
	if err := makeDir(parent); err != nil {
		return err
	}
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return durable.SyncDir(parent)
}

// Entry is a file in the store's directory.
type Entry struct {
	Address string // empty for a file that is no attachment
	Path    string // below the directory
	Size    int64  // bytes
}

// List yields every file of the store: attachments, and, without an address, leftovers of an interrupted Put and files
// that someone else put there. A store that was never written to is empty.
func (s *Store) List(ctx context.Context) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil
			case err != nil:
				return err
			case ctx.Err() != nil:
				return ctx.Err()
			case d.IsDir():
				return nil
			}
			info, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil // a Put that ended meanwhile
			}
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(s.dir, path)
			if err != nil {
				return err
			}
			e := Entry{Path: rel, Size: info.Size()}
			if name := d.Name(); isAddress(name) && rel == filepath.Join(name[:2], name) && info.Mode().IsRegular() {
				e.Address = name
			}
			if !yield(e, nil) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield(Entry{}, fmt.Errorf("list evidence: %w", err))
		}
	}
}

// Orphans yields the files that no row names: known says whether a row names an address. They are allowed, since
// content is stored before its row; they are reported and never deleted.
func (s *Store) Orphans(ctx context.Context, known func(address string) bool) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for e, err := range s.List(ctx) {
			if err == nil && e.Address != "" && known(e.Address) {
				continue
			}
			if !yield(e, err) {
				return
			}
		}
	}
}
