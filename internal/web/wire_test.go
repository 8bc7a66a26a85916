package web_test

import (
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// fault is what becomes of a network.
type fault int

// What a wire does. What a browser calls a network is emulated for one of its targets alone, and a service worker is
// another one: here the bytes themselves do not pass.
const (
	sound      fault = iota
	refuses          // nobody answers, and what was open is cut
	cutsAsking       // is cut after so many bytes of what is asked
	cutsAnswer       // is cut after so many bytes of what is answered
	stalls           // holds what it is given, and says nothing
)

// wire stands between a browser and a server, at an address that stays when the server does not.
type wire struct {
	t    testing.TB
	base string

	mu     sync.Mutex
	to     string
	fault  fault
	passes int // bytes that pass yet
	open   map[net.Conn]bool
	answer func(head string) string // of something on the way; empty for what it lets pass
}

// wired puts a wire before the server of a world.
func wired(t testing.TB, w *world) *wire {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	w.must(err)
	x := &wire{t: t, open: map[net.Conn]bool{}, base: fmt.Sprintf("http://localhost:%d", l.Addr().(*net.TCPAddr).Port)}
	x.leads(w)
	t.Cleanup(func() {
		l.Close()
		x.becomes(refuses, 0)
	})
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go x.carry(c)
		}
	}()
	return x
}

// leads has the wire lead to the server of a world as it is now.
func (x *wire) leads(w *world) {
	x.mu.Lock()
	x.to = strings.Replace(strings.TrimPrefix(w.base, "http://"), "localhost", "127.0.0.1", 1)
	x.mu.Unlock()
	w.base = x.base
}

// becomes changes what the wire does, after so many bytes where it cuts.
func (x *wire) becomes(f fault, after int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.fault, x.passes = f, after
	if f == refuses || f == sound {
		for c := range x.open { // a connection that stalled is no good any more
			c.Close()
		}
	}
}

// answers has something on the way answer in the place of the server.
func (x *wire) answers(what func(head string) string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.answer = what
}

// onTheWay answers what is asked, if something on the way does.
func (x *wire) onTheWay(asked []byte, c io.Writer) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.answer == nil {
		return false
	}
	said := x.answer(string(asked))
	if said == "" {
		return false
	}
	_, _ = io.WriteString(c, said) // who asked may be gone
	return true
}

func (x *wire) hold(c net.Conn) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.open[c] = true
	return x.fault != refuses
}

func (x *wire) carry(c net.Conn) {
	defer c.Close()
	if !x.hold(c) {
		return
	}
	x.mu.Lock()
	to := x.to
	x.mu.Unlock()
	s, err := new(net.Dialer).DialContext(x.t.Context(), "tcp", to)
	if err != nil {
		return
	}
	defer s.Close()
	x.hold(s)
	var both sync.WaitGroup
	both.Go(func() { x.pump(s, c, cutsAsking) })
	both.Go(func() { x.pump(c, s, cutsAnswer) })
	both.Wait()
	x.mu.Lock()
	delete(x.open, c)
	delete(x.open, s)
	x.mu.Unlock()
}

// pump carries bytes one way, as long as the wire lets them pass.
func (x *wire) pump(to io.WriteCloser, from io.ReadCloser, cut fault) {
	defer to.Close()
	defer from.Close()
	buf := make([]byte, 4096)
	for {
		n, err := from.Read(buf)
		for x.is(stalls) {
			time.Sleep(5 * time.Millisecond)
		}
		if back, ok := from.(io.Writer); ok && cut == cutsAsking && x.onTheWay(buf[:n], back) {
			return
		}
		n, ends := x.allows(n, cut)
		if _, e := to.Write(buf[:n]); e != nil || err != nil || ends {
			return
		}
	}
}

func (x *wire) is(f fault) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.fault == f
}

// allows tells how many bytes pass, and whether it is cut after them.
func (x *wire) allows(n int, cut fault) (passes int, ends bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.fault == refuses {
		return 0, true
	}
	if x.fault != cut {
		return n, false
	}
	if n < x.passes {
		x.passes -= n
		return n, false
	}
	n, x.passes, x.fault = x.passes, 0, refuses
	return n, true
}
