// Package host runs a project's godog step definitions behind the step protocol (runner/protocol): it is the inside of
// a worker process. Each attempt of a case is one godog.TestSuite.Run of a one-scenario feature, so every rule of godog
// holds (hooks, contexts, attachments, nested steps), while the conductor at the other end of the protocol decides when
// each step runs, and steps of other owners keep their place in the scenario.
//
// The package reports through the protocol alone, from godog's step hooks: never from a formatter, whose events godog
// may hold back, nor from the exit code. It refuses to write on standard output, which belongs to the steps. It needs
// no cgo and imports nothing of recette but the protocol: its sources are built anew inside the module of each project.
//
// It compiles for Linux, macOS and Windows. Main takes the protocol from two inherited descriptors, which Windows does
// not hand over by number: there a worker has to be served by Serve, over a stream that it opens itself, and nothing of
// recette does so yet.
package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/cucumber/godog"

	"recette/runner/protocol"
)

// Suite is what a project registers, the two functions that godog itself knows, and a clock.
type Suite struct {
	Scenario  func(*godog.ScenarioContext)  // called for each attempt; required
	TestSuite func(*godog.TestSuiteContext) // called once in the process; may be nil
	Now       func() time.Time              // measures steps; nil is time.Now
}

// Descriptors on which a worker process reads requests and writes replies.
const (
	requestsFD = 3
	repliesFD  = 4
	boxFD      = 5 // a file, when the conductor gives one (protocol.Box)
)

// grace is how long the hooks of an orphaned worker may take before the process ends all the same.
const grace = 5 * time.Second

// Main is the whole of a worker process. It serves until the conductor says bye or goes away, and returns the exit
// code: 0 after a goodbye, 1 otherwise. When the conductor dies or a SIGTERM comes, the running scenario is aborted,
// its hooks and those of the suite get a few seconds, and then whatever the steps started in this process group is
// killed.
func Main(s Suite) int {
	if os.Getenv("GOGC") == "" {
		// A scenario leaves some 200 KiB of garbage behind and nothing live: collecting four times less often costs
		// 10 MiB and saves a third of the time (measured on 10,000 scenarios).
		debug.SetGCPercent(400)
	}
	closeOnExec(requestsFD, repliesFD)
	in, out := os.NewFile(requestsFD, "requests"), os.NewFile(repliesFD, "replies")
	h, err := newServer(out, s)
	if err != nil {
		return 1
	}
	h.replies.box, h.replies.out.alive = openBox(), unchanged(repliesFD)
	h.replies.safe = unchanged(boxFD)
	h.replies.mark(0, protocol.StageUnbegun)

	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM)
	done := make(chan error, 1)
	go func() { done <- h.serve(ctx, in) }()

	select {
	case err = <-done:
	case <-terminated:
		cancel()
		select {
		case err = <-done:
		case <-time.After(2 * grace):
			err = errors.New("terminated")
		}
	}
	if err == nil {
		return 0
	}
	leaveNoChild()
	return 1
}

// Errors of Serve.
var (
	// ErrGone means that the conductor closed the requests without saying bye.
	ErrGone = errors.New("the conductor went away")
	// ErrDeaf means that the requests cannot be read any more although the conductor did not close them: a step closed
	// their descriptor, or made it another kind of file.
	ErrDeaf = errors.New("the requests cannot be read any more")
	// ErrProtocol means that the conductor wrote something that is not a request.
	ErrProtocol = errors.New("not a request")
)

// Serve answers the requests that it reads from in with replies on out until Bye. Its error is nil after a goodbye,
// ErrGone, ErrDeaf, ErrProtocol, that of out, or the cause of ctx's end. Before it returns, the scenario under way has
// been aborted (for ErrDeaf: has ended, unless it waits for a word) and the suite's after hooks have run, unless they
// take more than a few seconds.
func Serve(ctx context.Context, in io.Reader, out io.Writer, s Suite) error {
	h, err := newServer(out, s)
	if err != nil {
		return err
	}
	return h.serve(ctx, in)
}

func newServer(out io.Writer, s Suite) (*session, error) {
	if s.Scenario == nil {
		return nil, errors.New("host: no scenario initializer")
	}
	if s.Now == nil {
		s.Now = time.Now //nolint:forbidigo // this is the edge of the worker process
	}
	registerFormat()
	return newSession(out, s), nil
}

// openBox gives the box of this process, or nil when the conductor gave none: the descriptor may then be anything,
// which an os.File that nobody keeps would close.
func openBox() *protocol.Box {
	if !regular(boxFD) {
		return nil
	}
	closeOnExec(boxFD)
	return &protocol.Box{File: os.NewFile(boxFD, "box")}
}

// recovered turns what recover returned into an error.
func recovered(v any) error {
	if err, ok := v.(error); ok {
		return around(err, protocol.FaultPanic)
	}
	return around(errors.New(fmt.Sprint(v)), protocol.FaultPanic)
}
