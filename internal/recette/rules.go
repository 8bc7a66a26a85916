package recette

import "slices"

// ReasonCode says why a decision is not allowed. The sentence that a person reads is made at the edge, from the code.
type ReasonCode string

// The reasons that forbid a decision, with the effects that severities have on it.
const (
	reasonNoCase            ReasonCode = "no_case"            // the scope holds no case
	ReasonNothingExecuted   ReasonCode = "nothing_executed"   // nobody tested anything, or all is to be tested again
	reasonBlockingAnomaly   ReasonCode = "blocking_anomaly"   // an open blocking anomaly
	reasonMajorAnomaly      ReasonCode = "major_anomaly"      // an open major anomaly
	ReasonMajorOnCritical   ReasonCode = "major_on_critical"  // the same on a critical journey, without its derogation
	ReasonDerogationVoid    ReasonCode = "derogation_void"    // the derogation is not granted, or is over that day
	ReasonDerogationApart   ReasonCode = "derogation_apart"   // it is about nothing that the decision needs it for
	ReasonMajorNoReserve    ReasonCode = "major_no_reserve"   // an open major anomaly that no reserve carries
	reasonCriticalFailed    ReasonCode = "critical_failed"    // failed case of a critical journey
	reasonCriticalBlocked   ReasonCode = "critical_blocked"   // blocked case of a critical journey
	ReasonCriticalNotRun    ReasonCode = "critical_not_run"   // case of a critical journey that was not run
	reasonFailedUncovered   ReasonCode = "failed_uncovered"   // failed case without open anomaly nor reserve
	ReasonStaleResult       ReasonCode = "stale_result"       // a result that is not fresh
	reasonContested         ReasonCode = "contested"          // a result that somebody contests
	reasonUnread            ReasonCode = "unread"             // a result that nobody read over, and that was to be
	reasonReturned          ReasonCode = "returned"           // one that was read over and sent back
	reasonReservesPending   ReasonCode = "reserves_pending"   // reserves stand: it is not "without reserve"
	ReasonNoReserve         ReasonCode = "no_reserve"         // "with reserves" without any
	reasonReserveUnknown    ReasonCode = "reserve_unknown"    // a reserve is cited that was never recorded
	ReasonReserveIncomplete ReasonCode = "reserve_incomplete" // a reserve without owner or due date
	reasonReserveBlocking   ReasonCode = "reserve_blocking"   // a blocking reserve is a postponement in disguise
	reasonMotiveMissing     ReasonCode = "motive_missing"     // no reason was given
	ReasonVocabulary        ReasonCode = "other_vocabulary"   // the regime of the plan does not know the decision
	reasonRateMissing       ReasonCode = "rate_missing"       // a cut of the price without its rate, or one beyond it
	reasonRateApart         ReasonCode = "rate_apart"         // a rate that nothing cuts
	reasonAgainMissing      ReasonCode = "again_missing"      // a postponement of the CCAG-TIC without its new date
	ReasonAgainLate         ReasonCode = "again_late"         // that date is beyond the last day that the regime allows
	ReasonVAPending         ReasonCode = "va_pending"         // no outcome of the vérification d’aptitude yet
	ReasonExitUnmet         ReasonCode = "exit_unmet"         // a criterion of exit is measured as not met
	reasonNoGap             ReasonCode = "no_gap"             // nothing is against it that would cut a price

	// Those of a severity that the plan makes heavier than it usually is.
	reasonSeverityForbids   ReasonCode = "severity_forbids"    // an open anomaly, or a reserve, that forbids both
	reasonSeverityReserve   ReasonCode = "severity_reserve"    // an open anomaly that is to be carried by a reserve
	reasonSeverityNoReserve ReasonCode = "severity_no_reserve" // one that none carries
	reasonSeverityMany      ReasonCode = "severity_many"       // more of them than the plan takes
)

// Reason is one ground of refusal and what it bears on: numbers of cases, anomalies or reserves, names of criteria.
type Reason struct {
	Code     ReasonCode
	Subjects []string
}

// Whole reports whether the ground is of all that the decision bears on: what a part of it lacks, the rest may hold.
func (r *Reason) Whole() bool {
	return slices.Contains([]ReasonCode{
		reasonNoCase, ReasonNothingExecuted, ReasonNoReserve, reasonReserveUnknown, ReasonMajorNoReserve,
		reasonFailedUncovered, reasonNoGap, ReasonExitUnmet, reasonSeverityNoReserve,
	}, r.Code)
}

// CaseFact is what the decision rules know of a case.
type CaseFact struct {
	ID        string
	Verdict   Verdict
	Critical  bool // belongs to a critical journey
	Freshness Freshness
	Contested bool // somebody contests its result, and no attempt has decided since
	Hold      Hold // what holds its result back
}

// AnomalyFact is what the decision rules know of an anomaly. An anomaly about no case bears on the whole scope.
type AnomalyFact struct {
	Number   string
	Severity Severity
	Open     bool
	Case     string
}

// ReserveFact is what the decision rules know of a reserve. Owned and Dated say whether it has an owner and a due date.
type ReserveFact struct {
	Number  string
	Class   Severity
	Anomaly string
	Check   string // case that will verify the lifting
	Owned   bool
	Dated   bool
}

// Situation is what a decision is pronounced upon.
type Situation struct {
	Cases     []CaseFact
	Anomalies []AnomalyFact
	Reserves  []ReserveFact
	// Unmet names the criteria of exit, "exit/1", that are measured as not met where a case of a critical journey
	// counts, and that no derogation in force excuses: none where the plan lets that pass.
	Unmet []string
	Scale Scale // what the plan makes of severities
}

// Pronouncement is a decision as proposed.
type Pronouncement struct {
	Decision  Decision
	Motivated bool     // a reason is given
	Waived    Waiver   // by the derogation that it cites
	Reserves  []string // reserves that the decision cites; empty cites all those of the situation
	Rate      int      // of a cut of the price, in hundredths of a percent; 0: none is said
	Again     bool     // the new date of a postponement is given
}

// Refusals gives the grounds that forbid the pronouncement, none when it is allowed. A decision that is not known is a
// programming error of the caller and is refused with reasonNoCase, the gravest. Whether the regime of the plan knows
// it is for the caller to say: Vocabulary.Decisions.
//
//   - a blocking anomaly forbids both acceptances; a major one forbids the unreserved one, demands a reserve for the
//     other, and on a critical journey a derogation about it too;
//   - a severity that the plan makes heavier forbids both, or demands a reserve as a major one does, and more of one
//     than the plan takes, with the reserves of its class, forbid both;
//   - a failed case that no open anomaly and no reserve covers forbids both;
//   - failed, blocked or not run on a critical journey forbids the unreserved acceptance, and so does, anywhere, a
//     result that is not fresh, that somebody contests, that waits to be read over or that was sent back;
//   - a criterion of exit that is measured as not met on a critical journey forbids the unreserved acceptance, unless
//     a decision elsewhere is cited;
//   - postponing and refusing are always allowed, with a reason; an ajournement of the CCAG-TIC says its new date;
//   - an admission and a positive outcome of a vérification d’aptitude have the rules of the unreserved acceptance;
//   - a réfaction accepts as it is, for good, what the other one accepts for a time: a blocking anomaly forbids it, a
//     major one on a critical journey demands the derogation. The price settles the gaps in the place of reserves: none
//     is demanded, but something must be against what is accepted, and the rate be given.
func Refusals(s Situation, p Pronouncement) []Reason {
	if !p.Decision.Valid() {
		return []Reason{{Code: reasonNoCase}}
	}
	g := grounds{}
	if !p.Decision.Unreserved() && !p.Motivated {
		g.add(reasonMotiveMissing)
	}
	if p.Decision.Accepts() {
		s.acceptance(&g, p)
	}
	if p.Rate != 0 && p.Decision != Reduced {
		g.add(reasonRateApart)
	}
	switch p.Decision {
	case Accepted, Admitted, VAPositive:
		s.unreserved(&g, p)
	case AcceptedWithReserves:
		s.reserved(&g, p)
	case Reduced:
		s.reduced(&g, p)
	case Adjourned:
		if !p.Again {
			g.add(reasonAgainMissing)
		}
	case Postponed, Refused, Rejected:
	}
	return g.list
}

// Allowed lists the decisions, of those of a vocabulary, that the situation allows to somebody who gives a reason, a
// rate or a date where one is asked for, and no derogation.
func Allowed(s Situation, among []Decision) []Decision {
	var ds []Decision
	for _, d := range among {
		p := Pronouncement{Decision: d, Motivated: true, Again: true}
		if d == Reduced {
			p.Rate = 1
		}
		if len(Refusals(s, p)) == 0 {
			ds = append(ds, d)
		}
	}
	return ds
}

// acceptance holds what forbids any acceptance.
func (s Situation) acceptance(g *grounds, p Pronouncement) {
	executed := false
	for _, c := range s.Cases {
		executed = executed || Counts(c.Verdict, c.Hold).Executed()
	}
	switch {
	case len(s.Cases) == 0:
		g.add(reasonNoCase)
	case !executed:
		g.add(ReasonNothingExecuted)
	}
	s.uncovered(g)
	for _, a := range s.Anomalies {
		if !a.Open {
			continue
		}
		switch s.Scale.Of(a.Severity).Weight {
		case WeighsForbids:
			g.once(s.Scale.code(a.Severity, reasonBlockingAnomaly, reasonSeverityForbids), a.Number)
		case WeighsReserve:
			if p.Decision.Unreserved() {
				g.once(s.Scale.code(a.Severity, reasonMajorAnomaly, reasonSeverityReserve), a.Number)
			} else if a.Severity == Major && s.critical(a.Case) && !p.Waived.lets(&a) {
				g.once(ReasonMajorOnCritical, a.Number)
			}
		case WeighsNothing:
		}
	}
	for _, number := range s.beyond() {
		g.once(reasonSeverityMany, number)
	}
}

// uncovered adds the failed cases that nothing speaks of: neither acceptance may pass over them in silence. A closed
// anomaly says that the case was corrected, which its last result denies.
func (s Situation) uncovered(g *grounds) {
	covered := map[string]bool{}
	for _, a := range s.Anomalies {
		if a.Open {
			covered[a.Case] = true
		}
	}
	for _, r := range s.Reserves {
		covered[r.Check] = true
	}
	for _, c := range s.Cases {
		if c.Verdict == Failed && !covered[c.ID] {
			g.add(reasonFailedUncovered, c.ID)
		}
	}
}

// unreserved holds what forbids the acceptance without reserve only.
func (s Situation) unreserved(g *grounds, p Pronouncement) {
	if !p.Waived.Elsewhere {
		for _, name := range s.Unmet {
			g.add(ReasonExitUnmet, name)
		}
	}
	for _, r := range s.Reserves {
		g.add(reasonReservesPending, r.Number)
	}
	for _, c := range s.Cases {
		if c.Critical {
			switch c.Verdict {
			case Failed:
				g.add(reasonCriticalFailed, c.ID)
			case Blocked:
				g.add(reasonCriticalBlocked, c.ID)
			case Passed, PassedWithRemark, NotApplicable:
			case NotRun:
				g.add(ReasonCriticalNotRun, c.ID)
			default:
				g.add(ReasonCriticalNotRun, c.ID)
			}
		}
		if c.Freshness != Fresh && c.Verdict != NotRun && c.Verdict.Valid() {
			g.add(ReasonStaleResult, c.ID)
		}
		if c.Contested {
			g.add(reasonContested, c.ID)
		}
		switch c.Hold {
		case Unread:
			g.add(reasonUnread, c.ID)
		case Returned:
			g.add(reasonReturned, c.ID)
		case Free, Due: // a result that is due is stale
		}
	}
}

// reserved holds what the acceptance with reserves demands of the reserves.
func (s Situation) reserved(g *grounds, p Pronouncement) {
	if len(s.Reserves) == 0 {
		g.add(ReasonNoReserve)
	}
	known, carried := map[string]bool{}, map[string]bool{}
	for _, r := range s.Reserves {
		known[r.Number] = true
		if len(p.Reserves) > 0 && !slices.Contains(p.Reserves, r.Number) {
			continue
		}
		carried[r.Anomaly] = true
		if !r.Owned || !r.Dated {
			g.add(ReasonReserveIncomplete, r.Number)
		}
		s.forbidden(g, r)
	}
	for _, n := range p.Reserves {
		if !known[n] {
			g.add(reasonReserveUnknown, n)
		}
	}
	for _, a := range s.Anomalies {
		if a.Open && s.Scale.Of(a.Severity).Weight == WeighsReserve && !carried[a.Number] {
			g.once(s.Scale.code(a.Severity, ReasonMajorNoReserve, reasonSeverityNoReserve), a.Number)
		}
	}
}

// reduced holds what a cut of the price demands: its rate, something that it settles, and of the reserves that it
// settles that they be known, and none blocking.
func (s Situation) reduced(g *grounds, p Pronouncement) {
	if p.Rate <= 0 || p.Rate >= wholePrice {
		g.add(reasonRateMissing)
	}
	gap := len(s.Reserves) > 0
	for _, c := range s.Cases {
		gap = gap || c.Verdict != NotApplicable && !c.Verdict.Conform() || c.Freshness != Fresh || c.Contested
	}
	for _, a := range s.Anomalies {
		gap = gap || a.Open && a.Severity != Inconsequential
	}
	if !gap {
		g.add(reasonNoGap)
	}
	known := map[string]bool{}
	for _, r := range s.Reserves {
		known[r.Number] = true
		if len(p.Reserves) == 0 || slices.Contains(p.Reserves, r.Number) {
			s.forbidden(g, r)
		}
	}
	for _, n := range p.Reserves {
		if !known[n] {
			g.add(reasonReserveUnknown, n)
		}
	}
}

// forbidden adds a reserve of a class that forbids to accept: a postponement in disguise.
func (s Situation) forbidden(g *grounds, r ReserveFact) {
	if r.Class == Blocking || r.Class.Valid() && s.Scale.Of(r.Class).Weight == WeighsForbids {
		g.add(s.Scale.code(r.Class, reasonReserveBlocking, reasonSeverityForbids), r.Number)
	}
}

// critical reports whether a case is critical. No case, or one out of scope, is as critical as the gravest of the
// scope.
func (s Situation) critical(id string) bool {
	worst := false
	for _, c := range s.Cases {
		if c.ID == id {
			return c.Critical
		}
		worst = worst || c.Critical
	}
	return worst
}

// grounds gathers reasons by code, in order of first appearance, so that a person reads one sentence a code.
type grounds struct {
	list []Reason
	said map[ground]bool
}

func (g *grounds) add(code ReasonCode, subjects ...string) {
	for i := range g.list {
		if g.list[i].Code == code {
			g.list[i].Subjects = append(g.list[i].Subjects, subjects...)
			return
		}
	}
	g.list = append(g.list, Reason{Code: code, Subjects: subjects})
}

// ground is one subject of a reason.
type ground struct {
	code    ReasonCode
	subject string
}

// once adds a subject that may come several times: an anomaly stands on each case of its duplicates.
func (g *grounds) once(code ReasonCode, subject string) {
	at := ground{code, subject}
	if g.said[at] {
		return
	}
	if g.said == nil {
		g.said = map[ground]bool{}
	}
	g.said[at] = true
	g.add(code, subject)
}
