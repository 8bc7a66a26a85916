package verify

import (
	"slices"
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
)

// liftingRow is what a PV of lifting says.
type liftingRow struct {
	Parent   parentRow   `json:"parent"`
	Outcome  string      `json:"outcome"`
	Reserves []liftedRow `json:"reserves"`
}

type parentRow struct {
	Number    string     `json:"number"`
	SHA256    string     `json:"sha256"`
	SignedAt  *time.Time `json:"signed_at"`
	Decision  string     `json:"decision"`
	Decided   string     `json:"decided"`
	DecidedAt *time.Time `json:"decided_at"`
	Effect    string     `json:"effect"`
	LiftBy    string     `json:"lift_by"`
	Triggers  []string   `json:"triggers"`
}

type liftedRow struct {
	Number  string      `json:"number"`
	Says    string      `json:"says"`
	In      string      `json:"in"`
	FixedBy string      `json:"announced_by"`
	FixedAt *time.Time  `json:"announced_at"`
	Test    *liftedTest `json:"test"`
	By      string      `json:"by"`
	At      *time.Time  `json:"at"`
}

type liftedTest struct {
	Case    string     `json:"case"`
	Attempt int        `json:"attempt"`
	Verdict string     `json:"verdict"`
	Build   string     `json:"build"`
	By      string     `json:"by"`
	At      *time.Time `json:"at"`
}

// shownTest is the attempt that a lifting names, as it stood then.
type shownTest struct {
	journal.Retest
	seen    bool // the PV holds what was recorded of it
	verdict recette.Verdict
	build   string
	by      *journal.Actor
	ended   string
}

// testOf takes in the attempt that a lifting names: the last one of its case, else nothing shows it. Of a case out of
// scope the PV holds nothing: it says which attempt it is, no more.
func (f *fold) testOf(r *journal.Retest) *shownTest {
	if !f.scope.in[r.Case] {
		if f.scope.known[r.Case] {
			return &shownTest{Retest: *r}
		}
		return nil
	}
	t := f.cases[r.Case]
	if t == nil || t.attempts == 0 || t.now.Number != r.Attempt {
		return nil
	}
	return &shownTest{*r, true, t.verdict(), f.plan.builtIn(t.iteration), t.actor, t.ended}
}

// covers tells whether a PV rests on the log up to a position.
func (p *paper) covers(seq int64) bool {
	return p.Checkpoint >= 1 && p.Checkpoint <= p.at && seq < p.Checkpoint
}

// parent gives the number of the PV that one of lifting is of, empty for another PV.
func (p *paper) parent() string {
	if p.Lifts == nil {
		return ""
	}
	return p.Lifts.Number
}

// shows gives the decision that a PV shows: the last one on its journey, or on everything, that it covers and that no
// iteration ended before it was made.
func (f *fold) shownIn(p *paper) *journal.Leaf {
	since := int64(-1)
	for _, l := range f.iterations {
		if p.covers(l.Seq) {
			since = l.Seq
		}
	}
	for _, l := range slices.Backward(f.ever) {
		if l.Seq > since && p.covers(l.Seq) && (l.Decision.Journey == p.Journey || l.Decision.Journey == "") {
			return l
		}
	}
	return nil
}

// lifts gives the number of the parent that the PV names, empty when it is none of lifting.
func (c *check) lifts() string {
	if c.pv.Lifting == nil {
		return ""
	}
	return c.pv.Lifting.Parent.Number
}

// liftingNature is the nature of a PV of lifting; that of another one is the plan's.
const liftingNature = "levee"

func (c *check) nature() string {
	if c.pv.Lifting != nil {
		return liftingNature
	}
	return c.frozen.Nature
}

// lifted is one reserve of a parent, and what becomes of it.
type lifted struct {
	*reserve
	says recette.Lifting
	in   string
}

// carried gives the reserves of a parent, in the order of the decision that it shows, with what becomes of each.
func (f *fold) carried(p *paper) (decision *journal.Leaf, rows []lifted) {
	decision = f.shownIn(p)
	if decision == nil || decision.Decision.Decision != string(recette.AcceptedWithReserves) {
		return decision, nil
	}
	for _, number := range decision.Decision.Reserves {
		r := f.kept[number]
		if r == nil || !f.bears.reserve(r) {
			continue
		}
		in := f.borne(p, r)
		rows = append(rows, lifted{r, recette.LiftingOf(r.standing(), in != ""), in})
	}
	return decision, rows
}

// borne gives the PV of lifting of a parent, in force, that bears the act by which a reserve is lifted; empty when none
// does.
func (f *fold) borne(parent *paper, r *reserve) string {
	for _, p := range f.papers {
		if r.lifted != nil && r.standing() == recette.ReserveLifted && p.lifts(parent) && p.covers(r.lifted.Seq) &&
			slices.Contains(p.Lifts.Reserves, r.Number) {
			return p.Number
		}
	}
	return ""
}

// liftedIn gives the PV of lifting that bears the lifting of a reserve: of the last PV in force whose decision carries
// it.
func (f *fold) liftedIn(r *reserve) string {
	for _, p := range slices.Backward(f.papers) {
		if p.parent() != "" || p.standing() != recette.PVInForce {
			continue
		}
		if d := f.shownIn(p); d != nil && slices.Contains(d.Decision.Reserves, r.Number) {
			return f.borne(p, r)
		}
	}
	return ""
}

// paperOf gives a PV by number, nil when the leaves hold none.
func (f *fold) paperOf(number string) *paper { return f.filed[number] }

// liftedBy gives the last act that lifts a reserve in this PV: who made it decided.
func (c *check) liftedBy(f *fold) (last *journal.Leaf) {
	p := f.paperOf(c.lifts())
	if p == nil {
		return nil
	}
	_, rows := f.carried(p)
	for _, r := range rows {
		if r.says == recette.LiftedHere && (last == nil || r.lifted.Seq > last.Seq) {
			last = r.lifted
		}
	}
	return last
}

// lifting compares what a PV of lifting says with its leaves: its parent, which must be a PV in force that carries
// reserves and lifts none itself, and each of those reserves. A lifting against the rules lifts nothing.
func (c *check) lifting(f *fold, s scope) {
	row := c.pv.Lifting
	if row == nil {
		return
	}
	p := f.paperOf(row.Parent.Number)
	if flaw := c.parentFlaw(p, s); flaw != recette.LiftSound {
		c.contents.add(bad(LiftingRules, row.Parent.Number, string(flaw)))
		if p == nil {
			return
		}
	}
	decision, rows := f.carried(p)
	n := &notes{fold: f}
	want, here := liftingRow{}, 0
	if decision != nil {
		d := decision.Decision
		want.Parent = parentRow{
			Number: p.Number, SHA256: p.sum, SignedAt: n.when(p.signed), Decision: d.Decision, Decided: d.Number,
			DecidedAt: n.when(decision), Effect: d.Effect, LiftBy: d.LiftBy, Triggers: d.Triggers,
		}
	}
	var said []recette.Lifting
	for i, r := range rows {
		want.Reserves = append(want.Reserves, n.lifted(r, at(row.Reserves, i)))
		if said = append(said, r.says); r.says != recette.LiftedHere {
			continue
		}
		here++
		for _, flaw := range r.flaws {
			c.contents.add(bad(LiftingRules, r.Number, flaw))
		}
	}
	want.Outcome = string(recette.LiftingOutcome(said))
	switch {
	case len(rows) == 0:
		c.contents.add(bad(LiftingRules, p.Number, string(recette.LiftNoReserve)))
	case here == 0:
		c.contents.add(bad(LiftingRules, p.Number, string(recette.LiftNothing)))
	}
	for _, x := range differs(
		field{"lifting_parent", row.Parent, want.Parent}, field{"lifting_outcome", row.Outcome, want.Outcome},
		field{"lifting_reserves", row.Reserves, want.Reserves},
	) {
		c.contents.add(bad(liftingMismatch, x))
	}
}

// parentFlaw says what keeps a PV from being the parent that is named.
func (c *check) parentFlaw(p *paper, s scope) recette.LiftFlaw {
	switch {
	case p == nil:
		return recette.LiftUnknown
	case p.parent() != "":
		return recette.LiftOfLifting
	case p.Journey != s.journey && p.Journey != c.namesake(s):
		return recette.LiftUnknown
	}
	return p.standing().Lifts()
}

// lifted gives what should be shown of a reserve of the parent.
func (n *notes) lifted(r lifted, shown liftedRow) liftedRow {
	out := liftedRow{Number: r.Number, Says: string(r.says), In: r.in}
	if r.fixedBy != nil && r.Fix != nil {
		out.FixedBy, out.FixedAt = n.by(r.fixedBy, shown.FixedBy), n.when(r.fixedBy)
	}
	if r.decided != nil && r.last == r.decided {
		out.By, out.At = n.by(r.decided, shown.By), n.when(r.decided)
	}
	if t := r.test; t != nil {
		out.Test = &liftedTest{Case: t.Case, Attempt: t.Attempt}
		if t.seen {
			out.Test.Verdict, out.Test.Build = string(t.verdict), t.build
			out.Test.At = n.when(&journal.Leaf{At: t.ended})
			of := ""
			if shown.Test != nil {
				of = shown.Test.By
			}
			out.Test.By = n.by(&journal.Leaf{Actor: t.by}, of)
		}
	}
	return out
}

// asLifted tells whether the journal holds of the PV the lifting that it shows.
func (c *check) asLifted(known *journal.Lift) bool {
	row := c.pv.Lifting
	if row == nil || known == nil {
		return row == nil && known == nil
	}
	var here []string
	for i := range row.Reserves {
		if row.Reserves[i].Says == string(recette.LiftedHere) {
			here = append(here, row.Reserves[i].Number)
		}
	}
	return known.Number == row.Parent.Number && known.SHA256 == row.Parent.SHA256 && slices.Equal(known.Reserves, here)
}

// supersedes tells whether a PV that was rendered later says again what another one of the same journey says: one of
// lifting takes nothing from its parent, and those of a parent each lift their own.
func supersedes(later, before *journal.PV) bool {
	if later.Lifts == nil || before.Lifts == nil {
		return later.Lifts == nil && before.Lifts == nil
	}
	return later.Lifts.Number == before.Lifts.Number && slices.Equal(later.Lifts.Reserves, before.Lifts.Reserves)
}

// Lifted is the PV that a PV of lifting names as its parent.
type Lifted struct {
	Number   string   `json:"number"`
	SHA256   string   `json:"sha256"`   // of its file, as the decision-maker signed it
	Outcome  string   `json:"outcome"`  // reserves_lifted, reserves_partly_lifted
	Reserves []string `json:"reserves"` // that the PV lifts
}

// liftedData gives it as the data say it, nil for another PV.
func (c *check) liftedData() *Lifted {
	row := c.pv.Lifting
	if row == nil {
		return nil
	}
	out := &Lifted{Number: row.Parent.Number, SHA256: row.Parent.SHA256, Outcome: row.Outcome, Reserves: []string{}}
	for i := range row.Reserves {
		if row.Reserves[i].Says == string(recette.LiftedHere) {
			out.Reserves = append(out.Reserves, row.Reserves[i].Number)
		}
	}
	return out
}

// parentAmong looks for the parent of a PV of lifting among the files that are judged with it, and says whether it is
// the one that is named: its digest tells. That nobody gave it is said, and is no fault.
func (r *Report) parentAmong(names []string, reports []*Report) {
	if r.Data == nil || r.Data.Lifts == nil {
		return
	}
	add := func(f Finding) {
		r.Together = append(r.Together, f)
		r.Status = worse(r.Status, f.Status)
	}
	of, told := r.Data.Lifts, false
	for i, other := range reports {
		if other == r || other.Data == nil {
			continue
		}
		same, named := other.SHA256 == of.SHA256, other.Data.Number == of.Number
		switch {
		case same && named && other.Status == NotConform:
			add(doubt(ParentUnsound, names[i], of.Number))
		case same && named:
			add(info(ParentGiven, names[i], of.Number))
		case same || named && other.Data.Origin == r.Data.Origin:
			add(doubt(ParentDiffers, names[i], of.Number))
		default:
			continue
		}
		told = true
	}
	if !told {
		add(info(ParentAbsent, of.Number, of.SHA256))
	}
}
