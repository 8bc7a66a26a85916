package git

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha1" //nolint:gosec // how git names what it keeps
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"strings"
	"sync"
)

// Reading notes the files that are read of a folder, each by the name that git gives to its bytes, to tell which commit
// holds them. What git itself thinks of the files of the folder is not asked: it may have been told not to look at
// some, does not follow their links, and compares them once filters went over them.
type Reading struct {
	folder Folder
	commit string

	mu   sync.Mutex
	read map[string]string // the name of its content, by path; empty when two readings of one file differed
}

// Reading begins a reading of the folder, to be compared with the commit that is checked out now.
func (f Folder) Reading(ctx context.Context) *Reading {
	commit, _ := f.Ask(ctx, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
	return &Reading{folder: f, commit: commit, read: map[string]string{}}
}

// Head is the commit that is compared; empty when there is none, and nothing is noted.
func (r *Reading) Head() string { return r.commit }

// FS gives the tree of the folder, so that what is read through it is noted.
func (r *Reading) FS(tree fs.FS) fs.FS {
	if r.commit == "" {
		return tree
	}
	return noted{tree, r}
}

// errOther is a file that is not in the commit as it was read.
var errOther = errors.New("not as it was read")

// Commit gives the commit that holds what was read below the folders and files given, exactly as it was read, and no
// file there that needed names and that was not read; else nothing. A link is never what was read through it, nor is a
// submodule.
func (r *Reading) Commit(ctx context.Context, below []string, needed func(path string) bool) string {
	if r.commit == "" {
		return ""
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	left := 0
	for path := range r.read {
		if in(path, below) {
			left++
		}
	}
	if left == 0 {
		return ""
	}
	err := r.folder.files(ctx, listing{commit: r.commit, below: below}, func(e *entry) error {
		id, was := r.read[e.path]
		switch {
		case was && e.kept() && e.id == id:
			left--
		case was || needed(e.path):
			return errOther
		}
		return nil
	})
	if err != nil || left > 0 {
		return ""
	}
	return r.commit
}

// in tells whether a path is one of those given, or lies below one.
func in(path string, below []string) bool {
	for _, dir := range below {
		if rest, ok := strings.CutPrefix(path, dir); dir == "." || ok && (rest == "" || rest[0] == '/') {
			return true
		}
	}
	return false
}

func (r *Reading) note(path string, id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if before, again := r.read[path]; again && before != id {
		id = ""
	}
	r.read[path] = id
}

// blob begins the name that git gives to content of so many bytes: the commit's own name tells which hash it is.
func (r *Reading) blob(size int64) hash.Hash {
	h := sha1.New() //nolint:gosec // git's
	if len(r.commit) == hex.EncodedLen(sha256.Size) {
		h = sha256.New()
	}
	fmt.Fprintf(h, "blob %d\x00", size)
	return h
}

// entry is a file of a commit, as git lists it.
type entry struct {
	mode, kind, id string
	size           string // "-" for what has none; empty unless it was asked for
	path           string
}

// kept tells whether the commit holds the content of the file, and not the place of a link, or another repository.
func (e *entry) kept() bool { return e.kind == "blob" && e.mode != "120000" }

// listing says which files of which commit are listed.
type listing struct {
	commit string
	below  []string
	sizes  bool // git opens every file for them
}

// files lists what a commit holds.
func (f Folder) files(ctx context.Context, l listing, fn func(*entry) error) error {
	args := []string{"ls-tree", "-r", "-z"}
	if l.sizes {
		args = append(args, "-l")
	}
	args = append(args, l.commit, "--")
	return f.stream(ctx, nil, func(r io.Reader) error {
		lines := bufio.NewScanner(r)
		lines.Split(func(data []byte, _ bool) (int, []byte, error) {
			if i := bytes.IndexByte(data, 0); i >= 0 {
				return i + 1, data[:i], nil
			}
			return 0, nil, nil
		})
		for lines.Scan() {
			meta, path, ok := strings.Cut(lines.Text(), "\t")
			f := strings.Fields(meta)
			if !ok || len(f) < 3 || l.sizes && len(f) < 4 {
				return fmt.Errorf("%q: %w", lines.Text(), errAnswer)
			}
			e := entry{mode: f[0], kind: f[1], id: f[2], path: path}
			if l.sizes {
				e.size = f[3]
			}
			if err := fn(&e); err != nil {
				return err
			}
		}
		return lines.Err()
	}, append(args, l.below...)...)
}

// noted is a file system that notes what is read.
type noted struct {
	fs.FS
	reading *Reading
}

var (
	_ fs.ReadFileFS = noted{}
	_ fs.StatFS     = noted{}
	_ fs.ReadDirFS  = noted{}
	_ fs.ReadLinkFS = noted{}
)

func (n noted) Stat(name string) (fs.FileInfo, error)      { return fs.Stat(n.FS, name) }
func (n noted) Lstat(name string) (fs.FileInfo, error)     { return fs.Lstat(n.FS, name) }
func (n noted) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(n.FS, name) }
func (n noted) ReadLink(name string) (string, error)       { return fs.ReadLink(n.FS, name) }

// ReadFile reads a file whole.
func (n noted) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(n.FS, name)
	if err == nil {
		h := n.reading.blob(int64(len(data)))
		h.Write(data)
		n.reading.note(name, hex.EncodeToString(h.Sum(nil)))
	}
	return data, err
}

// Open opens a file, or a folder.
func (n noted) Open(name string) (fs.File, error) {
	f, err := n.FS.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return f, nil // it is the reader's to say what is wrong with it
	}
	return &notedFile{File: f, name: name, reading: n.reading, hash: n.reading.blob(info.Size())}, nil
}

// notedFile is noted when it is closed, by what was read of it. Content of another length than the file had when it was
// opened gets a name that nothing has: the length is part of it.
type notedFile struct {
	fs.File
	name    string
	reading *Reading
	hash    hash.Hash
	begun   bool
}

func (f *notedFile) Read(b []byte) (int, error) {
	n, err := f.File.Read(b)
	f.hash.Write(b[:n])
	f.begun = true
	return n, err
}

func (f *notedFile) Close() error {
	if f.begun {
		f.reading.note(f.name, hex.EncodeToString(f.hash.Sum(nil)))
	}
	return f.File.Close()
}
