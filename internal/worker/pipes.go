package worker

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
	"time"

	"recette/runner/protocol"
)

// alarm interrupts reads of a file: when a limit runs out or a context ends. Only the goroutine that reads arms it.
type alarm struct {
	file  *os.File
	timer *time.Timer
	stop  func() bool // of the context's callback

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
		_ = a.file.SetReadDeadline(past()) // fails on a closed file only, which interrupts just as well
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
		_ = a.file.SetReadDeadline(time.Time{})
	}
}

// replyReader reads the worker's replies. Once the process has ended it gives what is still in the pipe and then the
// end, even if a child of the worker holds the other end open.
type replyReader struct{ p *Process }

// Read implements io.Reader.
func (r replyReader) Read(b []byte) (int, error) {
	after := os.ErrDeadlineExceeded // what follows the box: the silence of a process, or the end of the stream
	if !r.p.late {
		n, err := r.read(b)
		r.p.received += int64(n)
		if n > 0 || !errors.Is(err, io.EOF) {
			return n, err
		}
		r.p.openBox()
		after = io.EOF
	}
	if len(r.p.rest) == 0 {
		return 0, after
	}
	n := copy(b, r.p.rest)
	r.p.rest = r.p.rest[n:]
	return n, nil
}

// openBox takes what the worker had not written yet from its box, once.
func (p *Process) openBox() {
	if !p.opened {
		p.opened, p.rest = true, protocol.OpenBox(p.box, p.received)
	}
}

func (r replyReader) read(b []byte) (int, error) {
	for {
		select {
		case <-r.p.exited:
			return readNow(r.p.replies, b)
		default:
		}
		n, err := r.p.replies.Read(b)
		if n == 0 && errors.Is(err, os.ErrDeadlineExceeded) {
			select {
			case <-r.p.exited: // it is why
				continue
			default:
			}
		}
		return n, err
	}
}

// readNow reads without waiting: io.EOF when there is nothing to read.
func readNow(f *os.File, b []byte) (n int, err error) {
	conn, err := f.SyscallConn()
	if err != nil {
		return 0, err
	}
	cerr := conn.Control(func(fd uintptr) { n, err = readFD(fd, b) })
	if cerr != nil {
		return 0, cerr
	}
	if err != nil || n <= 0 {
		return 0, io.EOF
	}
	return n, nil
}

// readFD is read(2), again when a signal interrupts it.
func readFD(fd uintptr, b []byte) (int, error) {
	for {
		n, err := syscall.Read(int(fd), b)
		if !errors.Is(err, syscall.EINTR) {
			return n, err
		}
	}
}
