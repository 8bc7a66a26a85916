package host

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/cucumber/godog"

	"recette/runner/protocol"
)

// talk is the conductor's end of a session served in this process.
type talk struct {
	t       testing.TB
	in      *io.PipeWriter
	enc     *protocol.Encoder
	dec     *protocol.Decoder
	id      int64
	served  chan error
	welcome *protocol.Welcome
}

// connect serves s and returns the other end, before hello.
func connect(t testing.TB, s Suite, open func(*godog.ScenarioContext) (registry, bool)) *talk {
	t.Helper()
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	c := &talk{
		t: t, in: inW, enc: protocol.NewEncoder(inW), dec: protocol.NewDecoder(outR), served: make(chan error, 1),
	}
	registerFormat()
	s.Now = time.Now
	h := newSession(outW, s)
	if open != nil {
		h.open = open
	}
	go func() {
		err := h.serve(context.Background(), inR)
		_ = outW.Close()
		c.served <- err
	}()
	t.Cleanup(func() { _ = inW.Close(); _ = outR.Close() })
	return c
}

// serveSuite opens a session with s.
func serveSuite(t testing.TB, s Suite) *talk {
	t.Helper()
	c := connect(t, s, nil)
	c.hello()
	return c
}

// scenarios opens a session for a scenario initializer alone.
func scenarios(t testing.TB, initialize func(*godog.ScenarioContext)) *talk {
	t.Helper()
	return serveSuite(t, Suite{Scenario: initialize})
}

func (c *talk) hello() {
	c.t.Helper()
	c.say(&protocol.Request{Hello: &protocol.Hello{Version: protocol.Version}})
	r := c.next()
	if r.Welcome == nil {
		c.t.Fatalf("hello: got %+v, want a welcome", r)
	}
	c.welcome = r.Welcome
}

func (c *talk) say(r *protocol.Request) int64 {
	c.t.Helper()
	c.id++
	r.ID = c.id
	if err := errors.Join(c.enc.Request(r), c.enc.Flush()); err != nil {
		c.t.Fatalf("say %+v: %v", r, err)
	}
	return c.id
}

// next returns the next reply, which must come soon.
func (c *talk) next() protocol.Reply {
	c.t.Helper()
	late := time.AfterFunc(10*time.Second, func() { panic("the host says nothing") })
	defer late.Stop()
	r, err := c.dec.Reply()
	if err != nil {
		c.t.Fatalf("reply: %v", err)
	}
	return r
}

// result is what a scenario left.
type result struct {
	steps []*protocol.StepEnd
	ended *protocol.ScenarioEnded
}

func (r result) outcomes() []string {
	var out []string
	for _, s := range r.steps {
		out = append(out, s.Outcome)
	}
	return out
}

// begin starts a scenario with every step granted.
func (c *talk) begin(b protocol.Begin) {
	c.t.Helper()
	if b.Grant == nil {
		b.Grant = &protocol.Grant{Until: len(b.Steps)}
	}
	c.say(&protocol.Request{Begin: &b})
}

// run runs a scenario to its end; told answers for the steps of others.
func (c *talk) run(b protocol.Begin, told ...protocol.Told) result {
	c.t.Helper()
	c.begin(b)
	return c.finish(told...)
}

func (c *talk) finish(told ...protocol.Told) result {
	c.t.Helper()
	var res result
	for {
		switch r := c.next(); {
		case r.StepEnd != nil:
			res.steps = append(res.steps, r.StepEnd)
		case r.Waiting != nil:
			answered := false
			for _, w := range told {
				if w.Index == r.Waiting.Index {
					c.say(&protocol.Request{Told: &w})
					answered = true
				}
			}
			if !answered {
				c.t.Fatalf("waiting for step %d, which nobody answers", r.Waiting.Index)
			}
		case r.Ended != nil:
			res.ended = r.Ended
			return res
		default:
			c.t.Fatalf("unexpected reply %+v %+v", r, r.Problem)
		}
	}
}

// mine makes steps of the worker of type action.
func mine(texts ...string) []protocol.Step {
	var steps []protocol.Step
	for _, t := range texts {
		steps = append(steps, protocol.Step{Type: "action", Text: t, Mine: true})
	}
	return steps
}

// other is a step of someone else.
func other(text string) protocol.Step { return protocol.Step{Type: "action", Text: text} }

// bye ends the session in order and returns the goodbye.
func (c *talk) bye() *protocol.Goodbye {
	c.t.Helper()
	c.say(&protocol.Request{Bye: &struct{}{}})
	r := c.next()
	if r.Goodbye == nil {
		c.t.Fatalf("bye: got %+v", r)
	}
	if err := <-c.served; err != nil {
		c.t.Fatalf("serve: %v", err)
	}
	return r.Goodbye
}

// wantProblem reads the next reply, which must be a problem with the code.
func (c *talk) wantProblem(code string) *protocol.Problem {
	c.t.Helper()
	r := c.next()
	if r.Problem == nil || r.Problem.Code != code {
		c.t.Fatalf("got %+v (%+v), want a problem %q", r, r.Problem, code)
	}
	return r.Problem
}
