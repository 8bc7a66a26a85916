package campaign

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"recette/internal/access"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Record makes observations durable, then returns. It checks rights, that the campaign is open, that the tested text is
// the frozen one (*DriftError), that attempt and pass are the present ones (errors under recette.ErrAttempt) and that
// the attempt is the actor's own (*HeldError). When the result closes the attempt, the verdict that was recorded comes
// back: the roll-up of all steps. On error nothing was written.
//
// It adds to Journal.Append what it costs to build the leaf: nothing is read unless another process appended meanwhile.
// A Request that was recorded before is answered as it was, whatever became of the case since, with ErrRequest when it
// asked for something else. When anybody else recorded of this case since BeginAttempt, whoever goes on with its Hold
// is told, be it the same person.
func (s *Service) Record(ctx context.Context, actor recette.Actor, r Result) (Recorded, error) {
	r.Steps = slices.Clone(r.Steps) // they are completed here
	if err := r.check(); err != nil {
		return Recorded{}, fmt.Errorf("record %s: %w", r.Case, err)
	}
	do := func() (Recorded, error) { return s.record(ctx, actor, r) }
	return once(ctx, s, actor, r.Request, do, r.recordedBy)
}

// record is Record of a result whose form is checked, and that no request recorded before.
func (s *Service) record(ctx context.Context, actor recette.Actor, r Result) (Recorded, error) {
	if err := errors.Join(s.checkKept(ctx, &r), s.checkGiven(ctx, &r)); err != nil {
		return Recorded{}, fmt.Errorf("record %s: %w", r.Case, err)
	}
	if run := s.run(r.Campaign); run != nil {
		return s.recordFree(ctx, actor, run, r)
	}
	if r.Trial != "" {
		return s.recordTrial(ctx, actor, r)
	}
	got, _, err := s.recordTogether(ctx, actor, []Result{r})
	if err != nil {
		return Recorded{}, err
	}
	return got[0], nil
}

// extendHold notes what whoever holds a case recorded of it.
func (c *loaded) extendHold(h *Hold, seq int64) {
	if h == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	h.last = seq
}

// check completes a result and checks its form: what it says of attachments, and of the campaign, is looked at later.
func (r *Result) check() error {
	if r.Attempt == 0 {
		r.Attempt = 1
	}
	if r.Pass == 0 {
		r.Pass = 1
	}
	switch {
	case r.Case == "":
		return missing("case")
	case r.Content == "":
		return missing("content")
	case len(r.Steps) == 0 && !r.Closed:
		return missing("steps")
	case r.Mode != recette.Manual && r.Mode != recette.Automated && r.Mode != recette.Mixed:
		return invalid("mode")
	case r.Verdict != "" && !r.Verdict.Valid():
		return invalid("verdict")
	case r.Outcome != "" && !r.Outcome.Valid():
		return invalid("outcome")
	case r.Message != "" && !r.Closed:
		return invalid("message")
	}
	for i := range r.Steps {
		o := &r.Steps[i]
		o.complete()
		if err := o.Check(); err != nil {
			return fmt.Errorf("step %d: %w", o.Step+1, err)
		}
		// A human judgement cannot come in under the cover of automation, which has another right.
		if r.Mode == recette.Automated && o.Mode != recette.Automated {
			return fmt.Errorf("step %d: %w", o.Step+1, invalid("mode"))
		}
	}
	return nil
}

// checkKept refuses a result of which an attachment is not kept.
func (s *Service) checkKept(ctx context.Context, r *Result) error {
	for i := range r.Steps {
		for _, e := range r.Steps[i].Evidence {
			if err := s.checkEvidence(ctx, e); err != nil {
				return fmt.Errorf("step %d: %w", r.Steps[i].Step+1, err)
			}
		}
	}
	return nil
}

func (s *Service) checkEvidence(ctx context.Context, e Attachment) error {
	if s.evidence == nil {
		return ErrEvidence
	}
	size, err := s.evidence.Stat(ctx, e.SHA256)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrEvidence, err)
	}
	if size != e.Size {
		return fmt.Errorf("%w: %d bytes are stored, %d named", ErrEvidence, size, e.Size)
	}
	return nil
}

// admit checks rights and state, and gives the verdict when the attempt closes. before is what goes to the log ahead of
// it, in the same commit, of the same case. The caller holds the lock of the case.
func (c *loaded) admit(actor recette.Actor, i int, r Result, before []Result) (recette.Verdict, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	cs := &c.state.Cases[i]
	scope := c.bounds(actor, cs.ID)
	now, open := cs.Now, cs.Now.Phase == recette.AttemptOpen
	if open {
		scope.Owner = cs.Last.Actor.Ref
	}
	err := access.Allow(actor, recordAction(r.Mode), scope)
	if denied, ok := errors.AsType[*access.DeniedError](err); ok && denied.Cause == access.CauseNotOwn {
		return "", fmt.Errorf("%w: %w", &HeldError{Case: r.Case, Attempt: now.Number, Ref: scope.Owner}, err)
	} else if err != nil {
		return "", err
	}
	for j := range before {
		if now, err = now.Observe(before[j].Attempt, before[j].Pass); err == nil && before[j].Closed {
			now, err = now.Close()
		}
		if err != nil {
			return "", err
		}
	}
	if _, err := now.Observe(r.Attempt, r.Pass); err != nil {
		return "", err
	}
	if r.Hold != nil && r.Hold.plan != c.digest {
		return "", fmt.Errorf("campaign %s: %w", c.id, ErrIterated)
	}
	if r.Hold != nil && r.Hold.last != c.lastSeq(i) {
		return "", fmt.Errorf("somebody else recorded the case at %d: %w", c.lastSeq(i), recette.ErrAttemptUnknown)
	}
	for _, o := range r.Steps {
		if o.Step >= cs.Steps {
			return "", fmt.Errorf("step %d of %d: %w", o.Step+1, cs.Steps, ErrInvalid)
		}
	}
	if !r.Closed {
		return "", nil
	}
	steps := make([]recette.Verdict, cs.Steps)
	if open && r.Attempt == cs.Now.Number {
		for j := range cs.Last.Steps {
			if st := &cs.Last.Steps[j]; st.Seen {
				steps[j] = recette.Verdict(st.Record.Verdict)
			}
		}
	}
	for j := range before {
		if before[j].Attempt == r.Attempt {
			observe(steps, before[j])
		}
	}
	observe(steps, r)
	return recette.Conclude(c.facts(i, steps), r.Verdict, r.Outcome), nil
}

// facts gives what stands of the steps of a case with what the frozen text says of each.
func (c *loaded) facts(i int, verdicts []recette.Verdict) []recette.StepFact {
	facts := make([]recette.StepFact, len(verdicts))
	for j, v := range verdicts {
		facts[j] = recette.StepFact{Verdict: v, Verifies: c.outline.Cases[i].Verifies[j]}
	}
	return facts
}

// observe adds the observations of a result to what stands of the steps.
func observe(steps []recette.Verdict, r Result) {
	for _, o := range r.Steps {
		if recette.Stands(steps[o.Step] != "", o.Replay, o.Verdict) {
			continue
		}
		steps[o.Step] = o.Verdict
	}
}

// write appends the leaf of a result.
func (s *Service) write(
	ctx context.Context, actor recette.Actor, r Result, verdict recette.Verdict,
) (journal.Record, error) {
	recs, err := s.append(ctx, s.result(actor, r, verdict))
	if err != nil {
		return journal.Record{}, err
	}
	return recs[0], nil
}

func (s *Service) result(actor recette.Actor, r Result, verdict recette.Verdict) *entry {
	d := s.entry(actor, journal.KindResult, r.Campaign)
	res := &journal.Result{
		Case: r.Case, Content: r.Content, Attempt: r.Attempt, Pass: r.Pass, Mode: string(r.Mode),
		Closed: r.Closed, Verdict: string(verdict), Trial: string(r.Trial),
	}
	if r.Trial != "" {
		d.entry.Leaf.Kind = journal.KindTrial
	}
	if r.Closed {
		res.Outcome, res.Message = string(r.Outcome), d.text("message", r.Message)
	}
	if o := r.origin; o != nil {
		res.Origin = &journal.Taken{File: d.text("origin", o.File), SHA256: o.SHA256, By: o.By, Day: o.Day}
	}
	if len(r.Steps) > 0 {
		res.Steps = make([]journal.Observation, len(r.Steps))
	}
	for i := range r.Steps {
		d.observation(&res.Steps[i], &r.Steps[i])
	}
	d.entry.Leaf.Result = res
	d.answers(r.Request)
	return d
}

func (d *entry) observation(to *journal.Observation, o *Observation) {
	*to = journal.Observation{
		Step: o.Step, Mode: string(o.Mode), Verdict: string(o.Verdict), Outcome: string(o.Outcome),
		Micros: o.Duration.Microseconds(), Cause: string(o.Cause), Replay: o.Replay,
		Observed: d.text("observed", o.Observed), Comment: d.text("comment", o.Comment),
		Reason: d.text("reason", o.Reason),
	}
	if !o.Given.IsZero() {
		to.Given = journal.Instant(o.Given)
	}
	for _, e := range o.Evidence {
		to.Evidence = append(to.Evidence, journal.EvidenceRef{
			SHA256: e.SHA256, Size: e.Size, MIME: e.MIME, Name: d.text("evidence name", e.Name),
		})
	}
}
