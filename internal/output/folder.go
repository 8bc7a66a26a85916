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
	"strconv"
	"strings"
	"time"

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

// Refill makes a folder hold the files that produce puts, one at a time: it writes those that changed, and removes
// those of an earlier call that are no longer among them, unless somebody changed them. No file takes its place before
// all were put. Nothing leaves the folder, not even through a link; nothing that it did not write is touched: list is
// the name of the file there that knows what it wrote. It returns a *FolderError, or the error of produce.
func Refill(dir, list string, produce func(put func(Content) error) error) (out Refilled, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Refilled{}, &FolderError{Path: dir, Err: err}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Refilled{}, &FolderError{Path: dir, Err: err}
	}
	defer func() { _ = root.Close() }() // nothing was written through it that could be lost
	w := &folder{
		root: root, dir: dir, list: list, now: fileList{V: 1, Files: map[string]string{}},
		aside: asidePrefix + strconv.Itoa(os.Getpid()),
	}
	if err := w.readList(); err != nil {
		return Refilled{}, err
	}
	defer func() { err = errors.Join(err, w.clear()) }()
	if err := produce(w.put); err != nil {
		return Refilled{}, err
	}
	out = Refilled{Written: len(w.changed), Unchanged: len(w.now.Files) - len(w.changed)}
	if err := w.place(); err != nil {
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
	root    *os.Root
	dir     string
	list    string // name of the file that holds had, then now
	had     fileList
	now     fileList
	aside   string   // folder of what was put and has not its place yet
	changed []string // what is there, by number
	began   time.Time
}

func (w *folder) fault(name string, err error) error {
	return &FolderError{Path: filepath.Join(w.dir, filepath.FromSlash(name)), Err: err}
}

func (w *folder) readList() error {
	data, err := bounded.ReadIn(w.root, w.list, bounded.Own)
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

// put keeps a file aside unless it is there already as it is. It refuses to write over what an earlier call did not
// write.
func (w *folder) put(f Content) error {
	w.now.Files[f.Path] = digestOf(f.Data)
	data, err := bounded.ReadIn(w.root, filepath.FromSlash(f.Path), bounded.Own)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return w.fault(f.Path, err)
	case bytes.Equal(data, f.Data):
		return nil
	case w.had.Files[f.Path] == "":
		return w.fault(f.Path, ErrOthers)
	}
	if len(w.changed) == 0 {
		if err := w.setAside(); err != nil {
			return w.fault(w.aside, err)
		}
	}
	if err := w.root.WriteFile(w.kept(len(w.changed)), f.Data, 0o644); err != nil {
		return w.fault(f.Path, err)
	}
	w.changed = append(w.changed, f.Path)
	return nil
}

// setAside makes the folder of what is put aside. One of that name is what a killed process left, or somebody's.
func (w *folder) setAside() error {
	if w.ours(w.aside) {
		if err := w.root.RemoveAll(w.aside); err != nil {
			return err
		}
	}
	if err := w.root.Mkdir(w.aside, 0o700); err != nil {
		return err
	}
	info, err := w.root.Lstat(w.aside)
	if err == nil {
		w.began = info.ModTime()
	}
	return err
}

// kept names what was put aside.
func (w *folder) kept(n int) string { return filepath.Join(w.aside, strconv.Itoa(n)) }

// place gives the files that were put aside their names. The list names them first: a call that was interrupted knows
// its own. Nothing waits for the disk: what is lost is made again.
func (w *folder) place() error {
	both := fileList{V: 1, Files: map[string]string{}}
	for _, m := range []fileList{w.had, w.now} {
		maps.Copy(both.Files, m.Files)
	}
	if err := w.writeList(both); err != nil {
		return err
	}
	made := map[string]bool{}
	for i, name := range w.changed {
		if dir := path.Dir(name); dir != "." && !made[dir] {
			if err := w.root.MkdirAll(filepath.FromSlash(dir), 0o755); err != nil {
				return w.fault(dir, err)
			}
			made[dir] = true
		}
		if err := w.root.Rename(w.kept(i), filepath.FromSlash(name)); err != nil {
			return w.fault(name, err)
		}
	}
	return nil
}

// asidePrefix begins the name of a folder of files put aside; the number of a process ends it.
const asidePrefix = ".recette-"

// stray is after how long a folder of files put aside is nobody's any more: whoever made it was killed.
const stray = time.Hour

// clear removes what was put aside and took no place, and what killed processes left so.
func (w *folder) clear() error {
	if w.began.IsZero() {
		return nil // nothing was put aside
	}
	err := w.root.RemoveAll(w.aside)
	left, _ := fs.Glob(w.root.FS(), asidePrefix+"[0-9]*") // what cannot be listed stays
	for _, name := range left {
		info, err := w.root.Lstat(name)
		if err == nil && info.IsDir() && w.began.Sub(info.ModTime()) > stray && w.ours(name) {
			_ = w.root.RemoveAll(name) // it stays, then
		}
	}
	if err != nil {
		return w.fault(w.aside, err)
	}
	return nil
}

// ours reports whether a folder is one of files put aside: a process is in its name, and numbers name all it holds.
func (w *folder) ours(name string) bool {
	if _, err := strconv.ParseUint(strings.TrimPrefix(name, asidePrefix), 10, 64); err != nil {
		return false
	}
	held, err := fs.ReadDir(w.root.FS(), name)
	return err == nil && !slices.ContainsFunc(held, func(e fs.DirEntry) bool {
		_, err := strconv.ParseUint(e.Name(), 10, 64)
		return err != nil || !e.Type().IsRegular()
	})
}

func (w *folder) replaceList(data []byte) error {
	if err := w.root.WriteFile(w.list+".new", data, 0o644); err != nil {
		return w.fault(w.list, err)
	}
	if err := w.root.Rename(w.list+".new", filepath.FromSlash(w.list)); err != nil {
		return w.fault(w.list, err)
	}
	return nil
}

func (w *folder) writeList(m fileList) error {
	data, err := json.MarshalIndent(m, "", "  ") // names are sorted by the encoder
	if err != nil {
		return err
	}
	data = append(data, '\n')
	if had, err := bounded.ReadIn(w.root, w.list, bounded.Own); err == nil && bytes.Equal(had, data) {
		return nil
	}
	return w.replaceList(data)
}

// sweep removes the files of the earlier build that this one did not make, unless somebody changed them.
func (w *folder) sweep() (removed int, kept []string, err error) {
	kept = []string{}
	dirs := map[string]bool{}
	for name, sum := range w.had.Files {
		if _, still := w.now.Files[name]; still || !filepath.IsLocal(filepath.FromSlash(name)) {
			continue
		}
		data, err := bounded.ReadIn(w.root, filepath.FromSlash(name), bounded.Own)
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
