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
	id      string
	mu      sync.Mutex
	figures recette.Figures
	open    map[string][]recette.Verdict // worst verdict by step of open attempts, by case
	closed  bool
}

// OpenRun begins a run outside any campaign and returns its id, which goes into Result.Campaign.
func (s *Service) OpenRun(ctx context.Context, actor recette.Actor, f FreeRun) (string, error) {
	if err := access.Allow(actor, access.RunFree, access.Scope{}); err != nil {
		return "", err
	}
	var tail [4]byte
	if _, err := s.people.Read(tail[:]); err != nil {
		return "", fmt.Errorf("open run: %w", err)
	}
	id := "run-" + s.clock().UTC().Format("20060102T150405Z") + "-" + hex.EncodeToString(tail[:])
	d := s.draft(actor, journal.KindRunOpen, id)
	d.entry.Leaf.Open = &journal.Open{Environment: f.Environment, Build: f.Build, Commit: f.Commit}
	if _, err := s.append(ctx, d); err != nil {
		return "", fmt.Errorf("open run: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.runs[id] = &run{id: id, open: map[string][]recette.Verdict{}}
	return id, nil
}

// CloseRun ends a run with its figures, which it returns. Cases whose attempt is still open count as not run.
func (s *Service) CloseRun(ctx context.Context, actor recette.Actor, id string) (recette.Figures, error) {
	r := s.run(id)
	if r == nil {
		return recette.Figures{}, fmt.Errorf("run %q: %w", id, ErrUnknown)
	}
	if err := access.Allow(actor, access.RunFree, access.Scope{}); err != nil {
		return recette.Figures{}, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return r.figures, fmt.Errorf("run %q: %w", id, ErrClosed)
	}
	f := r.figures
	for range r.open {
		f.Add(recette.NotRun)
	}
	d := s.draft(actor, journal.KindRunClose, id)
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

// recordFree records a result of a run. Nothing was frozen: the text is the one that the caller read, and missing steps
// cannot be told, so the caller reports those it skipped.
func (s *Service) recordFree(ctx context.Context, actor recette.Actor, run *run, r Result) (Recorded, error) {
	if err := access.Allow(actor, access.RunFree, access.Scope{}); err != nil {
		return Recorded{}, err
	}
	run.mu.Lock()
	if run.closed {
		run.mu.Unlock()
		return Recorded{}, fmt.Errorf("run %q: %w", run.id, ErrClosed)
	}
	steps := slices.Clone(run.open[r.Case])
	run.mu.Unlock()
	for _, o := range r.Steps {
		for len(steps) <= o.Step {
			steps = append(steps, "")
		}
		steps[o.Step] = o.Verdict
	}
	var verdict recette.Verdict
	if r.Closed {
		// Which steps verify something is not known here: a run enters no PV, and says what its automation said.
		verdict = recette.Standing(steps, r.Verdict, r.Outcome)
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
