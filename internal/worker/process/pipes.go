package process

import (
	"errors"
	"io"
	"os"
	"syscall"
	"time"

	"recette/internal/worker/wire"
)

// pipes are our ends of the pipes to a worker and back. Once the process has ended they give what is still in the pipe
// and then the end, even if a child of the worker holds the other end open.
type pipes struct {
	requests *os.File
	replies  *os.File
	exited   <-chan struct{}
}

var _ wire.Stream = pipes{}

// Write implements io.Writer.
func (p pipes) Write(b []byte) (int, error) { return p.requests.Write(b) }

// SetWriteDeadline implements wire.Stream.
func (p pipes) SetWriteDeadline(t time.Time) error { return p.requests.SetWriteDeadline(t) }

// SetReadDeadline implements wire.Stream.
func (p pipes) SetReadDeadline(t time.Time) error { return p.replies.SetReadDeadline(t) }

// Read implements io.Reader.
func (p pipes) Read(b []byte) (int, error) {
	for {
		if p.over() {
			return readNow(p.replies, b)
		}
		n, err := p.replies.Read(b)
		if n == 0 && errors.Is(err, os.ErrDeadlineExceeded) && p.over() {
			continue // it is why
		}
		return n, err
	}
}

// over reports whether the process has ended.
func (p pipes) over() bool {
	select {
	case <-p.exited:
		return true
	default:
		return false
	}
}

// close closes both, when the process is gone.
func (p pipes) close() { closeAll([]*os.File{p.requests, p.replies}) }

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
