package verify

import (
	"slices"

	"recette/internal/journal"
	"recette/internal/recette"
)

// anomaly is an anomaly after all leaves of its number.
type anomaly struct {
	journal.Anomaly
	raised   journal.Leaf
	reopened int64
	fixed    *journal.Leaf // that announced the last correction; the first while none does
	proposed *journal.Leaf
	lowered  []lowering
	graded   []grading
	why      string   // commitment: the reason of its status
	places   []string // its case, and those of its other failures
	flaws    []string // what no verb of the product records
	told     []telling
	in       int    // iteration in which it was raised
	seen     string // commitment: what was observed of its step, as it stood then
}

// grading is one change of severity.
type grading struct {
	from, to string
	leaf     *journal.Leaf
}

// open tells whether an anomaly weighs on a decision.
func (a *anomaly) open() bool { return recette.AnomalyStatus(a.Status).Outstanding() }

func (f *fold) anomaly(l *journal.Leaf) {
	n := l.Anomaly
	a := f.numbered[n.Number]
	if a == nil {
		f.raise(l)
		return
	}
	f.allowed(a, l)
	act, weighed := recette.AnomalyAct(n.Act), a.open()
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
	again := !weighed && a.open()
	if again {
		a.reopened = l.Seq
	}
	keep(&a.Workaround, n.Workaround)
	keep(&a.Priority, n.Priority)
	keep(&a.Owner, n.Owner)
	keep(&a.Due, n.Due)
	if n.Tracker != "" {
		a.Tracker, a.URL = n.Tracker, n.URL
	}
	switch {
	case n.Proposed != "" && act == recette.AnomalyPropose:
		a.proposed = l
	case a.proposed != nil && (a.proposed.Anomaly.Proposed == n.Severity || !a.open()):
		a.proposed = nil
	}
	switch {
	case again, act == recette.AnomalyReopen: // nothing of what settled it holds any more
		a.Original, a.Fix, a.fixed, a.Retest = "", nil, nil, nil
	case act == recette.AnomalyDuplicity:
		keep(&a.Original, n.Original)
	case act == recette.AnomalyFix && n.Fix != nil:
		a.Fix, a.fixed, a.Retest = n.Fix, l, nil
	case act == recette.AnomalyClose && n.Retest != nil:
		a.Retest = n.Retest
	}
	if n.Found != nil {
		a.places = append(a.places, n.Found.Case)
	}
	a.Evidence = append(slices.Clip(a.Evidence), n.Evidence...)
	a.tell(l)
	f.settles(a, l)
}

// raise takes in the first leaf of an anomaly: it begins its life, and says who corrects it only when whoever raised it
// may say so.
func (f *fold) raise(l *journal.Leaf) {
	n := l.Anomaly
	a := &anomaly{
		Anomaly: *n, raised: *l, fixed: l, places: []string{n.Case}, in: f.iteration(), seen: f.observedOn(n),
	}
	a.tell(l)
	f.anomalies, f.numbered[n.Number] = append(f.anomalies, a), a
	f.about[a.Case] = append(f.about[a.Case], a)
	if n.Found != nil {
		a.places = append(a.places, n.Found.Case)
	}
	before := n.Status == string(recette.AnomalyClosed) && l.Seq < f.began
	if n.Status != string(recette.AnomalyOpen) && !before || n.Act != "" || n.Fix != nil || n.Retest != nil ||
		n.Proposed != "" || n.Original != "" {
		a.flaw("life")
	}
	if role := roleOf(l.Actor); treated(n) && role != recette.PPO && role != recette.QA && role != recette.PO {
		a.flaw("right")
	}
	f.settles(a, l)
}

// treated tells whether a leaf says who corrects an anomaly, by when or in which order.
func treated(n *journal.Anomaly) bool { return n.Owner != "" || n.Due != "" || n.Priority != "" }

// flaw notes what no verb of the product records.
func (a *anomaly) flaw(what string) {
	if !slices.Contains(a.flaws, what) {
		a.flaws = append(a.flaws, what)
	}
}

// keep takes a value that a leaf gives; one that it leaves out stays.
func keep(at *string, given string) {
	if given != "" {
		*at = given
	}
}

// allowed notes what the rules forbid of a change of an anomaly: a life that does not hold it, a role that has not the
// right, a closing that no re-test shows, a reason that nobody gave, something that the act does not say.
func (f *fold) allowed(a *anomaly, l *journal.Leaf) {
	n := l.Anomaly
	if n.Act == "" {
		if l.Seq >= f.began {
			a.flaw("life") // whoever records since names what is done
		}
		return
	}
	act, was := recette.AnomalyAct(n.Act), recette.AnomalyStatus(a.Status)
	if to, err := was.After(act); err != nil || string(to) != n.Status {
		a.flaw("life")
	}
	if strange(n, act) {
		a.flaw("life")
	}
	from := recette.Severity(a.Severity)
	if to := recette.Severity(n.Severity); to != from {
		if act != recette.AnomalyQualify && act != recette.AnomalyGrade {
			a.flaw("life")
		}
		if !a.eased(from.EasingTo(to), n.Severity, l) {
			a.flaw("right")
		}
	}
	if !a.eased(from.EasingBy(act), n.Act, l) {
		a.flaw("right")
	}
	if !mayAct(act, roleOf(l.Actor)) {
		a.flaw("right")
	}
	needs := n.Severity != a.Severity
	switch act {
	case recette.AnomalyDuplicity:
		needs = true
		f.repeats(a, l)
	case recette.AnomalyPropose, recette.AnomalyReject, recette.AnomalyWaive, recette.AnomalyReopen:
		needs = true
	case recette.AnomalyFix:
		if n.Fix == nil || n.Fix.Build == "" || n.Fix.By == "" {
			a.flaw("fix")
		}
	case recette.AnomalyClose:
		x := correction{a.Fix, a.fixed, a.places, a.places, n.Reason}
		if what := f.shows(n.Retest, l, x); what != recette.RetestSound {
			a.flaw(string(what))
		}
	case recette.AnomalyQualify, recette.AnomalyGrade, recette.AnomalyAssign, recette.AnomalyNote:
	}
	if needs && n.Reason == "" {
		a.flaw("reason")
	}
}

// strange tells whether a leaf says what its act does not say.
func strange(n *journal.Anomaly, act recette.AnomalyAct) bool {
	note, treats := act == recette.AnomalyNote, act == recette.AnomalyQualify || act == recette.AnomalyAssign ||
		act == recette.AnomalyPropose
	return treated(n) && !treats ||
		!note && (n.Workaround != "" || n.Tracker != "" || n.Found != nil || len(n.Evidence) > 0) ||
		n.Proposed != "" && act != recette.AnomalyPropose || n.Original != "" && act != recette.AnomalyDuplicity ||
		n.Fix != nil && act != recette.AnomalyFix || n.Retest != nil && act != recette.AnomalyClose
}

// repeats judges what an anomaly is said to repeat, as things stood then: an anomaly that is there, and none that
// repeats another one. While it weighs it does so for both; one that weighs no more takes the right of a rejection.
func (f *fold) repeats(a *anomaly, l *journal.Leaf) {
	o := f.numbered[l.Anomaly.Original]
	if o == nil || o == a || o.Status == string(recette.AnomalyDuplicate) {
		a.flaw("original")
		return
	}
	from := recette.Severity(a.Severity)
	right, to := from.EasingBy(recette.AnomalyReject), string(recette.AnomalyReject)
	if o.open() {
		right, to = from.EasingTo(recette.Severity(o.Severity)), o.Severity
	}
	if !a.eased(right, to, l) {
		a.flaw("right")
	}
}

// mayAct tells whether a role does an act on an anomaly: PPO, PO and QA do all that others may not; whoever delivers
// says what corrects; whoever tests closes.
func mayAct(act recette.AnomalyAct, role recette.Role) bool {
	lead := []recette.Role{recette.PPO, recette.PO, recette.QA}
	switch act {
	case recette.AnomalyPropose, recette.AnomalyNote, recette.AnomalyReopen, recette.AnomalyGrade:
		return true
	case recette.AnomalyFix:
		lead = append(lead, recette.LeadTech, recette.Supplier)
	case recette.AnomalyClose:
		lead = append(lead, recette.Tester, recette.Referent)
	case recette.AnomalyQualify, recette.AnomalyAssign, recette.AnomalyReject, recette.AnomalyWaive,
		recette.AnomalyDuplicity:
	}
	return slices.Contains(lead, role)
}

// eased tells whether an actor may make an anomaly weigh less, to what.
func (a *anomaly) eased(right recette.Easing, to string, l *journal.Leaf) bool {
	by := l.Actor
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
			(slices.Contains([]string{string(recette.PPO), string(recette.QA)}, p.Actor.Role) ||
				lets(l, "supplier_lowers"))
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

// gaps judges whether anomalies and reserves were recorded under the rules of the product. A name under which somebody
// of the campaign judged does not correct what it judges.
func (c *check) gaps(f *fold) {
	for _, a := range f.anomalies {
		if !f.bears.anomaly(a) {
			continue
		}
		for _, what := range a.flaws {
			c.contents.add(doubt(AnomalyRules, a.Number, what))
		}
		for i := range c.pv.Anomalies {
			row := &c.pv.Anomalies[i]
			if row.Number == a.Number && c.unknownFixer(f, row.FixedBy, a.Fix, a.fixed) {
				c.contents.add(doubt(AnomalyRules, a.Number, fixedByNobody))
			}
			if row.Number == a.Number && c.unknownOwner(f, a, row) {
				c.contents.add(doubt(AnomalyRules, a.Number, ownedByNobody))
			}
			if row.Number == a.Number && a.Status == string(recette.AnomalyClosed) {
				if c.fixedUnder(f, row.FixedBy, a.Fix, a.Retest) {
					c.contents.add(doubt(AnomalyRules, a.Number, string(recette.RetestByFixer)))
				}
			}
		}
	}
	for _, r := range f.reserves {
		if !f.bears.reserve(r) {
			continue
		}
		for _, what := range r.flaws {
			c.contents.add(doubt(ReserveRules, r.Number, what))
		}
		for i := range c.pv.Reserves {
			row := &c.pv.Reserves[i]
			if row.Number == r.Number && c.unknownFixer(f, row.FixedBy, r.Fix, r.fixed) {
				c.contents.add(doubt(ReserveRules, r.Number, fixedByNobody))
			}
			if row.Number == r.Number && c.unnamed(f, row.Owner, r.Owner, r.owned) {
				c.contents.add(doubt(ReserveRules, r.Number, ownedByNobody))
			}
			if row.Number == r.Number && r.standing() == recette.ReserveLifted {
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
	if c.budget.Work(nameWork*len(name)) != nil {
		return false
	}
	return slices.ContainsFunc(c.enrol().fixers[uncased(folded(name))], f.cases[retest.Case].judged)
}

// placesOf gives the cases on which an anomaly was found, by number.
func (f *fold) placesOf(number string) []string {
	if a := f.numbered[number]; a != nil {
		return a.places
	}
	return nil
}

// caseOf gives the case of an anomaly, by number; empty when there is none.
func (f *fold) caseOf(number string) string {
	if a := f.numbered[number]; a != nil {
		return a.Case
	}
	return ""
}
