package git

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
)

// errAnswer is what git is not known to say.
var errAnswer = errors.New("unexpected answer of git")

// sizeError is more bytes than are read of a commit.
type sizeError struct{ Limit int64 }

func (e *sizeError) Error() string { return fmt.Sprintf("more than %d bytes", e.Limit) }

// Wanted says which files of a commit are read, and how much of them.
type Wanted struct {
	Below []string
	Name  func(path string) bool
	File  int64 // bytes; a longer file is cut a byte later, so that whoever reads it sees that it is too long
	All   int64 // bytes of all files; more are a *sizeError
}

// Tree gives files as a commit has them, as a file system. They are read raw: no filter of the repository's
// configuration is run, and nothing is checked out.
func (f Folder) Tree(ctx context.Context, commit string, w Wanted) (fs.FS, error) {
	var names []string
	var ids strings.Builder
	var all int64
	err := f.files(ctx, listing{commit: commit, below: w.Below, sizes: true}, func(e *entry) error {
		if !e.kept() || !fs.ValidPath(e.path) || !w.Name(e.path) {
			return nil
		}
		size, err := strconv.ParseInt(e.size, 10, 64)
		if err != nil {
			return fmt.Errorf("size of %s: %w", e.path, errAnswer)
		}
		if all += min(size, w.File+1); all > w.All {
			return &sizeError{w.All}
		}
		names = append(names, e.path)
		ids.WriteString(e.id + "\n")
		return nil
	})
	if err != nil {
		return nil, err
	}
	var tree fs.FS
	err = f.stream(ctx, strings.NewReader(ids.String()), func(r io.Reader) error {
		tree, err = archive(names, r, w.File+1, all)
		return err
	}, "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	return tree, nil
}

// archive makes a file system of what "git cat-file --batch" gives, in the order of names: all bytes, at most limit of
// each.
func archive(names []string, blobs io.Reader, limit, all int64) (fs.FS, error) {
	var out bytes.Buffer
	out.Grow(int(all))
	w := zip.NewWriter(&out)
	r := bufio.NewReader(blobs)
	for _, name := range names {
		head, err := r.ReadString('\n')
		fields := strings.Fields(head)
		if err != nil || len(fields) != 3 {
			return nil, fmt.Errorf("read %s: %w", name, errAnswer)
		}
		size, err := strconv.ParseInt(fields[2], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, errAnswer)
		}
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		kept := min(size, limit)
		if _, err := io.CopyN(f, r, kept); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if _, err := io.CopyN(io.Discard, r, size-kept+1); err != nil { // and the end of its line
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
}
