package cache

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io"
	"path/filepath"

	"recette/internal/bounded"
)

// A file of the cache is a magic, the digest of the version, a body and the SHA-256 of what precedes: all or nothing of
// it is believed.

// read gives the body of a file; ok is false for one that is missing, damaged or of another program.
func (c *Cache) read(ending string) (*decoder, bool) {
	b, err := bounded.ReadFile(filepath.Join(c.dir, c.name+ending), bounded.Own)
	if err != nil {
		return nil, false
	}
	head := c.head(ending)
	if len(b) < len(head)+sha256.Size || !bytes.HasPrefix(b, []byte(head)) {
		return nil, false
	}
	end := len(b) - sha256.Size
	if sum := sha256.Sum256(b[:end]); !bytes.Equal(sum[:], b[end:]) {
		return nil, false
	}
	return &decoder{s: string(b[len(head):end])}, true
}

// magic opens a file of the cache: what it is for, and its layout.
func (c *Cache) magic(end string) string { return "recette " + c.name + " " + end[1:] + layout }

// head is the magic of a file and the digest of the version.
func (c *Cache) head(end string) string {
	version := sha256.Sum256([]byte(c.version))
	return c.magic(end) + string(version[:])
}

func (c *Cache) readIndex(d *decoder) {
	stamps := map[string]stamped{}
	for range d.count() {
		path := d.text()
		s := stamped{stamp: Stamp{
			Size: d.int(), Modified: d.int(), Changed: d.int(), Inode: uint64(d.int()), Device: uint64(d.int()),
		}}
		copy(s.sum[:], d.text())
		stamps[path] = s
	}
	var results []keyed
	for range d.count() {
		results = append(results, keyed{d.text(), d.text()})
	}
	if d.done() {
		c.stamps, c.results = stamps, results
	}
}

func (c *Cache) writeIndex(e *encoder) {
	e.int(int64(len(c.stamps)))
	for _, path := range sorted(c.stamps) {
		s := c.stamps[path]
		e.text(path)
		e.int(s.stamp.Size)
		e.int(s.stamp.Modified)
		e.int(s.stamp.Changed)
		e.int(int64(s.stamp.Inode))
		e.int(int64(s.stamp.Device))
		e.text(string(s.sum[:]))
	}
	e.int(int64(len(c.results)))
	for _, r := range c.results {
		e.text(r.key)
		e.text(r.blob)
	}
}

func (c *Cache) writeKept(e *encoder) {
	e.int(int64(len(c.kept)))
	for _, path := range sorted(c.kept) {
		e.text(path)
		e.text(c.kept[path].key)
		e.text(c.kept[path].blob)
	}
}

// encoder writes varints, and texts after their length: piece by piece, since a cache is as large as what it was made
// from. A fault of the disk makes it sticky: the caller asks once, at the end.
type encoder struct {
	w   *bufio.Writer
	sum hash.Hash
}

func newEncoder(w io.Writer) *encoder {
	sum := sha256.New()
	return &encoder{bufio.NewWriterSize(io.MultiWriter(w, sum), 64<<10), sum}
}

func (e *encoder) int(n int64) {
	e.w.Write(binary.AppendVarint(e.w.AvailableBuffer(), n)) //nolint:errcheck // seal tells it
}

func (e *encoder) text(s string) {
	e.int(int64(len(s)))
	e.w.WriteString(s) //nolint:errcheck // seal tells it
}

// seal ends the file with the digest of what it holds.
func (e *encoder) seal(w io.Writer) error {
	if err := e.w.Flush(); err != nil {
		return err //nolint:wrapcheck // its caller names what is written
	}
	_, err := w.Write(e.sum.Sum(nil))
	return err //nolint:wrapcheck // as above
}

// decoder reads what encoder wrote. A fault makes it sticky: the caller asks once, at the end. Texts are pieces of the
// file.
type decoder struct {
	s      string
	broken bool
}

func (d *decoder) done() bool { return !d.broken && d.s == "" }

func (d *decoder) int() int64 {
	var u uint64
	for i := 0; i < len(d.s) && i < binary.MaxVarintLen64; i++ {
		b := d.s[i]
		u |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			d.s = d.s[i+1:]
			return int64(u>>1) ^ -int64(u&1)
		}
	}
	d.s, d.broken = "", true
	return 0
}

// count reads a length. Each element takes at least one byte, so that a damaged length cannot ask for memory.
func (d *decoder) count() int {
	n := d.int()
	if n < 0 || n > int64(len(d.s)) {
		d.s, d.broken = "", true
		return 0
	}
	return int(n)
}

func (d *decoder) text() string {
	n := d.count()
	s := d.s[:n]
	d.s = d.s[n:]
	return s
}
