package execution

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"recette/internal/worker"
	"recette/runner/protocol"
)

// WorkerSource is a Source that starts worker processes from a binary that worker.Build made.
func WorkerSource(name string, bin worker.Binary, start worker.StartOptions, deadline time.Duration) Source {
	return Source{Name: name, Deadline: deadline, Start: func(ctx context.Context) (Worker, error) {
		p, err := worker.Start(ctx, bin, start)
		if err != nil {
			return nil, err
		}
		w, err := p.Hello(ctx)
		if err != nil {
			_ = p.Kill() // what matters is why it said nothing
			return nil, fmt.Errorf("hello: %w", err)
		}
		return &process{p: p, definitions: w.Definitions}, nil
	}}
}

// process drives a worker process as a Worker.
type process struct {
	p           *worker.Process
	definitions []protocol.Definition
}

var _ Worker = (*process)(nil)

func (w *process) Definitions() []protocol.Definition { return w.definitions }

func (w *process) Match(ctx context.Context, steps []protocol.StepText) ([][]int, error) {
	return w.p.Match(ctx, steps)
}

func (w *process) Ready(ctx context.Context) error                   { return w.p.Ready(ctx) }
func (w *process) Begin(ctx context.Context, b protocol.Begin) error { return w.p.Begin(ctx, b) }
func (w *process) Told(ctx context.Context, t protocol.Told) error   { return w.p.Told(ctx, t) }
func (w *process) Abort(ctx context.Context, reason string) error    { return w.p.Abort(ctx, reason) }
func (w *process) Kill() error                                       { return w.p.Kill() }

// suiteHook is the code of the problem that makes a worker useless (protocol.Problem).
const suiteHook = "suite-hook"

func (w *process) Next(ctx context.Context, limit time.Duration) (Reply, error) {
	e, err := w.p.Next(ctx, limit)
	var problem *worker.ProblemError
	switch {
	case err == nil:
		r := Reply{Step: e.Step, Waiting: e.Waiting, Ended: e.Ended}
		if e.Ended != nil {
			r.Output = printed(e.Output)
		}
		return r, nil
	case errors.As(err, &problem) && problem.Code == suiteHook:
		return Reply{}, fmt.Errorf("%w: %w", ErrSuite, err)
	case errors.Is(err, worker.ErrTimeout):
		err = fmt.Errorf("%w: %w", ErrTimeout, err)
	}
	switch w.p.Stage() {
	case protocol.StageUnbegun:
		err = fmt.Errorf("%w: %w", ErrUnbegun, err)
	case protocol.StagePreparing:
		err = fmt.Errorf("%w: %w", ErrPreparing, err)
	case protocol.StageUnknown, protocol.StageStepping:
	}
	return Reply{}, err
}

func (w *process) TakeOutput() string { return printed(w.p.TakeOutput()) }

// printed joins the two streams: a log is read by people, who do not care which stream a line came by.
func printed(o worker.Output) string {
	parts := make([]string, 0, 3)
	for _, s := range []string{o.Stdout, o.Stderr} {
		if s = strings.TrimRight(s, "\n"); s != "" {
			parts = append(parts, s)
		}
	}
	if o.Dropped > 0 {
		parts = append(parts, fmt.Sprintf("[… %d bytes]", o.Dropped))
	}
	return strings.Join(parts, "\n")
}

func (w *process) Close(ctx context.Context) error { return w.p.Close(ctx) }
