package execution

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"sync"
	"time"

	"recette/internal/campaign"
	"recette/internal/recette"
)

// What automation cannot reach says nothing of the product. So a case of a campaign that has automated steps does not
// begin while the environment under test does not answer, whoever conducts it, and a step that failed while it did not
// is an error of the environment, not a non-conformity: nobody saw the product fail.

// errUnreachable says that the environment under test does not answer. See UnreachableError.
var errUnreachable = fmt.Errorf("%w: environment does not answer", errExecution)

// UnreachableError names the address that does not answer.
type UnreachableError struct {
	Address string
	cause   error
}

// Error implements error.
func (e *UnreachableError) Error() string { return fmt.Sprintf("%v: %v", errUnreachable, e.cause) }

// Unwrap gives errUnreachable.
func (e *UnreachableError) Unwrap() error { return errUnreachable }

// Target is the environment under test.
type Target struct {
	Address  string // URL; empty, or without a host and a port that a connection can be tried on, is never asked
	Via      string // URL of the proxy that leads there, if any: nothing else can be tried
	Required bool   // no automated step begins while it does not answer: what is recorded is official
}

const (
	dialing  = 5 * time.Second // what a connection may take
	answered = time.Second     // how long an answer holds before the next case
)

// target asks the environment under test whether it is there.
type target struct {
	Target
	clock func() time.Time

	mu     sync.Mutex
	last   time.Time     // of the last answer
	asking chan struct{} // closed when the question under way is answered; nil when none is
}

// ask opens a connection, and nothing more. The error is an *UnreachableError, or that of ctx.
func (t *target) ask(ctx context.Context) error {
	address := t.Address
	if t.Via != "" {
		address = t.Via
	}
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return nil
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	if port == "" {
		return nil
	}
	d := net.Dialer{Timeout: dialing}
	conn, err := d.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return &UnreachableError{Address: t.Address, cause: err}
	}
	_ = conn.Close() // nothing was written
	return nil
}

// before asks, before a case that has automated steps, when the last answer is old. Those who come while somebody asks
// wait for that answer, or for the end of their own ctx: nobody is held by a connection that somebody else tries.
func (t *target) before(ctx context.Context) error {
	if !t.Required {
		return nil
	}
	for {
		t.mu.Lock()
		if !t.last.IsZero() && t.clock().Sub(t.last) < answered {
			t.mu.Unlock()
			return nil
		}
		other := t.asking
		if other == nil {
			t.asking = make(chan struct{})
		}
		t.mu.Unlock()
		if other == nil {
			return t.noteAnswer(t.ask(ctx))
		}
		select {
		case <-other: // it may have been given up: look again
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// noteAnswer notes the answer to the question under way, and lets those who wait for it look.
func (t *target) noteAnswer(err error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err == nil {
		t.last = t.clock()
	}
	close(t.asking)
	t.asking = nil
	return err
}

// judge makes of an automated step that failed while the environment did not answer what it is: prevented. It reports
// whether that is so.
func (t *target) judge(ctx context.Context, o *campaign.Observation) bool {
	if o.Outcome != recette.OutcomeFailed || t.ask(ctx) == nil || ctx.Err() != nil {
		return false
	}
	o.Outcome = recette.OutcomeError
	o.Verdict, o.Cause = o.Outcome.Verdict(), recette.CauseEnvironment
	return true
}
