package regime

import (
	"cmp"
	"slices"

	"recette/internal/recette"
)

// What is what happened that a delay depends on.
type What string

// The events.
const (
	Ready    What = "mom"      // mise en ordre de marche: its minutes
	Notice   What = "notice"   // the supplier gives notice in writing that the verification may begin
	Passed   What = "va"       // the outcome of the vérification d’aptitude is notified
	Over     What = "vsr_end"  // the end of the vérification de service régulier is stated
	Notified What = "notified" // a decision of the record is notified
)

// Whats lists the events, in the order in which they come.
func Whats() []What { return []What{Ready, Notice, Passed, Over, Notified} }

// Outcomes lists those of a vérification d’aptitude.
func Outcomes() []recette.Decision { return recette.CCAGTIC.Decisions(recette.NatureVA) }

// Event is something that happened on a day.
type Event struct {
	What    What
	Day     string           // YYYY-MM-DD
	Ref     string           // number of the fact that says so
	Outcome recette.Decision // of a vérification d’aptitude, or the decision that was notified
	Nature  string           // of the recette that the decision which was notified ends
}

// Status is where a delay stands.
type Status string

// The statuses. A delay that has not begun is in no list.
const (
	Running Status = "running"
	Kept    Status = "kept"    // what it waits for came in time
	Late    Status = "late"    // it came after its last day
	Missed  Status = "missed"  // its last day has passed, and nothing came; that decides nothing
	Tacit   Status = "tacit"   // the same, and by the contract it is an acceptance
	Elapsed Status = "elapsed" // a period is over
)

// Run is one delay that began.
type Run struct {
	Clock Clock
	From  string // day of what started it
	// Start is the number of the fact that started it; empty when the end of the period before it did, by the calendar.
	Start string
	Due   string // last day
	Ended string // day on which it ended; empty while it has not
	End   string // number of the fact that ended it; empty when the calendar did
	// Given is what was notified at its end, if that was a decision.
	Given  recette.Decision
	Status Status
	// Acquired is the day at the end of which an acceptance is acquired by silence, whatever came later; empty when it
	// is not.
	Acquired string

	noticed bool // the written notice of the supplier started it
}

// Runs gives the delays that began, in the order in which they did, as things stand on a day. Events of one day come
// in the order in which they are given.
func Runs(t *Terms, events []Event, today string) []Run {
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Compare(a.Day, b.Day) })
	r := runner{terms: t}
	for _, e := range events {
		if e.Day > today {
			break
		}
		r.calendar(e.Day)
		r.apply(&e)
	}
	r.calendar(today)
	for i := range r.runs {
		r.runs[i].settle(t, today)
	}
	return r.runs
}

type runner struct {
	terms *Terms
	runs  []Run
}

// open gives the delay that runs, nil when none does.
func (r *runner) open() *Run {
	if n := len(r.runs); n > 0 && r.runs[n-1].Ended == "" {
		return &r.runs[n-1]
	}
	return nil
}

func (r *runner) start(c Clock, day, by string) {
	if d := r.terms.Of(c); d != nil {
		r.runs = append(r.runs, Run{Clock: c, From: day, Start: by, Due: r.terms.due(d, day)})
	}
}

// first starts the first delay that the regime has: what is presented to the customer starts it.
func (r *runner) first(day, by string) {
	for _, c := range []Clock{VA, VSR, Decision} {
		if r.terms.Of(c) != nil {
			r.start(c, day, by)
			return
		}
	}
}

// calendar ends the period whose last day has passed on a day: the delay of the decision then runs, whether or not
// somebody stated that end.
func (r *runner) calendar(day string) {
	if x := r.open(); x != nil && x.Clock.Period() && x.Due < day {
		x.Ended = x.Due
		r.start(Decision, x.Due, "")
	}
}

func (r *runner) apply(e *Event) {
	x := r.open()
	end := func() {
		if x != nil {
			x.Ended, x.End = e.Day, e.Ref
		}
	}
	switch e.What {
	case Ready:
		if x == nil {
			r.first(e.Day, e.Ref)
		}
	case Notice: // it counts in the place of the minutes of the mise en ordre de marche
		switch {
		case x == nil:
			r.first(e.Day, e.Ref)
		case x.Clock == VA && !x.noticed:
			r.runs = r.runs[:len(r.runs)-1]
			r.first(e.Day, e.Ref)
		}
		if x = r.open(); x != nil {
			x.noticed = true
		}
	case Over:
		switch {
		case x != nil && x.Clock.Period():
			end()
			r.start(Decision, e.Day, e.Ref)
		case x != nil && x.Clock == Decision && x.Start == "" && e.Day <= x.Due: // stated after the calendar said so
			x.From, x.Start, x.Due = e.Day, e.Ref, r.terms.due(r.terms.Of(Decision), e.Day)
		case x == nil:
			r.start(Decision, e.Day, e.Ref)
		}
	case Passed, Notified:
		r.notified(e, x, end)
	}
}

// notified ends what waits for an outcome, or for a decision, and starts what comes after it.
func (r *runner) notified(e *Event, x *Run, end func()) {
	va := e.What == Passed || e.Outcome == recette.VAPositive
	if va && x != nil && x.Clock != VA { // said of what is behind
		return
	}
	of := Clock("")
	if x != nil {
		of = x.Clock
		end()
		x.Given = e.Outcome
	}
	switch {
	case e.Outcome == recette.VAPositive:
		r.start(VSR, e.Day, e.Ref)
	case e.Outcome.Postpones() && !va && of != "" && of != VA:
		r.start(Extra, e.Day, e.Ref)
	}
}

// settle says where a delay stands on a day.
func (x *Run) settle(t *Terms, today string) {
	d, until := t.Of(x.Clock), cmp.Or(x.Ended, today)
	if d.Silence == Admission && until > x.Due {
		x.Acquired = x.Due
	}
	switch {
	case x.Ended == "" && today <= x.Due:
		x.Status = Running
	case x.Clock.Period():
		x.Status = Elapsed
	case x.Ended == "" && d.Silence == Admission:
		x.Status = Tacit
	case x.Ended == "":
		x.Status = Missed
	case x.Ended <= x.Due:
		x.Status = Kept
	default:
		x.Status = Late
	}
}

// answers reports whether a decision that ends a recette of a nature is what a delay waits for.
func (c Clock) answers(nature string) bool {
	switch nature {
	case recette.NatureVA:
		return c == VA
	case recette.NatureVSR:
		return c != VA
	}
	return true
}

// Astray reports whether a notification ended a delay that waits for a decision of another nature.
func Astray(runs []Run, events []Event) bool {
	return slices.ContainsFunc(runs, func(r Run) bool {
		return slices.ContainsFunc(events, func(e Event) bool {
			return e.What == Notified && e.Ref == r.End && !r.Clock.answers(e.Nature)
		})
	})
}

// Awaits reports whether a decision that ends a recette of a nature would come while a delay runs that waits for
// another one.
func Awaits(runs []Run, nature string) bool {
	n := len(runs)
	return n > 0 && runs[n-1].Ended == "" && !runs[n-1].Clock.answers(nature)
}
