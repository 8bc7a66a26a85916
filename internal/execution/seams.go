package execution

import (
	"context"
	"io"
	"time"

	"recette/internal/campaign"
	"recette/internal/fault"
	"recette/internal/steps"
	"recette/runner/protocol"
)

// Worker is a process that owns step definitions and runs scenarios one at a time. It is used by one goroutine, but
// for Kill. See WorkerSource.
type Worker interface {
	// Definitions are the step definitions that the worker declared when it was welcomed.
	Definitions() []protocol.Definition
	// Match gives, for each step, the indexes of the definitions that match. Nothing is run.
	Match(ctx context.Context, steps []protocol.StepText) ([][]int, error)
	// Ready returns once the worker, between two scenarios, has answered. Its error says that it cannot be used any
	// more: the process ended or does not answer before ctx does, or it wrote what nobody asked for.
	Ready(ctx context.Context) error
	// Begin starts a scenario, Told tells the outcome of a step of another owner, Abort says that no further step will
	// come. They return once the message is written. A worker waits at each step of another owner until it is told,
	// whatever was granted.
	Begin(ctx context.Context, b protocol.Begin) error
	Told(ctx context.Context, t protocol.Told) error
	Abort(ctx context.Context, reason string) error
	// Next gives the next event of the scenario. An error means that the worker cannot be used any more: one under
	// errTimeout when limit passed in silence, that of ctx, or the way in which the process ended.
	Next(ctx context.Context, limit time.Duration) (Reply, error)
	// TakeOutput gives what the process wrote on its standard streams and nobody took yet, bounded.
	TakeOutput() string
	// Close says goodbye: suite hooks run, the process exits. Its error is that of an after-suite hook.
	Close(ctx context.Context) error
	// Kill ends the process and all that it started, and waits for them. It may be called at any time, twice, by any
	// goroutine. The error names processes that would not go.
	Kill() error
}

// Reply is one event of a scenario. Exactly one pointer is set.
type Reply struct {
	Step    *protocol.StepEnd
	Waiting *protocol.Waiting       // the scenario reached a step of another owner, its hooks have run
	Ended   *protocol.ScenarioEnded // nothing follows
	Output  string                  // with Ended: what the process printed during the scenario, bounded
}

// Source is one automation binding of the project.
type Source struct {
	Name     string        // as the configuration writes it: "go:./steps"
	Deadline time.Duration // of each step; 0 means defaultDeadline
	// Start starts a worker process. ctx bounds the start only, not the life of the process. Open calls it.
	Start func(ctx context.Context) (Worker, error)
}

// Open starts a worker, which may take no longer than a step: one whose package does not come back from its
// initialisation must not hang who asked for it.
func (s Source) Open(ctx context.Context) (Worker, error) {
	ctx, cancel := context.WithTimeout(ctx, s.deadline())
	defer cancel()
	w, err := s.Start(ctx)
	if err != nil {
		return nil, fault.About(ErrWorker, fault.Start, err, s.Name)
	}
	return w, nil
}

// defaultDeadline is how long a step may take when its binding says nothing.
const defaultDeadline = 60 * time.Second

// Steps is a worker of the source as one that knows what fits a step. A worker that stays silent for as long as a step
// may take is given up.
func (s Source) Steps(w Worker) steps.Source {
	match := func(ctx context.Context, texts []steps.StepText) ([][]int, error) {
		ctx, cancel := context.WithTimeout(ctx, s.deadline())
		defer cancel()
		return w.Match(ctx, texts)
	}
	return steps.Source{Name: s.Name, Definitions: w.Definitions(), Match: match}
}

func (s Source) deadline() time.Duration {
	if s.Deadline > 0 {
		return s.Deadline
	}
	return defaultDeadline
}

// Message is what went wrong around the steps, and what their authors said: codes and their words, worded by whoever
// records or shows it.
type Message = protocol.Message

// MessageFault is one thing that a Message says.
type MessageFault = protocol.Fault

// MessageCode names what went wrong.
type MessageCode = protocol.Code

// Recorder makes results durable on behalf of the actor of the run. Campaign and FreeRun make one of the campaign
// service.
type Recorder interface {
	// Word says a message in the language of the record. What it gives is recorded; see StepEvent and CaseEvent for
	// what a screen says in the language of its reader.
	Word(m protocol.Message) string

	// Begin gives the attempt to conduct: the open one of the actor in a new pass, or a new one. Nothing needs to be
	// written. It returns *campaign.HeldError when somebody else has an open attempt of the case, *campaign.DriftError
	// when b.Content is not the text that was frozen, *DataError when a data set of the case is not.
	Begin(ctx context.Context, b campaign.Begin) (campaign.Attempt, error)
	// Record makes a result durable before it returns: after nil it survives kill -9. On error nothing was written.
	// What was recorded comes back: it is what a run tells of a case that ended, whatever its own count was.
	// It may be called by several goroutines; calls that come together should share a disk flush.
	Record(ctx context.Context, r campaign.Result) (campaign.Recorded, error)
}

// Dossier tells where the cases of a campaign stand; a session needs it, a run does not.
type Dossier interface {
	Cases(ctx context.Context) ([]campaign.CaseStatus, error)
}

// EvidenceSink keeps attachments. When Put returns, the bytes are durable: the row that names them may be written.
type EvidenceSink interface {
	Put(ctx context.Context, name, mime string, r io.Reader) (campaign.Attachment, error)
}
