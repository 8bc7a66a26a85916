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

// Tree gives files as a commit has them, as a file system: those below paths that wanted names, none longer than limit.
// They are read raw: no filter of the repository's configuration is run, and nothing is checked out.
func (f Folder) Tree(
	ctx context.Context, commit string, paths []string, wanted func(name string) bool, limit int,
) (fs.FS, error) {
	var names, ids []string
	err := f.files(ctx, listing{commit: commit, below: paths, sizes: true}, func(e *entry) error {
		if !e.kept() || !fs.ValidPath(e.path) || !wanted(e.path) {
			return nil
		}
		if size, err := strconv.Atoi(e.size); err != nil || size > limit {
			return nil //nolint:nilerr // what has no size is left out
		}
		names, ids = append(names, e.path), append(ids, e.id)
		return nil
	})
	if err != nil {
		return nil, err
	}
	blobs, err := f.output(ctx, strings.NewReader(strings.Join(ids, "\n")+"\n"), "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	return archive(names, blobs)
}

// archive makes a file system of what "git cat-file --batch" gave, in the order of names.
func archive(names []string, blobs []byte) (fs.FS, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	r := bufio.NewReader(bytes.NewReader(blobs))
	for _, name := range names {
		head, err := r.ReadString('\n')
		fields := strings.Fields(head)
		if err != nil || len(fields) != 3 {
			return nil, fmt.Errorf("read %s: %w", name, errAnswer)
		}
		size, err := strconv.ParseInt(fields[2], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := io.CopyN(f, r, size); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if _, err := r.Discard(1); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
}
