package bounded

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// DirFS gives a folder as a file system, as os.DirFS does, to those who read through fs.FS: nothing but regular files
// and folders opens, and fs.ReadFile reads a Document at most.
func DirFS(dir string) fs.FS {
	// What os.DirFS documents that it implements.
	return tree{dir: dir, lookup: os.DirFS(dir).(lookup)} //nolint:forcetypeassert // documented
}

type lookup interface {
	fs.StatFS
	fs.ReadDirFS
	fs.ReadLinkFS
}

type tree struct {
	lookup // names and kinds, which are safe to ask
	dir    string
}

var (
	_ fs.ReadFileFS = tree{}
	_ fs.StatFS     = tree{}
	_ fs.ReadDirFS  = tree{}
	_ fs.ReadLinkFS = tree{}
)

// Open opens a regular file or a folder.
func (t tree) Open(name string) (fs.File, error) {
	f, err := t.open(name, func(m fs.FileMode) bool { return m.IsRegular() || m.IsDir() })
	if err != nil {
		return nil, err // a nil *os.File would be a file
	}
	return f, nil
}

func (t tree) open(name string, good func(fs.FileMode) bool) (*os.File, error) {
	local, err := filepath.Localize(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	f, err := open(filepath.Join(t.dir, local), good, system{os.Stat, os.OpenFile})
	return f, named(err, name)
}

// ReadFile reads a regular file of at most Document bytes.
func (t tree) ReadFile(name string) ([]byte, error) {
	f, err := t.open(name, fs.FileMode.IsRegular)
	if err != nil {
		return nil, err
	}
	data, err := readNamed(context.Background(), f, name, Document)
	return data, named(err, name)
}

// named puts the name that was asked for in place of the path that the system saw, as os.DirFS does.
func named(err error, name string) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		p.Path = name
	}
	return err
}
