package verify

import (
	"strconv"

	"recette/internal/journal"
	"recette/internal/recette"
)

// failure is a step that a person found not conform, and whether anything accounts for it.
type failure struct {
	of            string // case
	attempt, step int
	settled       bool
}

// id names a failure as people do.
func (x *failure) id() string { return x.of + "#" + strconv.Itoa(x.attempt) + "." + step(x.step) }

// fails notes that a person found a step not conform, and forgets that of a step which is judged again in the attempt.
func (f *fold) fails(l *journal.Leaf, was, now *sighting) {
	r := l.Result
	bad := func(o *sighting) bool {
		return o != nil && recette.Mode(o.Mode.String()) == recette.Manual && o.verdict() == recette.Failed
	}
	if bad(was) {
		f.account(r.Case, func(x *failure) bool { return x.attempt == r.Attempt && x.step == now.Step })
	}
	if !bad(now) {
		return
	}
	f.failing(r.Case, r.Attempt, now.Step)
}

// failing notes a failure, which an anomaly may account for already.
func (f *fold) failing(of string, attempt, step int) {
	x := &failure{of: of, attempt: attempt, step: step}
	for _, a := range f.about[of] {
		if !f.affords(each) {
			break
		}
		x.settled = x.settled || a.covers(x) && f.opens(a)
	}
	f.failures, f.failed[of] = append(f.failures, x), append(f.failed[of], x)
}

// covers tells whether an anomaly is about the step of a failure, or about its whole case.
func (a *anomaly) covers(x *failure) bool {
	return a.Case == x.of && (a.raised.Anomaly.Step == nil || *a.raised.Anomaly.Step == x.step)
}

func (f *fold) account(of string, meant func(*failure) bool) {
	if !f.affords(len(f.failed[of])) {
		return
	}
	for _, x := range f.failed[of] {
		x.settled = x.settled || meant(x)
	}
}

// settles accounts for the failures that a leaf of an anomaly is about: that which it names, those that its raising
// covers.
func (f *fold) settles(a *anomaly, l *journal.Leaf) {
	if x := l.Anomaly.Found; x != nil {
		f.account(x.Case, func(y *failure) bool { return y.attempt == x.Attempt && y.step == x.Step })
	}
	if l.Seq == a.raised.Seq {
		f.account(a.Case, a.covers)
	}
}

// dropped accounts for a failure that somebody says is the matter of no anomaly.
func (f *fold) dropped(d *journal.Dropped) {
	f.account(d.Case, func(x *failure) bool { return x.attempt == d.Attempt && x.step == d.Step })
}

// waiting names the failures that nothing accounts for.
func (f *fold) waiting() (ids []string) {
	for _, x := range f.failures {
		if !x.settled {
			ids = append(ids, x.id())
		}
	}
	return ids
}
