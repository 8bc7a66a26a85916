package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"

	"recette/runner/protocol"
)

// Event is what a worker says while a scenario is under way. Exactly one of the pointers is set.
type Event struct {
	Step    *protocol.StepEnd       // a granted step ended
	Waiting *protocol.Waiting       // the scenario has reached a step of someone else
	Ended   *protocol.ScenarioEnded // the scenario is over; no further event comes
	Output  Output                  // with Ended: what the worker printed during the case
}

// Output is what a worker printed during a case.
type Output struct {
	Stdout, Stderr string // first and last parts, with a line between them that tells how much is missing
	Dropped        int64  // bytes missing of both
}

// Hello opens the session and returns the worker's definitions. It must come first, and once.
func (p *Process) Hello(ctx context.Context) (protocol.Welcome, error) {
	r, err := p.ask(ctx, &protocol.Request{Hello: &protocol.Hello{Version: protocol.Version}})
	switch {
	case err != nil:
		return protocol.Welcome{}, err
	case r.Welcome == nil:
		return protocol.Welcome{}, p.fail(fmt.Errorf("%w: no welcome", ErrProtocol))
	case r.Welcome.Version != protocol.Version:
		return protocol.Welcome{}, p.fail(fmt.Errorf("%w: version %d, not %d", ErrProtocol, r.Welcome.Version, protocol.Version))
	}
	for i := range r.Welcome.Definitions {
		d := &r.Welcome.Definitions[i]
		if file, line, ok := strings.Cut(d.Place, ".go:"); ok {
			d.Place = relative(p.root, file+".go") + ":" + line
		}
	}
	return *r.Welcome, nil
}

// Match returns for each step the indexes of the definitions that match it: none is undefined, several are ambiguous.
func (p *Process) Match(ctx context.Context, steps []protocol.StepText) ([][]int, error) {
	r, err := p.ask(ctx, &protocol.Request{Match: &protocol.MatchRequest{Steps: steps}})
	switch {
	case err != nil:
		return nil, err
	case r.Matches == nil || len(r.Matches.Definitions) != len(steps):
		return nil, p.fail(fmt.Errorf("%w: no matches", ErrProtocol))
	}
	return r.Matches.Definitions, nil
}

// Ready returns once the process, between two scenarios, has answered a request that runs nothing. Its error says that
// it cannot be used any more: it ended, wrote what nobody asked for, or did not answer before ctx ended.
func (p *Process) Ready(ctx context.Context) error {
	if _, err := p.Match(ctx, []protocol.StepText{}); err != nil {
		return err
	}
	if p.dec.Pending() {
		return p.fail(fmt.Errorf("%w: it says more than it was asked", ErrProtocol))
	}
	return nil
}

// Begin starts a scenario. What follows comes from Next.
func (p *Process) Begin(ctx context.Context, b protocol.Begin) error {
	if p.current != 0 {
		return fmt.Errorf("%w: a scenario is under way", ErrWorker)
	}
	p.takeOutput() // what came between two cases belongs to none
	p.current = p.lastID + 1
	return p.say(ctx, &protocol.Request{Begin: &b})
}

// Grant lets the worker run its steps up to, but not including, until.
func (p *Process) Grant(ctx context.Context, until int) error {
	return p.say(ctx, &protocol.Request{Grant: &protocol.Grant{Until: until}})
}

// Told tells what became of a step of someone else.
func (p *Process) Told(ctx context.Context, t protocol.Told) error {
	return p.say(ctx, &protocol.Request{Told: &t})
}

// Abort ends the scenario where it waits, or after the step that runs; its after hooks run. Next still gives the end.
func (p *Process) Abort(ctx context.Context, reason string) error {
	return p.say(ctx, &protocol.Request{Abort: &protocol.Abort{Reason: reason}})
}

// Next waits for the next event of the scenario under way, no longer than limit unless it is 0. A *ProblemError means
// that the scenario did not take place, or that a word made no sense.
func (p *Process) Next(ctx context.Context, limit time.Duration) (Event, error) {
	if p.current == 0 {
		return Event{}, fmt.Errorf("%w: no scenario is under way", ErrWorker)
	}
	for {
		r, err := p.read(ctx, limit)
		if err != nil {
			return Event{}, err
		}
		switch {
		case r.Problem != nil:
			if r.ID == p.current {
				p.current = 0
			}
			return Event{}, &ProblemError{Code: r.Problem.Code, Message: r.Problem.Message}
		case r.ID != p.current:
			return Event{}, p.fail(fmt.Errorf("%w: reply to request %d during scenario %d", ErrProtocol, r.ID, p.current))
		case r.StepEnd != nil:
			return Event{Step: r.StepEnd}, nil
		case r.Waiting != nil:
			return Event{Waiting: r.Waiting}, nil
		case r.Ended != nil:
			p.current = 0
			return Event{Ended: r.Ended, Output: p.takeOutput()}, nil
		default:
			return Event{}, p.fail(fmt.Errorf("%w: unexpected reply during a scenario", ErrProtocol))
		}
	}
}

// TakeOutput returns what was printed since the last case ended, and forgets it. It is for cases that have no end:
// after an error of Next, or after Kill.
func (p *Process) TakeOutput() Output { return p.takeOutput() }

func (p *Process) takeOutput() Output {
	out, n := p.stdout.take()
	errs, m := p.stderr.take()
	return Output{Stdout: out, Stderr: errs, Dropped: n + m}
}

// ask sends a request that has one reply, and returns it.
func (p *Process) ask(ctx context.Context, r *protocol.Request) (protocol.Reply, error) {
	if p.current != 0 && r.Bye == nil {
		return protocol.Reply{}, fmt.Errorf("%w: a scenario is under way", ErrWorker)
	}
	if err := p.say(ctx, r); err != nil {
		return protocol.Reply{}, err
	}
	for {
		reply, err := p.read(ctx, 0)
		switch {
		case err != nil:
			return protocol.Reply{}, err
		case reply.ID != r.ID && r.Bye != nil:
			continue // events of a scenario that nobody waited for
		case reply.ID != r.ID:
			return protocol.Reply{}, p.fail(fmt.Errorf("%w: reply to request %d, not %d", ErrProtocol, reply.ID, r.ID))
		case reply.Problem != nil:
			return protocol.Reply{}, &ProblemError{Code: reply.Problem.Code, Message: reply.Problem.Message}
		}
		return reply, nil
	}
}

// say sends a request.
func (p *Process) say(ctx context.Context, r *protocol.Request) error {
	if p.failed != nil {
		return p.failed
	}
	p.lastID++
	r.ID = p.lastID
	// A worker that does not read lets the pipe fill up.
	stop := context.AfterFunc(ctx, func() { _ = p.requests.SetWriteDeadline(past()) })
	defer stop()
	err := p.enc.Request(r)
	if err == nil {
		err = p.enc.Flush()
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, protocol.ErrMalformed):
		return fmt.Errorf("%w: %w", ErrWorker, err) // nothing was written
	case ctx.Err() != nil:
		return p.fail(ctx.Err())
	}
	return p.fail(p.death(err))
}

// read returns the next reply.
func (p *Process) read(ctx context.Context, limit time.Duration) (protocol.Reply, error) {
	if p.failed != nil {
		return protocol.Reply{}, p.failed
	}
	if !p.dec.Buffered() { // or it takes no time
		if err := ctx.Err(); err != nil {
			return protocol.Reply{}, p.fail(err)
		}
		p.alarm.arm(ctx, limit)
		defer p.alarm.disarm()
	}
	r, err := p.dec.Reply()
	switch {
	case err == nil:
		hide(p.secrets, &r)
		return r, nil
	case errors.Is(err, protocol.ErrMalformed): // which quotes what it could not read
		return r, p.fail(hideError(p.secrets, fmt.Errorf("%w: %w", ErrProtocol, err)))
	case errors.Is(err, os.ErrDeadlineExceeded) && ctx.Err() != nil:
		return r, p.fail(ctx.Err())
	case errors.Is(err, os.ErrDeadlineExceeded) && p.unboxed():
		return p.read(ctx, limit)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return r, p.fail(fmt.Errorf("%w: silent for %v", ErrTimeout, limit))
	}
	return r, p.fail(p.death(err))
}

// unboxed turns to the box of a process that is silent past the limit: one that is stopped left there what it had not
// written yet. It reports whether there was anything.
func (p *Process) unboxed() bool {
	if p.opened {
		return false
	}
	p.openBox()
	p.late = len(p.rest) > 0
	return p.late
}

// Stage tells how far the scenario under way came. It is for a process that broke, and was not killed yet.
func (p *Process) Stage() protocol.Stage { return protocol.StageOf(p.box, p.current) }

func (p *Process) fail(err error) error {
	if p.failed == nil {
		p.failed = err
	}
	return err
}

// settle is how long a process that closed its end of the protocol has to end, so that the cause can be told.
const settle = 500 * time.Millisecond

// how words the end of the process; valid once reaped.
func (p *Process) how() string {
	switch {
	case p.said.Start != "":
		return p.said.Start
	case p.said.How != "":
		return p.said.How
	}
	return p.cmd.ProcessState.String()
}

// death tells how the process ended.
func (p *Process) death(err error) error {
	timer := time.NewTimer(settle)
	defer timer.Stop()
	d := &DeathError{}
	select {
	case <-p.reaped:
		d.How = p.how()
	case <-timer.C:
		if !errors.Is(err, io.EOF) && !errors.Is(err, syscall.EPIPE) {
			d.How = err.Error()
		}
	}
	d.Stderr = p.stderr.tail()
	return d
}
