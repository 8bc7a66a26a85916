package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// staged is a file that is whole and durable beside its place, and has not taken its name yet: what must be recorded
// before anybody sees the file is recorded in between.
type staged struct {
	path, temporary string
}

// stage writes a file beside path. Its mode is reduced by the umask, as that of any new file: whoever keeps their files
// private keeps these too.
func stage(path string, mode fs.FileMode, write func(io.Writer) error) (*staged, error) {
	f, err := createBeside(path, mode)
	if err != nil {
		return nil, fail("file", err, path)
	}
	s := &staged{path: path, temporary: f.Name()}
	b := bufio.NewWriterSize(f, 1<<16)
	err = errors.Join(write(b), b.Flush())
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		s.discard()
		return nil, err
	}
	return s, nil
}

// createBeside makes a new hidden file in the folder of path. A name that an earlier process left behind is passed over.
func createBeside(path string, mode fs.FileMode) (*os.File, error) {
	for i := 0; ; i++ {
		name := filepath.Join(filepath.Dir(path), fmt.Sprintf(".recette-%d-%d", os.Getpid(), i))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if !errors.Is(err, fs.ErrExist) || i == 1000 {
			return f, err
		}
	}
}

// commit gives the file its name. When that fails the content stays under the name that the error tells: it may be the
// only copy of what was recorded.
func (s *staged) commit() error {
	if err := os.Rename(s.temporary, s.path); err != nil {
		return fail("file", err, s.temporary)
	}
	return syncDir(filepath.Dir(s.path))
}

func (s *staged) discard() {
	os.Remove(s.temporary) //nolint:errcheck // a temporary file is left over; the error that counts is another
}

// writeWhole writes a file beside its place, makes it durable, then renames it: a failure leaves what was there.
func writeWhole(path string, write func(io.Writer) error) error { return writeMode(path, 0o644, write) }

// writeMode is writeWhole with a mode: the file never has a wider one, even before it takes its name.
func writeMode(path string, mode fs.FileMode, write func(io.Writer) error) error {
	s, err := stage(path, mode, write)
	if err != nil {
		return err
	}
	if err := s.commit(); err != nil {
		s.discard()
		return err
	}
	return nil
}

// replaceFile writes new content in place of a file, whole or not at all, and keeps its mode. A link stays a link.
func replaceFile(path string, data []byte) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return fail("file", err, path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return fail("file", err, path)
	}
	s, err := stage(path, info.Mode().Perm(), func(w io.Writer) error { _, err := w.Write(data); return err })
	if err != nil {
		return err
	}
	if err := errors.Join(os.Chmod(s.temporary, info.Mode().Perm()), s.commit()); err != nil {
		s.discard()
		return fail("file", err, path)
	}
	return nil
}

// maxDocument bounds what is read whole of a document of the project. The readers of documents refuse less than that.
const maxDocument = 64 << 20

// readDocument reads a file that the project keeps, and nothing that would not end: the reading of a pipe waits for somebody
// to write, that of /dev/zero for all the memory. A missing file is fs.ErrNotExist.
func readDocument(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err //nolint:wrapcheck // as os.ReadFile gives it
	case !info.Mode().IsRegular():
		return nil, &fs.PathError{Op: "read", Path: path, Err: errNotRegular}
	case info.Size() > maxDocument:
		return nil, &fs.PathError{Op: "read", Path: path, Err: errTooLarge}
	}
	return os.ReadFile(path) //nolint:wrapcheck // its caller names the file
}

var (
	errNotRegular = errors.New("not a regular file")
	errTooLarge   = errors.New("too large")
)

// syncDir makes a rename durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fail("file", err, dir)
	}
	return wrapFile(errors.Join(d.Sync(), d.Close()), dir)
}
