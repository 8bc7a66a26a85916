package verify

import (
	"slices"

	"recette/internal/journal"
	"recette/internal/recette"
)

// noRetest says that nothing shows a correction, unseen that the PV does not hold what should.
const (
	noRetest recette.RetestFlaw = "no_retest"
	unseen   recette.RetestFlaw = "unseen"
)

// correction is what a re-test should show.
type correction struct {
	fix    *journal.Fix
	by     *journal.Leaf // that announced it
	places []string      // cases that may show it; any may when none is of the plan
	on     []string      // cases that the gap is about
	why    string        // commitment: what is said of another build
}

// shows gives what is wrong with the re-test that a closing or a lifting names, as things stood then. Of a case out of
// scope the PV holds no attempt: nothing of it is judged, and a gap of the scope is not shown to be closed by it.
func (f *fold) shows(named *journal.Retest, l *journal.Leaf, x correction) recette.RetestFlaw {
	if named == nil || x.fix == nil || !f.planned(named.Case) {
		return noRetest
	}
	t := f.cases[named.Case]
	fixer := recette.Fixer{Ref: x.fix.Ref, By: ref(x.by.Actor), Role: roleOf(x.by.Actor)}
	who, _ := fixer.Own(ref(l.Actor), func(who string) bool { return t != nil && t.judged(who) })
	if who != "" && !lets(l, "fixer_closes") {
		return recette.RetestByFixer
	}
	if !slices.Contains(x.places, named.Case) && slices.ContainsFunc(x.places, f.planned) {
		return recette.RetestElsewhere
	}
	switch {
	case t == nil && slices.ContainsFunc(x.on, func(id string) bool { return f.scope.in[id] }):
		return unseen
	case t == nil:
		return recette.RetestSound
	case t.attempts == 0 || named.Attempt > t.now.Number:
		return noRetest
	case named.Attempt != t.now.Number:
		return recette.RetestReplaced
	}
	return recette.Retest{
		Closed: t.closed, Verdict: t.verdict(), After: t.first > x.by.Seq,
		OtherBuild: f.plan.builtIn(t.iteration) != x.fix.Build, Explained: x.why != "",
		Contested: t.contested != nil, Amended: t.amended, Hold: f.heldThen(t),
	}.Flaw()
}

// heldThen says what held the last result of a row back when the leaf that is folded was recorded. What an iteration
// before asked to be read over is not known: a return shows by itself.
func (f *fold) heldThen(t *tally) recette.Hold {
	switch {
	case f.dueThen(t):
		return recette.Due
	case t.read != nil && t.read.Review.Reading == "returned":
		return recette.Returned
	case f.iteration() > len(f.plan.Before):
		return f.held(t)
	}
	return recette.Free
}

// dueThen tells whether the last result of a row was to be obtained again when the leaf that is folded was recorded.
// Why rows were replayed in an iteration before, the plan of the present one does not say: only a text that had changed
// since shows it.
func (f *fold) dueThen(t *tally) bool {
	if f.iteration() > len(f.plan.Before) {
		return f.owed(t)
	}
	now, _ := t.frozen.textIn(f.iteration())
	return t.attempts > 0 && t.iteration < f.iteration() && t.content != now
}

// planned tells whether the plan of the present iteration held a case.
func (f *fold) planned(id string) bool {
	return f.scope.known[id] || slices.ContainsFunc(f.plan.Gone, func(g goneRow) bool {
		return g.ID == id && g.Iteration >= f.iteration()
	})
}

// judged tells whether somebody began the attempt, observed something in it, or took it from a cahier.
func (t *tally) judged(who string) bool {
	return who != "" && (ref(t.actor) == who || t.origin != nil && t.origin.By == who || slices.ContainsFunc(t.steps,
		func(s observed) bool {
			return s.seen() && ref(s.in.Actor) == who
		}))
}
