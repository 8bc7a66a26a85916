package verify

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/route"
)

// expected is a warning computed again. When its last argument is a list of ids that goes on, and the words are not at
// hand, only the beginning of it is known.
type expected struct {
	code    string
	args    []string
	counted bool
	cut     bool
}

// warned compares the warnings, in order: code, arguments, sentence.
func (c *check) warned(f *fold, s scope) bool {
	w := &warnings{check: c, fold: f}
	w.tacit(s)
	w.criteria()
	w.unsuspended(s)
	w.cases(s)
	w.iterations(s)
	if s := w.frozen.Sections.Status; w.canon.lives && s != "" && s != "approved" {
		w.say("plan_unapproved")
	}
	w.anomalies()
	w.delivery()
	w.period(s)
	w.decision(s)
	w.transcripts(s)
	w.duties()
	w.entrusted()
	w.urgent(s)
	if f.strays > 0 {
		w.count("strays", f.strays)
	}
	w.found("in_force", w.standing(s))
	if !f.closed {
		w.say("still_open")
	}
	w.unnamed()
	w.unopened()
	if len(w.list) != len(c.pv.Warnings) {
		return false
	}
	for i := range w.list {
		if !c.warns(&c.pv.Warnings[i], &w.list[i]) {
			return false
		}
	}
	return true
}

func (c *check) warns(shown *warning, want *expected) bool {
	if shown.Code != want.code || len(shown.Args) != len(want.args) {
		return false
	}
	args := make([]any, len(want.args))
	for i, arg := range want.args {
		last := i == len(want.args)-1
		if shown.Args[i] != arg && (!want.cut || !last || !strings.HasPrefix(shown.Args[i], arg)) {
			return false
		}
		args[i] = shown.Args[i]
	}
	key := "pv.warning." + want.code
	if want.counted {
		n, err := strconv.Atoi(want.args[0])
		if err != nil {
			return false
		}
		key = c.plural(key, n)
	}
	return c.phrase(key, args...).fits(shown.Text)
}

// warnings gathers what is expected.
type warnings struct {
	*check
	fold *fold
	list []expected
}

func (w *warnings) say(code string, args ...string) {
	w.list = append(w.list, expected{code: code, args: args})
}

func (w *warnings) count(code string, n int, ids ...string) {
	x := expected{code: code, args: []string{strconv.Itoa(n)}, counted: true}
	if len(ids) > 0 {
		x.args = append(x.args, w.ids(ids))
		x.cut = len(ids) > listedIDs && !w.worded()
	}
	w.list = append(w.list, x)
}

// found counts ids, when there are any.
func (w *warnings) found(code string, ids []string) {
	if len(ids) > 0 {
		w.count(code, len(ids), ids...)
	}
}

func (w *warnings) cases(s scope) {
	spoken := map[string]bool{}
	for _, a := range w.fold.anomalies {
		if w.fold.weighs(a) != nil {
			spoken[a.Case] = true
		}
	}
	modes := map[string]string{} // compared with the leaves, case by case
	for i := range w.pv.Cases {
		modes[w.pv.Cases[i].ID] = w.pv.Cases[i].Mode
	}
	found := map[string][]string{}
	for _, id := range s.ids {
		t, v := w.fold.cases[id], w.fold.cases[id].verdict()
		critical := w.critical(t.frozen)
		for code, when := range map[string]bool{
			"never_run":         t.attempts == 0,
			"unfinished":        t.attempts > 0 && !t.closed,
			"critical_not_done": critical && t.attempts > 0 && (v == recette.Blocked || v == recette.NotRun),
			"failed_uncovered":  v == recette.Failed && !spoken[id],
			"technical":         t.technical(),
			"no_evidence":       critical && v.Executed() && !t.evident() && modes[id] != string(recette.Automated),
			"superseded":        v.Conform() && w.fold.replayed(id),
			"amended":           w.fold.bettered(id),
			"contested":         t.contested != nil,
			"unread":            w.fold.held(t) == recette.Unread,
			"returned":          w.fold.held(t) == recette.Returned,
			"out_of_order":      w.canon.lives && len(t.early) > 0,
			"outside_session":   len(w.pv.Meetings) > 0 && w.fold.outside[id] && modes[id] != string(recette.Automated),
		} {
			if when {
				found[code] = append(found[code], id)
			}
		}
	}
	found["stale"] = w.pv.Stale
	for _, code := range []string{
		"never_run", "unfinished", "critical_not_done", "failed_uncovered", "technical", "stale", "no_evidence",
		"superseded", "amended", "contested", "unread", "returned", "outside_session",
		"out_of_order",
	} {
		w.found(code, found[code])
	}
	if w.textsUnseen() {
		w.say("freshness_unknown")
	}
}

// technical tells whether automation ended in something that judges nothing.
func (t *tally) technical() bool {
	odd := func(o recette.Outcome) bool {
		return slices.Contains([]recette.Outcome{
			recette.OutcomeUndefined, recette.OutcomeAmbiguous, recette.OutcomePending, recette.OutcomeError,
			recette.OutcomeTimeout, recette.OutcomeInterrupted,
		}, o)
	}
	return odd(t.outcome) || slices.ContainsFunc(t.shown(), func(s observed) bool {
		return s.seen() && odd(recette.Outcome(s.o.Outcome.String()))
	})
}

// evident tells whether something stands beside what was said.
func (t *tally) evident() bool {
	return slices.ContainsFunc(t.shown(), func(s observed) bool { return s.seen() && len(s.o.words().Evidence) > 0 })
}

func (w *warnings) anomalies() {
	for _, x := range []struct {
		code     string
		severity recette.Severity
	}{{"blocking_open", recette.Blocking}, {"major_open", recette.Major}} {
		var numbers []string
		for _, a := range w.fold.anomalies {
			if a.Severity == string(x.severity) && w.fold.weighs(a) == a && w.fold.bears.anomaly(a) {
				numbers = append(numbers, a.Number)
			}
		}
		w.found(x.code, numbers)
	}
	w.found("severity_barred", w.barred())
	if w.canon.drafts {
		w.found("drafts", w.fold.waiting())
	}
	var incomplete []string
	for _, r := range w.pv.Reserves {
		if pending(&r) && (r.Owner == "" || r.Due == "") {
			incomplete = append(incomplete, r.Number)
		}
	}
	w.found("reserve_incomplete", incomplete)
}

func (w *warnings) delivery() {
	switch build, named := w.frozen.Environment.Build, w.frozen.Release.Build; {
	case build == "" && named == "" || !w.canon.lives && (build == "" || named == ""):
		w.say("build_unknown")
	case build == "":
		w.say("build_uninstalled", named)
	case named == "":
		w.say("build_undelivered", build)
	case build != named:
		w.say("build_mismatch", build, named)
	}
	if w.pv.RunDays == 1 && w.pv.FirstRunAt != nil {
		day := w.day(*w.pv.FirstRunAt)
		if w.pv.FirstDay != "" {
			day = w.date(w.pv.FirstDay)
		}
		w.say("one_day", day)
	}
}

func (w *warnings) decision(s scope) {
	l := w.fold.decision(s.journey)
	if l == nil {
		return
	}
	delivered := w.frozen.Release.DeliveredAt
	at, err := time.Parse(journal.TimeLayout, l.At)
	if err == nil && delivered != "" && at.In(w.zone()).Format(time.DateOnly) <= delivered {
		w.say("same_day", w.date(delivered))
	}
	var judges, after []string
	for _, id := range s.ids {
		t := w.fold.cases[id]
		if t.attempts == 0 {
			continue
		}
		judges = append(judges, ref(t.actor))
		for i := range t.steps {
			if t.steps[i].seen() {
				judges = append(judges, ref(t.steps[i].in.Actor))
			}
		}
		if t.last > l.Seq {
			after = append(after, id)
		}
	}
	judges = set(judges)
	switch {
	case len(judges) == 1 && judges[0] == ref(l.Actor):
		w.say("sole_tester", w.pv.Decision.By)
	case slices.Contains(judges, ref(l.Actor)):
		w.say("own_verdicts", w.pv.Decision.By)
	}
	w.found("after_decision", after)
	lifted := w.pv.Lifting != nil && w.way.Waited()
	if w.pv.Signoff != nil && !lifted && w.way.Unsigned() != route.None {
		w.say("route_incomplete")
	}
}

// standing gives the PVs of the same series that stand, of the present iteration: this one says two things of the same.
// The rules of before said nothing of them.
func (w *warnings) standing(s scope) (numbers []string) {
	if s.antenne != "" || w.pv.Derivation < derivation {
		return nil
	}
	since := int64(-1)
	if n := len(w.fold.iterations); n > 0 {
		since = w.fold.iterations[n-1].Seq
	}
	base, _, _ := strings.Cut(w.pv.Number, "-v")
	of := func(journey string) (numbers []string, own bool) {
		for _, p := range w.fold.papers {
			if p.at <= since || p.Journey != journey || p.Antenne != "" || p.parent() != w.lifts() ||
				p.standing() != recette.PVInForce {
				continue
			}
			numbers, own = append(numbers, p.Number), own || strings.HasPrefix(p.Number, base+"-v")
		}
		return numbers, own
	}
	// Of which of two journeys the PV is, its number says, or what it warns of.
	here, own := of(s.journey)
	there, other := of(w.namesake(s))
	said := slices.ContainsFunc(w.pv.Warnings, func(x warning) bool { return x.Code == "in_force" })
	if other || !own && said != (len(here) > 0) && said == (len(there) > 0) {
		return there
	}
	return here
}

// unnamed expects a warning for each leaf that erased names of the plan, with the reason that the PV shows, which is
// bound to what the leaf commits to.
func (w *warnings) unnamed() {
	for i, x := range w.nameless(w.fold) {
		l := x.leaf
		day := l.At
		if at, err := time.Parse(journal.TimeLayout, l.At); err == nil {
			day = w.day(at)
		}
		w.count("unnamed", x.people)
		args := &w.list[len(w.list)-1].args
		*args = append(*args, strconv.FormatInt(l.Seq, 10), day, at(w.shownReasons(), i))
	}
}

// unopened expects a warning for what the PV has no opening of. What no leaf of the file erased may have been erased by
// one that is not in it: the PV says which.
func (w *warnings) unopened() {
	erased, other := w.absentWords(w.fold)
	shown := w.saidErased()
	if shown > erased && shown <= erased+other {
		erased, other = shown, erased+other-shown
	}
	if erased > 0 {
		w.count("erased", erased)
	}
	if other > 0 && w.pv.Derivation > 0 { // a PV of before opens nothing
		w.count("missing", other)
	}
}
