package execution

import (
	"bytes"
	"strconv"
	"time"

	"recette/internal/campaign"
	"recette/internal/fault"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// watch makes what was observed durable when the next event of a worker is slow to come: a slow step is not waited for
// with facts in memory. The returned function ends the watch.
func (k *conductor) watch(a *attempt) (stop func()) {
	a.mu.Lock()
	a.watch = len(a.unsent) > 0
	watched := a.watch
	a.mu.Unlock()
	if !watched {
		return func() {}
	}
	if a.slow == nil {
		a.slow = time.AfterFunc(k.e.opts.Slow, func() { k.flushAside(a) })
	} else {
		a.slow.Reset(k.e.opts.Slow)
	}
	return func() {
		a.slow.Stop()
		// The timer may have fired just now: it must find nothing to do once the conductor goes on.
		a.mu.Lock()
		a.watch = false
		a.mu.Unlock()
	}
}

// flushAside records what was observed while the conductor waits for the worker. One flush goes on at a time; the next
// one waits for it, so that the order of observations is kept.
func (k *conductor) flushAside(a *attempt) {
	a.mu.Lock()
	r, ok := campaign.Result{}, false
	if a.watch && a.busy == nil {
		r, ok = a.pendingResult()
	}
	if !ok {
		a.mu.Unlock()
		return
	}
	busy := make(chan struct{})
	a.busy = busy
	a.mu.Unlock()

	err := k.recordSteps(a, r)
	a.mu.Lock()
	a.busy = nil
	if err != nil && a.err == nil {
		a.err = err
	}
	a.mu.Unlock()
	close(busy)
}

// flush records what was observed so far and returns once it is durable.
func (k *conductor) flush(a *attempt) error {
	if err := a.wait(); err != nil {
		return err
	}
	a.mu.Lock()
	r, ok := a.pendingResult()
	a.mu.Unlock()
	if !ok {
		return nil
	}
	return k.recordSteps(a, r)
}

// recordSteps makes observations durable and tells of each.
func (k *conductor) recordSteps(a *attempt, r campaign.Result) error {
	if _, err := k.commit.record(k.durable, r); err != nil {
		return err
	}
	k.recordedSteps(a, r)
	return nil
}

// recordedSteps tells of observations that are durable.
func (k *conductor) recordedSteps(a *attempt, r campaign.Result) {
	a.mu.Lock()
	a.durable = true
	a.mu.Unlock()
	for _, o := range r.Steps {
		s := a.stepEvent(o, k.e.opts.Sources)
		s.Case, s.Index = a.c.ID, a.index
		k.e.emit(Event{Kind: EventStepRecorded, Step: &s})
	}
}

// put keeps the attachments of a step or of a hook, before any row names them. One that cannot be kept makes the case
// an error: a result whose evidence was lost in silence would be worth nothing.
func (k *conductor) put(a *attempt, attachments []protocol.Attachment) []campaign.Attachment {
	var kept []campaign.Attachment
	for _, at := range attachments {
		name := cleanName(at.Name)
		if name == "" {
			name = a.word(protocol.Message{{fault.Of(fault.Nameless)}})
		}
		if len(at.Body) == 0 { // the body of an empty answer, say: there is nothing to keep, and nothing is lost
			a.addLog(a.word(protocol.Message{refused(name, fault.Of(fault.Empty))}))
			continue
		}
		ev, err := k.e.opts.Evidence.Put(k.durable, name, cleanMIME(at.MediaType), bytes.NewReader(at.Body))
		if err != nil {
			a.fault(recette.OutcomeError, fault.Message(err).Around(refused(name)...))
			continue
		}
		kept = append(kept, ev)
	}
	return kept
}

// refused says that an attachment was not kept, and why.
func refused(name string, why ...protocol.Fault) protocol.Line {
	return append(protocol.Line{fault.Of(fault.Attachment, strconv.Quote(name))}, why...)
}
