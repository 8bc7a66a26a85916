package campaign

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"

	"recette/internal/access"
	"recette/internal/journal"
	"recette/internal/recette"
)

// FreeRun is what a run outside any campaign is bound to. It proves nothing official: no PV is made of it.
type FreeRun struct {
	Environment string
	Build       string
	Commit      string // of the features
}

// run is a run in memory: its figures and its open attempts only, so that memory does not grow with its length.
type run struct {
	id        string
	owner     string       // reference of who opened it: nobody else adds to it, or ends it
	recording sync.RWMutex // held for reading while a result is recorded, for writing by what ends the run
	closed    bool         // guarded by recording

	mu      sync.Mutex // guards what follows
	freed   *sync.Cond // a case is not being recorded any more
	taken   map[string]bool
	figures recette.Figures
	open    map[string][]recette.StepFact // what stands of the steps of open attempts, by case
}

func newRun(id, owner string) *run {
	r := &run{id: id, owner: owner, open: map[string][]recette.StepFact{}, taken: map[string]bool{}}
	r.freed = sync.NewCond(&r.mu)
	return r
}

// take waits until nobody else records of a case, and gives what stands of its steps.
func (r *run) take(id string) []recette.StepFact {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.taken[id] {
		r.freed.Wait()
	}
	r.taken[id] = true
	return slices.Clone(r.open[id])
}

// free lets others record of a case.
func (r *run) free(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.taken, id)
	r.freed.Broadcast()
}

// OpenRun begins a run outside any campaign and returns its id, which goes into Result.Campaign.
func (s *Service) OpenRun(ctx context.Context, actor recette.Actor, f FreeRun) (string, error) {
	if err := s.allow(ctx, actor, access.RunFree); err != nil {
		return "", err
	}
	var tail [4]byte
	if _, err := s.people.Read(tail[:]); err != nil {
		return "", fmt.Errorf("open run: %w", err)
	}
	id := "run-" + s.clock().UTC().Format("20060102T150405Z") + "-" + hex.EncodeToString(tail[:])
	d := s.entry(actor, journal.KindRunOpen, id)
	d.entry.Leaf.Open = &journal.Open{Environment: f.Environment, Build: f.Build, Commit: f.Commit}
	if _, err := s.append(ctx, d); err != nil {
		return "", fmt.Errorf("open run: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.runs[id] = newRun(id, actor.Ref)
	return id, nil
}

// CloseRun ends a run of the actor with its figures, which it returns. Of a case whose attempt is still open, what
// failed or is blocked stands; the others count as not run.
func (s *Service) CloseRun(ctx context.Context, actor recette.Actor, id string) (recette.Figures, error) {
	if err := s.allow(ctx, actor, access.RunFree); err != nil { // said before any run is
		return recette.Figures{}, err
	}
	r := s.run(id)
	if r == nil {
		return recette.Figures{}, fmt.Errorf("run %q: %w", id, ErrUnknown)
	}
	if err := r.allow(actor); err != nil {
		return recette.Figures{}, err
	}
	r.recording.Lock() // a result on its way to the log is counted first
	defer r.recording.Unlock()
	if r.closed {
		return r.figures, fmt.Errorf("run %q: %w", id, ErrClosed)
	}
	f := r.figures
	for _, steps := range r.open {
		f.Add(recette.Unclosed(verdictsOf(steps)))
	}
	d := s.entry(actor, journal.KindRunClose, id)
	d.entry.Leaf.Figures = &journal.Figures{
		Passed: f.Passed, Remark: f.Remark, Failed: f.Failed, Blocked: f.Blocked, NotRun: f.NotRun,
		NotApplicable: f.NotApplicable,
	}
	if _, err := s.append(ctx, d); err != nil {
		return recette.Figures{}, fmt.Errorf("close run: %w", err)
	}
	r.figures, r.closed, r.open = f, true, nil
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.runs, id)
	return f, nil
}

func (s *Service) run(id string) *run {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.runs[id]
}

// allow refuses whoever did not open the run.
func (r *run) allow(actor recette.Actor) error {
	return access.Allow(actor, access.RunFree, access.Scope{Owner: r.owner})
}

// recordFree records a result of a run. Nothing was frozen: the text is the one that the caller read, and missing steps
// cannot be told, so the caller reports those it skipped, and which of them are expected results. A case of which it
// says none is not conform.
func (s *Service) recordFree(ctx context.Context, actor recette.Actor, run *run, r Result) (Recorded, error) {
	if err := run.allow(actor); err != nil {
		return Recorded{}, err
	}
	run.recording.RLock()
	defer run.recording.RUnlock()
	if run.closed {
		return Recorded{}, fmt.Errorf("run %q: %w", run.id, ErrClosed)
	}
	steps := run.take(r.Case)
	defer run.free(r.Case)
	for _, o := range r.Steps {
		for len(steps) <= o.Step {
			steps = append(steps, recette.StepFact{})
		}
		steps[o.Step] = recette.StepFact{Verdict: o.Verdict, Verifies: o.Verifies}
	}
	var verdict recette.Verdict
	if r.Closed {
		verdict = recette.Conclude(steps, r.Verdict, r.Outcome)
	}
	rec, err := s.write(ctx, actor, r, verdict)
	if err != nil {
		return Recorded{}, fmt.Errorf("record %s: %w", r.Case, err)
	}
	run.mu.Lock()
	defer run.mu.Unlock()
	if r.Closed {
		delete(run.open, r.Case)
		run.figures.Add(verdict)
	} else {
		run.open[r.Case] = steps
	}
	return Recorded{Seq: rec.Leaf.Seq, Verdict: verdict}, nil
}

func verdictsOf(steps []recette.StepFact) []recette.Verdict {
	vs := make([]recette.Verdict, len(steps))
	for i := range steps {
		vs[i] = steps[i].Verdict
	}
	return vs
}
