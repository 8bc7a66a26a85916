package execution

import (
	"slices"
	"sync"
	"time"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// attempt is one attempt of one case while it is conducted. The conductor's goroutine owns it, but for what mu guards.
type attempt struct {
	c       *catalogue.Case
	index   int
	journey string
	owners  []binding.Owner
	shape   binding.Shape
	no      campaign.Attempt
	began   time.Time

	// what stood of each step when the attempt was resumed; nil for a step nobody observed
	stands     []*campaign.Observation
	seen       []campaign.Observation // of this pass, in order
	logs       []string
	logged     int                           // bytes in logs
	cut        int                           // lines left out of logs
	ended      bool                          // a step was not green: nothing more runs
	lost       bool                          // it is somebody else's: what was answered of it was not recorded
	hook       recette.Outcome               // of hooks and workers beyond any step; empty when all is well
	notice     string                        // what was said there, of which no step tells, as it is recorded
	noticed    protocol.Message              // what it was made of
	said       map[string]protocol.Message   // what the words that were recorded of steps in this pass were made of
	words      func(protocol.Message) string // as Recorder.Word
	unattached []campaign.Attachment         // attached there, when no step that ran can carry it

	mu      sync.Mutex
	unsent  []campaign.Observation
	request campaign.Request // that what is unsent answers
	durable bool             // something of this pass is recorded
	watch   bool             // the conductor waits for a worker: what is unsent may be flushed aside
	slow    *time.Timer      // of watch; owned by the conductor's goroutine
	busy    chan struct{}    // closed when the flush under way ends; nil when there is none
	err     error            // of a flush
}

func (e *Engine) newAttempt(index int, c *catalogue.Case, owners []binding.Owner, no campaign.Attempt) *attempt {
	a := &attempt{c: c, index: index, owners: owners, shape: binding.ShapeOf(owners), no: no, began: e.opts.Clock()}
	a.words = e.opts.Recorder.Word
	a.stands = make([]*campaign.Observation, len(c.Steps))
	for i := range no.Steps {
		if s := no.Steps[i].Step; s >= 0 && s < len(a.stands) {
			a.stands[s] = &no.Steps[i]
		}
	}
	return a
}

// kept gives the verdict that a person gave of a step in an earlier pass: it is not asked again.
func (a *attempt) kept(step int) *campaign.Observation {
	o := a.stands[step]
	if o == nil || a.owners[step] != binding.Person || o.Mode != recette.Manual || unjudged(o) {
		return nil
	}
	return o
}

// replays reports whether an automated step passed in an earlier pass: it runs again to rebuild the state of the
// product and of the worker, and what was judged first stands. An attempt without a person is run anew instead.
func (a *attempt) replays(step int) bool {
	o := a.stands[step]
	return a.shape.Person && o != nil && a.owners[step].Automated() && o.Outcome == recette.OutcomePassed
}

// over reports whether an earlier pass saw a step that ends the attempt: only the closing is missing.
func (a *attempt) over() bool {
	if !a.shape.Person {
		return false
	}
	for i, o := range a.stands {
		switch {
		case o == nil:
		case a.owners[i] == binding.Person && !goesOn(o.Verdict) && o.Verdict != recette.NotRun,
			o.Mode == recette.Automated && o.Outcome != recette.OutcomePassed &&
				o.Outcome != recette.OutcomeInterrupted:
			return true
		}
	}
	return false
}

// cursor is the first step that this pass must see for the first time.
func (a *attempt) cursor() int {
	for i := range a.owners {
		if a.kept(i) == nil && !a.replays(i) {
			return i
		}
	}
	return len(a.owners)
}

// resumption describes an open attempt to the person.
func (a *attempt) resumption() Resumption {
	r := Resumption{Case: *a.c, Attempt: a.no.Number, Cursor: a.cursor()}
	if a.over() {
		r.Cursor = len(a.owners)
		return r
	}
	for i := range a.owners {
		if a.replays(i) {
			r.Replay = append(r.Replay, i)
			r.Actions = r.Actions || a.c.Steps[i].Type == catalogue.Action
		}
	}
	return r
}

// goesOn reports whether the scenario goes on after a verdict. "Not applicable" does: it says that this step had
// nothing to check here.
func goesOn(v recette.Verdict) bool { return v.Conform() || v == recette.NotApplicable }

// see keeps an observation; it is recorded with the next flush.
func (a *attempt) see(o campaign.Observation) {
	o.Verifies = a.c.Steps[o.Step].Verifies()
	a.seen = append(a.seen, o)
	if !goesOn(o.Verdict) {
		a.ended = true
	}
	a.mu.Lock()
	a.unsent = append(a.unsent, o)
	a.mu.Unlock()
}

// saw reports whether this pass observed a step.
func (a *attempt) saw(step int) bool {
	return slices.ContainsFunc(a.seen, func(o campaign.Observation) bool { return o.Step == step })
}

// pendingResult takes what was not handed over yet. ok is false when there is nothing. The caller holds mu.
func (a *attempt) pendingResult() (r campaign.Result, ok bool) {
	if len(a.unsent) == 0 {
		return campaign.Result{}, false
	}
	return a.send(), true
}

// send gives what was not handed over. The caller holds mu.
func (a *attempt) send() campaign.Result {
	r := a.result(a.unsent)
	r.Request = a.request
	a.unsent, a.request = nil, campaign.Request{}
	return r
}

func (a *attempt) result(steps []campaign.Observation) campaign.Result {
	return campaign.Result{
		Case: a.c.ID, Content: a.c.Content, Attempt: a.no.Number, Pass: a.no.Pass, Mode: a.shape.Mode(), Steps: steps,
		Hold: a.no.Hold,
	}
}

// wait waits for the flush under way and gives the error of any flush so far.
func (a *attempt) wait() error {
	a.mu.Lock()
	busy := a.busy
	a.mu.Unlock()
	if busy != nil {
		<-busy
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.err
}

// outcome is the technical outcome of the attempt: that of the step that ended it, else that of hooks and workers. It
// is empty for a case that no automation took part in.
func (a *attempt) outcome() recette.Outcome {
	if !a.shape.Automated && !a.shape.Broken && len(a.owners) > 0 {
		return ""
	}
	// Skipped stands last: it is only what happens to steps after the one that ended the attempt, unless a step
	// skipped itself and nothing else went wrong.
	skipped := false
	for _, o := range a.observed() {
		switch o.Outcome {
		case "", recette.OutcomePassed:
		case recette.OutcomeSkipped:
			skipped = true
		default:
			return o.Outcome
		}
	}
	switch {
	case a.hook != "":
		return a.hook
	case skipped:
		return recette.OutcomeSkipped
	case len(a.owners) == 0:
		// A scenario without a step tests nothing, and nothing is never green.
		return recette.OutcomeUndefined
	}
	return recette.OutcomePassed
}

// observed gives what stands of each step, in order of step: of this pass, else of an earlier one.
func (a *attempt) observed() []campaign.Observation {
	stand := make([]*campaign.Observation, len(a.owners))
	copy(stand, a.stands)
	for i := range a.seen {
		o := &a.seen[i]
		if recette.Stands(stand[o.Step] != nil, o.Replay, o.Verdict) {
			continue
		}
		stand[o.Step] = o
	}
	all := make([]campaign.Observation, 0, len(stand))
	for _, o := range stand {
		if o != nil {
			all = append(all, *o)
		}
	}
	return all
}

// fill observes as not run the steps that nobody saw, so that a result accounts for every step of its case.
func (a *attempt) fill() {
	done := make([]bool, len(a.owners))
	for i := range a.seen {
		done[a.seen[i].Step] = true
	}
	for i, owner := range a.owners {
		if done[i] || a.kept(i) != nil || a.over() && a.stands[i] != nil {
			continue
		}
		o := a.notes(i).observation(i, recette.NotRun) // what was said of a step stays with it, though nobody judged it
		if owner != binding.Person {
			o.Mode, o.Outcome = recette.Automated, recette.OutcomeSkipped
			o.Evidence, a.unattached = a.unattached, nil
		}
		a.see(o)
	}
}

// close gives the last result of the attempt: what was not handed over, and the verdict of the case.
func (a *attempt) close() campaign.Result {
	a.fill()
	a.mu.Lock()
	defer a.mu.Unlock()
	r := a.send()
	r.Closed, r.Outcome, r.Message = true, a.outcome(), a.notice
	// The closing outcome takes part in the roll-up: a failing after hook leaves every step as it was judged, and the
	// case is still not green.
	r.Verdict = a.conclude(r.Outcome)
	return r
}

// conclude gives the verdict of the attempt.
func (a *attempt) conclude(o recette.Outcome) recette.Verdict {
	facts := make([]recette.StepFact, 0, len(a.owners))
	for _, o := range a.observed() {
		facts = append(facts, recette.StepFact{Verdict: o.Verdict, Verifies: a.c.Steps[o.Step].Verifies()})
	}
	return recette.Conclude(facts, "", o)
}

// fault notes what went wrong beyond any step. The first outcome stands.
func (a *attempt) fault(o recette.Outcome, m protocol.Message) {
	a.ended = true
	if a.hook == "" {
		a.hook = o
	}
	a.addNotice(m)
}

// judged reports whether a step that was run ended the attempt: its outcome explains that of the workers.
func (a *attempt) judged() bool {
	return slices.ContainsFunc(a.seen, func(o campaign.Observation) bool {
		return !goesOn(o.Verdict) && o.Outcome != recette.OutcomeSkipped
	})
}

// started tells of the attempt that begins.
func (a *attempt) started() CaseEvent {
	e := caseEvent(a.index, a.c, a.shape.Mode())
	e.Attempt, e.Pass = a.no.Number, a.no.Pass
	return e
}

// event tells of the attempt as closed by r.
func (a *attempt) event(r *campaign.Result, sources []Source, now time.Time) *CaseEvent {
	e := a.started()
	e.Verdict, e.Outcome = r.Verdict, r.Outcome
	e.Duration, e.Message, e.Said = now.Sub(a.began), a.notice, a.noticed
	for _, o := range a.observed() {
		e.Steps = append(e.Steps, a.stepEvent(o, sources))
	}
	e.Log, e.Cut = a.logs, a.cut
	if len(e.Log) > logLines {
		e.Cut += len(e.Log) - logLines
		e.Log = e.Log[:logLines]
	}
	return &e
}

func (a *attempt) stepEvent(o campaign.Observation, sources []Source) StepEvent {
	s := &a.c.Steps[o.Step]
	owner := a.owners[o.Step].String()
	if i := a.owners[o.Step]; i.Automated() && int(i) < len(sources) {
		owner = sources[i].Name
	}
	return StepEvent{Keyword: s.Keyword, Text: s.Text, Owner: owner, Said: a.said[o.Observed], Observation: o}
}
