package wire

import (
	"context"
	"errors"
	"io"
	"time"

	"recette/internal/fault"
	"recette/internal/secret"
	"recette/runner/protocol"
)

// Stream is the way to a worker and back: two pipes, or a connection. A deadline that is over interrupts a call under
// way, whose error then says Timeout, as those of package os and of package net do.
type Stream interface {
	io.ReadWriter
	SetReadDeadline(t time.Time) error
	SetWriteDeadline(t time.Time) error
}

// Options say what a session knows beside its stream. Every field may be left empty.
type Options struct {
	Secrets *secret.Masker        // hidden in all that the worker says
	Box     io.ReaderAt           // where the worker leaves what it has not written yet (protocol.Box)
	Ended   func(err error) error // words the end of the stream, which err is; ErrGone when nil
}

// Event is what a worker says while a scenario is under way. Exactly one of the pointers is set.
type Event struct {
	Step    *protocol.StepEnd       // a granted step ended
	Waiting *protocol.Waiting       // the scenario has reached a step of someone else
	Ended   *protocol.ScenarioEnded // the scenario is over; no further event comes
}

// Session is a conversation with one worker. One goroutine drives it.
type Session struct {
	o      Options
	stream Stream
	enc    *protocol.Encoder
	dec    *protocol.Decoder
	in     replyReader
	alarm  alarm // of replies

	lastID  int64
	current int64 // id of the Begin under way, 0 when none
	failed  error // first error that makes the worker useless
}

// New makes a session on a stream on which nothing was said yet.
func New(stream Stream, o Options) *Session {
	if o.Ended == nil {
		o.Ended = func(err error) error { return fault.About(ErrGone, fault.Gone, err) }
	}
	s := &Session{o: o, stream: stream, in: replyReader{stream: stream, box: o.Box}, alarm: alarm{stream: stream}}
	s.enc, s.dec = protocol.NewEncoder(stream), protocol.NewDecoder(&s.in)
	return s
}

// Hello opens the session and returns the worker's definitions. It must come first, and once.
func (s *Session) Hello(ctx context.Context) (protocol.Welcome, error) {
	r, err := s.ask(ctx, &protocol.Request{Hello: &protocol.Hello{Version: protocol.Version}})
	switch {
	case err != nil:
		return protocol.Welcome{}, err
	case r.Welcome == nil:
		return protocol.Welcome{}, s.fail(fault.New(ErrProtocol, fault.Amiss))
	case r.Welcome.Version != protocol.Version:
		return protocol.Welcome{}, s.fail(
			fault.New(ErrProtocol, protocol.FaultVersion, r.Welcome.Version, protocol.Version),
		)
	}
	return *r.Welcome, nil
}

// Match returns for each step the indexes of the definitions that match it: none is undefined, several are ambiguous.
func (s *Session) Match(ctx context.Context, steps []protocol.StepText) ([][]int, error) {
	r, err := s.ask(ctx, &protocol.Request{Match: &protocol.MatchRequest{Steps: steps}})
	switch {
	case err != nil:
		return nil, err
	case r.Matches == nil || len(r.Matches.Definitions) != len(steps):
		return nil, s.fail(fault.New(ErrProtocol, fault.Amiss))
	}
	return r.Matches.Definitions, nil
}

// Ready returns once the worker, between two scenarios, has answered a request that runs nothing. Its error says that
// it cannot be used any more: it ended, wrote what nobody asked for, or did not answer before ctx ended.
func (s *Session) Ready(ctx context.Context) error {
	if _, err := s.Match(ctx, []protocol.StepText{}); err != nil {
		return err
	}
	if s.dec.Pending() {
		return s.fail(fault.About(ErrProtocol, fault.Protocol, fault.New(ErrProtocol, fault.Unasked)))
	}
	return nil
}

// Begin starts a scenario. What follows comes from Next.
func (s *Session) Begin(ctx context.Context, b protocol.Begin) error {
	if s.current != 0 {
		return fault.New(ErrWorker, fault.Amiss)
	}
	s.current = s.lastID + 1
	err := s.say(ctx, &protocol.Request{Begin: &b})
	if err != nil && s.failed == nil { // nothing was written
		s.current = 0
	}
	return err
}

// Grant lets the worker run its steps up to, but not including, until.
func (s *Session) Grant(ctx context.Context, until int) error {
	return s.say(ctx, &protocol.Request{Grant: &protocol.Grant{Until: until}})
}

// Told tells what became of a step of someone else.
func (s *Session) Told(ctx context.Context, t protocol.Told) error {
	return s.say(ctx, &protocol.Request{Told: &t})
}

// Abort ends the scenario where it waits, or after the step that runs; its after hooks run. Next still gives the end.
func (s *Session) Abort(ctx context.Context, reason string) error {
	return s.say(ctx, &protocol.Request{Abort: &protocol.Abort{Reason: reason}})
}

// Next waits for the next event of the scenario under way, no longer than limit unless it is 0. A *ProblemError means
// that the scenario did not take place, or that a word made no sense.
func (s *Session) Next(ctx context.Context, limit time.Duration) (Event, error) {
	if s.current == 0 {
		return Event{}, fault.New(ErrWorker, fault.Amiss)
	}
	r, err := s.read(ctx, limit)
	switch {
	case err != nil:
		return Event{}, err
	case r.Problem != nil:
		if r.ID == s.current {
			s.current = 0
		}
		return Event{}, &ProblemError{Code: r.Problem.Code, Message: r.Problem.Message}
	case r.ID != s.current:
		return Event{}, s.fail(fault.New(ErrProtocol, fault.Amiss))
	case r.StepEnd != nil:
		return Event{Step: r.StepEnd}, nil
	case r.Waiting != nil:
		return Event{Waiting: r.Waiting}, nil
	case r.Ended != nil:
		s.current = 0
		return Event{Ended: r.Ended}, nil
	}
	return Event{}, s.fail(fault.New(ErrProtocol, fault.Amiss))
}

// Bye ends the session: the suite's after hooks run. The error is that of an after hook (*ProblemError with the code
// suite-hook), or that of a worker that did not answer as it should. A session that failed has nothing to say any more.
func (s *Session) Bye(ctx context.Context) error {
	if s.failed != nil {
		return nil // already said
	}
	r, err := s.ask(ctx, &protocol.Request{Bye: &struct{}{}})
	switch {
	case err != nil:
		return err
	case r.Goodbye == nil:
		return s.fail(fault.New(ErrProtocol, fault.Amiss))
	case len(r.Goodbye.Message) > 0:
		return &ProblemError{Code: protocol.ProblemSuiteHook, Message: r.Goodbye.Message}
	}
	return nil
}

// Stage tells how far the scenario under way came, when the worker has a box. It is for a worker that broke, before its
// box goes.
func (s *Session) Stage() protocol.Stage {
	if s.o.Box == nil {
		return protocol.StageUnknown
	}
	return protocol.StageOf(s.o.Box, s.current)
}

// ask sends a request that has one reply, and returns it.
func (s *Session) ask(ctx context.Context, r *protocol.Request) (protocol.Reply, error) {
	if s.current != 0 && r.Bye == nil {
		return protocol.Reply{}, fault.New(ErrWorker, fault.Amiss)
	}
	if err := s.say(ctx, r); err != nil {
		return protocol.Reply{}, err
	}
	for {
		reply, err := s.read(ctx, 0)
		switch {
		case err != nil:
			return protocol.Reply{}, err
		case reply.ID != r.ID && r.Bye != nil:
			continue // events of a scenario that nobody waited for
		case reply.ID != r.ID:
			return protocol.Reply{}, s.fail(fault.New(ErrProtocol, fault.Amiss))
		case reply.Problem != nil:
			return protocol.Reply{}, &ProblemError{Code: reply.Problem.Code, Message: reply.Problem.Message}
		}
		return reply, nil
	}
}

// say sends a request. When ctx had ended before, nothing is written and the session is as it was.
func (s *Session) say(ctx context.Context, r *protocol.Request) error {
	if s.failed != nil {
		return s.failed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	s.lastID++
	r.ID = s.lastID
	err := s.write(ctx, r)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, protocol.ErrMalformed):
		return fault.About(ErrWorker, fault.Request, garbled(err)) // nothing was written
	case ctx.Err() != nil:
		return s.fail(ctx.Err())
	}
	return s.fail(s.o.Ended(err))
}

// write writes a request, unless ctx ends: a worker that does not read lets the stream fill up. A word that passes
// although ctx has ended leaves a stream that takes the next one.
func (s *Session) write(ctx context.Context, r *protocol.Request) error {
	over := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(over)
		_ = s.stream.SetWriteDeadline(past()) // fails on a closed stream only, which interrupts just as well
	})
	err := s.enc.Request(r)
	if err == nil {
		err = s.enc.Flush()
	}
	if !stop() {
		<-over
		_ = s.stream.SetWriteDeadline(time.Time{}) // fails as above
	}
	return err
}

// read returns the next reply.
func (s *Session) read(ctx context.Context, limit time.Duration) (protocol.Reply, error) {
	if s.failed != nil {
		return protocol.Reply{}, s.failed
	}
	if !s.dec.Buffered() { // or it takes no time
		if err := ctx.Err(); err != nil {
			return protocol.Reply{}, s.fail(err)
		}
		s.alarm.arm(ctx, limit)
		defer s.alarm.disarm()
	}
	r, err := s.dec.Reply()
	switch {
	case err == nil:
		hide(s.o.Secrets, &r)
		return r, nil
	case errors.Is(err, protocol.ErrMalformed): // which quotes what it could not read
		return r, s.fail(fault.About(ErrProtocol, fault.Protocol, garbled(s.o.Secrets.Error(err))))
	case silent(err) && ctx.Err() != nil:
		return r, s.fail(ctx.Err())
	case silent(err) && s.in.unbox():
		return s.read(ctx, limit)
	case silent(err):
		return r, s.fail(fault.About(ErrTimeout, fault.Timeout, fault.New(ErrTimeout, fault.Quiet, limit)))
	}
	return r, s.fail(s.o.Ended(err))
}

func (s *Session) fail(err error) error {
	if s.failed == nil {
		s.failed = err
	}
	return err
}
