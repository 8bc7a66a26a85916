package git

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
)

// Tree gives files as a commit has them, as a file system: those below paths that wanted names, none longer than limit.
// They are read raw: no filter of the repository's configuration is run, and nothing is checked out.
func (f Folder) Tree(
	ctx context.Context, commit string, paths []string, wanted func(name string) bool, limit int,
) (fs.FS, error) {
	list, err := f.output(ctx, nil, append([]string{"ls-tree", "-r", "-z", "-l", commit, "--"}, paths...)...)
	if err != nil {
		return nil, err
	}
	var names, ids []string
	for line := range strings.SplitSeq(string(list), "\x00") {
		meta, name, ok := strings.Cut(line, "\t")
		fields := strings.Fields(meta)
		if !ok || len(fields) != 4 || fields[1] != "blob" || fields[0] == "120000" || !fs.ValidPath(name) || !wanted(name) {
			continue
		}
		if size, err := strconv.Atoi(fields[3]); err != nil || size > limit {
			continue
		}
		names, ids = append(names, name), append(ids, fields[2])
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
			return nil, fmt.Errorf("read %s: unexpected answer of git", name)
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
