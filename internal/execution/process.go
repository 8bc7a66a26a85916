package execution

import (
	"context"
	"errors"
	"time"

	"recette/internal/fault"
	"recette/internal/worker/wire"
	"recette/runner/protocol"
)

// Process is a worker that speaks the step protocol, wherever it runs (process.Process of internal/worker).
type Process interface {
	Hello(ctx context.Context) (protocol.Welcome, error)
	Match(ctx context.Context, steps []protocol.StepText) ([][]int, error)
	Ready(ctx context.Context) error
	Begin(ctx context.Context, b protocol.Begin) error
	Told(ctx context.Context, t protocol.Told) error
	Abort(ctx context.Context, reason string) error
	Next(ctx context.Context, limit time.Duration) (wire.Event, error)
	Stage() protocol.Stage
	TakeOutput() string
	Close(ctx context.Context) error
	Kill() error
}

// WorkerSource is a Source of the workers that start gives.
func WorkerSource[P Process](name string, deadline time.Duration, start func(ctx context.Context) (P, error)) Source {
	return Source{Name: name, Deadline: deadline, Start: func(ctx context.Context) (Worker, error) {
		p, err := start(ctx)
		if err != nil {
			return nil, err
		}
		w, err := p.Hello(ctx)
		if err != nil {
			_ = p.Kill() // what matters is why it said nothing
			return nil, fault.About(ErrWorker, fault.Greeting, err)
		}
		return &wireWorker{Process: p, definitions: w.Definitions}, nil
	}}
}

// wireWorker drives a Process as a Worker.
type wireWorker struct {
	Process
	definitions []protocol.Definition
}

var _ Worker = (*wireWorker)(nil)

func (w *wireWorker) Definitions() []protocol.Definition { return w.definitions }

func (w *wireWorker) Next(ctx context.Context, limit time.Duration) (Reply, error) {
	e, err := w.Process.Next(ctx, limit)
	var problem *wire.ProblemError
	switch {
	case err == nil:
		r := Reply{Step: e.Step, Waiting: e.Waiting, Ended: e.Ended}
		if e.Ended != nil {
			r.Output = w.TakeOutput()
		}
		return r, nil
	case errors.As(err, &problem) && problem.Code == protocol.ProblemSuiteHook:
		return Reply{}, fault.About(errSuite, protocol.FaultBeforeSuite, err)
	case errors.Is(err, wire.ErrTimeout):
		err = fault.About(errTimeout, fault.Timeout, err)
	}
	switch w.Stage() {
	case protocol.StageUnbegun:
		err = fault.About(errUnbegun, fault.Unbegun, err)
	case protocol.StagePreparing:
		err = fault.About(errPreparing, protocol.FaultBeforeScenario, err)
	case protocol.StageUnknown, protocol.StageStepping:
	}
	return Reply{}, err
}
