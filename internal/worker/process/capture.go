package process

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"

	"recette/internal/secret"
)

// capture reads what a worker prints on one stream, without ever letting it wait, and keeps the beginning and the end.
// A flood costs time, not memory.
type capture struct {
	file *os.File
	sink io.Writer
	half int
	mask *secret.Stream // secrets are hidden before anything is kept or passed on
	done chan struct{}  // closed when the stream is over

	mu    sync.Mutex
	buf   []byte
	head  []byte // first bytes of the case, up to half
	ring  []byte // last bytes of the case, up to half, oldest at next once full
	next  int
	total int64 // bytes of the case
}

// chunk is how much is read at once; it is also what a pipe holds.
const chunk = 64 << 10

func newCapture(f *os.File, limit int, sink io.Writer, secrets *secret.Masker) *capture {
	return &capture{
		file: f, sink: sink, half: max(limit/2, 1), mask: secrets.Stream(),
		done: make(chan struct{}), buf: make([]byte, chunk),
	}
}

// run reads until the stream is over.
func (c *capture) run() {
	defer close(c.done)
	conn, err := c.file.SyscallConn()
	if err != nil {
		return
	}
	for over := false; !over; {
		err := conn.Read(func(fd uintptr) bool {
			var wait bool
			wait, over = c.step(fd)
			return !wait
		})
		if err != nil { // deadline of finish, or closed
			return
		}
	}
}

// step reads once. It says whether there was nothing to read yet, and whether the stream is over.
func (c *capture) step(fd uintptr) (wait, over bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, err := readFD(fd, c.buf)
	if errors.Is(err, syscall.EAGAIN) {
		return true, false
	}
	if err != nil || n <= 0 {
		return false, true
	}
	c.add(c.mask.Add(c.buf[:n]))
	return false, false
}

func (c *capture) add(b []byte) {
	if c.sink != nil && len(b) > 0 {
		_, _ = c.sink.Write(b) // what it makes of it is its own affair
	}
	c.total += int64(len(b))
	n := min(len(b), c.half-len(c.head))
	c.head, b = append(c.head, b[:n]...), b[n:]
	if len(b) > c.half {
		b = b[len(b)-c.half:]
	}
	for len(b) > 0 {
		if len(c.ring) < c.half {
			n = min(len(b), c.half-len(c.ring))
			c.ring, b = append(c.ring, b[:n]...), b[n:]
			continue
		}
		n = copy(c.ring[c.next:], b)
		b = b[n:]
		c.next = (c.next + n) % len(c.ring)
	}
}

// take returns what was captured since the last call, and how many bytes are missing in it. What the worker had printed
// when it said that a case was over is in the pipe at the latest, so that reading the pipe empty attributes all of it.
func (c *capture) take() (text string, dropped int64) {
	if conn, err := c.file.SyscallConn(); err == nil {
		_ = conn.Control(func(fd uintptr) { // fails when the stream is over
			for range 4 { // a pipe holds one or two chunks; a worker that goes on printing must not hold us up
				if wait, over := c.step(fd); wait || over {
					break
				}
			}
		})
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.add(c.mask.Flush())
	if c.total == 0 {
		return "", 0
	}
	dropped = c.total - int64(len(c.head)+len(c.ring))
	var b strings.Builder
	b.Write(c.head)
	if dropped > 0 {
		fmt.Fprintf(&b, "\n[… %d …]\n", dropped)
	}
	b.Write(c.ring[c.next:])
	b.Write(c.ring[:c.next])
	c.head, c.ring, c.next, c.total = nil, nil, 0, 0
	return strings.ToValidUTF8(b.String(), "\uFFFD"), dropped
}

// tail returns the last lines captured, without forgetting them.
func (c *capture) tail() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.add(c.mask.Flush())
	b := append(append([]byte{}, c.ring[c.next:]...), c.ring[:c.next]...)
	if len(b) == 0 {
		b = c.head
	}
	const enough = 2 << 10
	if len(b) > enough {
		b = b[len(b)-enough:]
	}
	return strings.ToValidUTF8(strings.TrimSpace(string(b)), "\uFFFD")
}

// finish waits for the end of the stream, not for long: a process that nobody could find may still hold it.
func (c *capture) finish() {
	t := time.AfterFunc(exitDelay, func() { _ = c.file.SetReadDeadline(past()) })
	defer t.Stop()
	<-c.done
	_ = c.file.Close()
}
