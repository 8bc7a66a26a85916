package standing

import "recette/internal/recette"

// State is where a criterion, or a scenario, stands. The zero value is no state; code that finds one renders it as
// Uncovered, the severe reading.
type State string

// The states, as States orders them: what asks for work first.
const (
	Failed     State = "failed"       // en échec: a case is not conform on the present text and build
	Uncovered  State = "uncovered"    // non couvert: no scenario that may be run
	NotRun     State = "not_run"      // couvert non exécuté: a case has no finished result; blocked is not run
	Stale      State = "stale"        // périmé: a result is on another text or build, or an anomaly was reopened
	Accepted   State = "accepted"     // accepté par décision: what is failed was accepted, all the rest is proved
	Proved     State = "proved"       // prouvé: every case is conform and fresh
	OutOfScope State = "out_of_scope" // hors périmètre: a decision in force leaves the criterion out
)

// States lists the states, what asks for work first.
func States() []State {
	return []State{Failed, Uncovered, NotRun, Stale, Accepted, Proved, OutOfScope}
}

// State judges one case. A case that is not applicable proves nothing and asks for nothing: it has no state.
//
// A stale result comes before its verdict: it speaks of another text or build, conform or not. Blocked is not run, and
// so is an attempt that nobody finished, unless something of it failed already.
func (s *Status) State() State {
	switch {
	case !s.Ran(), s.Open && s.Verdict != recette.Failed:
		return NotRun
	case s.Freshness != recette.Fresh:
		return Stale
	case s.Hold != recette.Free: // nothing rests on it
		return NotRun
	case s.Verdict == recette.Failed && s.Accepted != "":
		return Accepted
	case s.Verdict == recette.Failed:
		return Failed
	case s.Proves():
		return Proved
	case s.Verdict == recette.NotApplicable:
		return ""
	}
	return NotRun
}

// Against judges the status again beside a text: a result that was obtained on another one is stale, whatever else.
func (s Status) Against(content string) Status {
	if s.Ran() && s.Content != content {
		s.Freshness = recette.StaleText
	}
	return s
}

// Tally counts the cases of a criterion, of a scenario, of a whole product by what they are worth today. Its zero value
// counts none. Each case counts once, but in Total.
type Tally struct {
	Total     int
	Never     int // nobody ever tested it
	Open      int // an attempt that nobody finished, unless something of it failed already
	Stale     int // has a result that no longer speaks of the present text or build
	Failed    int // not conform, and nobody accepted it
	Accepted  int // not conform, and accepted by a decision
	Idle      int // not applicable: proves nothing and asks for nothing
	Proved    int // conform, with or without a remark, and fresh
	Blocked   int // blocked, and fresh
	Undecided int // finished without a verdict, or with one that nothing may rest on
}

// Add counts a case.
func (t *Tally) Add(s *Status) {
	t.Total++
	switch s.State() {
	case Failed:
		t.Failed++
	case Stale:
		t.Stale++
	case Accepted:
		t.Accepted++
	case Proved:
		t.Proved++
	case "":
		t.Idle++
	case NotRun, Uncovered, OutOfScope:
		switch {
		case !s.Ran():
			t.Never++
		case s.Open:
			t.Open++
		case s.Verdict == recette.Blocked && s.Hold == recette.Free:
			t.Blocked++
		default:
			t.Undecided++
		}
	}
}

// Plus gives the sum of two tallies.
func (t Tally) Plus(o Tally) Tally {
	return Tally{
		Total: t.Total + o.Total, Never: t.Never + o.Never, Open: t.Open + o.Open, Stale: t.Stale + o.Stale,
		Failed: t.Failed + o.Failed, Accepted: t.Accepted + o.Accepted, Idle: t.Idle + o.Idle,
		Proved:  t.Proved + o.Proved,
		Blocked: t.Blocked + o.Blocked, Undecided: t.Undecided + o.Undecided,
	}
}

// Criterion judges a criterion by its cases. One that a decision in force leaves out is out of scope, whatever they
// say.
func (t Tally) Criterion(leftOut bool) State {
	if leftOut {
		return OutOfScope
	}
	return t.State()
}

// Coverage counts criteria. Its rates are given by both terms: covered over in scope, proved over in scope.
type Coverage struct{ Criteria, InScope, Covered, Proved int }

// Add counts a criterion.
func (c *Coverage) Add(s State) {
	c.Criteria++
	if s == OutOfScope {
		return
	}
	c.InScope++
	if s != Uncovered {
		c.Covered++
	}
	if s == Proved {
		c.Proved++
	}
}

// State judges the whole: the first state that asks for work. Nothing but cases that are not applicable proves nothing.
func (t Tally) State() State {
	switch {
	case t.Total == 0:
		return Uncovered
	case t.Failed > 0:
		return Failed
	case t.Never+t.Open+t.Blocked+t.Undecided > 0, t.Idle == t.Total:
		return NotRun
	case t.Stale > 0:
		return Stale
	case t.Accepted > 0:
		return Accepted
	}
	return Proved
}
