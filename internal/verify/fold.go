package verify

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"recette/internal/budget"
	"recette/internal/journal"
	"recette/internal/recette"
)

// tally is where a case stands after the leaves of the PV: the last attempt and what is known of the former ones.
type tally struct {
	frozen    *frozenCase
	now       recette.AttemptPosition
	attempts  int
	iteration int    // in which the last one was made
	content   string // of the text that was tested then
	actor     *journal.Actor
	mode      string
	started   string
	first     int64 // position of its first leaf
	ended     string
	played    int64 // position of its last leaf that is no correction
	amended   bool  // its author corrected it
	early     []int // the orders that held the row back when it was begun
	closed    bool
	declared  recette.Verdict
	outcome   recette.Outcome
	message   string         // commitment
	origin    *journal.Taken // filled cahier that the attempt was taken from, when it was
	steps     []observed
	leaves    []int64 // of all attempts
	last      int64
	former    []recette.Verdict // of the attempts that this one superseded

	invalid, contested *journal.Leaf // what was said against it
	read               *journal.Leaf // by which a second person accepted it, or sent it back
	taken              string        // reference of who took it in from a filled cahier
}

// observed is what stands of one step.
type observed struct {
	in *journal.Leaf
	o  *sighting // of the leaf; nil when nobody saw the step

	former recette.Verdict // failed or blocked, that an observation of the same attempt replaced
}

func (s *observed) seen() bool { return s.o != nil }

// fold is the independent recount: it reads the proven leaves as the rules printed on each PV say, and shares no code
// with the folds that made the PV.
type fold struct {
	budget     *budget.Budget // what looks at many things for one counts them first
	cases      map[string]*tally
	scope      scope
	anomalies  []*anomaly
	numbered   map[string]*anomaly   // by number
	about      map[string][]*anomaly // by case
	reserves   []*reserve
	kept       map[string]*reserve // by number
	failures   []*failure
	failed     map[string][]*failure // by case
	plan       *manifest
	zone       *time.Location
	began      int64 // position from which the product recorded as it does since version 6
	decisions  []*journal.Leaf
	follows    map[*anomaly]line        // once all is counted
	bears      *bearing                 // on the scope, once all is counted
	cited      map[string]bool          // numbers of the reserves that a decision rests on
	pronounced map[string]bool          // numbers of all decisions, those of iterations before too
	ever       []*journal.Leaf          // the same, in order
	runs       []*proven                // results that count, with observations
	tried      map[attempted]string     // what is played out of the figures, and of which kind
	strays     int                      // results in scope that count for nothing
	closed     bool                     // the campaign
	renewed    int64                    // position of the first iteration after the PV, not at hand; 0: none
	opener     string                   // reference of who opened it
	opened     string                   // when
	erased     map[string]*journal.Leaf // by commitment, the last leaf that did
	hidden     map[string][]int64       // by reference, the leaves that erased their name
	iterations []*journal.Leaf          // that followed the opening
	authors    []*journal.Actor         // of the sessions, in order
	notes      []*journal.Leaf          // what people recorded beside results
	given      []*journal.Leaf          // of these, the delegations and their ends
	noted      []*journal.Leaf          // all that is of those kinds
	said       []spoken                 // what the PV shows of it
	broken     []broken                 // rules of the separation of duties
	decisive   []deciding               // decisions, and signatures of what was decided, in order
	flaws      []flawed                 // of what people recorded
	attested   map[string]*journal.Leaf // the attestation that stands on a subject
	departed   bool                     // a deviation was recorded
	orders     []order                  // that block
	freed      map[string]int           // by row: the iteration in which a deviation lets it be played out of order
	signing    []*journal.Leaf          // what bears on the route of a PV to its decision, in order
	gaps       []*journal.Leaf          // what was said of anomalies, of reserves, against results

	sittings   []*sitting
	sitting    map[string]*sitting  // by number
	seats      map[string][]seating // of who takes part, by reference, in order
	halts      []halted
	suspended  bool
	shut       *journal.Leaf // that closed the campaign; nil while it is open
	objections []objected
	milestones map[string]bool // that stand, by number
	perused    []perused
	amendments []amended
	wrote      map[string][]string // references of those who wrote the rows of critical journeys
	loadings   map[string]*loading // of data, by set
	loaded     []loadedBy
	papers     []*paper             // PVs that were rendered, in order
	filed      map[string]*paper    // the same, by number
	petitions  map[string]*petition // derogations, by number
	petitioned []*petition          // the same, in order
	asked      map[string]bool      // keys of requests that a leaf answers
	latest     string               // the latest instant at which something of the campaign was recorded
	outside    map[string]bool      // cases of which something was recorded by somebody who attended no session
}

// count folds the leaves. A result counts when it is about a case of the scope and its frozen text, when attempt and
// pass are next in the life of the case, and when the campaign is not closed. What is not affordable is left out, and
// the budget says so.
func count(m *manifest, s scope, leaves []proven, began int64, b *budget.Budget) *fold {
	f := &fold{
		budget: b, plan: m, zone: m.zone(), began: began,
		cases: map[string]*tally{}, scope: s, erased: map[string]*journal.Leaf{},
		hidden: map[string][]int64{}, asked: map[string]bool{}, numbered: map[string]*anomaly{},
		about: map[string][]*anomaly{}, kept: map[string]*reserve{}, failed: map[string][]*failure{},
		tried:      map[attempted]string{},
		pronounced: map[string]bool{}, cited: map[string]bool{},
		attested: map[string]*journal.Leaf{}, sitting: map[string]*sitting{}, seats: map[string][]seating{},
		orders: ordersOf(m, &s), freed: map[string]int{},
		wrote: m.wrote(), loadings: m.loadings(), petitions: map[string]*petition{},
	}
	for i := range m.Cases {
		if c := m.Cases[i]; s.in[c.ID] {
			f.cases[c.ID] = &tally{frozen: c, last: -1}
		}
	}
	f.recountedAll()
	for i := range leaves {
		l := &leaves[i].leaf
		if !f.affords(each) {
			break
		}
		if l.V >= lives {
			f.began = min(f.began, l.Seq)
		}
		if l.Kind.Noted() {
			f.noted = append(f.noted, l)
		}
		if l.Campaign == m.Campaign {
			f.latest = max(f.latest, l.At)
		}
		f.breaks(l)
		f.deciding(l)
		if r := l.Request; r != nil { // a gesture that was sent twice counts once
			if f.asked[r.Key] {
				f.flaws = append(f.flaws, flawed{l, "request"})
			}
			f.asked[r.Key] = true
		}
		if l.Seq >= f.began && f.absent(l) {
			f.flaws = append(f.flaws, flawed{l, "session"})
		}
		f.ruled(l, m)
		if l.Visa != nil || l.Opinion != nil || l.Decision != nil || l.Iterate != nil {
			f.signing = append(f.signing, l)
		}
		if l.Anomaly != nil || l.Reserve != nil || l.Objection != nil {
			f.gaps = append(f.gaps, l)
		}
		switch {
		case l.Kind == journal.KindCampaignOpen:
			f.opener, f.opened = ref(l.Actor), l.At
		case l.Kind == journal.KindCampaignIterate && l.Iterate != nil && !f.closed:
			f.iterate(l)
			f.recountedAll()
		case l.Kind == journal.KindCampaignClose:
			if f.closed = true; f.shut == nil {
				f.shut = l
			}
			f.rise(l)
		case l.Kind == journal.KindResult && l.Result != nil:
			f.result(&leaves[i])
		case l.Kind == journal.KindPersonalErase && l.Erase != nil:
			for _, commitment := range l.Erase.Commitments {
				f.erased[commitment] = l
			}
			for _, ref := range l.Erase.Refs {
				f.hidden[ref] = append(f.hidden[ref], l.Seq)
			}
		case l.Kind == journal.KindTrial && l.Result != nil:
			f.tries(l)
		case l.Kind == journal.KindAnomaly && l.Anomaly != nil:
			f.anomaly(l)
		case l.Kind == journal.KindReserve && l.Reserve != nil:
			f.reserve(l)
		case l.Kind == journal.KindAnomalyDrop && l.Drop != nil:
			f.dropped(l.Drop)
		case l.Kind == journal.KindPVRendered, l.Kind == journal.KindPVSigned, l.Kind == journal.KindPVEnd,
			l.Kind == journal.KindPVScan:
			f.paper(l)
		case l.Kind == journal.KindDecision && l.Decision != nil:
			f.decisions, f.ever = append(f.decisions, l), append(f.ever, l)
			f.pronounced[l.Decision.Number] = true
			for _, number := range l.Decision.Reserves {
				f.cited[number] = true
			}
		case l.Kind.Noted():
			f.note(l)
		}
	}
	f.bears = f.bearing(&f.scope)
	return f
}

// affords counts work before it is done, and tells whether it may be.
func (f *fold) affords(work int) bool { return f.budget.Work(work) == nil }

// note folds in what somebody recorded beside results.
func (f *fold) note(l *journal.Leaf) {
	f.notes = append(f.notes, l)
	if l.Delegation != nil {
		f.given = append(f.given, l)
	}
	switch {
	case l.Attest != nil:
		f.attested[l.Attest.Subject] = l
		if l.Attest.Withdrawn {
			delete(f.attested, l.Attest.Subject)
		}
	case l.Deviation != nil:
		f.departed = true
		f.departs(l.Deviation)
		delete(f.attested, string(recette.NoDeviation))
	case l.Session != nil:
		f.sit(l)
	case l.Pause != nil:
		f.halt(l)
	case l.Objection != nil:
		f.object(l)
		f.recounted(l.Objection.Case)
	case l.Review != nil:
		f.peruse(l)
		f.recounted(l.Review.Case)
	case l.Amend != nil:
		f.amends(l)
		f.recounted(l.Amend.Case)
	case l.Data != nil:
		f.load(l)
	case l.Derogation != nil:
		f.petition(l)
	}
}

func (f *fold) result(p *proven) {
	l := &p.leaf
	t := f.cases[l.Result.Case]
	if t == nil {
		return
	}
	early := f.early(t, l.Result)
	switch {
	case f.closed, f.suspended, !t.apply(p, f.iteration(), f.fails):
		f.strays++
		return
	}
	t.early = early
	f.recounted(l.Result.Case)
	if l.Actor != nil && len(p.steps) > 0 {
		f.runs = append(f.runs, p)
	}
}

// apply folds one result of an iteration in and tells whether it counts. An attempt does not go on in another one. Each
// observation that stands is told, with what it replaces.
func (t *tally) apply(p *proven, iteration int, told func(l *journal.Leaf, was, now *sighting)) bool {
	l, r := &p.leaf, p.leaf.Result
	content, steps := t.frozen.textIn(iteration)
	next, err := t.now.Observe(r.Attempt, r.Pass)
	if err != nil || r.Content != content || next.Number == t.now.Number && t.iteration != iteration {
		return false
	}
	if next.Number != t.now.Number {
		former := t.former
		if t.attempts > 0 {
			former = append(former, t.verdict())
		}
		*t = tally{
			frozen: t.frozen, attempts: t.attempts + 1, actor: l.Actor, started: l.At, first: l.Seq,
			leaves: t.leaves,
			steps:  make([]observed, steps), former: former, iteration: iteration, content: content,
		}
	}
	t.ended, t.last, t.played = l.At, l.Seq, l.Seq
	if r.Origin != nil {
		t.origin = r.Origin
	}
	t.leaves = append(t.leaves, l.Seq)
	if r.Mode != "" {
		t.mode = r.Mode
	}
	for i := range p.steps {
		o := &p.steps[i]
		if o.Step < 0 || o.Step >= len(t.steps) {
			continue
		}
		s := &t.steps[o.Step]
		if recette.Stands(s.seen(), o.Replay, o.verdict()) {
			continue
		}
		told(l, s.o, o)
		former := s.former
		if s.seen() && (s.o.verdict() == recette.Failed || s.o.verdict() == recette.Blocked) {
			former = s.o.verdict()
		}
		*s = observed{l, o, former}
	}
	if r.Closed {
		next.Phase = recette.AttemptClosed
		t.closed, t.declared, t.outcome = true, recette.Verdict(r.Verdict), recette.Outcome(r.Outcome)
		t.message = r.Message
		if r.Origin != nil {
			t.taken = r.Origin.By
		}
	}
	t.now = next
	return true
}

// ref is who an actor is, empty when nobody is named.
func ref(a *journal.Actor) string {
	if a == nil {
		return ""
	}
	return a.Ref
}

// verdict rolls up what was seen: a step that nobody observed was not run, and what the end of the attempt declares can
// only make it worse. Of an attempt that nobody ended, nothing but a failure or a blocking stands.
func (t *tally) verdict() recette.Verdict {
	if t.attempts == 0 || t.invalid != nil {
		return recette.NotRun
	}
	vs := make([]recette.Verdict, 0, len(t.steps))
	for i := range t.steps {
		v := recette.NotRun
		if t.steps[i].seen() {
			v = t.steps[i].o.verdict()
		}
		vs = append(vs, v)
	}
	if t.closed {
		return recette.Standing(vs, cmp.Or(t.declared, recette.NotRun), t.outcome)
	}
	for _, worst := range []recette.Verdict{recette.Failed, recette.Blocked} {
		if slices.Contains(vs, worst) {
			return worst
		}
	}
	return recette.NotRun
}

// decision gives the one that stands on a journey, or on the campaign when it is empty. One on the whole campaign
// stands on each journey that has none of its own since.
func (f *fold) decision(journey string) *journal.Leaf {
	if f.scope.antenne != "" { // a constat shows none
		return nil
	}
	for _, l := range slices.Backward(f.decisions) {
		if d := l.Decision; d.Journey == journey || d.Journey == "" {
			return l
		}
	}
	return nil
}

// decided does so from the leaves themselves, before they are counted.
func decided(leaves []proven, journey string) *journal.Leaf {
	f := fold{}
	for i := range leaves {
		switch l := &leaves[i].leaf; {
		case l.Kind == journal.KindDecision && l.Decision != nil:
			f.decisions = append(f.decisions, l)
		case l.Kind == journal.KindCampaignIterate && l.Iterate != nil:
			f.decisions = nil
		}
	}
	return f.decision(journey)
}

// scope is what a PV is about: one journey, or all journeys and the cases that belong to none.
type scope struct {
	journey string // empty for all
	antenne string // of a constat
	ids     []string
	in      map[string]bool
	held    map[string][]string // journeys that hold a case; it stands under the first
	known   map[string]bool     // every case of the plan
	rows    []int               // journeys, by place in the manifest
}

// bears tells whether something about cases bears on the scope: one of them is enough, and what is about no case of the
// plan bears on everything. An empty identifier is no case.
func (s *scope) bears(cases ...string) bool {
	named := false
	for _, id := range cases {
		if s.in[id] {
			return true
		}
		named = named || s.known[id]
	}
	return !named
}

func scopeOf(m *manifest, journey int) scope {
	s := scope{in: map[string]bool{}, held: map[string][]string{}, known: map[string]bool{}}
	for i := range m.Cases {
		s.known[m.Cases[i].ID] = true
	}
	add := func(id string) {
		if !s.in[id] {
			s.in[id] = true
			s.ids = append(s.ids, id)
		}
	}
	for i, j := range m.Journeys {
		if journey < 0 || journey == i {
			s.rows = append(s.rows, i)
			for _, id := range j.Cases {
				add(id)
				s.held[id] = append(s.held[id], j.Code)
			}
		}
	}
	if journey >= 0 {
		s.journey = m.Journeys[journey].Code
		return s
	}
	for i := range m.Cases {
		add(m.Cases[i].ID)
	}
	return s
}

// scope finds what the PV is about.
func (c *check) scope() (scope, bool) {
	all := scopeOf(c.frozen, -1)
	switch {
	case c.pv.Antenne != "":
		return c.constatOf()
	case !c.canon.lives:
		return c.guessed(all)
	case c.pv.Journey == "":
		return all, true
	}
	for i := range c.frozen.Journeys {
		if c.frozen.Journeys[i].Code == c.pv.Journey {
			return scopeOf(c.frozen, i), true
		}
	}
	return all, false
}

// guessed is scope of a PV that does not say it, from its journeys. A plan of one journey leaves a doubt, which its
// cases, then its decision, settle: the PV of the journey, or that of everything.
func (c *check) guessed(all scope) (scope, bool) {
	if len(c.pv.Journeys) == len(c.frozen.Journeys) && len(c.frozen.Journeys) != 1 {
		return all, true
	}
	if len(c.pv.Journeys) != 1 {
		return all, false
	}
	for i := range c.frozen.Journeys {
		if c.frozen.Journeys[i].Code != c.pv.Journeys[0].Code {
			continue
		}
		one := scopeOf(c.frozen, i)
		if len(c.frozen.Journeys) > 1 {
			return one, true
		}
		if len(all.ids) > len(one.ids) {
			if len(c.pv.Cases) > len(one.ids) {
				return all, true
			}
			return one, true
		}
		if d := decided(c.proven, one.journey); d != nil && d.Decision.Number == c.pv.Decision.Number {
			return one, true
		}
		return all, true
	}
	return all, false
}

// step numbers a step for people, from 1.
func step(i int) string { return strconv.Itoa(i + 1) }
