package protocol

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// MaxLine is the length that a line may have, in bytes, its newline included. It bounds what either side must hold in
// memory for the other; it leaves room for some 24 MiB of attachments, which JSON carries as base64.
const MaxLine = 32 << 20

// Errors of the codec. All but those of the underlying reader or writer wrap ErrMalformed.
var (
	// ErrMalformed is the root: the line is not a message of this protocol.
	ErrMalformed = errors.New("malformed protocol line")
	// ErrTooLong is a line of more than MaxLine bytes, read or about to be written.
	ErrTooLong = fmt.Errorf("%w: longer than %d bytes", ErrMalformed, MaxLine)
	// ErrCount is a line that holds no message, several, or something beside one.
	ErrCount = fmt.Errorf("%w: want exactly one message", ErrMalformed)
	// ErrEncoding is a line that is not UTF-8.
	ErrEncoding = fmt.Errorf("%w: invalid UTF-8", ErrMalformed)
	// ErrCut is a line, or a message in it, that breaks off.
	ErrCut = fmt.Errorf("%w: incomplete", ErrMalformed)
)

// keptBuffer is the size up to which a buffer that grew for one large line is kept for the next ones.
const keptBuffer = 1 << 20

// Decoder reads messages, one a line. It is strict: unknown fields, a line without its newline, several messages in
// one line, invalid UTF-8 and lines over MaxLine are errors, after which the stream cannot be trusted any more. Only
// errors of the underlying reader that leave a line incomplete (a deadline, say) may be followed by another call: what
// was read of the line is kept.
type Decoder struct {
	r    *bufio.Reader
	part []byte // beginning of a line that did not fit in r, or that an error of r interrupted
	feed feeder
	json *json.Decoder
}

// NewDecoder returns a Decoder that reads from r.
func NewDecoder(r io.Reader) *Decoder {
	return &Decoder{r: bufio.NewReaderSize(r, 64<<10)}
}

// Request reads the next request. Its error is io.EOF at the end of the stream, ErrMalformed, or that of the reader.
func (d *Decoder) Request() (Request, error) {
	var m Request
	if err := d.next(&m); err != nil {
		return Request{}, err
	}
	if n := m.count(); n != 1 {
		return Request{}, fmt.Errorf("%w, not %d", ErrCount, n)
	}
	return m, nil
}

// Reply reads the next reply. Its errors are those of Request.
func (d *Decoder) Reply() (Reply, error) {
	var m Reply
	if err := d.next(&m); err != nil {
		return Reply{}, err
	}
	if n := m.count(); n != 1 {
		return Reply{}, fmt.Errorf("%w, not %d", ErrCount, n)
	}
	return m, nil
}

// Buffered reports whether a whole line is already in memory, so that the next call does not read.
func (d *Decoder) Buffered() bool {
	b, _ := d.r.Peek(d.r.Buffered()) // cannot fail: it asks for what is there
	return bytes.IndexByte(b, '\n') >= 0
}

// Pending reports whether anything that was read is not part of a message yet: after an answer to the only request
// under way, it is what nobody asked for.
func (d *Decoder) Pending() bool { return len(d.part) > 0 || d.r.Buffered() > 0 }

func (d *Decoder) next(m any) error {
	line, err := d.line()
	if err != nil {
		return err
	}
	if !utf8.Valid(line) { // encoding/json would replace the bytes without a word
		return ErrEncoding
	}
	// One json.Decoder serves all lines, which saves its buffers; the feeder hands it one line at a time.
	d.feed.line = line
	if d.json == nil {
		d.json = json.NewDecoder(&d.feed)
		d.json.DisallowUnknownFields()
	}
	start := d.json.InputOffset()
	if err := d.json.Decode(m); err != nil {
		d.json = nil
		if errors.Is(err, io.EOF) || errors.Is(err, errFed) || errors.Is(err, io.ErrUnexpectedEOF) {
			return ErrCut
		}
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	used := d.json.InputOffset() - start
	rest := line[min(int(used), len(line)):]
	if len(bytes.TrimSpace(rest)) != 0 {
		d.json = nil
		return fmt.Errorf("%w: text after the message", ErrCount)
	}
	d.json, d.part = d.recycle(rest), d.part[:0]
	if cap(d.part) > keptBuffer {
		d.part = nil
	}
	return nil
}

// recycle returns the JSON decoder for the next line, or nil when a new one is needed: because blanks after the message
// still lie in its buffer and would move the offsets, or because a large line made that buffer grow.
func (d *Decoder) recycle(rest []byte) *json.Decoder {
	if len(rest) != 0 || d.feed.size > keptBuffer {
		d.feed.size = 0
		return nil
	}
	return d.json
}

// line returns the next line without its newline. It is valid until the next call.
func (d *Decoder) line() ([]byte, error) {
	for {
		b, err := d.r.ReadSlice('\n')
		if len(d.part)+len(b) > MaxLine {
			return nil, ErrTooLong
		}
		if err == nil {
			if len(d.part) == 0 {
				return b[:len(b)-1], nil
			}
			d.part = append(d.part, b...)
			return d.part[:len(d.part)-1], nil
		}
		d.part = append(d.part, b...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(d.part) > 0:
			return nil, fmt.Errorf("%w: the stream ends within a line: %w", ErrCut, io.ErrUnexpectedEOF)
		default:
			return nil, err
		}
	}
}

// errFed is what the JSON decoder gets when it asks for more than its line.
var errFed = errors.New("end of line")

// feeder gives one line to a json.Decoder.
type feeder struct {
	line []byte
	size int // longest line since the decoder was made
}

// Read implements io.Reader.
func (f *feeder) Read(p []byte) (int, error) {
	if len(f.line) == 0 {
		return 0, errFed
	}
	f.size = max(f.size, len(f.line))
	n := copy(p, f.line)
	f.line = f.line[n:]
	return n, nil
}

// Encoder writes messages, one a line, into a buffer that the caller flushes when it has nothing more to say. It may
// be used by several goroutines only under a lock of theirs.
type Encoder struct {
	w       io.Writer
	pending []byte // messages that are not written yet
	written int64  // bytes, since the beginning
	buf     bytes.Buffer
	json    *json.Encoder
}

// NewEncoder returns an Encoder that writes to w.
func NewEncoder(w io.Writer) *Encoder {
	return &Encoder{w: w}
}

// heldBack is how much an Encoder buffers before it writes by itself.
const heldBack = 64 << 10

// Request writes one request. Its error is ErrCount or ErrTooLong, nothing being written then, or that of the writer.
func (e *Encoder) Request(m *Request) error {
	if n := m.count(); n != 1 {
		return fmt.Errorf("%w, not %d", ErrCount, n)
	}
	return e.write(m)
}

// Reply writes one reply. Its errors are those of Request.
func (e *Encoder) Reply(m *Reply) error {
	if n := m.count(); n != 1 {
		return fmt.Errorf("%w, not %d", ErrCount, n)
	}
	return e.write(m)
}

// Flush writes out what is buffered. What could not be written stays there.
func (e *Encoder) Flush() error {
	if len(e.pending) == 0 {
		return nil
	}
	n, err := e.w.Write(e.pending)
	e.written += int64(n)
	e.pending = e.pending[:copy(e.pending, e.pending[n:])]
	if len(e.pending) == 0 && cap(e.pending) > keptBuffer {
		e.pending = nil
	}
	return err
}

// Pending reports whether something is buffered.
func (e *Encoder) Pending() bool { return len(e.pending) > 0 }

// Unwritten gives what is buffered, and where in the stream it begins. It is valid until the next call.
func (e *Encoder) Unwritten() (at int64, b []byte) { return e.written, e.pending }

func (e *Encoder) write(m any) error {
	if e.json == nil {
		e.json = json.NewEncoder(&e.buf)
		e.json.SetEscapeHTML(false)
	}
	e.buf.Reset()
	if err := e.json.Encode(m); err != nil {
		return err
	}
	if e.buf.Len() > MaxLine {
		e.buf, e.json = bytes.Buffer{}, nil
		return ErrTooLong
	}
	e.pending = append(e.pending, e.buf.Bytes()...)
	var err error
	if len(e.pending) > heldBack {
		err = e.Flush()
	}
	if e.buf.Cap() > keptBuffer {
		e.buf, e.json = bytes.Buffer{}, nil
	}
	return err
}

func (m *Request) count() int {
	return count(
		m.Hello != nil, m.Match != nil, m.Begin != nil, m.Grant != nil, m.Told != nil, m.Abort != nil, m.Bye != nil,
	)
}

func (m *Reply) count() int {
	return count(m.Welcome != nil, m.Matches != nil, m.Waiting != nil, m.StepEnd != nil, m.Ended != nil,
		m.Problem != nil, m.Goodbye != nil)
}

func count(set ...bool) int {
	n := 0
	for _, s := range set {
		if s {
			n++
		}
	}
	return n
}
