package execution

import (
	"context"
	"errors"
	"slices"

	"recette/internal/campaign"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// HeldBack are the cases that were not played since the order of a journey makes them wait for one that is not conform.
type HeldBack struct {
	For     string          `json:"for,omitempty"` // empty: a case that whoever asks does not see
	Verdict recette.Verdict `json:"verdict"`       // under which that one counts
	Journey string          `json:"journey"`
	Count   int             `json:"count"`
	Cases   []string        `json:"cases"` // the first of them
}

// maxHeldNamed is how many of the cases that wait for the same one are named.
const maxHeldNamed = 5

// heldBack counts a case that is not played, with those that wait for the same one.
func (s *Summary) heldBack(o *campaign.OrderError) {
	at := slices.IndexFunc(s.HeldBack, func(h HeldBack) bool { return h.For == o.For && h.Journey == o.Journey })
	if at < 0 {
		at = len(s.HeldBack)
		s.HeldBack = append(s.HeldBack, HeldBack{For: o.For, Verdict: o.Verdict, Journey: o.Journey})
	}
	h := &s.HeldBack[at]
	if h.Count++; len(h.Cases) < maxHeldNamed {
		h.Cases = append(h.Cases, o.Case)
	}
}

// putOff keeps a case that the order of a journey holds back, until those before it were played.
func (r *run) putOff(j job, why *campaign.OrderError) {
	j.why = why
	r.mu.Lock()
	defer r.mu.Unlock()
	r.late = append(r.late, j)
}

// putOffs takes the cases that wait, in the order of the files.
func (r *run) putOffs() []job {
	r.mu.Lock()
	defer r.mu.Unlock()
	late := r.late
	r.late = nil
	slices.SortFunc(late, func(a, b job) int { return a.index - b.index })
	return late
}

// freed hands the cases that were put off to the lanes, as those before them become conform, until none is freed any
// more. The others are left.
func (r *run) freed(ctx context.Context, jobs chan<- job) error {
	r.flight.Wait()
	for some := true; some && ctx.Err() == nil; r.flight.Wait() {
		some = false
		for _, j := range r.putOffs() {
			why := r.heldBack(ctx, j)
			if why != nil { // what is under way may free it
				r.flight.Wait()
				why = r.heldBack(ctx, j)
			}
			if why != nil {
				r.putOff(j, why)
				continue
			}
			some = true
			if err := r.hand(ctx, jobs, j); err != nil {
				return err
			}
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for _, j := range r.putOffs() {
		r.leaveHeldBack(j)
	}
	return nil
}

// heldBack asks what holds a case back. A refusal for another reason is the lane's.
func (r *run) heldBack(ctx context.Context, j job) *campaign.OrderError {
	_, err := r.e.opts.Recorder.Begin(ctx, j.begin())
	why, _ := errors.AsType[*campaign.OrderError](err)
	return why
}

// leaveHeldBack tells of a case that is not played.
func (r *run) leaveHeldBack(j job) {
	ev := caseEvent(j.index, &j.c, binding.ShapeOf(j.owners).Mode())
	ev.Verdict, ev.Message = recette.NotRun, j.why.Error()
	r.mu.Lock()
	r.sum.heldBack(j.why)
	r.mu.Unlock()
	r.e.emit(Event{Kind: EventCaseLeft, Case: &ev})
}
