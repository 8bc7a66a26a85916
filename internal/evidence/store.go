package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"recette/internal/bounded"
	"recette/internal/durable"
)

const (
	// DefaultLimit is the greatest size of an attachment unless Options say otherwise: 64 MiB.
	DefaultLimit = 64 << 20
	// maxPixels is the greatest number of pixels of an image: a file of 48 kB can decode to hundreds of megabytes.
	maxPixels = 40_000_000
)

// Options says where attachments lie and how large they may be.
type Options struct {
	Dir   string // .recette/evidence; made with mode 0700 when it is missing
	Limit int64  // bytes; 0 is DefaultLimit
}

// Store keeps attachments in a directory. It is safe for concurrent use, by several processes too: content addresses do
// not conflict.
type Store struct {
	dir   string
	limit int64
	sync  func(dir string) error // durable.SyncDir, or a test's
	named sync.Map               // directories whose own name this process made durable
}

// Ref names a stored attachment.
type Ref struct {
	SHA256 string // hex
	Size   int64  // bytes
	MIME   string // from the content, never from the name
	Name   string // as given, cleaned for display; not part of the address
}

// New returns a store over a directory. The directory is made at the first Put.
func New(o Options) (*Store, error) {
	if o.Dir == "" {
		return nil, errors.New("evidence options: no directory")
	}
	if o.Limit == 0 {
		o.Limit = DefaultLimit
	}
	if o.Limit < 0 {
		return nil, errors.New("evidence options: negative limit")
	}
	return &Store{dir: o.Dir, limit: o.Limit, sync: durable.SyncDir}, nil
}

// Put stores what r gives and returns its address once the bytes and their name are durable: temporary file, fsync,
// rename, fsync of the directory. The same content twice is stored once. Errors under ErrRefused mean that the content
// is not accepted; on any error nothing new has an address.
func (s *Store) Put(ctx context.Context, r io.Reader, name string) (ref Ref, err error) {
	tmpDir := filepath.Join(s.dir, tmpName)
	if err := makeDir(tmpDir); err != nil {
		return Ref{}, &storeError{err}
	}
	tmp, err := os.CreateTemp(tmpDir, "put-*") // mode 0600
	if err != nil {
		return Ref{}, &storeError{err}
	}
	defer func() {
		if err != nil {
			err = &storeError{err}
			tmp.Close()           // the first error counts
			os.Remove(tmp.Name()) //nolint:errcheck // reported as a leftover otherwise
		}
	}()
	sum, scan, size, err := s.receive(ctx, tmp, r)
	if err != nil {
		return Ref{}, err
	}
	ref = Ref{SHA256: sum, Size: size, Name: CleanName(name)}
	if ref.MIME, err = classify(tmp, scan, ref.Name); err != nil {
		return Ref{}, err
	}
	// Read-only, against accidents; the address is the proof.
	if err := errors.Join(tmp.Chmod(0o400), tmp.Sync(), tmp.Close()); err != nil {
		return Ref{}, err
	}
	if err := s.keep(ctx, tmp.Name(), ref); err != nil {
		return Ref{}, err
	}
	return ref, nil
}

// receive streams r into the temporary file, hashing and looking at the text on the way.
func (s *Store) receive(ctx context.Context, tmp *os.File, r io.Reader) (string, *textScan, int64, error) {
	h, scan := sha256.New(), &textScan{}
	size, err := io.Copy(io.MultiWriter(tmp, h, scan), io.LimitReader(&contextReader{ctx, r}, s.limit+1))
	switch {
	case err != nil:
		return "", nil, 0, err
	case size > s.limit:
		return "", nil, 0, &sizeError{Limit: s.limit}
	case size == 0:
		return "", nil, 0, ErrEmpty
	}
	scan.end()
	return hex.EncodeToString(h.Sum(nil)), scan, size, nil
}

// keep gives the temporary file its address. A file that is there already is checked: to add a row to a damaged one
// would lose the good copy in hand.
func (s *Store) keep(ctx context.Context, tmp string, ref Ref) error {
	path := s.path(ref.SHA256)
	if err := s.place(filepath.Dir(path)); err != nil {
		return err
	}
	if s.Verify(ctx, ref.SHA256, ref.Size) == nil {
		if err := os.Remove(tmp); err != nil {
			return err
		}
	} else if err := os.Rename(tmp, path); err != nil {
		return err
	}
	// Even when the file was there: the process that put it may have died before this.
	return s.sync(filepath.Dir(path))
}

// place makes the directory of an address and its name durable. That it is there already does not say that its name is:
// whoever made it, another goroutine or a process that died, may not have come to that. Once a process is enough.
func (s *Store) place(dir string) error {
	if _, ok := s.named.Load(dir); ok {
		return nil
	}
	if err := makeDir(dir); err != nil {
		return err
	}
	for _, parent := range []string{s.dir, filepath.Dir(s.dir)} {
		if err := s.sync(parent); err != nil {
			return err
		}
	}
	s.named.Store(dir, struct{}{})
	return nil
}

// Open gives the content at an address. It returns ErrAddress or ErrMissing. The bytes are not checked: Verify does.
func (s *Store) Open(address string) (io.ReadCloser, error) {
	if !isAddress(address) {
		return nil, fmt.Errorf("%w: %q", ErrAddress, address)
	}
	f, err := bounded.Open(s.path(address))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, bounded.ErrIrregular) {
		return nil, fmt.Errorf("%.12s: %w", address, ErrMissing)
	}
	if err != nil {
		return nil, fmt.Errorf("open evidence: %w", err)
	}
	return f, nil
}

// Stat gives the size of the content at an address, in bytes. It returns ErrAddress or ErrMissing.
func (s *Store) Stat(_ context.Context, address string) (int64, error) {
	if !isAddress(address) {
		return 0, fmt.Errorf("%w: %q", ErrAddress, address)
	}
	info, err := os.Lstat(s.path(address))
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return 0, fmt.Errorf("%.12s: %w", address, ErrMissing)
	}
	if err != nil {
		return 0, fmt.Errorf("look at evidence: %w", err)
	}
	return info.Size(), nil
}

// Verify hashes the content at an address again. It returns ErrMissing, or ErrAltered when the bytes or their number
// are not what was recorded.
func (s *Store) Verify(ctx context.Context, address string, size int64) error {
	have, err := s.Stat(ctx, address)
	if err != nil {
		return err
	}
	if have != size {
		return fmt.Errorf("%.12s: %w: %d bytes, %d were recorded", address, ErrAltered, have, size)
	}
	f, err := s.Open(address)
	if err != nil {
		return err
	}
	defer f.Close() // nothing was written
	h := sha256.New()
	if _, err := io.Copy(h, &contextReader{ctx, f}); err != nil {
		return fmt.Errorf("read evidence %.12s: %w", address, err)
	}
	if !bytes.Equal(h.Sum(nil), fromHex(address)) {
		return fmt.Errorf("%.12s: %w", address, ErrAltered)
	}
	return nil
}

// Remove takes the content at an address away for ever, and returns once that is durable. It returns ErrAddress or
// ErrMissing. What a disk keeps of a removed file is beyond it.
func (s *Store) Remove(ctx context.Context, address string) error {
	if _, err := s.Stat(ctx, address); err != nil {
		return err
	}
	path := s.path(address)
	if err := os.Remove(path); err != nil {
		return fmt.Errorf("remove evidence: %w", err)
	}
	if err := s.sync(filepath.Dir(path)); err != nil {
		return fmt.Errorf("remove evidence: %w", err)
	}
	return nil
}

type contextReader struct {
	ctx context.Context // lives for one copy
	r   io.Reader
}

func (c *contextReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(b)
}
