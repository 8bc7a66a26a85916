package route

import (
	"slices"

	"recette/internal/recette"
)

// Phase is where a PV stands on its way.
type Phase string

// The phases. The zero value is the first.
const (
	draft       Phase = "draft"       // no PV is on the route
	Circulating Phase = "circulating" // something is asked of somebody
	refused     Phase = "refused"     // a visa was refused: the route begins again with another submission
	overtaken   Phase = "overtaken"   // results were obtained since it was submitted
	ready       Phase = "ready"       // nothing is missing: to be decided
	decided     Phase = "decided"
)

// Kind is what a step asks for.
type Kind string

// The kinds of steps.
const (
	ofVisa    Kind = "visa"
	ofOpinion Kind = "opinion"
	ofNote    Kind = "note"
)

// Status is where a step stands.
type Status string

// The statuses of a step. The zero value is none of them.
const (
	waiting  Status = "waiting"
	notYet   Status = "not_yet" // somebody comes before
	done     Status = "given"
	rejected Status = "refused"
	Silent   Status = "silent"   // the delay is over, nothing was said, and nobody waits any more: no opinion
	unneeded Status = "unneeded" // the quorum is reached without it
)

// Step is one thing that is asked of somebody.
type Step struct {
	Kind   Kind
	Role   string
	Who    string // name; empty: anybody in the role
	Branch string // of an opinion

	Status Status
	Ref    string // of who gave it, or refused it
	Seq    int64  // of what they recorded
	Day    string // of it, YYYY-MM-DD
	Due    string // last day of the delay, YYYY-MM-DD; empty: none, or not begun
	Late   bool   // it is still waited for after that day
	Vacant bool   // it is missing, and nobody of those who take part can do it; false until Staff tells
}

// Missing reports whether the route waits for the step.
func (s *Step) Missing() bool {
	return s.Status == waiting || s.Status == notYet || s.Status == rejected
}

// Awaited reports whether the step is somebody's to do now.
func (s *Step) Awaited() bool { return s.Status == waiting }

// State is where the route of a PV stands.
type State struct {
	Phase Phase
	Round int    // submissions so far
	PV    string // number of the last one that was submitted
	Seq   int64  // of the submission
	Steps []Step // of the last submission; of a draft, what will be asked
	// Complete tells that nothing is missing: at the decision, once it is pronounced.
	Complete bool
	// Displaced are the acts that have no place where they stand, by position: they change nothing.
	Displaced map[int64]Refusal

	policy Policy
	day    string // of the submission
	later  bool   // results were obtained since the decision
}

// ToDecide reports whether nothing is missing before the decision, and it is not pronounced.
func (s *State) ToDecide() bool { return s.Phase == ready }

// ToSubmit reports whether a PV is to be submitted, for the first time or again, before anything else is asked.
func (s *State) ToSubmit() bool {
	return s.Phase == draft || s.Phase == refused || s.Phase == overtaken
}

// Overtaken reports whether results were obtained since the PV was submitted, be it after the decision: nobody signs
// before the route was gone through again.
func (s *State) Overtaken() bool { return s.Phase == overtaken || s.Phase == decided && s.later }

// Given gives the steps that were done.
func (s *State) Given() (steps []Step) {
	for i := range s.Steps {
		if s.Steps[i].Status == done {
			steps = append(steps, s.Steps[i])
		}
	}
	return steps
}

// Decided reports whether the decision was pronounced.
func (s *State) Decided() bool { return s.Phase == decided }

// Of folds the acts that bear on a route, in their order, as things stand on a day. Those of before the last iteration
// were judged by the plan that it had, which may have asked for something else.
func Of(p Policy, acts []Act, today string) State {
	s := State{Phase: draft, policy: p, Displaced: map[int64]Refusal{}}
	s.begin()
	first := 0
	for i := range acts {
		if acts[i].What == Iterate {
			first = i
		}
	}
	for i := range acts[:first] {
		if acts[i].What == Submit {
			s.Round++
		}
	}
	for i := first; i < len(acts); i++ {
		a := &acts[i]
		if a.Whole && s.Phase == decided && a.What.Recorded() && a.What != Submit {
			continue
		}
		if why := s.Judge(*a); why != None {
			s.Displaced[a.Seq] = why
			continue
		}
		s.apply(a)
	}
	if s.Phase != decided {
		s.settle(today)
	}
	return s
}

// Judge tells whether an act has a place on the route as it stands.
func (s *State) Judge(a Act) Refusal {
	switch {
	case !a.What.Recorded():
		return None
	case !s.policy.Asked():
		return NoRoute
	case a.What == Submit:
		return None
	case s.PV != "" && a.PV != "" && a.PV != s.PV:
		return whyNotSubmitted
	}
	switch s.Phase {
	case draft:
		return whyNotSubmitted
	case decided:
		return whyDecided
	case refused:
		return whyRefused
	case overtaken:
		return whyOvertaken
	case Circulating, ready:
	}
	if a.What == Withdraw {
		if s.own(a) == nil {
			return whyNotOwn
		}
		return None
	}
	kind := ofVisa
	if a.What == Note {
		kind = ofNote
	}
	step, named := s.asked(kind, a)
	switch {
	case !named:
		return whyNotNamed
	case step == nil:
		return whyGiven
	case s.policy.Ordered && s.before(step, a.Day):
		return whyTurn
	}
	return None
}

// Next gives what the route waits for first; nil when it waits for nothing.
func (s *State) Next() *Step {
	i := slices.IndexFunc(s.Steps, func(x Step) bool { return x.Missing() })
	if i < 0 {
		return nil
	}
	return &s.Steps[i]
}

// Staff notes which of the missing steps nobody can do. may gives the references of those who take part in a role,
// under a name or of a branch when one is asked for. Whoever did a step in a role does no other of its kind in it.
func (s *State) Staff(may func(role, who, branch string) (refs []string)) {
	for i := range s.Steps {
		x := &s.Steps[i]
		x.Vacant = x.Missing() && x.Ref == "" &&
			!slices.ContainsFunc(may(x.Role, x.Who, x.Branch), func(ref string) bool {
				return s.given(x.Kind, Act{Ref: ref, Role: x.Role}) == nil
			})
	}
}

// Lacks tells why the decision may not be pronounced as things stand; nothing when it may. One may follow another on
// the same PV, as long as nothing was obtained since.
func (s *State) Lacks() Refusal {
	switch s.Phase {
	case draft:
		return whyNotSubmitted
	case refused:
		return whyRefused
	case overtaken:
		return whyOvertaken
	case ready:
		return None
	case decided:
		switch {
		case s.later:
			return whyOvertaken
		case !s.Complete:
			return whyEarly
		}
		return None
	case Circulating:
	}
	return whyIncomplete
}

// Unsigned tells why the PO does not sign what was decided: the route was not complete, goes on, or what was approved
// says less than what was obtained since.
func (s *State) Unsigned() Refusal {
	if s.Phase == decided && s.Complete && !s.later {
		return None
	}
	if s.Phase == ready {
		return whyEarly // submitted again since the decision
	}
	return s.Lacks()
}

// Waited tells whether the decision waited for the end of the route, whatever was obtained since: lifting a reserve
// asks for a re-test, which no visa of before could see.
func (s *State) Waited() bool { return s.Phase == decided && s.Complete }

// begin puts back each step to what the plan asks.
func (s *State) begin() {
	p := &s.policy
	s.Steps = nil
	for _, v := range p.Visas {
		s.Steps = append(s.Steps, Step{Kind: ofVisa, Role: v.Role, Who: v.Who, Status: waiting})
	}
	for _, b := range p.Branches.Panel {
		s.Steps = append(s.Steps, Step{
			Kind: ofOpinion, Role: string(recette.Referent), Branch: b, Status: waiting,
		})
	}
	for _, v := range p.Noted {
		s.Steps = append(s.Steps, Step{Kind: ofNote, Role: v.Role, Who: v.Who, Status: waiting})
	}
}

func (s *State) apply(a *Act) {
	open := s.Phase == Circulating || s.Phase == ready
	switch a.What {
	case Submit:
		s.Round, s.PV, s.Seq, s.day = s.Round+1, a.PV, a.Seq, a.Day
		s.Phase, s.Complete, s.later = Circulating, false, false
		s.begin()
	case Give, Note, Refuse:
		kind := ofVisa
		if a.What == Note {
			kind = ofNote
		}
		step, _ := s.asked(kind, *a)
		step.Status, step.Ref, step.Seq, step.Day = done, a.Ref, a.Seq, a.Day
		if a.What == Refuse {
			step.Status, s.Phase = rejected, refused
		}
	case Withdraw:
		step := s.own(*a)
		step.Status, step.Ref, step.Seq, step.Day = waiting, "", 0, ""
	case Opinion:
		for i := range s.Steps {
			if x := &s.Steps[i]; open && x.Kind == ofOpinion && x.Branch == a.Branch && a.Role == x.Role {
				x.Status, x.Ref, x.Seq, x.Day = done, a.Ref, a.Seq, a.Day
			}
		}
	case Result:
		s.later = s.later || s.Phase == decided
		if open {
			s.Phase = overtaken
		}
	case Decide:
		s.settle(a.Day)
		if s.Complete = s.Lacks() == None; !s.Complete && s.policy.Asked() {
			s.Displaced[a.Seq] = whyEarly
		}
		s.Phase = decided
	case Iterate:
		s.Phase, s.Complete = draft, false
		s.begin()
	}
}

// own gives the visa that somebody gave in a role, else the note that they took.
func (s *State) own(a Act) *Step {
	for _, kind := range []Kind{ofVisa, ofNote} {
		if x := s.given(kind, a); x != nil {
			return x
		}
	}
	return nil
}

// given gives the step of a kind that somebody did in a role.
func (s *State) given(kind Kind, a Act) *Step {
	for i := range s.Steps {
		x := &s.Steps[i]
		if x.Kind == kind && x.Status == done && x.Ref == a.Ref && x.Role == a.Role {
			return x
		}
	}
	return nil
}

// asked gives the step that waits for an act, the one that names its author before that of anybody; nil when none does
// any more, and whether any ever did. Two visas in one role are of two people: whoever gave one gives no other.
func (s *State) asked(kind Kind, a Act) (step *Step, named bool) {
	for i := range s.Steps {
		x := &s.Steps[i]
		if x.Kind != kind || x.Role != a.Role || x.Who != "" && x.Who != a.Name {
			continue
		}
		named = true
		if x.Status != done && (step == nil || step.Who == "" && x.Who != "") {
			step = x
		}
	}
	if s.given(kind, a) != nil {
		return nil, named
	}
	return step, named
}

// before reports whether somebody comes before a step, on a route in order, on a day.
func (s *State) before(step *Step, day string) bool {
	s.settle(day)
	return step.Status == notYet
}
