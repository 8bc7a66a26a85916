package sqlite

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"recette/internal/bounded"
	"recette/internal/durable"
	"recette/internal/store"
)

const instancePrefix = "recette instance "

// readInstance gives the project that the marker names, "" when there is no marker.
func readInstance(path string) (string, error) {
	b, err := bounded.ReadFile(path, bounded.Mark)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read %s: %w", path, err)
	}
	project, ok := strings.CutPrefix(strings.TrimSuffix(string(b), "\n"), instancePrefix)
	if !ok || project == "" {
		return "", fmt.Errorf("%w: %s is not what recette writes", store.ErrForeign, path)
	}
	return project, nil
}

func writeInstance(path, project string) error {
	if err := durable.Write(path, 0o600, durable.Bytes([]byte(instancePrefix+project+"\n"))); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// head is what the database held after the last commit. The file is written after the commit and not synchronised, so
// it never claims more than what is durable, costs no time, and survives the death of the process: it shows a -wal file
// that was damaged, deleted or left behind, which SQLite reads as "nothing happened".
type head struct {
	size int64
	root string
	at   string // the store's own clock, to see it go backwards
}

// headLine is the length of a head, its end of line included: one for all, so that a shorter line never leaves the end
// of a longer one behind.
const headLine = 128

const headPrefix = "recette head 1 "

func (h head) line() []byte {
	body := headPrefix + strconv.FormatInt(h.size, 10) + " " + h.root + " " + h.at
	line := fmt.Sprintf("%s %08x", body, crc32.ChecksumIEEE([]byte(body)))
	// One length for all, so that a shorter line never leaves the end of a longer one behind.
	return fmt.Appendf(nil, "%-127s\n", line)
}

// parseHead reports false for anything but a line of ours: a torn write is not a rollback.
func parseHead(b []byte) (head, bool) {
	body, sum, ok := cutLast(strings.TrimRight(string(b), " \n"))
	if !ok || sum != fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(body))) {
		return head{}, false
	}
	body, ok = strings.CutPrefix(body, headPrefix)
	f := strings.Split(body, " ")
	if !ok || len(f) != 3 {
		return head{}, false
	}
	size, err := strconv.ParseInt(f[0], 10, 64)
	if err != nil || size < 0 {
		return head{}, false
	}
	return head{size: size, root: f[1], at: f[2]}, true
}

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 {
		return "", "", false
	}
	return s[:i], s[i+1:], true
}

func readHead(path string) (head, bool, error) {
	b, err := bounded.ReadFile(path, bounded.Mark)
	if errors.Is(err, fs.ErrNotExist) {
		return head{}, false, nil
	}
	if err != nil {
		return head{}, false, fmt.Errorf("read %s: %w", path, err)
	}
	h, ok := parseHead(b)
	return h, ok, nil
}

// openSide opens a file beside the database for writing, with its mode, and does not follow a link someone put there.
func openSide(path string, flags int) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW|flags, 0o600)
}

// appendDurably adds a line to a file that only grows. A line that a power cut tore stays alone on its own line.
func appendDurably(path string, line []byte) error {
	f, err := openSide(path, os.O_APPEND)
	if err != nil {
		return err
	}
	size, err := f.Seek(0, io.SeekEnd)
	last := []byte{'\n'}
	if err == nil && size > 0 {
		_, err = f.ReadAt(last, size-1)
	}
	if err == nil && last[0] != '\n' {
		line = append([]byte{'\n'}, line...)
	}
	if err == nil {
		_, err = f.Write(line)
	}
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil && size == 0 {
		err = durable.SyncDir(filepath.Dir(path))
	}
	return err
}
