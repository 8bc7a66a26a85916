package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"io"
)

// compressor deflates streams with one writer for the whole document: a new one for each page would cost 1.2 MB of
// allocation a page.
type compressor struct {
	buf bytes.Buffer
	z   *zlib.Writer
}

func newCompressor() *compressor {
	c := &compressor{}
	c.z = zlib.NewWriter(&c.buf)
	return c
}

// bytes returns the deflated data, valid until the next call.
func (c *compressor) bytes(data []byte) ([]byte, error) {
	c.buf.Reset()
	c.z.Reset(&c.buf)
	if _, err := c.z.Write(data); err != nil {
		return nil, fmt.Errorf("deflate: %w", err)
	}
	if err := c.z.Close(); err != nil {
		return nil, fmt.Errorf("deflate: %w", err)
	}
	return c.buf.Bytes(), nil
}

// from deflates what write writes, and returns a copy of its own and the size before. Errors of write come back.
func (c *compressor) from(write func(io.Writer) error) (z []byte, size int, err error) {
	c.buf.Reset()
	c.z.Reset(&c.buf)
	n := counter{w: c.z}
	if err := write(&n); err != nil {
		return nil, 0, err
	}
	if err := c.z.Close(); err != nil {
		return nil, 0, fmt.Errorf("deflate: %w", err)
	}
	return bytes.Clone(c.buf.Bytes()), n.n, nil
}

// counter counts what goes through it.
type counter struct {
	w io.Writer
	n int
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += n
	return n, err
}

// tiny is the size below which nothing is deflated.
const tiny = 64

// stream returns s compressed when it has no filter and gains by it. Metadata stays plain, for programs that look for
// the XMP packet without reading PDF. The data of the result is valid until the next call.
func (c *compressor) stream(s *Stream) (*Stream, error) {
	if s.Dict.Has("Filter") || len(s.Data) < tiny || s.Dict.Get("Type") == Name("Metadata") {
		return s, nil
	}
	z, err := c.bytes(s.Data)
	if err != nil || len(z) >= len(s.Data) {
		return s, err
	}
	d := s.Dict.Clone()
	d.Set("Filter", Name("FlateDecode"))
	return &Stream{Dict: d, Data: z}, nil
}

// idSize is the length of a file identifier (14.4). It is made from the content: it needs neither clock nor chance.
const idSize = 16

// Identified tells whether the file identifier is the one that Finalise makes of the bytes of the first revision.
func (d *Document) Identified() bool {
	ids := d.Array(d.Trailer().Get("ID"))
	end := d.sections[len(d.sections)-1].offset
	sum := sha256.Sum256(d.b[:min(max(end, 0), len(d.b))])
	want := String(sum[:idSize])
	return len(ids) == 2 && ids[0] == Object(want) && ids[1] == Object(want)
}
