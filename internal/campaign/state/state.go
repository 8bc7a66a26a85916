package state

import (
	"cmp"
	"slices"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// State is the fold of the records of one campaign: who opened it, where each case stands, anomalies, reserves,
// decisions and PVs. It is rebuilt from the log alone; applying the records in order of position always gives the same.
type State struct {
	Campaign  string
	Manifest  string // sha256 of the manifest in force
	Build     string // that the leaf which put it in force names
	OpenedAt  string // as in the leaf
	OpenedBy  journal.Actor
	ClosedAt  string // empty while open
	ClosedBy  journal.Actor
	Closing   string     // commitment of the closing remark
	Cases     []Case     // in the order of the manifest
	Anomalies []Anomaly  // in order of number of appearance
	Reserves  []Reserve  // the same
	Drafts    []Draft    // what people found not conform, in order
	Decisions []Decision // in order; for a journey the last one stands
	PVs       []PV       // in order of rendering
	// positions of results that count for nothing: foreign text, closed attempt, unknown case
	Strays []int64
	Trials []Trial // rehearsals and explorations, in order of their beginning: they count nowhere
	// Iteration is the number of the present one, 1 for a campaign as it was opened; Iterations are those that came
	// after.
	Iteration  int
	Iterations []Iteration
	Leaves     map[string]int64 // positions of campaign.open and campaign.close, by kind
	Broken     []Broken         // rules of the separation of duties, in order
	Hidden     map[string]int64 // by reference: the last leaf that erased their name
	// Places are where frozen plans name people of Hidden who take no part in them, by digest of the plan, then path;
	// Apart are the references of these people.
	Places map[string]map[string]string
	Apart  []string
	Notes

	frozen *plan.Outline
	asked  asked // to be read over
	wrote  wrote
	orders []order // that block
	index  map[string]int
	tried  map[tryer][]int  // places among Trials
	drafts map[string][]int // places among Drafts, by case
	about  map[string][]int // places among Anomalies, by case

	numbered map[string]int     // the same, by number
	kept     map[string]int     // places among Reserves, by number
	pieces   map[string][]Piece // by content
	pieceAt  map[pieceOf]int    // where each is in pieces
	detail   bool
	latest   string        // the latest instant at which something was recorded
	who      journal.Actor // of the last record: those of one person share their words
	days     []dated       // that the log reached, of a campaign whose PV follows a route
	spare    []Step        // of the last attempt whose steps were dropped: the next one takes it
}

// Case is where one row of the plan stands: a case, in one branch when it is played in several.
type Case struct {
	ID       string
	Antenne  string                  // empty when it is played once
	Content  string                  // frozen content hash
	Steps    int                     // number of steps of the frozen text
	Assigned string                  // reference of who is to play it; empty for nobody
	Replay   plan.Replay             // why a result from before the present iteration is to be obtained again
	Now      recette.AttemptPosition // position in the state machine
	Last     *Attempt                // the last, open or closed; it supersedes the former. nil when none was begun
	Former   []FormerAttempt         // closed or abandoned attempts that a later one superseded
	Early    []HeldBack              // what held it back when the attempt that its result comes from was begun

	EarlyHere []HeldBack // the same, of the rows of its branch alone
}

// FormerAttempt is what is kept of a superseded attempt.
type FormerAttempt struct {
	Number    int
	Iteration int // in which it was made
	Verdict   recette.Verdict
	Actor     journal.Actor
	Leaves    []int64
}

// Attempt is an attempt as the journal tells it.
type Attempt struct {
	Number    int
	Iteration int    // in which it was made
	Content   string // hash of the text that was tested
	Pass      int
	Actor     journal.Actor // who began it
	Mode      recette.Mode
	StartedAt string // as in the leaf
	EndedAt   string
	Closed    bool
	Steps     []Step   // by step; nil for a closed attempt when details are not kept
	Others    []string // references of the others who observed, when they are not
	Evidenced bool     // evidence is attached to it, or a machine alone conducted it; the same
	Declared  recette.Verdict
	Outcome   recette.Outcome
	Message   string         // commitment: what ended the attempt that no step tells
	Origin    *journal.Taken // filled cahier that it was taken from; nil when it was recorded as it was played
	Leaves    []int64        // positions
	LastSeq   int64
	Played    int64  // position of the last leaf that was not a correction
	Amended   bool   // its author corrected it, without playing the case again
	player    string // reference of who recorded at Played

	Invalid   *Objection // it counts for nothing: the case is to be played again
	Contested *Objection // until another attempt decides
	Review    *Review    // what a second person said of it, once one did
}

// Step is what stands of one step: the last observation that was not a replay, unless a replay went wrong.
type Step struct {
	Seen   bool
	At     string // as in the leaf
	Pass   int
	Actor  journal.Actor
	Record journal.Observation
}

// New returns the state of a campaign before its first record. Without detail, the steps of closed attempts are
// dropped, so that memory does not grow with what was observed.
func New(m *plan.Outline, detail bool) *State {
	s := &State{
		Campaign: m.Campaign, Cases: make([]Case, len(m.Cases)), Leaves: map[string]int64{},
		Notes:  Notes{LastNote: -1, present: 1, freed: map[string]int{}},
		frozen: m, asked: askedBy(m), wrote: wroteOf(m), detail: detail,
		Iteration: 1,
		index:     make(map[string]int, len(m.Cases)),
		drafts:    map[string][]int{}, about: map[string][]int{},
		numbered: map[string]int{}, kept: map[string]int{}, tried: map[tryer][]int{},
	}
	for i := range m.Cases {
		c := &m.Cases[i]
		s.Cases[i] = Case{ID: c.ID, Antenne: c.Antenne, Content: c.Content, Steps: len(c.Verifies), Replay: c.Replay}
		s.index[c.ID] = i
	}
	s.orders = s.ordersOf(m)
	s.movedAll()
	return s
}

// Index gives where a case stands among Cases.
func (s *State) Index(id string) (int, bool) {
	i, ok := s.index[id]
	return i, ok
}

// Case gives the state of a case, or nil.
func (s *State) Case(id string) *Case {
	if i, ok := s.index[id]; ok {
		return &s.Cases[i]
	}
	return nil
}

// Apply folds one record in. A record of another campaign is ignored.
func (s *State) Apply(rec *journal.Record) {
	l := &rec.Leaf
	if l.Campaign != s.Campaign {
		return
	}
	s.latest = max(s.latest, l.At)
	var who journal.Actor
	if l.Actor != nil {
		if s.who != *l.Actor {
			s.who = *l.Actor
		}
		who = s.who
	}
	s.breaks(l, who)
	s.reach(l)
	switch l.Kind {
	case journal.KindCampaignOpen:
		s.OpenedAt, s.OpenedBy = l.At, who
		s.Leaves[string(l.Kind)] = l.Seq
		if l.Open != nil {
			s.Manifest, s.Build = l.Open.Manifest, l.Open.Build
		}
	case journal.KindCampaignClose:
		if s.ClosedAt == "" {
			s.ClosedAt, s.ClosedBy, s.Closing = l.At, who, l.Note
			s.rise(s.mark(l, who))
			s.Leaves[string(l.Kind)] = l.Seq
		}
	case journal.KindCampaignIterate:
		s.applyIterate(l, who)
		s.movedAll()
	case journal.KindCampaignAssign:
		s.applyAssign(l)
	case journal.KindResult:
		s.applyResult(l, who)
		s.attach(l)
	case journal.KindTrial:
		s.applyTrial(l, who)
		s.attach(l)
	case journal.KindAnomaly:
		s.applyAnomaly(l, who)
		s.attach(l)
	case journal.KindReserve:
		s.applyReserve(l, who)
	case journal.KindAnomalyDrop:
		s.applyDrop(l, who)
	case journal.KindDecision:
		if l.Decision != nil {
			s.Decisions = append(s.Decisions, Decision{Decision: *l.Decision, At: l.At, By: who, Seq: l.Seq})
		}
	case journal.KindPVRendered, journal.KindPVSigned:
		s.applyPV(l, who)
	case journal.KindPVScan:
		s.applyScan(l, who)
	case journal.KindPVEnd:
		s.applyEnd(l, who)
	case journal.KindAttest, journal.KindDeviation, journal.KindSessionOpen, journal.KindSessionPresence,
		journal.KindSessionClose, journal.KindSuspend, journal.KindResume, journal.KindOpinion,
		journal.KindAnswer, journal.KindDataLoad, journal.KindDerogation, journal.KindDelegation,
		journal.KindVisa, journal.KindMilestone:
		if s.ClosedAt == "" || l.Session == nil { // they closed with the campaign
			s.note(l, who)
		}
	case journal.KindInvalidate, journal.KindContest:
		s.LastNote = l.Seq
		if l.Objection != nil {
			s.object(l, s.mark(l, who))
			s.moved(l.Objection.Case)
		}
	case journal.KindAmend:
		s.LastNote = l.Seq
		if l.Amend != nil {
			s.amend(l, s.mark(l, who))
			s.moved(l.Amend.Case)
		}
	case journal.KindReview:
		s.LastNote = l.Seq
		if l.Review != nil {
			s.review(l, s.mark(l, who))
			s.moved(l.Review.Case)
		}
	case journal.KindPersonalErase:
		s.hide(l)
	case journal.KindProjectInit, journal.KindLogOpen, journal.KindLogRotate, journal.KindLogRestore,
		journal.KindRunOpen, journal.KindRunClose, journal.KindKeyAdd, journal.KindUser,
		journal.KindClockRegression:
	}
}

// hide notes whose name a leaf erased.
func (s *State) hide(l *journal.Leaf) {
	if l.Erase == nil || len(l.Erase.Refs) == 0 {
		return
	}
	if s.Hidden == nil {
		s.Hidden = map[string]int64{}
	}
	for _, ref := range l.Erase.Refs {
		s.Hidden[ref] = l.Seq
	}
	for _, p := range l.Erase.Places {
		if s.Places == nil {
			s.Places = map[string]map[string]string{}
		}
		if s.Places[p.Manifest] == nil {
			s.Places[p.Manifest] = map[string]string{}
		}
		s.Places[p.Manifest][p.Path] = p.Ref
		if !slices.Contains(s.Apart, p.Ref) {
			s.Apart = append(s.Apart, p.Ref)
		}
	}
}

func (s *State) applyResult(l *journal.Leaf, who journal.Actor) {
	r := l.Result
	if r == nil {
		return
	}
	i, known := s.index[r.Case]
	if !known || s.ClosedAt != "" || s.Suspended() != nil {
		s.Strays = append(s.Strays, l.Seq)
		return
	}
	c := &s.Cases[i]
	content, steps := s.frozen.Cases[i].TextAt(s.Iteration)
	next, err := c.Now.Observe(r.Attempt, r.Pass)
	// An attempt does not go on in another iteration: it would be of two builds, or of two texts.
	if err != nil || r.Content != content || next.Number == c.Now.Number && c.Last.Iteration != s.Iteration {
		s.Strays = append(s.Strays, l.Seq)
		return
	}
	if next.Number != c.Now.Number {
		s.early(c)
		if c.Last != nil {
			c.Former = append(c.Former, FormerAttempt{
				Number: c.Last.Number, Iteration: c.Last.Iteration, Verdict: c.Verdict(),
				Actor: c.Last.Actor, Leaves: c.Last.Leaves,
			})
		}
		c.Last = &Attempt{
			Number: r.Attempt, Iteration: s.Iteration, Content: content, Actor: who, StartedAt: l.At,
			Steps: s.steps(steps),
		}
	}
	a := c.Last
	if r.Origin != nil {
		a.Origin = r.Origin
	}
	a.observe(l, who, func(failed bool, now *journal.Observation) { s.draft(l, r.Case, r.Attempt, failed, now, who) })
	if r.Closed {
		next.Phase = recette.AttemptClosed
		a.Closed, a.Declared, a.Outcome = true, recette.Verdict(r.Verdict), recette.Outcome(r.Outcome)
		a.Message = r.Message
		if !s.detail {
			s.Drop(c)
		}
	}
	c.Now = next
	s.moved(c.ID)
}

// Drop forgets the steps of the last attempt of a case, which is closed: its verdict is known, and what it was made of
// stays in the journal.
func (s *State) Drop(c *Case) {
	a := c.Last
	a.Declared, a.Others, a.Evidenced = c.Verdict(), a.others(), a.evidenced()
	clear(a.Steps)
	s.spare, a.Steps = a.Steps, nil
}

// others gives who observed beside who began the attempt.
func (a *Attempt) others() (refs []string) {
	for i := range a.Steps {
		if st := &a.Steps[i]; st.Seen && st.Actor.Ref != a.Actor.Ref && !slices.Contains(refs, st.Actor.Ref) {
			refs = append(refs, st.Actor.Ref)
		}
	}
	return refs
}

// Judged tells whether somebody began an attempt, observed something in it, or took it from a cahier.
func (a *Attempt) Judged(ref string) bool {
	return ref != "" && (a.Actor.Ref == ref || a.Origin != nil && a.Origin.By == ref ||
		slices.Contains(a.Others, ref) || slices.Contains(a.others(), ref))
}

// steps gives the steps of an attempt that begins.
func (s *State) steps(n int) []Step {
	if s.spare == nil || cap(s.spare) < n {
		return make([]Step, n)
	}
	steps := s.spare[:n:n]
	s.spare = nil
	return steps
}

// observe folds observations in, and calls each with those that stand, and whether a failure is what they replace.
func (a *Attempt) observe(l *journal.Leaf, who journal.Actor, each func(failed bool, now *journal.Observation)) {
	r := l.Result
	a.Pass, a.EndedAt, a.LastSeq, a.Played, a.player = r.Pass, l.At, l.Seq, l.Seq, who.Ref
	a.Leaves = append(a.Leaves, l.Seq)
	if r.Mode != "" {
		a.Mode = recette.Mode(r.Mode)
	}
	for i := range r.Steps {
		o := &r.Steps[i]
		if o.Step < 0 || o.Step >= len(a.Steps) {
			continue
		}
		st := &a.Steps[o.Step]
		if recette.Stands(st.Seen, o.Replay, recette.Verdict(o.Verdict)) {
			continue
		}
		failed := failure(&st.Record)
		*st = Step{Seen: true, At: l.At, Pass: r.Pass, Actor: who, Record: *o}
		each(failed, o)
	}
}

// Verdict is the verdict of the case: that of its last attempt, open or closed. Steps that nobody observed count as not
// run, and an open attempt is failed, blocked or not run.
func (c *Case) Verdict() recette.Verdict {
	a := c.Last
	if a == nil || a.Invalid != nil {
		return recette.NotRun
	}
	if a.Steps == nil {
		if a.Declared == "" {
			return recette.NotRun
		}
		return a.Declared
	}
	var room [32]recette.Verdict // most cases have fewer steps
	vs := room[:0]
	for i := range a.Steps {
		v := recette.NotRun
		if a.Steps[i].Seen {
			v = recette.Verdict(a.Steps[i].Record.Verdict)
		}
		vs = append(vs, v)
	}
	if a.Closed {
		return recette.Standing(vs, cmp.Or(a.Declared, recette.NotRun), a.Outcome)
	}
	return recette.Unclosed(vs)
}

// Figures counts the cases of the campaign, or those of the given ids.
func (s *State) Figures(ids ...string) recette.Figures {
	var f recette.Figures
	if len(ids) == 0 {
		for i := range s.Cases {
			f.AddResult(s.Cases[i].Verdict(), s.Hold(&s.Cases[i]))
		}
		return f
	}
	for _, id := range ids {
		if c := s.Case(id); c != nil {
			f.AddResult(c.Verdict(), s.Hold(c))
		}
	}
	return f
}

// Frozen gives the case at a place of the plan, as it was frozen, without its text.
func (s *State) Frozen(at int) *plan.OutlineCase { return &s.frozen.Cases[at] }
