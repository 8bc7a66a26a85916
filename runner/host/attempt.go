package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/cucumber/godog"

	"recette/runner/protocol"
)

// attempt is one run of one scenario. The session's goroutine passes words to it; its own goroutine runs godog, and
// waits for these words wherever the scenario must.
type attempt struct {
	h     *session
	id    int64
	begin *protocol.Begin
	plan  [][]int         // for each step of the worker, the definitions that match it
	gone  <-chan struct{} // closed when the session is over, in order or not
	done  chan struct{}   // closed at the very end
	// ending is set before the end is announced: from then on another attempt may begin.
	ending atomic.Bool

	mu      sync.Mutex
	heard   sync.Cond // of mu: something below changed
	until   int
	told    map[int]*protocol.Told
	deaf    bool // no further word can be heard
	aborted bool
	why     protocol.Message // why it was; may be empty
}

// errAborted is what user hooks see of an aborted scenario. It wraps godog.ErrPending: under Strict, after hooks get
// it.
var errAborted = fmt.Errorf("scenario aborted: %w", godog.ErrPending)

// deserted is said of an attempt whose conductor went away.
func deserted() protocol.Message { return protocol.Message{{coded(protocol.FaultDeserted)}} }

func newAttempt(ctx context.Context, h *session, id int64, b *protocol.Begin) (*attempt, error) {
	if len(b.Steps) == 0 {
		return nil, errors.New("a scenario without steps cannot be run")
	}
	a := &attempt{
		h: h, id: id, begin: b, gone: ctx.Done(), done: make(chan struct{}), plan: make([][]int, len(b.Steps)),
	}
	a.heard.L = &a.mu
	if b.Grant != nil {
		if err := a.grant(b.Grant); err != nil {
			return nil, err
		}
	}
	for i, s := range b.Steps {
		if s.Mine {
			a.plan[i] = h.index.match(nil, protocol.StepText{Type: s.Type, Text: s.Text})
		}
	}
	return a, nil
}

// over reports whether the attempt has ended, so that another one may begin.
func (a *attempt) over() bool { return a.ending.Load() }

// hear takes a word of the conductor. Its error says why the word makes no sense.
func (a *attempt) hear(r *protocol.Request) error {
	switch {
	case r.Grant != nil:
		return a.grant(r.Grant)
	case r.Told != nil:
		return a.tell(r.Told)
	case r.Abort != nil:
		a.abort(protocol.Words(r.Abort.Reason))
	}
	return nil
}

func (a *attempt) grant(g *protocol.Grant) error {
	if g.Until < 0 || g.Until > len(a.begin.Steps) {
		return fmt.Errorf("grant until %d: the scenario has %d steps", g.Until, len(a.begin.Steps))
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.until = max(a.until, g.Until)
	a.heard.Broadcast()
	return nil
}

func (a *attempt) tell(t *protocol.Told) error {
	if t.Index < 0 || t.Index >= len(a.begin.Steps) {
		return fmt.Errorf("told of step %d: the scenario has %d steps", t.Index, len(a.begin.Steps))
	}
	if a.begin.Steps[t.Index].Mine {
		return fmt.Errorf("told of step %d, which is the worker's own", t.Index)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.told == nil {
		a.told = map[int]*protocol.Told{}
	}
	a.told[t.Index] = t
	a.heard.Broadcast()
	return nil
}

func (a *attempt) abort(why protocol.Message) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.aborted {
		a.aborted, a.why = true, why
	}
	a.heard.Broadcast()
}

// deafen says that no further word can be heard: the attempt goes on as far as it needs none.
func (a *attempt) deafen() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.deaf = true
	a.heard.Broadcast()
}

// wait waits for a word. The caller holds mu.
func (a *attempt) wait() {
	if a.deaf {
		a.aborted, a.why = true, deserted()
		return
	}
	a.heard.Wait()
}

// awaitGrant returns when step i of the worker may run, or errAborted.
func (a *attempt) awaitGrant(i int) error {
	select {
	case <-a.gone:
		a.abort(deserted())
	default:
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.until <= i && !a.aborted {
		a.h.replies.flush() // the conductor decides on what it knows
		for a.until <= i && !a.aborted {
			a.wait()
		}
	}
	if a.aborted {
		return errAborted
	}
	return nil
}

// awaitTold returns what became of step i, which belongs to someone else, or errAborted.
func (a *attempt) awaitTold(i int) (*protocol.Told, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.told[i] == nil && !a.aborted {
		// a dead conductor is noticed by the reader
		_ = a.h.replies.send(&protocol.Reply{ID: a.id, Waiting: &protocol.Waiting{Index: i}}, true)
		for a.told[i] == nil && !a.aborted {
			a.wait()
		}
	}
	if a.aborted {
		return nil, errAborted
	}
	return a.told[i], nil
}

// run makes godog run the scenario and sends its end. It recovers from what godog lets through: a panic in an after
// hook or in the initializer, and steps that end their goroutine.
func (a *attempt) run(ctx context.Context) {
	a.h.replies.mark(a.id, protocol.StagePreparing)
	s := &scenario{attempt: a, at: -1}
	normal := false
	defer func() {
		if v := recover(); v != nil {
			s.escaped(recovered(v), true)
		} else if !normal {
			s.escaped(errLeft, false)
		}
		// before the conductor can send the next Begin
		a.ending.Store(true)
		// a dead conductor is noticed by the reader
		_ = a.h.replies.send(&protocol.Reply{ID: a.id, Ended: s.ended()}, true)
	}()
	code := godog.TestSuite{
		Name:                "recette",
		ScenarioInitializer: s.initialize,
		Options: &godog.Options{
			Format: formatName, Output: io.Discard, NoColors: true, Strict: true, Concurrency: 1, DefaultContext: ctx,
			FeatureContents: []godog.Feature{{Name: "recette", Contents: a.h.feature(len(a.begin.Steps))}},
		},
	}.Run()
	normal = true
	s.returned(code)
}

// reserved is the text of a step that is not the worker's to run. It holds a newline, which no step of a feature file
// has and which `.` does not match.
const reserved = "⟦recette⟧\n⟦"

// reservedPattern matches reserved and nothing else.
const reservedPattern = `^⟦recette⟧\n⟦$`

// feature returns a feature of one scenario of n steps. They are only places: the texts, types and arguments of the
// scenario are put in by its first before hook, so that nothing needs to be rendered, escaped and parsed again.
func (h *session) feature(n int) []byte {
	if h.lastLen != n {
		var b strings.Builder
		b.WriteString("Feature: recette\nScenario: recette\n")
		for i := range n {
			b.WriteString("* " + strconv.Itoa(i) + "\n")
		}
		h.skeleton, h.lastLen = []byte(b.String()), n
	}
	return h.skeleton
}
