package execution

import (
	"slices"
	"strings"
	"time"

	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// maxFaults bounds the faults that a summary lists, so that memory does not grow with a run in which everything fails.
const maxFaults = 500

// Summary gives the figures of a run. It does not depend on the order in which cases completed.
type Summary struct {
	Selected  int `json:"selected"` // cases that came in
	Executed  int `json:"executed"` // cases of which an attempt was closed here
	Manual    int `json:"manual"`   // cases without a Go step, left to a person
	Mixed     int `json:"mixed"`    // cases with Go steps and manual ones, left to a person
	Left      int `json:"left"`     // attempts left open by the person
	HadResult int `json:"settled"`  // cases of a session that had a result already

	Outcomes map[recette.Outcome]int `json:"outcomes"`        // of executed cases that have automated steps
	Verdicts map[recette.Verdict]int `json:"verdicts"`        // of executed cases
	Stand    map[recette.Verdict]int `json:"stand,omitempty"` // of a session: of every case to conduct, at its end
	Faults   []Fault                 `json:"faults,omitempty"`
	More     int                     `json:"more_faults,omitempty"` // faults beyond those listed
	Problems []Problem               `json:"problems,omitempty"`
	Others   int                     `json:"more_problems,omitempty"` // problems beyond those listed
	HeldBack []HeldBack              `json:"held_back,omitempty"`     // by what they wait for
	Duration time.Duration           `json:"ns"`

	Interrupted bool `json:"interrupted,omitempty"`
}

// Fault is a case that is not green.
type Fault struct {
	Index   int             `json:"index"`
	ID      string          `json:"id"`
	Name    string          `json:"name"`
	Path    string          `json:"path"`
	Line    int             `json:"line"`
	Verdict recette.Verdict `json:"verdict"`
	Outcome recette.Outcome `json:"outcome,omitempty"`
	Step    int             `json:"step"` // 0-based index of the first step that is not green; -1 when it is a hook
	Text    string          `json:"text,omitempty"`
	Message string          `json:"message,omitempty"`
}

func newSummary() Summary {
	return Summary{Outcomes: map[recette.Outcome]int{}, Verdicts: map[recette.Verdict]int{}}
}

// red reports whether an outcome fails a run. Skipped alone does not: the step said itself that there was nothing to
// test; but then the case is not green either.
func red(o recette.Outcome) bool {
	switch o {
	case recette.OutcomePassed, recette.OutcomeSkipped, "":
		return false
	case recette.OutcomeFailed, recette.OutcomeUndefined, recette.OutcomeAmbiguous, recette.OutcomePending,
		recette.OutcomeError, recette.OutcomeTimeout, recette.OutcomeInterrupted:
		return true
	}
	return true
}

// ok reports whether nothing is red: no failed or blocked case, no failed, undefined, ambiguous, pending, error,
// timeout or interrupted outcome, no problem of the run itself, and no case that was to be played and waits.
func (s *Summary) ok() bool {
	for o, n := range s.Outcomes {
		if n > 0 && red(o) {
			return false
		}
	}
	return s.Verdicts[recette.Failed] == 0 && s.Verdicts[recette.Blocked] == 0 && len(s.Problems) == 0 &&
		len(s.HeldBack) == 0 && !s.Interrupted
}

// Green reports whether every case that was to be judged is: nothing is red, and none was run without being judged. In
// a session every case selected counts, whoever conducted it and when. Cases that a run leaves to a person do not.
func (s *Summary) Green() bool {
	for _, v := range []recette.Verdict{recette.Failed, recette.Blocked, recette.NotRun} {
		if s.Verdicts[v] > 0 || s.Stand[v] > 0 {
			return false
		}
	}
	return s.ok()
}

// Err gives ErrNothingSelected when no case came in, and ErrNothingExecuted when none was judged although nothing is
// red: a run of nothing is no success, and neither is one in which every case skipped itself (ErrAllSkipped).
// It gives nil otherwise, for a red run too.
func (s *Summary) Err() error {
	switch {
	case s.Selected == 0:
		return binding.ErrNothingSelected
	// what was done verified nothing: not green, each case says why
	case s.Outcomes[recette.OutcomePassed] > 0 && s.judged() == 0:
		return nil
	case s.Executed > 0 && s.judged() == 0 && s.Left == 0 && s.HadResult == 0 && s.ok():
		return ErrAllSkipped
	case s.judged() == 0 && s.Left == 0 && s.HadResult == 0 && s.ok():
		return ErrNothingExecuted
	}
	return nil
}

// judged counts the executed cases that say something of the product: one whose steps all skipped themselves was run,
// and nothing was tested.
func (s *Summary) judged() int {
	n := 0
	for v, count := range s.Verdicts {
		if v != recette.NotRun && v.Valid() {
			n += count
		}
	}
	return n
}

// add counts an attempt that was closed.
func (s *Summary) add(e *CaseEvent) {
	s.Executed++
	s.Verdicts[e.Verdict]++
	if e.Outcome != "" {
		s.Outcomes[e.Outcome]++
	}
	if e.Verdict.Conform() || e.Verdict == recette.NotApplicable {
		return
	}
	s.fault(faultOf(e))
}

// fault keeps the faults that come first in the plan, whatever the order in which they happen.
func (s *Summary) fault(f Fault) {
	s.Faults = append(s.Faults, f)
	if len(s.Faults) >= 2*maxFaults {
		s.sort()
	}
}

// problem keeps the first problems that happen.
func (s *Summary) problem(p Problem) {
	if len(s.Problems) == maxFaults {
		s.Others++
		return
	}
	s.Problems = append(s.Problems, p)
}

// sort puts the faults in the order of the plan and drops those beyond the bound.
func (s *Summary) sort() {
	slices.SortFunc(s.Faults, func(a, b Fault) int {
		if a.Index != b.Index {
			return a.Index - b.Index
		}
		return strings.Compare(a.ID, b.ID)
	})
	if len(s.Faults) > maxFaults {
		s.More += len(s.Faults) - maxFaults
		s.Faults = slices.Clip(s.Faults[:maxFaults])
	}
	slices.SortFunc(s.Problems, func(a, b Problem) int {
		if c := strings.Compare(string(a.Code), string(b.Code)); c != 0 {
			return c
		}
		return strings.Compare(a.Source+"\x00"+a.Case+"\x00"+a.Message, b.Source+"\x00"+b.Case+"\x00"+b.Message)
	})
}

// faultOf finds the first step that is not green: none, when every step that was not skipped is, and something beyond
// the steps said why.
func faultOf(e *CaseEvent) Fault {
	f := Fault{
		Index: e.Index, ID: e.ID, Name: e.Name, Path: e.Path, Line: e.Line, Verdict: e.Verdict, Outcome: e.Outcome,
		Step: -1, Message: e.Message,
	}
	for i := range e.Steps {
		o := &e.Steps[i]
		if o.Verdict.Conform() || o.Verdict == recette.NotApplicable ||
			o.Outcome == recette.OutcomeSkipped && e.Message != "" {
			continue
		}
		f.Step, f.Text = o.Step, o.Keyword+o.Text
		if o.Observed != "" {
			f.Message = o.Observed
		}
		break
	}
	return f
}

// broken counts a case left to a person that has a step nobody can run: ambiguous, or undefined in a case that must be
// automated.
func (s *Summary) broken(e *CaseEvent, c *catalogue.Case, owners []binding.Owner) {
	e.Outcome = recette.OutcomeUndefined
	step := -1
	for i, o := range owners {
		if !o.Runnable() && step < 0 {
			step, e.Outcome = i, o.Outcome()
		}
	}
	s.Outcomes[e.Outcome]++
	f := faultOf(e)
	if f.Step = step; step >= 0 {
		f.Text = c.Steps[step].Keyword + c.Steps[step].Text
	}
	s.fault(f)
}
