package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"recette/internal/bounded"
)

// Content is a file to write in a folder: its path there, with slashes, and its bytes.
type Content struct {
	Path string
	Data []byte
}

// Refilled is what became of a folder.
type Refilled struct {
	Written, Unchanged, Removed int
	Kept                        []string // files of an earlier call that somebody changed since: left there
}

// FolderError is what is wrong with a file of a folder, or with the folder.
type FolderError struct {
	Path string
	Err  error
}

func (e *FolderError) Error() string { return fmt.Sprintf("%s: %v", e.Path, e.Err) }

// Unwrap gives the cause.
func (e *FolderError) Unwrap() error { return e.Err }

// Why a folder is left as it was, beside what the system refuses.
var (
	ErrOthers = errors.New("a file of somebody else")
	ErrList   = errors.New("not a list of the files that were written")
)

// Refill makes a folder hold files: it writes those that changed, and removes those of an earlier call that are no
// longer among them, unless somebody changed them. Nothing leaves the folder, not even through a link; nothing that it
// did not write is touched: list is the name of the file there that knows what it wrote. It returns a *FolderError.
func Refill(dir, list string, files []Content) (Refilled, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Refilled{}, &FolderError{Path: dir, Err: err}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Refilled{}, &FolderError{Path: dir, Err: err}
	}
	defer func() { _ = root.Close() }() // nothing was written through it that could be lost
	w := &folder{root: root, dir: dir, list: list, now: fileList{V: 1, Files: map[string]string{}}}
	for _, f := range files {
		w.now.Files[f.Path] = digestOf(f.Data)
	}
	if err := w.readList(); err != nil {
		return Refilled{}, err
	}
	changed, err := w.compare(files)
	if err != nil {
		return Refilled{}, err
	}
	out := Refilled{Written: len(changed), Unchanged: len(files) - len(changed)}
	if err := w.write(changed); err != nil {
		return out, err
	}
	out.Removed, out.Kept, err = w.sweep()
	return out, err
}

// fileList is what a folder knows of the files that were written there. What it does not name is somebody else's.
type fileList struct {
	V     int               `json:"v"`
	Files map[string]string `json:"files"` // SHA-256, hex, by path
}

// folder is a folder being written.
type folder struct {
	root *os.Root
	dir  string
	list string // name of the file that holds had, then now
	had  fileList
	now  fileList
}

func (w *folder) fault(name string, err error) error {
	return &FolderError{Path: filepath.Join(w.dir, filepath.FromSlash(name)), Err: err}
}

func (w *folder) readList() error {
	data, err := bounded.ReadIn(w.root, w.list, bounded.Record)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal(data, &w.had)
	}
	if err != nil || w.had.V != 1 {
		return w.fault(w.list, errors.Join(err, ErrList))
	}
	return nil
}

// compare finds the files to write, and refuses to write over what an earlier build did not write.
func (w *folder) compare(files []Content) ([]Content, error) {
	var changed []Content
	for _, f := range files {
		data, err := bounded.ReadIn(w.root, filepath.FromSlash(f.Path), bounded.Record)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, w.fault(f.Path, err)
		case bytes.Equal(data, f.Data):
			continue
		case w.had.Files[f.Path] == "":
			return nil, w.fault(f.Path, ErrOthers)
		}
		changed = append(changed, f)
	}
	return changed, nil
}

// write writes files, each beside its place before it takes its name. The list names them first: a build that was
// interrupted knows its own.
func (w *folder) write(files []Content) error {
	both := fileList{V: 1, Files: map[string]string{}}
	for _, m := range []fileList{w.had, w.now} {
		maps.Copy(both.Files, m.Files)
	}
	if err := w.writeList(both); err != nil {
		return err
	}
	made := map[string]bool{}
	for _, f := range files {
		if dir := path.Dir(f.Path); dir != "." && !made[dir] {
			if err := w.root.MkdirAll(filepath.FromSlash(dir), 0o755); err != nil {
				return w.fault(dir, err)
			}
			made[dir] = true
		}
		if err := w.replace(f.Path, f.Data); err != nil {
			return err
		}
	}
	return nil
}

// replace does not wait for the disk: what is lost is made again.
func (w *folder) replace(name string, data []byte) error {
	name = filepath.FromSlash(name)
	temporary := filepath.Join(filepath.Dir(name), fmt.Sprintf(".recette-%d", os.Getpid()))
	if err := w.root.WriteFile(temporary, data, 0o644); err != nil {
		return w.fault(name, errors.Join(err, w.forget(temporary)))
	}
	if err := w.root.Rename(temporary, name); err != nil {
		return w.fault(name, errors.Join(err, w.forget(temporary)))
	}
	return nil
}

func (w *folder) forget(name string) error {
	if err := w.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (w *folder) writeList(m fileList) error {
	data, err := json.MarshalIndent(m, "", "  ") // names are sorted by the encoder
	if err != nil {
		return err
	}
	data = append(data, '\n')
	if had, err := bounded.ReadIn(w.root, w.list, bounded.Record); err == nil && bytes.Equal(had, data) {
		return nil
	}
	return w.replace(w.list, data)
}

// sweep removes the files of the earlier build that this one did not make, unless somebody changed them.
func (w *folder) sweep() (removed int, kept []string, err error) {
	kept = []string{}
	dirs := map[string]bool{}
	for name, sum := range w.had.Files {
		if _, still := w.now.Files[name]; still || !filepath.IsLocal(filepath.FromSlash(name)) {
			continue
		}
		data, err := bounded.ReadIn(w.root, filepath.FromSlash(name), bounded.Record)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil || digestOf(data) != sum:
			kept = append(kept, name)
			continue
		}
		if err := w.root.Remove(filepath.FromSlash(name)); err != nil {
			return removed, kept, w.fault(name, err)
		}
		removed++
		dirs[path.Dir(name)] = true
	}
	for dir := range dirs {
		if dir != "." {
			w.root.Remove(filepath.FromSlash(dir)) //nolint:errcheck // a folder that still holds something stays
		}
	}
	slices.Sort(kept)
	return removed, kept, w.writeList(w.now)
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
