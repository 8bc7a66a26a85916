package campaign_test

import (
	"cmp"
	"fmt"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/gap"
	"recette/internal/recette"
)

// weighs tells whether an anomaly still weighs on a decision.
func weighs(s recette.AnomalyStatus) bool {
	return slices.Contains([]recette.AnomalyStatus{"open", "fixing", "fixed", "reopened"}, s)
}

// pends tells whether a reserve still waits for what it asks.
func pends(s recette.ReserveStatus) bool {
	return slices.Contains([]recette.ReserveStatus{"issued", "fixed", "maintained"}, s)
}

// grave ranks severities: the greater, the worse.
func grave(s recette.Severity) int {
	return map[recette.Severity]int{
		recette.Blocking: 4, recette.Major: 3, recette.Minor: 2, recette.Inconsequential: 1,
	}[s]
}

func (r *reference) anomaly(number string) *anomaly {
	for _, a := range r.anomalies {
		if a.number == number {
			return a
		}
	}
	return nil
}

// repeats gives an anomaly and all that it repeats, the one that weighs last.
func (r *reference) repeats(a *anomaly) []*anomaly {
	all := []*anomaly{a}
	for a.status == recette.AnomalyDuplicate {
		a = r.anomaly(a.original)
		all = append(all, a)
	}
	return all
}

// stands gives the one that weighs.
func (r *reference) stands(a *anomaly) *anomaly {
	all := r.repeats(a)
	return all[len(all)-1]
}

// objected has what an attempt closed or lifted tested again.
func (r *reference) objected(attempt string) {
	for _, a := range r.anomalies {
		if a.status == recette.AnomalyClosed && a.shown == attempt {
			a.status, a.shown, a.turned, a.reopened = recette.AnomalyFixed, "", r.now, r.now
		}
	}
	for _, x := range r.reserves {
		if x.status == recette.ReserveLifted && x.shown == attempt {
			x.status, x.shown = recette.ReserveFixed, ""
		}
	}
}

// settle ends the drafts that an anomaly accounts for.
func (r *reference) settle(about string, attempt, step int) {
	for _, d := range r.drafts {
		if d.about == about && (attempt == 0 || d.attempt == attempt) && (step == 0 || d.step == step) {
			d.waits = false
		}
	}
}

// waits tells whether the last draft of a step waits.
func (r *reference) waits(f gap.Failure) bool {
	for _, d := range slices.Backward(r.drafts) {
		if d.about == f.Case && d.attempt == f.Attempt && d.step == f.Step {
			return d.waits
		}
	}
	return false
}

func (r *reference) raise(actor recette.Actor, a gap.Anomaly) grounds {
	g := grounds{}
	g.when(!may(actor, access.RaiseAnomaly), "denied")
	g.when(!a.Severity.Valid(), "invalid")
	g.when(a.Summary == "", "missing")
	if a.Found != nil {
		g.when(!r.waits(*a.Found), "unknown")
	}
	if len(g) > 0 {
		return g
	}
	r.now++
	r.anomalies = append(r.anomalies, &anomaly{
		number: fmt.Sprintf("ANO-%04d", len(r.anomalies)+1), about: a.Case, step: a.Step, severity: a.Severity,
		status: recette.AnomalyOpen,
	})
	if f := a.Found; f != nil {
		last := r.anomalies[len(r.anomalies)-1]
		last.found = append(last.found, f.Case)
		r.settle(f.Case, f.Attempt, f.Step)
	}
	if a.Case != "" {
		r.settle(a.Case, 0, a.Step)
	}
	return g
}

func (r *reference) dropDraft(actor recette.Actor, d gap.Drop) grounds {
	g := grounds{}
	g.when(!may(actor, access.DropAnomaly), "denied")
	g.when(!r.waits(d.Failure), "unknown")
	g.when(d.Reason == "", "missing")
	if len(g) == 0 {
		r.now++
		r.settle(d.Case, d.Attempt, d.Step)
	}
	return g
}

// lives is the life of an anomaly: from where an act is done, and to where it leads; empty: where it was.
var lives = map[recette.AnomalyAct]struct {
	from []recette.AnomalyStatus
	to   recette.AnomalyStatus
}{
	"qualify":   {[]recette.AnomalyStatus{"open", "reopened", "fixing", "fixed"}, ""},
	"grade":     {[]recette.AnomalyStatus{"open", "reopened", "fixing", "fixed"}, ""},
	"propose":   {[]recette.AnomalyStatus{"open", "reopened", "fixing", "fixed"}, ""},
	"assign":    {[]recette.AnomalyStatus{"open", "reopened", "fixing", "fixed"}, ""},
	"note":      {recette.AnomalyStatuses(), ""},
	"fix":       {[]recette.AnomalyStatus{"open", "reopened", "fixing"}, "fixed"},
	"close":     {[]recette.AnomalyStatus{"fixed"}, "closed"},
	"reject":    {[]recette.AnomalyStatus{"open", "reopened", "fixing", "fixed"}, "rejected"},
	"waive":     {[]recette.AnomalyStatus{"open", "reopened", "fixing", "fixed"}, "waived"},
	"duplicate": {[]recette.AnomalyStatus{"open", "reopened", "fixing", "fixed"}, "duplicate"},
	"reopen":    {[]recette.AnomalyStatus{"fixed", "closed", "rejected", "waived", "duplicate"}, "reopened"},
}

// rightOf is that of an act.
func rightOf(act recette.AnomalyAct) access.Action {
	switch act {
	case recette.AnomalyPropose:
		return access.ProposeAnomaly
	case recette.AnomalyAssign:
		return access.AssignAnomaly
	case recette.AnomalyFix:
		return access.FixAnomaly
	case recette.AnomalyClose:
		return access.CloseAnomaly
	case recette.AnomalyReject, recette.AnomalyWaive, recette.AnomalyDuplicity:
		return access.RejectAnomaly
	default:
		return access.RaiseAnomaly
	}
}

// change tries an act on an anomaly.
func (r *reference) change(actor recette.Actor, c gap.Change) grounds {
	g := grounds{}
	g.when(!may(actor, rightOf(c.Act)) || c.Act == recette.AnomalyClose && r.away(actor), "denied")
	a := r.anomaly(c.Number)
	if g.when(a == nil, "unknown") {
		return g
	}
	life, known := lives[c.Act]
	if g.when(!known || !slices.Contains(life.from, a.status), "life") {
		return g
	}
	act := c.Act
	if act == recette.AnomalyQualify && !may(actor, access.AssignAnomaly) {
		act = recette.AnomalyGrade
	}
	graded := act == recette.AnomalyQualify || act == recette.AnomalyGrade
	g.when(c.Severity != "" && (!graded || !c.Severity.Valid()), "invalid")
	g.when(c.Priority != "" && !may(actor, access.AssignAnomaly), "denied")

	less := graded && c.Severity.Valid() && grave(c.Severity) < grave(a.severity)
	aside := act == recette.AnomalyReject || act == recette.AnomalyWaive
	what := string(act)
	if less {
		what = string(c.Severity)
	}
	r.eases(g, a, actor, less || aside, act == recette.AnomalyWaive && a.severity == recette.Major, what)
	reason := aside || act == recette.AnomalyPropose || act == recette.AnomalyDuplicity ||
		act == recette.AnomalyReopen ||
		c.Severity != "" && c.Severity != a.severity || c.Priority != "" && a.priority != "" && c.Priority != a.priority
	g.when(reason && c.Reason == "", "missing")

	silent := c.Priority == "" && c.Workaround == ""
	same := c.Severity == "" || c.Severity == a.severity
	switch act {
	case recette.AnomalyFix:
		g.when(c.Build == "", "missing")
	case recette.AnomalyClose:
		id := r.retested(a, c)
		g.when(id == "", "missing")
		if cs := r.cases[id]; cs != nil {
			here := id == a.about || slices.Contains(a.found, id) || a.about == "" && len(a.found) == 0
			g.when(!here || !r.shows(cs, actor, a.fixer, a.fixed, a.build, c.Reason), "retest")
		}
	case recette.AnomalyDuplicity:
		o := r.anomaly(c.Original)
		if g.when(o == nil, "unknown") {
			break
		}
		g.when(o == a || o.status == recette.AnomalyDuplicate, "original")
		if weighs(o.status) {
			r.eases(g, a, actor, grave(o.severity) < grave(a.severity), false, string(o.severity))
		} else {
			r.eases(g, a, actor, true, false, "reject") // nothing would weigh for it
		}
	case recette.AnomalyPropose:
		to := recette.Severity(c.Proposed)
		g.when(c.Proposed != "reject" && c.Proposed != "waive" && (!to.Valid() || grave(to) >= grave(a.severity)),
			"invalid")
	case recette.AnomalyAssign, recette.AnomalyNote:
		g.when(silent, "missing")
	case recette.AnomalyGrade:
		g.when(same, "missing")
	case recette.AnomalyQualify:
		moves := a.status == recette.AnomalyOpen || a.status == recette.AnomalyReopened
		g.when(same && silent && !moves, "missing")
	case recette.AnomalyReject, recette.AnomalyWaive, recette.AnomalyReopen:
	}
	if len(g) == 0 {
		r.changed(a, actor, c, act)
	}
	return g
}

// eases asks who may make an anomaly weigh less: a blocking one on a proposal of somebody else, by the PO alone; to
// leave a major one as it is, the PO too; else whoever qualifies, or the PO.
func (r *reference) eases(g grounds, a *anomaly, actor recette.Actor, less, accepts bool, what string) {
	decides := may(actor, access.DowngradeAnomaly)
	switch {
	case !less:
	case a.severity == recette.Blocking:
		if !g.when(!decides, "denied") {
			g.when(a.proposed != what || a.propose == actor.Ref, "proposal")
		}
	case accepts:
		g.when(!decides, "denied")
	default:
		g.when(!decides && !may(actor, access.QualifyAnomaly), "denied")
	}
}

// retested gives the case of a re-test.
func (r *reference) retested(a *anomaly, c gap.Change) string { return cmp.Or(c.Retest.Case, a.about) }

// shows tells whether the last attempt of a case shows a correction, to somebody who did not make it: on the build that
// corrects, or for a reason.
func (r *reference) shows(c *tested, actor recette.Actor, fixer string, fixed int, build, reason string) bool {
	v := c.verdict()
	seen := c.by == fixer || slices.ContainsFunc(c.steps[:], func(s observed) bool { return s.by == fixer })
	return fixer != actor.Ref && c.number > 0 && !c.open && (v == recette.Passed || v == recette.PassedWithRemark) &&
		c.first > fixed && !seen && !c.contested && !c.amended && r.hold(c) == "" &&
		(reason != "" || build == fmt.Sprintf("b%d", c.iteration))
}

// changed folds an act in.
func (r *reference) changed(a *anomaly, actor recette.Actor, c gap.Change, act recette.AnomalyAct) {
	r.now++
	was := a.status
	if to := lives[act].to; to != "" {
		a.status = to
	} else if act == recette.AnomalyQualify && (was == recette.AnomalyOpen || was == recette.AnomalyReopened) {
		a.status = recette.AnomalyFixing
	}
	if act == recette.AnomalyFix || act == recette.AnomalyReopen {
		a.turned = r.now
	}
	if !weighs(was) && weighs(a.status) {
		a.reopened = r.now
	}
	if c.Severity != "" {
		a.severity = c.Severity
	}
	if c.Priority != "" {
		a.priority = c.Priority
	}
	switch act {
	case recette.AnomalyPropose:
		a.proposed, a.propose = c.Proposed, actor.Ref
	case recette.AnomalyFix:
		a.fixer, a.fixed, a.build = actor.Ref, r.now, c.Build
	case recette.AnomalyClose:
		id := r.retested(a, c)
		a.shown = fmt.Sprintf("%s#%d", id, r.cases[id].number)
	case recette.AnomalyReopen:
		a.original, a.fixer, a.fixed, a.build, a.shown = "", "", 0, "", ""
	case recette.AnomalyDuplicity:
		a.original = c.Original
	default:
	}
	if act != recette.AnomalyPropose && (a.proposed == string(a.severity) || !weighs(a.status)) {
		a.proposed, a.propose = "", "" // answered
	}
}

func (r *reference) reserve(number string) *reserve {
	for _, x := range r.reserves {
		if x.number == number {
			return x
		}
	}
	return nil
}

func (r *reference) add(actor recette.Actor, x gap.Reserve) grounds {
	g := grounds{}
	g.when(!may(actor, access.AddReserve), "denied")
	g.when(!x.Class.Valid(), "invalid")
	g.when(x.Class == recette.Blocking, "blocks")
	g.when(x.Text == "", "missing")
	g.when(x.Anomaly != "" && r.anomaly(x.Anomaly) == nil, "unknown")
	g.when(r.accepted && (x.Owner == "" || x.Due == ""), "missing")
	if len(g) == 0 {
		r.now++
		r.reserves = append(r.reserves, &reserve{
			number: fmt.Sprintf("RES-%04d", len(r.reserves)+1), about: x.Anomaly, check: x.Check, class: x.Class,
			status: recette.ReserveIssued, owned: x.Owner != "", dated: x.Due != "",
		})
	}
	return g
}

func (r *reference) act(actor recette.Actor, m gap.Move) grounds {
	g := grounds{}
	right := access.LiftReserve
	if m.Act == recette.ReserveFix {
		right = access.FixReserve
	}
	if m.Act == recette.ReserveUpdate {
		right = access.AddReserve
	}
	g.when(!may(actor, right), "denied")
	x := r.reserve(m.Number)
	if g.when(x == nil, "unknown") {
		return g
	}
	to := map[recette.ReserveAct]recette.ReserveStatus{
		"fix": "fixed", "lift": "lifted", "maintain": "maintained", "convert": "converted", "abandon": "abandoned",
	}[m.Act]
	if m.Act == recette.ReserveUpdate {
		to = x.status
	}
	fixed := x.status == recette.ReserveFixed
	if g.when(to == "" || !pends(x.status) || m.Act == "fix" && fixed || m.Act == "lift" && !fixed, "life") {
		return g
	}
	switch m.Act {
	case recette.ReserveUpdate:
		if g.when(x.cited, "life") {
			return g
		}
		g.when(m.Class == recette.Blocking, "blocks")
		g.when(m.Reason == "" || m.Class == "" && m.Text == "" && m.Owner == "" && m.Due == "", "missing")
	case recette.ReserveFix:
		g.when(m.Build == "", "missing")
	case recette.ReserveLift:
		g.when(x.check == "", "missing")
		if c := r.cases[x.check]; c != nil {
			g.when(!r.shows(c, actor, x.fixer, x.fixed, x.build, m.Reason), "retest")
		}
	default:
		g.when(m.Reason == "", "missing")
		g.when(m.Act == "convert" && m.Into == "", "missing")
		g.when(m.Act == "abandon" && m.Decision == "", "missing")
		g.when(m.Act == "abandon" && m.Decision != "" && r.decisions == 0, "invalid")
	}
	if len(g) == 0 {
		r.now++
		x.status = to
		if m.Act == recette.ReserveFix {
			x.fixer, x.fixed, x.build = actor.Ref, r.now, m.Build
		}
		if m.Act == recette.ReserveLift {
			x.shown = fmt.Sprintf("%s#%d", x.check, r.cases[x.check].number)
		}
		if m.Act == recette.ReserveUpdate && m.Class != "" {
			x.class = m.Class
		}
		if m.Act == recette.ReserveMaintain || m.Act == recette.ReserveUpdate {
			x.owned, x.dated = x.owned || m.Owner != "", x.dated || m.Due != ""
		}
	}
	return g
}

// situation is what a decision on the whole campaign bears on.
func (r *reference) situation() recette.Situation {
	var s recette.Situation
	for _, k := range manifest().Cases {
		c := r.cases[k.ID]
		s.Cases = append(s.Cases, recette.CaseFact{
			ID: c.id, Verdict: c.verdict(), Critical: c.id != "SC-4", Freshness: r.freshness(c), Hold: r.hold(c),
			Contested: c.contested,
		})
	}
	for _, a := range r.anomalies {
		at := r.stands(a)
		s.Anomalies = append(s.Anomalies, recette.AnomalyFact{
			Number: at.number, Severity: at.severity, Open: weighs(at.status), Case: a.about,
		})
	}
	for _, x := range r.reserves {
		if pends(x.status) {
			about := x.about
			if a := r.anomaly(about); a != nil {
				about = r.stands(a).number
			}
			s.Reserves = append(s.Reserves, recette.ReserveFact{
				Number: x.number, Class: x.class, Anomaly: about, Check: x.check, Owned: x.owned, Dated: x.dated,
			})
		}
	}
	return s
}

func (r *reference) decide(actor recette.Actor, d recette.Decision, reason string) grounds {
	g := grounds{}
	g.when(!may(actor, access.Decide), "denied")
	refused := recette.Refusals(r.situation(), recette.Pronouncement{Decision: d, Motivated: reason != ""})
	g.when(len(refused) > 0, "rules")
	if len(g) == 0 {
		r.now++
		r.decisions++
		r.accepted = d.Accepts()
		if d == recette.AcceptedWithReserves {
			for _, at := range r.situation().Reserves {
				r.reserve(at.Number).cited = true
			}
		}
	}
	return g
}
