package execution

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// world is a recorder, a dossier, an evidence sink and a listener in memory. It notes the order of everything.
type world struct {
	mu       sync.Mutex
	actor    string
	owners   map[string]string // holder of the open attempt of a case
	results  []campaign.Result
	events   []Event
	evidence map[string][]byte
	order    []string // "put x", "record SC-1 3 closed", "ask SC-1 2", "told SC-1 2"
	delay    time.Duration
	refuse   func(campaign.Result) error
	verdict  recette.Verdict // recorded of every case that ends, when it is not what the run makes of it
}

func newWorld() *world {
	return &world{actor: "t1", owners: map[string]string{}, evidence: map[string][]byte{}}
}

func (w *world) note(format string, args ...any) {
	w.order = append(w.order, fmt.Sprintf(format, args...))
}

func (w *world) last(id string) (number, pass int, open bool, standing []campaign.Observation) {
	for _, r := range w.results {
		if r.Case != id {
			continue
		}
		if r.Attempt != number {
			standing = nil
		}
		number, pass, open = r.Attempt, r.Pass, !r.Closed
	next:
		for _, o := range r.Steps {
			for i := range standing {
				if standing[i].Step == o.Step {
					if !o.Replay || !goesOn(o.Verdict) {
						standing[i] = o
					}
					continue next
				}
			}
			standing = append(standing, o)
		}
	}
	return number, pass, open, standing
}

func (w *world) Begin(_ context.Context, b campaign.Begin) (campaign.Attempt, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	number, pass, open, standing := w.last(b.Case)
	if !open {
		a := campaign.Attempt{Number: number + 1, Pass: 1}
		for _, r := range w.results {
			if r.Case == b.Case {
				a.Previous = r.Verdict
			}
		}
		return a, nil
	}
	if o := w.owners[b.Case]; o != w.actor {
		return campaign.Attempt{}, &campaign.HeldError{Case: b.Case, Attempt: number, Ref: o}
	}
	if b.Restart {
		w.results = append(
			w.results,
			campaign.Result{
				Case: b.Case, Content: b.Content, Attempt: number, Pass: pass, Closed: true,
				Outcome: recette.OutcomeInterrupted,
			},
		)
		return campaign.Attempt{Number: number + 1, Pass: 1}, nil
	}
	return campaign.Attempt{Number: number, Pass: pass + 1, Resumed: true, Steps: standing}, nil
}

func (w *world) Record(_ context.Context, r campaign.Result) (campaign.Recorded, error) {
	if w.delay > 0 {
		time.Sleep(w.delay)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.refuse != nil {
		if err := w.refuse(r); err != nil {
			return campaign.Recorded{}, err
		}
	}
	for _, o := range r.Steps {
		for _, e := range o.Evidence {
			if w.evidence[e.SHA256] == nil {
				return campaign.Recorded{}, errors.New("row names evidence that is not stored")
			}
		}
	}
	w.owners[r.Case] = w.actor
	w.results = append(w.results, r)
	steps := make([]string, 0, len(r.Steps))
	for _, o := range r.Steps {
		steps = append(steps, fmt.Sprint(o.Step))
	}
	state := "open"
	if r.Closed {
		state = "closed"
	}
	w.note("record %s [%s] %s", r.Case, strings.Join(steps, " "), state)
	got := campaign.Recorded{Seq: int64(len(w.results)), Verdict: r.Verdict}
	if w.verdict != "" && r.Closed {
		got.Verdict = w.verdict
	}
	return got, nil
}

func (w *world) Cases(context.Context) ([]campaign.CaseStatus, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []campaign.CaseStatus
	for _, r := range w.results { // the last of a case stands
		all = append(all, campaign.CaseStatus{
			ID: r.Case, Attempt: r.Attempt, Open: !r.Closed, Holder: w.owners[r.Case], Verdict: r.Verdict,
		})
	}
	return all, nil
}

func (w *world) Put(_ context.Context, name, mime string, r io.Reader) (campaign.Attachment, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return campaign.Attachment{}, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	sum := sha256.Sum256(data)
	id := hex.EncodeToString(sum[:])
	w.evidence[id] = bytes.Clone(data)
	w.note("put %s", name)
	return campaign.Attachment{SHA256: id, Size: int64(len(data)), MIME: mime, Name: name}, nil
}

func (w *world) emit(e Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events = append(w.events, e)
	if e.Kind == EventCaseFinished {
		w.note("event %s %s", e.Case.ID, e.Case.Verdict)
	}
}

// whole gives the last attempt of a case as one result, whatever the number of rows it took.
func (w *world) whole(id string) *campaign.Result {
	var all campaign.Result
	for _, r := range w.results {
		if r.Case == id {
			steps := r.Steps
			if r.Attempt == all.Attempt {
				steps = append(slices.Clip(all.Steps), steps...)
			}
			all = r
			all.Steps = steps
		}
	}
	return &all
}

// finished gives the last finished event of a case.
func (w *world) finished(t *testing.T, id string) *CaseEvent {
	t.Helper()
	for _, e := range slices.Backward(w.events) {
		if e.Kind == EventCaseFinished && e.Case.ID == id {
			return e.Case
		}
	}
	t.Fatalf("no case.finished for %s", id)
	return nil
}

// Word says codes, for the tests.
func (w *world) Word(m protocol.Message) string { return m.String() }
