// Package durable writes files that are whole or not there: beside their place, synchronised, renamed, and their folder
// synchronised after. A failure, a kill or a power cut at any moment leaves what was there before, or all that was
// meant to be. It refuses to know what it writes, and who may write where.
package durable

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Staged is a file that is whole and durable beside its place, and has not taken its name yet: what must be recorded
// before anybody sees the file is recorded in between.
type Staged struct {
	// Path is the name that the file is to take.
	Path string
	// Temporary is where it is until then.
	Temporary string
}

// Stage writes a file beside path. Its mode is reduced by the umask, as that of any new file: whoever keeps their files
// private keeps these too. When write or the disk fails, nothing is left and the error is returned as it is.
func Stage(path string, mode fs.FileMode, write func(io.Writer) error) (*Staged, error) {
	f, err := beside(path, mode)
	if err != nil {
		return nil, err
	}
	s := &Staged{Path: path, Temporary: f.Name()}
	b := bufio.NewWriterSize(f, 1<<16)
	err = errors.Join(write(b), b.Flush())
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		s.Discard()
		return nil, err
	}
	return s, nil
}

// temporary is the name of a file that has not taken its own, by process and number.
const temporary = ".recette-%d-%d"

// Leftovers matches the names, within a folder, of what a process that died had staged: it may be the only copy of what
// was recorded.
const Leftovers = ".recette-*-*"

// beside makes a new hidden file in the folder of path. A name that an earlier process left behind is passed over.
func beside(path string, mode fs.FileMode) (*os.File, error) {
	for i := 0; ; i++ {
		name := filepath.Join(filepath.Dir(path), fmt.Sprintf(temporary, os.Getpid(), i))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if !errors.Is(err, fs.ErrExist) || i == 1000 {
			return f, err
		}
	}
}

// Commit gives the file its name, in place of what bears it. When that fails the content stays under its temporary
// name: it may be the only copy of what was recorded.
func (s *Staged) Commit() error {
	if err := os.Rename(s.Temporary, s.Path); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(s.Path))
}

// publish gives the file its name, or leaves nothing of it.
func (s *Staged) publish() error {
	err := s.Commit()
	if err != nil {
		s.Discard()
	}
	return err
}

// commitNew gives the file its name if nothing bears it, and returns fs.ErrExist otherwise: of two that write the same
// one, one is refused. The temporary name is gone after, in both cases.
func (s *Staged) commitNew() error {
	defer s.Discard()
	err := os.Link(s.Temporary, s.Path)
	if err == nil {
		return SyncDir(filepath.Dir(s.Path))
	}
	if errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, looked := os.Lstat(s.Path); looked == nil { // a file system without hard links: the race is left
		return &fs.PathError{Op: "create", Path: s.Path, Err: fs.ErrExist}
	} else if !errors.Is(looked, fs.ErrNotExist) {
		return looked
	}
	return s.Commit()
}

// Discard removes the file that has not taken its name.
func (s *Staged) Discard() {
	os.Remove(s.Temporary) //nolint:errcheck // a temporary file is left over; the error that counts is another
}

// Write writes a file whole in place of what bears its name. The file never has a wider mode than asked, even before it
// takes its name.
func Write(path string, mode fs.FileMode, write func(io.Writer) error) error {
	s, err := Stage(path, mode, write)
	if err != nil {
		return err
	}
	return s.publish()
}

// WriteNew writes a file that must not exist, else it returns fs.ErrExist.
func WriteNew(path string, mode fs.FileMode, data []byte) error {
	s, err := Stage(path, mode, Bytes(data))
	if err != nil {
		return err
	}
	return s.commitNew()
}

// StageReplacement stages new content for a file that exists, and keeps its mode. A link stays a link: what it leads to
// is to be replaced.
func StageReplacement(path string, data []byte) (*Staged, error) {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	s, err := Stage(path, info.Mode().Perm(), Bytes(data))
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(s.Temporary, info.Mode().Perm()); err != nil { // whatever the umask took
		s.Discard()
		return nil, err
	}
	return s, nil
}

// Replace writes new content in place of a file that exists, as StageReplacement and Commit.
func Replace(path string, data []byte) error {
	s, err := StageReplacement(path, data)
	if err != nil {
		return err
	}
	return s.publish()
}

// Bytes writes data, for the functions that take a writer.
func Bytes(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

// SyncDir makes the names of a folder durable.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// MakeDir makes a folder and its parents with a mode, and makes their names durable: entries that were acknowledged
// would otherwise go with the folder they lie in. That the folder is there does not say that its name is durable; a
// parent that may not be read cannot be synchronised, and is taken as it is.
func MakeDir(path string, mode fs.FileMode) error {
	parent := filepath.Dir(path)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && parent != path {
		if err := MakeDir(parent, mode); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(path, mode); err != nil {
		return err
	}
	if err := SyncDir(parent); !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil
}
