//go:build unix

package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"recette/internal/bounded"
	"recette/internal/durable"
	"recette/internal/journal"
	"recette/internal/store"
)

const (
	outsidePrefix  = "recette head 1\n"
	outsideSkipped = "\nskipped " // after the key: how many numbers the restorations left out, and its signature
	mostSkipped    = 1 << 40      // more is not what this package wrote
)

// Outside is the head that is kept outside, with how many numbers the restorations below it left out.
type Outside struct {
	journal.Signed
	Skipped int64
	// Sworn says that the key of the log signed that. It did not in the files of before, and anybody may make one of
	// those out of another.
	Sworn bool
}

// outsideTries is how often to ask for the lock of the file, every millisecond: another process holds it for as long as
// two synchronisations take.
const outsideTries = 5000

// KeepOutside implements store.Engine.
func (w *writer) KeepOutside(s journal.Signed, skipped journal.Skipped) (err error) {
	path := w.opts.Outside
	if path == "" {
		return w.mended()
	}
	lock, err := openSide(w.opts.beside(outsideLock), 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }() // and lets go of it
	if err := lockSoon(lock, outsideTries); err != nil {
		return err
	}
	there, known, err := readOutside(path)
	if err != nil && !w.opts.Restore {
		return err
	}
	if known && !w.opts.Restore && (there.Size > s.Size || there.Note == s.Note && there.Sworn) {
		return nil
	}
	text := outsidePrefix + s.Verifier + outsideSkipped + strconv.FormatInt(skipped.Numbers, 10) + " " +
		skipped.Signature + "\n\n" + s.Note
	if err := durable.Write(path, 0o644, durable.Bytes([]byte(text))); err != nil {
		return err
	}
	return w.mended()
}

// lockSoon takes the lock of a file, waiting for whoever holds it.
func lockSoon(f *os.File, tries int) error {
	for try := 1; ; try++ {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return nil
		case !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR):
			return fmt.Errorf("%w: lock %s: %w", store.ErrIO, f.Name(), err)
		case try == tries:
			return fmt.Errorf("%w: %s", store.ErrBusy, f.Name())
		}
		time.Sleep(time.Millisecond)
	}
}

// readOutside reads the head that is kept outside. A file that is not what this package writes is not a head that is
// known: somebody changed it.
func readOutside(path string) (s Outside, known bool, err error) {
	data, err := bounded.ReadFile(path, bounded.Mark)
	if errors.Is(err, fs.ErrNotExist) {
		return s, false, nil
	}
	if err != nil {
		return s, false, fmt.Errorf("read %s: %w", path, err)
	}
	text, ok := strings.CutPrefix(string(data), outsidePrefix)
	verifier, note, parted := strings.Cut(text, "\n\n")
	if !ok || !parted {
		return s, false, nil
	}
	verifier, skipped, counted := strings.Cut(verifier, outsideSkipped)
	if s.Signed, err = journal.OpenCheckpoint(note, verifier); err != nil {
		return Outside{}, false, nil //nolint:nilerr // it is not what was written: nothing is known
	}
	if counted && s.count(skipped) != nil {
		return Outside{}, false, nil
	}
	return s, true, nil
}

// count reads how many numbers were left out, and holds a count that is signed to its signature.
func (o *Outside) count(text string) (err error) {
	number, signature, sworn := strings.Cut(text, " ")
	if o.Skipped, err = strconv.ParseInt(number, 10, 64); err != nil {
		return err
	}
	if o.Skipped < 0 || o.Skipped > mostSkipped || strconv.FormatInt(o.Skipped, 10) != number {
		return strconv.ErrRange
	}
	if o.Sworn = sworn; !sworn {
		return nil
	}
	return journal.Skipped{Numbers: o.Skipped, Signature: signature}.Check(o.Signed)
}
