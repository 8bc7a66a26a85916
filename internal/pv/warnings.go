package pv

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"recette/internal/campaign/state"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/reports"
)

// Code names a warning that is computed before signature. Its text is pv.warning.<code>, or
// pv.warning.<code>.one and .other when its first argument is a number.
type Code string

// The warnings.
const (
	exitUnmet    Code = "exit_unmet"    // criteria of exit that are not met, and that no derogation excuses
	exitUnknown  Code = "exit_unknown"  // those that nothing measures, and that nobody attested
	entryUnmet   Code = "entry_unmet"   // the same of entry, while results are recorded
	entryUnknown Code = "entry_unknown" // the same of entry, while results are recorded
	// What asked for a suspension of the campaign that nobody recorded.
	suspensionAttested Code = "suspension_attested" // criteria of suspension that somebody attested
	environmentBlocked Code = "environment_blocked" // rows that the environment blocks
	neverRun           Code = "never_run"           // scenarios that nobody played
	unfinished         Code = "unfinished"          // attempts that were left open
	criticalNotDone    Code = "critical_not_done"   // blocked or not run on a critical journey
	FailedUncovered    Code = "failed_uncovered"    // failed without an open anomaly
	technicalOutcome   Code = "technical"           // automation could not judge
	staleResults       Code = "stale"               // results that are not fresh
	freshnessUnknown   Code = "freshness_unknown"   // nobody compared with the present features
	blockingOpen       Code = "blocking_open"       // open blocking anomalies
	majorOpen          Code = "major_open"          // open major anomalies
	severityBarred     Code = "severity_barred"     // what the plan alone makes forbid to accept
	NoEvidence         Code = "no_evidence"         // what a person judged on a critical journey, without evidence
	superseded         Code = "superseded"          // conform after an attempt that was not
	amended            Code = "amended"             // less grave, as corrected by their authors alone
	contested          Code = "contested"           // until another attempt decides
	unread             Code = "unread"              // nobody read them over, and somebody was to
	returned           Code = "returned"            // whoever read them over sent them back
	outside            Code = "outside_session"     // by a person while no session that they attended was open
	outOfOrder         Code = "out_of_order"        // although the order of a journey held them back
	keptResults        Code = "kept"                // obtained in an iteration before, and not to be obtained again
	goneRows           Code = "gone"                // rows that an iteration before had
	draftsOpen         Code = "drafts"              // failures that no anomaly accounts for
	strays             Code = "strays"              // recorded results that count for nothing
	reserveOpenEnded   Code = "reserve_incomplete"
	buildMismatch      Code = "build_mismatch" // build of the results is not the build named
	buildUnknown       Code = "build_unknown"
	uninstalled        Code = "build_uninstalled" // nobody said which build is installed
	undelivered        Code = "build_undelivered" // nor, of the next, which one was delivered
	tacitAdmission     Code = "tacit_admission"   // decided after the contract took a silence for an acceptance
	oneDay             Code = "one_day"           // the whole recette took one day
	planDraft          Code = "plan_unapproved"   // the plan was still to be approved when it was frozen
	shortPeriod        Code = "short_period"      // played over less time than the plan foresees
	earlyDecision      Code = "same_day"          // decided on the day of the delivery, or before
	soleTester         Code = recette.SoleTester
	ownVerdicts        Code = recette.OwnVerdicts
	takenByDecider     Code = "transcribed_by_decider" // results that whoever decides took from cahiers
	takenByOne         Code = "transcribed_by_one"     // those of critical journeys, that one person took from cahiers
	// Rules of the separation of duties that facts broke, and that the project lets pass.
	dutyDecider    Code = "duty_decider_executed" // at the signature: of the decision, ownVerdicts says it
	dutyFixer      Code = "duty_fixer_closes"
	dutySupplier   Code = "duty_supplier_lowers"
	dutyAuthor     Code = "duty_author_alone" // counted on what the PV holds, as dutyData is
	dutyData       Code = "duty_data_owner_alone"
	dutyAdmin      Code = "duty_admin_decides"
	dutyDerogation Code = "duty_own_derogation"
	dutyDeciders   Code = "duty_several_deciders"
	entrusted      Code = "delegated_by_admin"         // delegations that an administrator recorded for who gives them
	dutyUrgent     Code = "duty_unconfirmed_emergency" // what was decided in an accelerated recette expired
	accelerated    Code = "accelerated"                // an accelerated recette, of which nothing is decided yet
	expires        Code = "accelerated_until"          // its decision expires
	afterDecision  Code = "after_decision"
	// The decision did not wait for what the plan asks before it.
	routeIncomplete Code = "route_incomplete"
	inForce         Code = "in_force"   // earlier PVs of the same, which stand and which this one does not replace
	stillOpen       Code = "still_open" // the campaign is not closed
	unnamed         Code = recette.Unnamed
	Erased          Code = "erased"
	Missing         Code = "missing" // texts or names that are gone, and that no leaf erased
)

// Codes lists the warnings; counted tells those whose first argument is a number.
func Codes() (all, counted []Code) {
	counted = []Code{
		exitUnmet, exitUnknown, entryUnmet, entryUnknown, suspensionAttested, environmentBlocked,
		neverRun, unfinished, criticalNotDone, FailedUncovered, technicalOutcome, staleResults, blockingOpen, majorOpen,
		NoEvidence, takenByDecider, takenByOne, superseded, amended, keptResults, goneRows, contested, unread, returned,
		outside, outOfOrder,
		strays, draftsOpen, reserveOpenEnded, afterDecision, inForce,
		unnamed, Erased, Missing, dutyDecider, dutyFixer, dutySupplier, dutyAuthor, dutyData, dutyAdmin,
		dutyDerogation, dutyDeciders, entrusted,
	}
	plain := []Code{
		freshnessUnknown, buildMismatch, buildUnknown, uninstalled, undelivered, oneDay, shortPeriod, earlyDecision,
		planDraft, tacitAdmission, soleTester,
		ownVerdicts, stillOpen, routeIncomplete, dutyUrgent, accelerated, expires,
	}
	return append(slices.Clone(counted), plain...), counted
}

// shown is how many ids a sentence lists before it counts the rest.
const shown = 8

func (b *builder) warnings() {
	b.pv.Warnings = []reports.Warning{}
	b.warnTacit() // page 1 has room for the first ones alone
	b.warnCriteria()
	b.warnUnsuspended()
	b.warnCases()
	b.warnIterations()
	if !b.m.Sections.Approved() {
		b.warn(planDraft)
	}
	b.warnAnomalies()
	b.warnDelivery()
	b.warnPeriod()
	b.warnDecision()
	b.warnTranscripts()
	b.warnDuties()
	b.warnEntrusted()
	b.warnUrgent()
	if n := b.strays(); n > 0 {
		b.warnCount(strays, n)
	}
	if b.in.Antenne == "" {
		if standing := b.state.InForce(b.in.Journey, b.in.Lifts); len(standing) > 0 {
			b.warnCount(inForce, len(standing), b.ids(standing))
		}
	}
	if b.state.ClosedAt == "" {
		b.warn(stillOpen)
	}
	b.warnUnnamed()
	if len(b.erased) > 0 {
		b.warnCount(Erased, len(b.erased))
	}
	if len(b.missing) > 0 {
		b.warnCount(Missing, len(b.missing))
	}
}

// warnUnnamed says, leaf by leaf, of how many people whom the plan names the name was erased, and why.
func (b *builder) warnUnnamed() {
	stands := map[string]bool{} // references that the plan has in the place of a name
	if len(b.state.Apart) > 0 {
		for _, said := range b.asked.Places() {
			stands[said] = true
		}
	}
	for i := range b.in.Records {
		l := &b.in.Records[i].Leaf
		if l.Erase == nil {
			continue
		}
		gone := map[string]bool{}
		for _, ref := range l.Erase.Refs {
			if b.state.Hidden[ref] == l.Seq && b.hides(ref) && partyOf(b.planned, ref) != nil {
				gone[ref] = true
			}
		}
		for _, p := range l.Erase.Places {
			if (p.Manifest == b.state.Manifest || stands[p.Ref]) && b.state.Hidden[p.Ref] == l.Seq && b.hides(p.Ref) {
				gone[p.Ref] = true
			}
		}
		if len(gone) > 0 {
			b.warnCount(
				unnamed, len(gone), strconv.FormatInt(l.Seq, 10), b.dayOf(l.At), b.text(l.Erase.Reason),
			)
		}
	}
}

// warnCases goes once over the cases and warns by kind, gravest first.
func (b *builder) warnCases() {
	found := map[Code][]string{}
	spoken := map[string]bool{} // cases that an open anomaly is about
	for stand := range b.state.Stands() {
		if stand.Open {
			spoken[stand.Raised.Case] = true
		}
	}
	for i := range b.pv.Cases {
		c := &b.pv.Cases[i]
		s := b.state.Case(c.ID)
		v := recette.Verdict(c.Verdict)
		add := func(code Code, when bool) {
			if when {
				found[code] = append(found[code], c.ID)
			}
		}
		add(neverRun, s.Last == nil)
		add(unfinished, s.Last != nil && !s.Last.Closed)
		add(criticalNotDone, c.Critical && s.Last != nil && (v == recette.Blocked || v == recette.NotRun))
		add(FailedUncovered, v == recette.Failed && !spoken[c.ID])
		add(technicalOutcome, technical(c))
		// An automated result is its own record; a person's word needs something beside it.
		add(NoEvidence, c.Critical && v.Executed() && !evident(c) && c.Mode != string(recette.Automated))
		add(superseded, v.Conform() && b.replayed(s))
		add(amended, b.bettered(s))
		add(contested, s.Last != nil && s.Last.Contested != nil)
		add(unread, c.Hold == string(recette.Unread))
		add(returned, c.Hold == string(recette.Returned))
		add(outOfOrder, slices.ContainsFunc(b.early(s), b.ordered))
		add(outside, len(b.pv.Meetings) > 0 && b.played[""][c.ID] && c.Mode != string(recette.Automated))
	}
	found[staleResults] = b.pv.Stale
	for _, code := range []Code{
		neverRun, unfinished, criticalNotDone, FailedUncovered, technicalOutcome, staleResults, NoEvidence,
		superseded, amended, contested, unread, returned,
		outside, outOfOrder,
	} {
		if ids := found[code]; len(ids) > 0 {
			b.warnCount(code, len(ids), b.ids(ids))
		}
	}
	if b.in.Present == nil {
		b.warn(freshnessUnknown)
	}
}

// replayed tells whether a former attempt of a case was not conform, or was not before its author corrected it.
func (b *builder) replayed(s *state.Case) bool {
	return slices.ContainsFunc(s.Former, func(f state.FormerAttempt) bool {
		return !f.Verdict.Conform() || slices.ContainsFunc(b.state.Amendments, func(a state.Amendment) bool {
			return a.Case == s.ID && a.Attempt == f.Number && !a.Was.Conform()
		})
	})
}

// bettered tells whether a case holds less against the product, for its author corrected its last result without
// playing it again.
func (b *builder) bettered(s *state.Case) bool {
	return s.Last != nil && s.Last.Invalid == nil &&
		slices.ContainsFunc(b.state.Amendments, func(a state.Amendment) bool {
			return a.Case == s.ID && a.Attempt == s.Last.Number && recette.Lightened(a.Was, s.Verdict())
		})
}

// technical reports whether automation ended in something that is neither conform nor a failure of the product.
func technical(c *reports.Case) bool {
	odd := func(outcome string) bool {
		switch recette.Outcome(outcome) {
		case recette.OutcomeUndefined, recette.OutcomeAmbiguous, recette.OutcomePending, recette.OutcomeError,
			recette.OutcomeTimeout, recette.OutcomeInterrupted:
			return true
		case recette.OutcomePassed, recette.OutcomeFailed, recette.OutcomeSkipped:
		}
		return false
	}
	return odd(c.Outcome) || slices.ContainsFunc(c.Steps, func(s reports.Step) bool { return odd(s.Outcome) })
}

func (b *builder) warnAnomalies() {
	open := map[recette.Severity][]string{}
	bearing, i := b.state.Bearing(b.scope.in), 0
	for stand := range b.state.Stands() {
		if a := stand.Raised; stand.Open && stand.Weighs == a && bearing.Anomaly(i) {
			open[recette.Severity(a.Severity)] = append(open[recette.Severity(a.Severity)], a.Number)
		}
		i++
	}
	if ns := open[recette.Blocking]; len(ns) > 0 {
		b.warnCount(blockingOpen, len(ns), b.ids(ns))
	}
	if ns := open[recette.Major]; len(ns) > 0 {
		b.warnCount(majorOpen, len(ns), b.ids(ns))
	}
	if ns := b.barred(); len(ns) > 0 {
		b.warnCount(severityBarred, len(ns), b.ids(ns))
	}
	var waiting []string
	for _, d := range b.state.Waiting() {
		if b.scope.in[d.Case] {
			waiting = append(waiting, d.ID())
		}
	}
	if len(waiting) > 0 {
		b.warnCount(draftsOpen, len(waiting), b.ids(waiting))
	}
	var incomplete []string
	for _, r := range b.pv.Reserves {
		if recette.ReserveStatus(r.Status).Pending() && (r.Owner == "" || r.Due == "") {
			incomplete = append(incomplete, r.Number)
		}
	}
	if len(incomplete) > 0 {
		b.warnCount(reserveOpenEnded, len(incomplete), b.ids(incomplete))
	}
}

// warnTranscripts says which results rest on the word of whoever took them from cahiers: of the one who decides or,
// on a
// critical journey, of one person alone. What testers take in themselves is their own word.
func (b *builder) warnTranscripts() {
	decider := ""
	if d := b.decision(); d != nil {
		decider = d.By.Ref
	}
	var decided, others []string
	takers := map[string]bool{}
	for i := range b.pv.Cases {
		c := &b.pv.Cases[i]
		if c.Taken == nil {
			continue
		}
		a := b.state.Case(c.ID).Last
		switch {
		case a.Origin.By == decider:
			decided = append(decided, c.ID)
		case c.Critical && a.Origin.By != a.Actor.Ref:
			others, takers[a.Origin.By] = append(others, c.ID), true
		}
	}
	if len(decided) > 0 {
		b.warnCount(takenByDecider, len(decided), b.ids(decided))
	}
	if len(takers) == 1 {
		b.warnCount(takenByOne, len(others), b.ids(others))
	}
}

// warnDuties says which rules of the separation of duties facts broke, in the order of the rules.
func (b *builder) warnDuties() {
	for _, code := range []Code{
		dutyDecider, dutyFixer, dutySupplier, dutyAuthor, dutyData, dutyAdmin, dutyDerogation, dutyDeciders,
	} {
		about, counted := b.counted(code)
		if counted {
			if len(about) > 0 {
				b.warnCount(code, len(about), b.ids(about))
			}
			continue
		}
		for i := range b.state.Broken {
			x := &b.state.Broken[i]
			here := x.Case == "" || b.scope.in[x.Case] || b.state.Case(x.Case) == nil
			if code == dutyDecider && x.Decides { // ownVerdicts says it
				continue
			}
			if "duty_"+x.Rule == string(code) && here && !slices.Contains(about, x.About) {
				about = append(about, x.About)
			}
		}
		if len(about) > 0 {
			b.warnCount(code, len(about), b.ids(about))
		}
	}
}

// counted gives what breaks a rule as the PV stands, whatever leaves say; of another rule they are asked.
func (b *builder) counted(code Code) (about []string, counted bool) {
	bearing := func(name string) []string { return plan.Bearing(slices.Concat(b.m.Parties, b.planned), name) }
	switch code {
	case dutyAuthor:
		return b.state.AuthorsAlone(b.scope.ids, bearing), true
	case dutyData:
		return b.state.OwnersAlone(bearing), true
	default:
		return nil, false
	}
}

// warnEntrusted says which delegations an administrator recorded in the name of whoever gives them: nothing but the
// document that they name shows that they were given.
func (b *builder) warnEntrusted() {
	var numbers []string
	for i := range b.state.Delegations {
		d := &b.state.Delegations[i]
		if d.Given.By.Role == string(recette.Admin) && d.Given.By.Ref != d.By {
			numbers = append(numbers, d.Number)
		}
	}
	if len(numbers) > 0 {
		b.warnCount(entrusted, len(numbers), b.ids(numbers))
	}
}

// strays counts the results in scope that count for nothing.
func (b *builder) strays() int {
	n := 0
	for i := range b.in.Records {
		l := &b.in.Records[i].Leaf
		if l.Result != nil && b.scope.in[l.Result.Case] && b.stray[l.Seq] {
			n++
		}
	}
	return n
}

func (b *builder) warn(code Code, args ...string) {
	b.pv.Warnings = append(b.pv.Warnings, reports.Warning{
		Code: string(code), Args: args, Text: b.in.Words("pv.warning."+string(code), anys(args)...),
	})
}

func (b *builder) warnCount(code Code, n int, args ...string) {
	args = append([]string{strconv.Itoa(n)}, args...)
	b.pv.Warnings = append(b.pv.Warnings, reports.Warning{
		Code: string(code), Args: args, Text: b.in.Words(b.plural("pv.warning."+string(code), n), anys(args)...),
	})
}

func (b *builder) plural(key string, n int) string { return pluralOf(key, n, b.m.Language) }

// ids lists the first ones and counts the rest.
func (b *builder) ids(ids []string) string {
	if len(ids) <= shown {
		return strings.Join(ids, ", ")
	}
	rest := len(ids) - shown
	return strings.Join(ids[:shown], ", ") + b.in.Words(b.plural("pv.more", rest), rest)
}

func anys(args []string) []any {
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = a
	}
	return out
}

// day writes the day of an instant, in the time zone of the campaign, as the readers of the PV write it.
func (b *builder) day(t time.Time) string {
	t = t.In(b.m.Zone())
	if b.pv.Language == "en" {
		return t.Format("2 Jan 2006")
	}
	return t.Format("02/01/2006")
}

// date writes a day of the plan, in the same form.
func (b *builder) date(iso string) string {
	if t, err := time.ParseInLocation(time.DateOnly, iso, b.m.Zone()); err == nil {
		return b.day(t)
	}
	return iso
}

// evident reports whether something stands beside what was said of a case. What a person withdrew before the verdict
// does not.
func evident(c *reports.Case) bool {
	return slices.ContainsFunc(c.Steps, func(s reports.Step) bool { return len(s.Evidence) > 0 })
}
