package campaign_test

import (
	"errors"
	"fmt"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/meeting"
	"recette/internal/recette"
)

// reference is what a campaign should be after the acts that were tried on it, kept in memory by the test: nothing of
// it comes from the journal or from the folds. Time is the number of acts that were recorded.
type reference struct {
	now               int
	closed, suspended bool
	iteration         int
	cases             map[string]*tested
	anomalies         []*anomaly
	reserves          []*reserve
	drafts            []*draft
	sittings          []*sitting
	decisions, tried  int
	accepted          bool            // by the decision that stands
	reads             map[string]bool // rows whose results a second person reads over
	readers           []recette.Role  // in which roles; none: in all that may
}

// tested is a row of the campaign: its last attempt.
type tested struct {
	id, assigned string
	number, pass int
	open         bool
	by           string
	steps        [3]observed
	ended        recette.Outcome // with which the attempt closed, empty when with none
	iteration    int             // in which the attempt was made
	first, last  int             // when it began, and was last recorded of
	invalid      bool
	contested    bool
	read         recette.Reading   // what a second person said of it
	sat          string            // the session that its author attended as it was last played
	amended      bool              // its author corrected it without playing it again
	was          []recette.Verdict // before that
	replay       bool              // its result of an iteration before is to be obtained again
	replayed     bool              // because of an anomaly
}

type observed struct {
	verdict recette.Verdict // empty: nobody saw it
	by      string
	manual  bool
}

type anomaly struct {
	number, about     string
	step              int // 1-based, 0: the whole case
	severity          recette.Severity
	status            recette.AnomalyStatus
	original          string
	fixer, build      string
	fixed             int      // when
	shown             string   // by which attempt it was closed: "SC-1#2"
	found             []string // cases of its other failures
	turned, reopened  int
	proposed, propose string // what, by whom
	priority          recette.Priority
}

type reserve struct {
	number, about, check string
	class                recette.Severity
	status               recette.ReserveStatus
	cited                bool // by a decision that rests on it
	owned, dated         bool
	fixer, build, shown  string
	fixed                int
}

type draft struct {
	about         string
	attempt, step int // step 1-based
	waits         bool
}

type sitting struct {
	number string
	open   bool
	here   []string
}

func newReference() *reference {
	r := &reference{iteration: 1, cases: map[string]*tested{}}
	for _, c := range manifest().Cases {
		r.cases[c.ID] = &tested{id: c.ID}
	}
	return r
}

// may is the right of a role alone, which has its own test.
func may(actor recette.Actor, action access.Action) bool {
	return access.Allow(actor, action, access.Scope{}) == nil
}

// grounds gathers why an act is refused; none: it is recorded.
type grounds map[string]bool

func (g grounds) when(refused bool, why string) bool {
	if refused {
		g[why] = true
	}
	return refused
}

// why names what a refusal is about, as grounds do.
func why(err error) string {
	var retest *gap.RetestError
	var refused *campaign.DecisionError
	switch {
	case err == nil:
		return ""
	case errors.Is(err, campaign.ErrHeld):
		return "held"
	case errors.Is(err, access.ErrDenied):
		return "denied"
	case errors.Is(err, campaign.ErrAmend):
		return "amend"
	case errors.Is(err, fact.ErrClosed):
		return "closed"
	case errors.Is(err, campaign.ErrSuspended):
		return "suspended"
	case errors.Is(err, recette.ErrAttempt):
		return "attempt"
	case errors.Is(err, gap.ErrReserveBlocking):
		return "blocks"
	case errors.Is(err, gap.ErrLife):
		return "life"
	case errors.Is(err, gap.ErrProposal):
		return "proposal"
	case errors.Is(err, gap.ErrOriginal):
		return "original"
	case errors.As(err, &retest):
		return "retest"
	case errors.As(err, &refused):
		return "rules"
	case errors.Is(err, gap.ErrUnknownAnomaly), errors.Is(err, gap.ErrUnknownReserve),
		errors.Is(err, gap.ErrUnknownDraft), errors.Is(err, meeting.ErrUnknownSession):
		return "unknown"
	case errors.Is(err, campaign.ErrUnfinished):
		return "unfinished"
	case errors.Is(err, advice.ErrReading):
		return "reading"
	case errors.Is(err, advice.ErrNoResult):
		return "no result"
	case errors.Is(err, recette.ErrSession):
		return "session"
	case errors.Is(err, meeting.ErrPresent), errors.Is(err, meeting.ErrAbsent):
		return "presence"
	case errors.Is(err, meeting.ErrAlready), errors.Is(err, meeting.ErrGoesOn):
		return "pause"
	case errors.Is(err, fact.ErrIncomplete):
		return "missing"
	case errors.Is(err, fact.ErrInvalid):
		return "invalid"
	}
	return fmt.Sprintf("%T: %v", err, err)
}

// stops is what forbids any test, whatever the case.
func (r *reference) stops(g grounds) {
	g.when(r.closed, "closed")
	g.when(r.suspended, "suspended")
}

// worst is the roll-up, by rank: the first that is there.
func worst(vs ...recette.Verdict) recette.Verdict {
	for _, v := range []recette.Verdict{recette.Failed, recette.Blocked, recette.NotRun} {
		if slices.Contains(vs, v) {
			return v
		}
	}
	out := recette.NotApplicable
	for _, v := range vs {
		if v == recette.PassedWithRemark || v == recette.Passed && out == recette.NotApplicable {
			out = v
		}
	}
	return out
}

// verdict is that of a row.
func (c *tested) verdict() recette.Verdict {
	if c.number == 0 || c.invalid {
		return recette.NotRun
	}
	var vs []recette.Verdict
	for _, s := range c.steps {
		if s.verdict == "" {
			s.verdict = recette.NotRun
		}
		vs = append(vs, s.verdict)
	}
	all := worst(vs...)
	if !c.open && c.ended != "" && all != recette.NotApplicable {
		all = worst(all, c.ended.Verdict())
	}
	switch last := c.steps[2].verdict; {
	case all == recette.Failed, all == recette.Blocked:
		return all
	case c.open, c.ended == recette.OutcomeInterrupted:
		return recette.NotRun
	case all != recette.NotRun && all != recette.NotApplicable && last != recette.Passed &&
		last != recette.PassedWithRemark:
		return recette.NotRun // nothing was verified
	}
	return all
}

// due tells whether the result of a row, of an iteration before, is to be obtained again.
func (r *reference) due(c *tested) bool { return c.number > 0 && c.iteration < r.iteration && c.replay }

// hold says what keeps the result of a row from counting.
func (r *reference) hold(c *tested) recette.Hold {
	claims := func(v recette.Verdict) bool {
		return slices.Contains([]recette.Verdict{"passed", "passed_with_remark", "failed", "not_applicable"}, v)
	}
	switch {
	case r.due(c):
		return recette.Due
	case c.number == 0 || c.invalid:
		return ""
	case c.read == recette.Return:
		return recette.Returned
	case r.reads[c.id] && c.read == "" && !c.open && (claims(c.verdict()) || slices.ContainsFunc(c.was, claims)):
		return recette.Unread
	}
	return ""
}

// read is what somebody says of a result that they read over.
func (r *reference) read(actor recette.Actor, f advice.Review) grounds {
	g := grounds{}
	c := r.cases[f.Case]
	g.when(!may(actor, access.ReviewResult), "denied")
	g.when(r.closed, "closed")
	g.when(f.Reading != recette.Accept && f.Reading != recette.Return, "invalid")
	g.when(f.Reading == recette.Return && f.Reason == "", "missing")
	g.when(f.Attempt != 0 && f.Attempt != c.number || r.hold(c) != recette.Unread, "reading")
	g.when(c.by == actor.Ref || slices.ContainsFunc(c.steps[:], func(s observed) bool { return s.by == actor.Ref }),
		"denied")
	g.when(len(r.readers) > 0 && !slices.Contains(r.readers, actor.Role), "denied")
	if len(g) == 0 {
		r.now++
		if c.read = f.Reading; c.read == recette.Return {
			r.objected(fmt.Sprintf("%s#%d", c.id, c.number))
		}
	}
	return g
}

func (r *reference) freshness(c *tested) recette.Freshness {
	switch {
	case r.due(c) && c.replayed:
		return recette.StaleAnomaly
	case r.due(c):
		return recette.StaleVersion
	}
	for _, a := range r.anomalies {
		if a.about != c.id || c.number == 0 {
			continue
		}
		for _, o := range r.repeats(a) {
			if o.reopened > c.last {
				return recette.StaleAnomaly
			}
		}
	}
	return recette.Fresh
}

// record tries an observation.
func (r *reference) record(actor recette.Actor, res campaign.Result) grounds {
	g := grounds{}
	c, manual := r.cases[res.Case], res.Mode == recette.Manual
	r.stops(g)
	action := access.Record
	if !manual {
		action = access.Automate
	}
	g.when(!may(actor, action) || manual && r.away(actor), "denied")
	g.when(c.open && c.by != actor.Ref, "held")
	if res.Attempt == c.number+1 {
		g.when(c.open || res.Pass != 1, "attempt")
	} else {
		g.when(res.Attempt != c.number || !c.open || res.Pass < c.pass, "attempt")
	}
	if len(g) > 0 {
		return g
	}
	r.now++
	if res.Attempt > c.number {
		*c = tested{
			id: c.id, assigned: c.assigned, number: res.Attempt, open: true, by: actor.Ref, iteration: r.iteration,
			first: r.now, replay: c.replay, replayed: c.replayed,
		}
	}
	c.pass, c.last, c.sat = res.Pass, r.now, r.session(c.by)
	for _, o := range res.Steps {
		r.see(c, actor, o)
	}
	if c.open = !res.Closed; res.Closed {
		c.ended = res.Outcome
	}
	return g
}

// try is an attempt out of the figures: the roles that rehearse may, and those who test where they may.
func (r *reference) try(actor recette.Actor) grounds {
	g := grounds{}
	r.stops(g)
	g.when(r.away(actor), "denied")
	roles := []recette.Role{recette.PPO, recette.PO, recette.QA, recette.Tester, recette.Referent, recette.LeadTech}
	g.when(!slices.Contains(roles, actor.Role), "denied")
	if len(g) == 0 {
		r.tried++
	}
	return g
}

// see is an observation of a step that was let in.
func (r *reference) see(c *tested, actor recette.Actor, o campaign.Observation) {
	v := o.Verdict
	if o.Mode == recette.Automated {
		v = o.Outcome.Verdict()
	}
	at := &c.steps[o.Step]
	if at.verdict != "" && o.Replay && (v == recette.Passed || v == recette.PassedWithRemark) {
		return // what was built again tells nothing new
	}
	if at.manual && at.verdict == recette.Failed {
		r.settle(c.id, c.number, o.Step+1)
	}
	*at = observed{v, actor.Ref, o.Mode == recette.Manual}
	r.fails(c, o.Step)
}

// fails has the failure of a step that somebody judged by hand wait to be explained.
func (r *reference) fails(c *tested, at int) {
	if s := c.steps[at]; !s.manual || s.verdict != recette.Failed {
		return
	}
	d := &draft{about: c.id, attempt: c.number, step: at + 1, waits: true}
	for _, a := range r.anomalies {
		if a.about == c.id && weighs(r.stands(a).status) && (a.step == 0 || a.step == d.step) {
			d.waits = false
		}
	}
	r.drafts = append(r.drafts, d)
}

// amend corrects the last result of a row, which stays the same attempt: what failed still waits to be explained.
func (r *reference) amend(actor recette.Actor, a campaign.Amend) grounds {
	g := grounds{}
	c := r.cases[a.Case]
	g.when(!may(actor, access.AmendResult) || r.apart(actor), "denied")
	r.stops(g)
	g.when(a.Reason == "", "missing")
	g.when(c.number == 0 || c.open || c.invalid || a.Attempt != 0 && a.Attempt != c.number, "amend")
	g.when(c.by != actor.Ref || slices.ContainsFunc(c.steps[:], func(s observed) bool {
		return s.verdict != "" && s.by != actor.Ref
	}), "denied")
	g.when(c.contested || c.iteration != r.iteration || c.read == recette.Return, "amend")
	g.when(c.sat != "" && c.sat != r.session(actor.Ref), "amend")
	for _, j := range a.Steps {
		g.when(!c.steps[j.Step].manual, "amend")
	}
	if len(g) > 0 {
		return g
	}
	r.now++
	c.was = append(c.was, c.verdict())
	for _, j := range a.Steps {
		if j.Verdict == recette.Failed {
			r.settle(c.id, c.number, j.Step+1)
		}
		c.steps[j.Step].verdict = j.Verdict
		r.fails(c, j.Step)
	}
	c.amended, c.read = true, ""
	r.objected(fmt.Sprintf("%s#%d", c.id, c.number))
	return g
}

// session gives the open session that somebody attends.
func (r *reference) session(ref string) string {
	for _, s := range r.sittings {
		if s.open && slices.Contains(s.here, ref) {
			return s.number
		}
	}
	return ""
}

// begin tries to conduct a case, and says which attempt comes.
func (r *reference) begin(actor recette.Actor, b campaign.Begin) (number, pass int, g grounds) {
	g = grounds{}
	c := r.cases[b.Case]
	r.stops(g)
	g.when(!may(actor, access.Record) || r.away(actor), "denied")
	others := c.open && c.by != actor.Ref
	if others && !g.when(!b.TakeOver, "held") {
		g.when(!may(actor, access.TakeOver), "denied")
	}
	if len(g) > 0 {
		return 0, 0, g
	}
	if c.open && !others && !b.Restart {
		return c.number, c.pass + 1, g
	}
	r.interrupt(c)
	return c.number + 1, 1, g
}

// interrupt closes an open attempt with what was seen of it.
func (r *reference) interrupt(c *tested) {
	if !c.open {
		return
	}
	r.now++
	c.open, c.pass, c.last, c.sat = false, c.pass+1, r.now, r.session(c.by)
	c.ended = recette.OutcomeInterrupted
}

func (r *reference) release(actor recette.Actor, id string) grounds {
	g := grounds{}
	r.stops(g)
	g.when(!may(actor, access.TakeOver), "denied")
	if len(g) == 0 {
		r.interrupt(r.cases[id])
	}
	return g
}

// object invalidates or contests the last result of a case.
func (r *reference) object(actor recette.Actor, id string, attempt int, action access.Action) grounds {
	g := grounds{}
	c := r.cases[id]
	g.when(!may(actor, action), "denied")
	g.when(r.closed, "closed")
	g.when(c.number == 0 || c.open || c.invalid || attempt != 0 && attempt != c.number, "no result")
	if len(g) == 0 {
		r.now++
		c.invalid, c.contested = action == access.InvalidateResult, c.contested || action == access.ContestResult
		r.objected(fmt.Sprintf("%s#%d", id, c.number))
	}
	return g
}

func (r *reference) assign(actor recette.Actor, id, to string) grounds {
	g := grounds{}
	g.when(!may(actor, access.Assign), "denied")
	g.when(r.closed, "closed")
	g.when(to != "" && to != samira.Ref && to != yann.Ref && to != zoe.Ref, "invalid") // who records
	if len(g) == 0 {
		r.now++
		r.cases[id].assigned = to
	}
	return g
}

// iterate goes on with another build, which bears on every row or on none.
func (r *reference) iterate(actor recette.Actor, impact bool) grounds {
	g := grounds{}
	g.when(!may(actor, access.Iterate), "denied")
	g.when(r.closed, "closed")
	for _, c := range r.cases {
		g.when(c.open, "unfinished")
	}
	if len(g) > 0 {
		return g
	}
	for _, c := range r.cases {
		was, turned := r.due(c), false
		for _, a := range r.anomalies {
			for _, o := range r.repeats(a) {
				turned = turned || a.about == c.id && o.turned > c.last
			}
		}
		v := c.verdict()
		holds := v == recette.Passed || v == recette.PassedWithRemark || v == recette.NotApplicable
		if !was {
			back := r.hold(c) == recette.Returned
			c.replayed = c.number > 0 && turned && !back
			c.replay = c.number == 0 || turned || !holds || impact || back
		}
	}
	r.now++
	r.accepted = false
	r.iteration++
	return g
}

func (r *reference) end(actor recette.Actor, unfinished bool) grounds {
	g := grounds{}
	g.when(!may(actor, access.CloseCampaign), "denied")
	g.when(r.closed, "closed")
	for _, c := range r.cases {
		g.when(!unfinished && (c.open || c.verdict() == recette.NotRun || r.hold(c) != ""), "unfinished")
	}
	for _, d := range r.drafts {
		g.when(!unfinished && d.waits, "unfinished")
	}
	g.when(!unfinished && r.suspended, "suspended")
	if len(g) == 0 {
		r.now++
		r.closed = true
		for _, s := range r.sittings {
			s.open = false
		}
	}
	return g
}

func (r *reference) pause(actor recette.Actor, suspend bool, reason string) grounds {
	g := grounds{}
	g.when(!may(actor, access.SuspendCampaign), "denied")
	g.when(r.closed, "closed")
	g.when(reason == "", "missing")
	g.when(r.suspended == suspend, "pause")
	if len(g) == 0 {
		r.now++
		r.suspended = suspend
	}
	return g
}

// attends tells whether somebody sits in an open session.
func (r *reference) attends(ref string) bool {
	return slices.ContainsFunc(r.sittings, func(s *sitting) bool { return s.open && slices.Contains(s.here, ref) })
}

// away tells whether a session is open that somebody does not sit in although testers do.
func (r *reference) away(actor recette.Actor) bool {
	return actor.Role == recette.Tester && r.apart(actor)
}

// apart tells whether a session is open that somebody does not sit in, whoever they are.
func (r *reference) apart(actor recette.Actor) bool {
	return !r.attends(actor.Ref) && slices.ContainsFunc(r.sittings, func(s *sitting) bool { return s.open })
}

func (r *reference) sit(actor recette.Actor, animator string, others ...string) grounds {
	g := grounds{}
	g.when(!may(actor, access.ConductSession), "denied")
	g.when(r.closed, "closed")
	here := append([]string{animator}, others...)
	for i, ref := range here {
		g.when(r.attends(ref), "presence")
		g.when(slices.Contains(here[:i], ref), "invalid")
	}
	if len(g) == 0 {
		r.now++
		r.sittings = append(r.sittings, &sitting{fmt.Sprintf("SES-%04d", len(r.sittings)+1), true, here})
	}
	return g
}

// move lets somebody come into a session, or leave it.
func (r *reference) move(actor recette.Actor, number, ref string, left bool) grounds {
	g := grounds{}
	g.when(!may(actor, access.ConductSession), "denied")
	g.when(r.closed, "closed")
	s := r.sitting(number)
	if g.when(s == nil, "unknown") || g.when(!s.open, "session") {
		return g
	}
	here := slices.Contains(s.here, ref)
	g.when(left && !here || !left && r.attends(ref), "presence")
	if len(g) == 0 {
		r.now++
		if s.here = append(s.here, ref); left {
			s.here = slices.DeleteFunc(s.here, func(other string) bool { return other == ref })
		}
	}
	return g
}

func (r *reference) rise(actor recette.Actor, number string) grounds {
	g := grounds{}
	g.when(!may(actor, access.ConductSession), "denied")
	g.when(r.closed, "closed")
	s := r.sitting(number)
	if g.when(s == nil, "unknown") || g.when(!s.open, "session") {
		return g
	}
	if len(g) == 0 {
		r.now++
		s.open = false
	}
	return g
}

func (r *reference) sitting(number string) *sitting {
	for _, s := range r.sittings {
		if s.number == number {
			return s
		}
	}
	return nil
}
