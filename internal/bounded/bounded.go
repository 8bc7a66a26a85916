// Package bounded reads what others wrote, and nothing that would not end: the opening of a pipe waits for somebody to
// write, the reading of /dev/zero for all the memory. A file is opened without waiting, must be a regular one, and is
// refused by its size before any room is made for it. The package refuses to interpret what it reads.
package bounded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// How much is read at most of each kind of document, in bytes. Formats may refuse less than that.
const (
	// Secret bounds a file that holds a passphrase.
	Secret = 4 << 10
	// Mark bounds a small file of the product's own: one line, a few fields.
	Mark = 64 << 10
	// Key bounds a file of keys or certificates.
	Key = 1 << 20
	// Document bounds a document that people write: a plan, references, answers, settings of a linter.
	Document = 16 << 20
	// Own bounds what the product writes for itself: a list of known findings, a cache, signed checkpoints.
	Own = 128 << 20
	// Report bounds a report that is judged: a PV with all that is attached to it.
	Report = 512 << 20
)

var (
	// ErrIrregular is a pipe, a device, a socket or a folder where a file is read.
	ErrIrregular = errors.New("not a regular file")
	// ErrTooLarge is the parent of every *SizeError.
	ErrTooLarge = errors.New("too large")
)

// SizeError is a file, or a stream, of more bytes than are read of its kind.
type SizeError struct {
	Size  int64 // bytes; 0 for a stream, whose size nobody knows
	Limit int64 // bytes
}

func (e *SizeError) Error() string {
	if e.Size == 0 {
		return fmt.Sprintf("more than %d bytes", e.Limit)
	}
	return fmt.Sprintf("%d bytes, at most %d are read", e.Size, e.Limit)
}

// Is makes the error one of ErrTooLarge.
func (e *SizeError) Is(target error) bool { return target == ErrTooLarge }

// Open opens a regular file for reading. It looks before it opens, since the opening of a device may be an act, and
// after, since the file may have been changed for another meanwhile. The error is an *fs.PathError: of the system, or
// over ErrIrregular.
func Open(path string) (*os.File, error) {
	return open(path, fs.FileMode.IsRegular, system{os.Stat, os.OpenFile})
}

// system is what answers for names: that of the machine, or a folder that nothing leaves.
type system struct {
	stat func(string) (fs.FileInfo, error)
	open func(string, int, fs.FileMode) (*os.File, error)
}

func open(path string, good func(fs.FileMode) bool, by system) (*os.File, error) {
	refused := func(info fs.FileInfo, err error) error {
		if err == nil && !good(info.Mode()) {
			err = &fs.PathError{Op: "open", Path: path, Err: ErrIrregular}
		}
		return err
	}
	if err := refused(by.stat(path)); err != nil {
		return nil, err
	}
	f, err := by.open(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	err = refused(f.Stat())
	if err == nil && endless(f) {
		err = &fs.PathError{Op: "open", Path: path, Err: ErrIrregular}
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// ReadFile reads a regular file of at most limit bytes. The error is an *fs.PathError: of the system, over ErrIrregular
// or over a *SizeError.
func ReadFile(path string, limit int64) ([]byte, error) {
	return ReadFileContext(context.Background(), path, limit)
}

// ReadFileContext is ReadFile for what is long: it stops between two pieces when ctx ends, with the error of ctx.
func ReadFileContext(ctx context.Context, path string, limit int64) ([]byte, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	return readNamed(ctx, f, path, limit)
}

// ReadIn is ReadFile within a folder that nothing leaves, not even by a link.
func ReadIn(root *os.Root, name string, limit int64) ([]byte, error) {
	f, err := open(name, fs.FileMode.IsRegular, system{root.Stat, root.OpenFile})
	if err != nil {
		return nil, err
	}
	return readNamed(context.Background(), f, name, limit)
}

// ReadFS is ReadFile within a file system, which says what may be opened in it.
func ReadFS(tree fs.FS, name string, limit int64) ([]byte, error) {
	f, err := tree.Open(name)
	if err != nil {
		return nil, err
	}
	return readNamed(context.Background(), f, name, limit)
}

// readNamed reads and closes a file, and puts its name in the refusal of its size.
func readNamed(ctx context.Context, f fs.File, name string, limit int64) ([]byte, error) {
	defer f.Close() //nolint:errcheck // nothing was written
	data, err := readAll(ctx, f, limit)
	if size, ok := errors.AsType[*SizeError](err); ok {
		return nil, &fs.PathError{Op: "read", Path: name, Err: size}
	}
	return data, err
}

// piece is how much is read between two looks at the context.
const piece = 1 << 20

// readAll makes room once, for the size that the file has.
func readAll(ctx context.Context, f fs.File, limit int64) ([]byte, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	size := info.Size()
	if size > limit {
		return nil, &SizeError{Size: size, Limit: limit}
	}
	data := make([]byte, 0, size+1) // one more: the end is seen without more room
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(data) == cap(data) { // a file that grows while it is read, or has no size, as those of /proc
			data = append(data, 0)[:len(data)]
		}
		n, err := f.Read(data[len(data):min(cap(data), len(data)+piece)])
		data = data[:len(data)+n]
		switch {
		case int64(len(data)) > limit:
			return nil, &SizeError{Limit: limit}
		case errors.Is(err, io.EOF):
			return data, nil
		case err != nil:
			return nil, err
		}
	}
}

// Stream reads at most limit bytes of a stream that somebody else writes, such as standard input. When ctx ends it
// returns at once with its error, and leaves behind a reader that waits: a stream cannot be told to give up. More than
// limit is a *SizeError.
func Stream(ctx context.Context, r io.Reader, limit int64) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		data, err := io.ReadAll(io.LimitReader(r, limit+1))
		if err == nil && int64(len(data)) > limit {
			data, err = nil, &SizeError{Limit: limit}
		}
		done <- result{data, err}
	}()
	select {
	case got := <-done:
		return got.data, got.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
