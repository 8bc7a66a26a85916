package verify

import (
	"slices"
	"strings"

	"recette/internal/journal"
	"recette/internal/recette"
)

// anomaly is an anomaly after all leaves of its number.
type anomaly struct {
	journal.Anomaly
	raised   journal.Leaf
	reopened int64
	fixed    int64 // position of the last correction
	proposed *journal.Leaf
	lowered  []lowering
	graded   []grading
	why      string   // commitment: the reason of its status
	flaws    []string // what no verb of the product records
}

// grading is one change of severity.
type grading struct {
	from, to string
	leaf     *journal.Leaf
}

// open tells whether an anomaly weighs on a decision.
func (a *anomaly) open() bool { return recette.AnomalyStatus(a.Status).Outstanding() }

// reserve is a reserve after all leaves of its number.
type reserve struct {
	journal.Reserve
	leaf  *journal.Leaf // the first
	fixed int64         // position of the last correction
	ended *journal.Leaf // that from which it waits for nothing any more; nil while it waits
	last  *journal.Leaf
	flaws []string
}

func (r *reserve) standing() recette.ReserveStatus {
	if r.Status == "" {
		return recette.ReserveIssued
	}
	return recette.ReserveStatus(r.Status)
}

// pendingAt tells whether a reserve waited for something at a position of the log.
func (r *reserve) pendingAt(seq int64) bool { return r.ended == nil || r.ended.Seq > seq }

func (f *fold) anomaly(l *journal.Leaf) {
	n := l.Anomaly
	a := f.numbered[n.Number]
	if a == nil {
		a = &anomaly{Anomaly: *n, raised: *l}
		f.anomalies, f.numbered[n.Number] = append(f.anomalies, a), a
		f.about[a.Case] = append(f.about[a.Case], a)
		raised := n.Status == string(recette.AnomalyOpen) || !f.modern
		if n.Act != "" || n.Fix != nil || n.Retest != nil || !raised {
			a.flaws = append(a.flaws, "life")
		}
		f.settles(a, l)
		return
	}
	f.allowed(a, l)
	if !a.open() && recette.AnomalyStatus(n.Status).Outstanding() {
		a.reopened = l.Seq
	}
	if n.Severity != a.Severity {
		a.graded = append(a.graded, grading{a.Severity, n.Severity, l})
	}
	if recette.Severity(n.Severity).Lesser(recette.Severity(a.Severity)) {
		a.lowered = append(a.lowered, lowering{a.Severity, n.Severity, l.At, l.Actor})
	}
	if n.Status != a.Status && n.Act != "" {
		a.why = n.Reason
	}
	a.Severity, a.Status = n.Severity, n.Status
	keep(&a.Workaround, n.Workaround)
	keep(&a.Priority, n.Priority)
	keep(&a.Owner, n.Owner)
	keep(&a.Due, n.Due)
	keep(&a.Original, n.Original)
	if n.Tracker != "" {
		a.Tracker, a.URL = n.Tracker, n.URL
	}
	switch {
	case n.Proposed != "":
		a.proposed = l
	case a.proposed != nil && slices.Contains([]string{n.Severity, n.Act}, a.proposed.Anomaly.Proposed):
		a.proposed = nil
	}
	if n.Fix != nil {
		a.Fix, a.fixed, a.Retest = n.Fix, l.Seq, nil
	}
	if n.Retest != nil {
		a.Retest = n.Retest
	}
	a.Evidence = append(slices.Clip(a.Evidence), n.Evidence...)
	f.settles(a, l)
}

// keep takes a value that a leaf gives; one that it leaves out stays.
func keep(at *string, given string) {
	if given != "" {
		*at = given
	}
}

// allowed notes what the rules forbid of a change of an anomaly: a life that does not hold it, a role that has not the
// right, a closing that no re-test shows, a reason that nobody gave.
func (f *fold) allowed(a *anomaly, l *journal.Leaf) {
	n := l.Anomaly
	flaw := func(what string) {
		if !slices.Contains(a.flaws, what) {
			a.flaws = append(a.flaws, what)
		}
	}
	if n.Act == "" {
		if f.modern {
			flaw("life") // whoever records since names what is done
		}
		return
	}
	f.modern = true
	act, was := recette.AnomalyAct(n.Act), recette.AnomalyStatus(a.Status)
	if to, err := was.After(act); err != nil || string(to) != n.Status {
		flaw("life")
	}
	from := recette.Severity(a.Severity)
	if to := recette.Severity(n.Severity); to != from {
		if act != recette.AnomalyQualify && act != recette.AnomalyGrade {
			flaw("life")
		}
		if !a.eased(from.EasingTo(to), n.Severity, l.Actor) {
			flaw("right")
		}
	}
	if !a.eased(from.EasingBy(act), n.Act, l.Actor) {
		flaw("right")
	}
	if role := roleOf(l.Actor); act != recette.AnomalyPropose && act != recette.AnomalyNote &&
		act != recette.AnomalyReopen && act != recette.AnomalyGrade && role != recette.PPO && role != recette.QA &&
		role != recette.PO {
		flaw("right")
	}
	needs := n.Severity != a.Severity
	switch act {
	case recette.AnomalyPropose, recette.AnomalyReject, recette.AnomalyWaive, recette.AnomalyDuplicity,
		recette.AnomalyReopen:
		needs = true
	case recette.AnomalyFix:
		if n.Fix == nil || n.Fix.Build == "" || n.Fix.By == "" {
			flaw("fix")
		}
	case recette.AnomalyClose:
		if what := f.shows(n.Retest, a.Fix, a.fixed, l); what != recette.RetestSound {
			flaw(string(what))
		}
	case recette.AnomalyQualify, recette.AnomalyGrade, recette.AnomalyAssign, recette.AnomalyNote:
	}
	if needs && n.Reason == "" {
		flaw("reason")
	}
	if o := f.numbered[n.Original]; n.Original != "" && (o == nil || o == a) {
		flaw("original")
	}
}

// eased tells whether an actor may make an anomaly weigh less, to what.
func (a *anomaly) eased(right recette.Easing, to string, by *journal.Actor) bool {
	role := roleOf(by)
	switch right {
	case recette.EaseNone:
		return by != nil
	case recette.EaseQualified:
		return role == recette.PPO || role == recette.QA || role == recette.PO
	case recette.EaseDecided:
		return role == recette.PO
	case recette.EaseProposed:
		p := a.proposed
		return role == recette.PO && p != nil && p.Anomaly.Proposed == to && p.Actor != nil && p.Actor.Ref != by.Ref &&
			slices.Contains([]string{string(recette.PPO), string(recette.QA)}, p.Actor.Role)
	}
	return false
}

// roleOf is the role in which somebody acts, none when nobody is named.
func roleOf(a *journal.Actor) recette.Role {
	if a == nil {
		return ""
	}
	return recette.Role(a.Role)
}

// noRetest says that nothing shows a correction.
const noRetest recette.RetestFlaw = "no_retest"

// shows gives what is wrong with the re-test that a closing or a lifting names, as things stood then. Of a case out of
// scope the PV holds no attempt: nothing of it is judged.
func (f *fold) shows(named *journal.Retest, fix *journal.Fix, fixed int64, l *journal.Leaf) recette.RetestFlaw {
	if named == nil || fix == nil {
		return noRetest
	}
	if fix.Ref != "" && fix.Ref == ref(l.Actor) {
		return recette.RetestByFixer
	}
	t := f.cases[named.Case]
	if t == nil {
		return recette.RetestSound
	}
	if t.attempts == 0 || named.Attempt > t.now.Number {
		return noRetest
	}
	if named.Attempt != t.now.Number {
		return recette.RetestReplaced
	}
	return recette.Retest{
		Closed: t.closed, Verdict: t.verdict(), After: t.first > fixed, ByFixer: t.judged(fix.Ref),
	}.Flaw()
}

// judged tells whether somebody began the attempt or observed something in it.
func (t *tally) judged(who string) bool {
	return who != "" && (ref(t.actor) == who || slices.ContainsFunc(t.steps, func(s observed) bool {
		return s.seen() && ref(s.in.Actor) == who
	}))
}

func (f *fold) reserve(l *journal.Leaf) {
	n := l.Reserve
	r := f.kept[n.Number]
	if r == nil {
		r = &reserve{Reserve: *n, leaf: l, last: l}
		f.reserves, f.kept[n.Number] = append(f.reserves, r), r
		if n.Act != "" || n.Status != "" || n.Fix != nil || n.Retest != nil {
			r.flaws = append(r.flaws, "life")
		}
		return
	}
	f.moves(r, l)
	for _, x := range []struct {
		at *string
		to string
	}{
		{&r.Owner, n.Owner},
		{&r.Due, n.Due},
		{&r.Check, n.Check},
		{&r.Workaround, n.Workaround},
		{&r.Effect, n.Effect},
		{&r.Verification, n.Verification},
		{&r.Into, n.Into},
		{&r.Decision, n.Decision},
		{&r.Status, n.Status},
	} {
		keep(x.at, x.to)
	}
	if n.Fix != nil {
		r.Fix, r.fixed, r.Retest = n.Fix, l.Seq, nil
	}
	if n.Retest != nil {
		r.Retest = n.Retest
	}
	if r.last = l; r.ended == nil && !r.standing().Pending() {
		r.ended = l
	}
}

// moves notes what the rules forbid of a change of a reserve.
func (f *fold) moves(r *reserve, l *journal.Leaf) {
	n := l.Reserve
	flaw := func(what string) {
		if !slices.Contains(r.flaws, what) {
			r.flaws = append(r.flaws, what)
		}
	}
	act := recette.ReserveAct(n.Act)
	if to, err := r.standing().After(act); err != nil || string(to) != n.Status {
		flaw("life")
	}
	if n.Class != r.Class || n.Anomaly != r.Anomaly || n.Text != r.Text {
		flaw("rewritten")
	}
	role := roleOf(l.Actor)
	if act.Decides() && role != recette.PO || role != recette.PO && role != recette.PPO && role != recette.QA {
		flaw("right")
	}
	switch act {
	case recette.ReserveFix:
		if n.Fix == nil || n.Fix.Build == "" || n.Fix.By == "" {
			flaw("fix")
		}
	case recette.ReserveLift:
		if what := f.shows(n.Retest, r.Fix, r.fixed, l); what != recette.RetestSound {
			flaw(string(what))
		} else if n.Retest.Case != r.Check && r.Check != "" {
			flaw(string(noRetest))
		}
	case recette.ReserveMaintain, recette.ReserveConvert, recette.ReserveAbandon:
		if n.Reason == "" {
			flaw("reason")
		}
		if act == recette.ReserveConvert && n.Into == "" || act == recette.ReserveAbandon && n.Decision == "" {
			flaw("life")
		}
	}
}

// weighs gives the anomaly that weighs on the case of another one: itself while it is open, the one that it repeats in
// the end when that is; nil when none does.
func (f *fold) weighs(a *anomaly) *anomaly {
	if o := f.original(a); o != nil {
		a = o
	}
	if a.open() {
		return a
	}
	return nil
}

// original gives the anomaly that a duplicate repeats in the end, nil when there is none.
func (f *fold) original(a *anomaly) *anomaly {
	at := a
	for range f.anomalies {
		if recette.AnomalyStatus(at.Status) != recette.AnomalyDuplicate {
			break
		}
		if at = f.numbered[at.Original]; at == nil {
			return nil
		}
	}
	if at == a || recette.AnomalyStatus(at.Status) == recette.AnomalyDuplicate {
		return nil
	}
	return at
}

// gaps judges whether anomalies and reserves were recorded under the rules of the product. A name under which somebody
// of the campaign judged does not correct what it judges.
func (c *check) gaps(f *fold) {
	for _, a := range f.anomalies {
		if !f.scope.bears(a.Case) {
			continue
		}
		for _, what := range a.flaws {
			c.contents.add(doubt(AnomalyRules, a.Number, what))
		}
		for i := range c.pv.Anomalies {
			if row := &c.pv.Anomalies[i]; row.Number == a.Number && a.Status == string(recette.AnomalyClosed) {
				if c.fixedUnder(f, row.FixedBy, a.Fix, a.Retest) {
					c.contents.add(doubt(AnomalyRules, a.Number, string(recette.RetestByFixer)))
				}
			}
		}
	}
	for _, r := range f.reserves {
		if !f.scope.bears(f.caseOf(r.Anomaly), r.Check) {
			continue
		}
		for _, what := range r.flaws {
			c.contents.add(doubt(ReserveRules, r.Number, what))
		}
		for i := range c.pv.Reserves {
			if row := &c.pv.Reserves[i]; row.Number == r.Number && r.standing() == recette.ReserveLifted {
				if c.fixedUnder(f, row.FixedBy, r.Fix, r.Retest) {
					c.contents.add(doubt(ReserveRules, r.Number, string(recette.RetestByFixer)))
				}
			}
		}
	}
}

// fixedUnder tells whether the name of who corrected, given without a reference, is that of somebody who observed
// something in the re-test.
func (c *check) fixedUnder(f *fold, name string, fix *journal.Fix, retest *journal.Retest) bool {
	if fix == nil || fix.Ref != "" || retest == nil || f.cases[retest.Case] == nil {
		return false
	}
	return slices.ContainsFunc(c.frozen.Parties, func(p frozenParty) bool {
		return strings.EqualFold(folded(p.Name), folded(name)) && f.cases[retest.Case].judged(p.Ref)
	})
}

// caseOf gives the case of an anomaly, by number; empty when there is none.
func (f *fold) caseOf(number string) string {
	if a := f.numbered[number]; a != nil {
		return a.Case
	}
	return ""
}
