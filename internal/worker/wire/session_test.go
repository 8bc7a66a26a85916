package wire_test

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"recette/internal/secret"
	"recette/internal/worker/wire"
	"recette/internal/worker/wire/wiretest"
	"recette/runner/host"
	"recette/runner/protocol"
)

// hosting serves the suite of the contract at one end of a stream until the test is over.
func hosting(t *testing.T, in io.Reader, out io.WriteCloser) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = host.Serve(ctx, in, out, wiretest.Suite()) // the other end tells
		_ = out.Close()
	}()
	t.Cleanup(func() { cancel(); _ = out.Close(); <-done })
}

// TestSession_OverAConnection holds the contract over a connection without any buffer.
func TestSession_OverAConnection(t *testing.T) {
	wiretest.Run(t, func(t *testing.T) *wire.Session {
		ours, theirs := net.Pipe()
		t.Cleanup(func() { _ = ours.Close() })
		hosting(t, theirs, theirs)
		return wire.New(ours, wire.Options{})
	})
}

// TestSession_OverTCP holds it over a connection of the network.
func TestSession_OverTCP(t *testing.T) {
	wiretest.Run(t, func(t *testing.T) *wire.Session {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		ours, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = ours.Close() })
		hosting(t, theirs, theirs)
		return wire.New(ours, wire.Options{})
	})
}

// twoPipes are two pipes of the system as one stream.
type twoPipes struct{ in, out *os.File }

func (p twoPipes) Read(b []byte) (int, error)         { return p.in.Read(b) }
func (p twoPipes) Write(b []byte) (int, error)        { return p.out.Write(b) }
func (p twoPipes) SetReadDeadline(d time.Time) error  { return p.in.SetReadDeadline(d) }
func (p twoPipes) SetWriteDeadline(d time.Time) error { return p.out.SetWriteDeadline(d) }

// TestSession_OverPipes holds it over pipes of the system.
func TestSession_OverPipes(t *testing.T) {
	wiretest.Run(t, func(t *testing.T) *wire.Session {
		in, theirOut, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		theirIn, out, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = in.Close(); _ = out.Close(); _ = theirIn.Close() })
		hosting(t, theirIn, theirOut)
		return wire.New(twoPipes{in, out}, wire.Options{})
	})
}

// scripted gives a session with a peer that answers hello, reads begin, and then writes what a test says.
func scripted(
	t *testing.T, o wire.Options, after func(conn net.Conn, enc *protocol.Encoder, begin int64),
) *wire.Session {
	t.Helper()
	ours, theirs := net.Pipe()
	go func() {
		dec, enc := protocol.NewDecoder(theirs), protocol.NewEncoder(theirs)
		r, err := dec.Request()
		if err != nil {
			return
		}
		welcome := &protocol.Reply{ID: r.ID, Welcome: &protocol.Welcome{Version: protocol.Version, Worker: "script"}}
		if errors.Join(enc.Reply(welcome), enc.Flush()) != nil {
			return
		}
		if r, err = dec.Request(); err == nil {
			after(theirs, enc, r.ID)
		}
	}()
	t.Cleanup(func() { _ = ours.Close(); _ = theirs.Close() })
	s := wire.New(ours, o)
	if _, err := s.Hello(t.Context()); err != nil {
		t.Fatal(err)
	}
	steps := []protocol.Step{{Type: "action", Text: "rien", Mine: true}}
	if err := s.Begin(t.Context(), protocol.Begin{Steps: steps, Grant: &protocol.Grant{Until: 1}}); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSession_Faults: what is not the protocol ends the session with the right error, and soon.
func TestSession_Faults(t *testing.T) {
	for name, tt := range map[string]struct {
		says string
		ends bool // and then closes the connection
		want error
	}{
		"garbage":           {"tout va bien\n", false, wire.ErrProtocol},
		"half a line":       {`{"id":`, false, wire.ErrTimeout},
		"half a line, ends": {`{"id":`, true, wire.ErrProtocol},
		"an endless line":   {strings.Repeat("x", protocol.MaxLine+1<<17), false, wire.ErrProtocol},
		"another scenario":  {`{"id":99,"ended":{"outcome":"passed"}}` + "\n", false, wire.ErrProtocol},
		"unasked":           {`{"id":2,"goodbye":{}}` + "\n", false, wire.ErrProtocol},
		"nothing":           {"", false, wire.ErrTimeout},
		"nothing, ends":     {"", true, wire.ErrGone},
	} {
		t.Run(name, func(t *testing.T) {
			s := scripted(t, wire.Options{}, func(conn net.Conn, _ *protocol.Encoder, _ int64) {
				_, _ = io.WriteString(conn, tt.says)
				if tt.ends {
					_ = conn.Close()
				}
			})
			limit := 10 * time.Second
			if errors.Is(tt.want, wire.ErrTimeout) {
				limit = 100 * time.Millisecond
			}
			if _, err := s.Next(t.Context(), limit); !errors.Is(err, tt.want) || !errors.Is(err, wire.ErrWorker) {
				t.Errorf("Next = %v, want %v", err, tt.want)
			}
			if err := s.Grant(t.Context(), 1); !errors.Is(err, tt.want) {
				t.Errorf("Grant = %v, want what was said before", err)
			}
		})
	}
}

// memory is a box in memory.
type memory struct{ b []byte }

func (m *memory) WriteAt(p []byte, off int64) (int, error) {
	if need := int(off) + len(p); need > len(m.b) {
		m.b = append(m.b, make([]byte, need-len(m.b))...)
	}
	return copy(m.b[off:], p), nil
}

func (m *memory) ReadAt(p []byte, off int64) (int, error) {
	if off >= int64(len(m.b)) {
		return 0, io.EOF
	}
	return copy(p, m.b[off:]), nil
}

// TestSession_Box: an outcome that a worker had not written is read from its box, at the end of the stream and when it
// is silent; how far it came is known from there too.
func TestSession_Box(t *testing.T) {
	for name, ends := range map[string]bool{"ended": true, "silent": false} {
		t.Run(name, func(t *testing.T) {
			file := &memory{}
			left := make(chan struct{})
			s := scripted(t, wire.Options{Box: file}, func(conn net.Conn, enc *protocol.Encoder, begin int64) {
				defer close(left)
				box := protocol.Box{File: file}
				_ = enc.Reply(&protocol.Reply{ID: begin, StepEnd: &protocol.StepEnd{Outcome: protocol.OutcomePassed}})
				_, _ = box.Mark(begin, protocol.StageStepping), box.Keep(enc)
				if ends {
					_ = conn.Close()
				}
			})
			<-left
			ev, err := s.Next(t.Context(), 200*time.Millisecond)
			if err != nil || ev.Step == nil || ev.Step.Outcome != protocol.OutcomePassed {
				t.Fatalf("Next = %+v, %v, want the outcome in the box", ev, err)
			}
			want := wire.ErrTimeout
			if ends {
				want = wire.ErrGone
			}
			if _, err := s.Next(t.Context(), 200*time.Millisecond); !errors.Is(err, want) {
				t.Errorf("Next = %v, want %v", err, want)
			}
			if got := s.Stage(); got != protocol.StageStepping {
				t.Errorf("Stage = %v", got)
			}
		})
	}
}

// TestSession_HidesSecrets: also in what it could not read.
func TestSession_HidesSecrets(t *testing.T) {
	const token = "s3cr3t-Jeton-9f8a"
	hides, err := secret.New(secret.Value{Name: "JETON_API", Text: token})
	if err != nil {
		t.Fatal(err)
	}
	s := scripted(t, wire.Options{Secrets: hides}, func(conn net.Conn, _ *protocol.Encoder, _ int64) {
		_, _ = io.WriteString(conn, `{"`+token+`":1}`+"\n")
	})
	_, err = s.Next(t.Context(), 10*time.Second)
	if !errors.Is(err, wire.ErrProtocol) || strings.Contains(err.Error(), token) {
		t.Errorf("Next = %v", err)
	}
}

// lateStream ends a context while a word is being written, and lets the word pass all the same, as a pipe does that is
// not full.
type lateStream struct {
	twoPipes
	cancel context.CancelFunc // nil: nothing ends
	set    chan time.Time     // deadlines of writing
	late   bool
}

func (s *lateStream) Write(b []byte) (int, error) {
	if s.cancel != nil {
		s.cancel()
		s.late = !(<-s.set).IsZero()
		s.cancel = nil
		return len(b), nil
	}
	if s.late {
		return 0, os.ErrDeadlineExceeded
	}
	return len(b), nil
}

func (s *lateStream) SetWriteDeadline(d time.Time) error {
	if d.IsZero() {
		s.late = false
	} else {
		s.set <- d
	}
	return nil
}

// The deadline that a context left behind failed every word after it, whosever they were: nobody could end in order
// any more what somebody else had interrupted.
func TestSession_SpeaksAfterAContextThatEndedMeanwhile(t *testing.T) {
	stream := &lateStream{set: make(chan time.Time, 1)}
	s := wire.New(stream, wire.Options{})
	if err := s.Begin(t.Context(), protocol.Begin{}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	stream.cancel = cancel
	if err := s.Grant(ctx, 1); err != nil || ctx.Err() == nil {
		t.Fatalf("Grant = %v, want a word that passed before its context ended", err)
	}
	if err := s.Abort(t.Context(), "assez"); err != nil {
		t.Errorf("Abort of a fresh context = %v", err)
	}
}

// A worker whose package does not come back from its initialisation says nothing, for ever.
func TestSession_HelloWithoutAnAnswerEndsWithItsContext(t *testing.T) {
	ours, theirs := net.Pipe()
	t.Cleanup(func() { _, _ = ours.Close(), theirs.Close() })
	go io.Copy(io.Discard, theirs)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := wire.New(ours, wire.Options{}).Hello(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Hello = %v, want the end of its context", err)
	}
}
