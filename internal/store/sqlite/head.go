//go:build unix

package sqlite

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"recette/internal/bounded"
	"recette/internal/store"
)

// headFile holds what the database held after the last commit. It is written after the commit and not synchronised, so
// it never claims more than what is durable, costs no time, and survives the death of the process: it shows a -wal file
// that was damaged, deleted or left behind, which SQLite reads as "nothing happened".
type headFile struct {
	file  *os.File
	tries int // how often to ask for its lock
}

func openHead(path string) (*headFile, error) {
	if err := makeSide(path); err != nil {
		return nil, err
	}
	f, err := openSide(path, 0)
	if err != nil {
		return nil, err
	}
	return &headFile{file: f, tries: headTries}, nil
}

func (f *headFile) close() error { return f.file.Close() }

// headTries is how often note asks for the lock of the file, every 100 µs at most: others hold it for as long as it
// takes to compare two lines. Whoever asks in vain, because one of them was suspended there, leaves the file behind
// what is durable until the next commit.
const headTries = 200

// note writes a head, unless the file says already that there is more: commits come one after the other, but the lock
// of the database is free again when their heads are written. Comparing and writing is under a lock of the file's own,
// so that a smaller head never comes after a bigger one.
func (f *headFile) note(h store.HeadBeside, anyway bool) {
	fd := int(f.file.Fd())
	err := syscall.Flock(fd, syscall.LOCK_EX|syscall.LOCK_NB)
	for try := 1; err != nil && try < f.tries; try++ {
		time.Sleep(100 * time.Microsecond)
		err = syscall.Flock(fd, syscall.LOCK_EX|syscall.LOCK_NB)
	}
	if err != nil {
		return
	}
	defer syscall.Flock(fd, syscall.LOCK_UN) //nolint:errcheck // it goes with the process at the latest
	b := make([]byte, headLine)
	if n, err := f.file.ReadAt(b, 0); !anyway && (err == nil || errors.Is(err, io.EOF)) {
		if there, ok := parseHead(b[:n]); ok && there.Size > h.Size {
			return
		}
	}
	_, _ = f.file.WriteAt(lineOf(h), 0)
}

// headLine is the length of a head, its end of line included: one for all, so that a shorter line never leaves the end
// of a longer one behind.
const headLine = 128

const headPrefix = "recette head 1 "

func lineOf(h store.HeadBeside) []byte {
	body := headPrefix + strconv.FormatInt(h.Size, 10) + " " + h.Root + " " + h.At
	line := fmt.Sprintf("%s %08x", body, crc32.ChecksumIEEE([]byte(body)))
	// One length for all, so that a shorter line never leaves the end of a longer one behind.
	return fmt.Appendf(nil, "%-127s\n", line)
}

// parseHead reports false for anything but a line of ours: a torn write is not a rollback.
func parseHead(b []byte) (store.HeadBeside, bool) {
	body, sum, ok := cutLast(strings.TrimRight(string(b), " \n"))
	if !ok || sum != fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(body))) {
		return store.HeadBeside{}, false
	}
	body, ok = strings.CutPrefix(body, headPrefix)
	f := strings.Split(body, " ")
	if !ok || len(f) != 3 {
		return store.HeadBeside{}, false
	}
	size, err := strconv.ParseInt(f[0], 10, 64)
	if err != nil || size < 0 {
		return store.HeadBeside{}, false
	}
	return store.HeadBeside{Size: size, Root: f[1], At: f[2]}, true
}

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 {
		return "", "", false
	}
	return s[:i], s[i+1:], true
}

func readHead(path string) (store.HeadBeside, bool, error) {
	b, err := bounded.ReadFile(path, bounded.Mark)
	if errors.Is(err, fs.ErrNotExist) {
		return store.HeadBeside{}, false, nil
	}
	if err != nil {
		return store.HeadBeside{}, false, fmt.Errorf("read %s: %w", path, err)
	}
	h, ok := parseHead(b)
	return h, ok, nil
}
