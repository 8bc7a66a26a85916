package process

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"recette/internal/fault"
	"recette/runner/protocol"
)

// Hello opens the session and returns the worker's definitions, placed relative to the project.
func (p *Process) Hello(ctx context.Context) (protocol.Welcome, error) {
	w, err := p.Session.Hello(ctx)
	for i := range w.Definitions {
		d := &w.Definitions[i]
		if file, line, ok := strings.Cut(d.Place, ".go:"); ok {
			d.Place = Relative(p.root, file+".go") + ":" + line
		}
	}
	return w, err
}

// Relative returns path relative to root, with slashes, when it lies inside.
func Relative(root, path string) string {
	if root == "" {
		return path
	}
	rel, err := filepath.Rel(root, path)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return path
	}
	return filepath.ToSlash(rel)
}

// Begin starts a scenario. What was printed between two cases belongs to none.
func (p *Process) Begin(ctx context.Context, b protocol.Begin) error {
	p.takeOutput()
	return p.Session.Begin(ctx, b)
}

// output is what a worker printed during a case.
type output struct {
	stdout, stderr string // first and last parts, with a line between them that tells how much is missing
	dropped        int64  // bytes missing of both
}

// String joins the two streams: a log is read by people, who do not care which stream a line came by.
func (o output) String() string {
	parts := make([]string, 0, 3)
	for _, s := range []string{o.stdout, o.stderr} {
		if s = strings.TrimRight(s, "\n"); s != "" {
			parts = append(parts, s)
		}
	}
	if o.dropped > 0 {
		parts = append(parts, fmt.Sprintf("[… %d …]", o.dropped))
	}
	return strings.Join(parts, "\n")
}

// TakeOutput returns what was printed since the last case began, and forgets it: at the end of a case, after an error
// of Next, or after Kill.
func (p *Process) TakeOutput() string { return p.takeOutput().String() }

func (p *Process) takeOutput() output {
	out, n := p.stdout.take()
	errs, m := p.stderr.take()
	return output{stdout: out, stderr: errs, dropped: n + m}
}

// exitDelay is how long a process that closed its end of the protocol has to end, so that the cause can be told.
const exitDelay = 500 * time.Millisecond

// how gives the end of the process; valid once reaped.
func (p *Process) how() protocol.Fault {
	switch {
	case p.said.Start != "":
		return protocol.Fault{Text: p.said.Start}
	case p.said.How != nil:
		return *p.said.How
	}
	if status, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); ok {
		return howOf(status)
	}
	return protocol.Fault{Text: p.cmd.ProcessState.String()}
}

// howOf gives the end of a process.
func howOf(s syscall.WaitStatus) protocol.Fault {
	if s.Signaled() {
		// A real-time signal has a number alone.
		return fault.Of(fault.Signal, cmp.Or(unix.SignalName(s.Signal()), strconv.Itoa(int(s.Signal()))))
	}
	return fault.Of(fault.Exit, s.ExitStatus())
}

// death tells how the process ended.
func (p *Process) death(err error) error {
	timer := time.NewTimer(exitDelay)
	defer timer.Stop()
	d := &deathError{How: fault.Of(fault.Closed)}
	select {
	case <-p.reaped:
		d.How = p.how()
	case <-timer.C:
		if !errors.Is(err, io.EOF) && !errors.Is(err, syscall.EPIPE) {
			d.How = protocol.Fault{Text: err.Error()}
		}
	}
	d.Stderr = p.stderr.tail()
	return d
}
