package wire

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"recette/runner/protocol"
)

// alarm interrupts reads of a stream: when a limit runs out or a context ends. Only the goroutine that reads arms it.
type alarm struct {
	stream Stream
	timer  *time.Timer
	stop   func() bool // of the context's callback

	mu    sync.Mutex
	turn  int // of the read under way; an alarm of another one is late and has no effect
	fired bool
}

func (a *alarm) arm(ctx context.Context, limit time.Duration) {
	a.mu.Lock()
	turn := a.turn
	a.mu.Unlock()
	if ctx.Done() != nil {
		a.stop = context.AfterFunc(ctx, func() { a.fire(turn) })
	}
	if limit > 0 {
		a.timer = time.AfterFunc(limit, func() { a.fire(turn) })
	}
}

func (a *alarm) fire(turn int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if turn == a.turn {
		a.fired = true
		_ = a.stream.SetReadDeadline(past()) // fails on a closed stream only, which interrupts just as well
	}
}

func (a *alarm) disarm() {
	if a.stop != nil {
		a.stop()
		a.stop = nil
	}
	if a.timer != nil {
		a.timer.Stop()
		a.timer = nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.turn++
	if a.fired {
		a.fired = false
		_ = a.stream.SetReadDeadline(time.Time{})
	}
}

// past is a time that is over, for deadlines.
func past() time.Time { return time.Unix(1, 0) }

// silent reports whether a read ended because its deadline was over.
func silent(err error) bool {
	late, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err)
	return ok && late.Timeout()
}

// silence is the error of a read when a box is all that there was to read.
type silence struct{}

// Error implements error.
func (silence) Error() string { return "nothing more in the box" }

// Timeout says that it is no end.
func (silence) Timeout() bool { return true }

// replyReader reads the worker's replies, and at the end of the stream, or when the worker is silent past the limit,
// what it had left in its box.
type replyReader struct {
	stream   io.Reader
	received int64 // bytes read from stream
	box      io.ReaderAt
	opened   bool   // the box was looked into
	rest     []byte // of the box, not read yet
	late     bool   // the box is all there is to read: the worker is silent past the limit
}

// Read implements io.Reader.
func (r *replyReader) Read(b []byte) (int, error) {
	var after error = silence{} // what follows the box
	if !r.late {
		n, err := r.stream.Read(b)
		r.received += int64(n)
		if n > 0 || !errors.Is(err, io.EOF) {
			return n, err
		}
		r.open()
		after = io.EOF
	}
	if len(r.rest) == 0 {
		return 0, after
	}
	n := copy(b, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// open takes what the worker had not written yet from its box, once.
func (r *replyReader) open() {
	if !r.opened && r.box != nil {
		r.rest = protocol.OpenBox(r.box, r.received)
	}
	r.opened = true
}

// unbox turns to the box of a worker that is silent past the limit: one that is stopped left there what it had not
// written yet. It reports whether there was anything.
func (r *replyReader) unbox() bool {
	if r.opened {
		return false
	}
	r.open()
	r.late = len(r.rest) > 0
	return r.late
}
