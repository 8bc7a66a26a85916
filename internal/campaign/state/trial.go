package state

import (
	"slices"

	"recette/internal/journal"
	"recette/internal/recette"
)

// Trial is one attempt of a case out of the figures. It changes nothing to where the case stands.
type Trial struct {
	Case     string
	Kind     recette.Trial
	By       journal.Actor
	Number   int // 1-based, of this person at this case
	Pass     int
	Closed   bool
	Verdict  recette.Verdict   // once closed
	At       string            // of its beginning, as in the leaf
	Verdicts []recette.Verdict // of each step, empty for one that nobody observed; nil once closed
}

// tryer is somebody at a case.
type tryer struct{ id, ref string }

// applyTrial folds a leaf of a trial in. An attempt is of the kind with which it began, whatever is said of it later.
func (s *State) applyTrial(l *journal.Leaf, who journal.Actor) {
	r := l.Result
	if r == nil {
		return
	}
	i, known := s.index[r.Case]
	if !known {
		return
	}
	t := s.trial(tryer{r.Case, who.Ref}, r.Attempt)
	if t == nil {
		key := tryer{r.Case, who.Ref}
		_, steps := s.frozen.Cases[i].TextAt(s.Iteration)
		s.tried[key] = append(s.tried[key], len(s.Trials))
		s.Trials = append(s.Trials, Trial{
			Case: r.Case, Kind: recette.Trial(r.Trial), By: who, Number: r.Attempt, At: l.At,
			Verdicts: make([]recette.Verdict, steps),
		})
		t = &s.Trials[len(s.Trials)-1]
	}
	if t.Closed {
		return
	}
	t.Pass = r.Pass
	for _, o := range r.Steps {
		if o.Step >= 0 && o.Step < len(t.Verdicts) {
			t.Verdicts[o.Step] = recette.Verdict(o.Verdict)
		}
	}
	if r.Closed {
		t.Closed, t.Verdict, t.Verdicts = true, recette.Verdict(r.Verdict), nil
	}
}

func (s *State) trial(by tryer, number int) *Trial {
	for _, at := range slices.Backward(s.tried[by]) { // nearly always the last one
		if s.Trials[at].Number == number {
			return &s.Trials[at]
		}
	}
	return nil
}

// LastTrial gives the last attempt of a case that somebody made out of the figures, nil when they made none.
func (s *State) LastTrial(id, ref string) *Trial {
	places := s.tried[tryer{id, ref}]
	if len(places) == 0 {
		return nil
	}
	return &s.Trials[places[len(places)-1]]
}

// Position is where a trial is in the life of an attempt; nil was never begun.
func (t *Trial) Position() recette.AttemptPosition {
	switch {
	case t == nil:
		return recette.AttemptPosition{}
	case t.Closed:
		return recette.AttemptPosition{Number: t.Number, Pass: t.Pass, Phase: recette.AttemptClosed}
	}
	return recette.AttemptPosition{Number: t.Number, Pass: t.Pass, Phase: recette.AttemptOpen}
}

// Tried counts the trials of each kind of the cases that in lets pass.
func (s *State) Tried(in func(id string) bool) map[recette.Trial]int {
	n := map[recette.Trial]int{}
	for i := range s.Trials {
		if t := &s.Trials[i]; in(t.Case) {
			n[t.Kind]++
		}
	}
	return n
}
