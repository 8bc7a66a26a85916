package lsp

import (
	"context"
	"slices"
	"time"

	"recette/internal/steps"
)

// matcher is what the session knows of the definitions of a project: the answers of a Steps that runs beside. It
// belongs to the goroutine of the session; a project has a new one each time that its definitions may have changed.
type matcher struct {
	list  []steps.Definition
	known map[steps.StepText][]int // indexes in list
	asked map[steps.StepText]bool  // known, under way or queued
	queue []steps.StepText
	open  bool // the definitions are listed
	busy  bool // a question is under way
	asks  chan []steps.StepText
	ends  context.CancelFunc
}

// maxKnown bounds what is remembered beyond the texts of the project: each keystroke in a step makes another one.
const maxKnown = 20_000

// learnSteps opens the definitions of the project beside the session, after a while. Those that were known serve until
// the new ones have answered about the whole project.
func (s *scope) learnSteps(ctx context.Context, after time.Duration) {
	s.end()
	if s.project.Steps == nil {
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	m := &matcher{
		known: map[steps.StepText][]int{}, asked: map[steps.StepText]bool{}, asks: make(chan []steps.StepText, 1),
		ends: cancel,
	}
	s.next = m
	p := s.project
	s.beside.Go(func() {
		defer cancel()
		if !sleep(ctx, after) {
			return
		}
		steps, err := p.Steps(ctx)
		if err != nil {
			s.post(func(ctx context.Context) { s.gaveUp(ctx, m, err) })
			return
		}
		defer func() {
			if err := steps.Close(); err != nil {
				s.log("close the steps of %s: %v", p.Root, err)
			}
		}()
		list := steps.Definitions()
		s.post(func(ctx context.Context) { s.learned(ctx, m, list) })
		for {
			select {
			case <-ctx.Done():
				return
			case texts := <-m.asks:
				found, err := steps.Match(ctx, texts)
				if err != nil {
					s.post(func(ctx context.Context) { s.gaveUp(ctx, m, err) })
					return
				}
				s.post(func(ctx context.Context) { s.answered(ctx, m, texts, found) })
			}
		}
	})
}

// end closes what runs beside for the project.
func (s *scope) end() {
	if s.next != nil {
		s.next.ends()
	}
}

// sleep waits, unless ctx ends first.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// learned takes in the list of definitions, and asks about every step of the project.
func (s *scope) learned(ctx context.Context, m *matcher, list []steps.Definition) {
	if s.next != m {
		return
	}
	m.list, m.open = list, true
	s.wonderAll()
	m.send()
	if !m.busy {
		s.answered(ctx, m, nil, nil) // a project without steps
	}
}

// answered takes in an answer. The definitions are known once all that was asked was answered.
func (s *scope) answered(ctx context.Context, m *matcher, texts []steps.StepText, found [][]int) {
	m.busy = false
	for i, text := range texts {
		var good []int
		if i < len(found) {
			good = slices.DeleteFunc(found[i], func(d int) bool { return d < 0 || d >= len(m.list) })
		}
		m.known[text] = good
	}
	if s.next != m {
		return
	}
	if len(m.known) > maxKnown+2*s.index.texts {
		m.known, m.asked, m.queue = map[steps.StepText][]int{}, map[steps.StepText]bool{}, nil
		s.wonderAll()
	}
	if m.send(); m.busy {
		return
	}
	first := s.steps != m
	s.steps, s.dead = m, ""
	s.due, s.outside = true, true
	if first {
		s.refreshHints(ctx)
	}
}

// gaveUp says that the definitions cannot be known: nothing is claimed of any step until they can.
func (s *scope) gaveUp(ctx context.Context, m *matcher, err error) {
	if s.next != m {
		return
	}
	s.steps, s.next, s.dead = nil, nil, err.Error()
	s.due, s.outside = true, true
	s.log("steps of %s: %v", s.project.Root, err)
	s.tell(ctx, "window/logMessage", map[string]any{"type": messageWarning, "message": "recette: " + s.dead})
	s.refreshHints(ctx)
}

// wonder puts a text among those to ask about, unless its answer is known or on its way.
func (s *scope) wonder(text steps.StepText) {
	if m := s.next; m != nil && !m.asked[text] {
		m.asked[text] = true
		m.queue = append(m.queue, text)
	}
}

// wonderAll wonders about every step of the project.
func (s *scope) wonderAll() {
	s.index.each(func(e *entry) {
		for i := range e.steps {
			s.wonder(e.steps[i].ask)
		}
	})
	for _, d := range s.open {
		if d.home == s {
			for _, texts := range d.asks {
				for _, text := range texts {
					s.wonder(text)
				}
			}
		}
	}
}

// send asks about what waits, unless a question is under way: its answer will send the next one.
func (m *matcher) send() {
	if m == nil || m.busy || len(m.queue) == 0 || !m.open {
		return
	}
	m.busy = true
	m.asks <- m.queue // never waits: one question at a time
	m.queue = nil
}

// matching lists the definitions that match one of the texts. known is false while that of one of them is not known.
func (s *scope) matching(texts []steps.StepText) (found []steps.Definition, most int, known bool) {
	if s.steps == nil {
		return nil, 0, false
	}
	var all []int
	for _, text := range texts {
		of, ok := s.steps.known[text]
		if !ok {
			return nil, 0, false
		}
		most = max(most, len(of))
		for _, d := range of {
			if !slices.Contains(all, d) {
				all = append(all, d)
			}
		}
	}
	for _, d := range all {
		found = append(found, s.steps.list[d])
	}
	return found, most, true
}
