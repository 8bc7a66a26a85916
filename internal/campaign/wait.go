package campaign

import (
	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/recette"
)

// WaitKind says what waits for somebody in a campaign.
type WaitKind string

// What may wait.
const (
	WaitProposal      WaitKind = "proposal"    // a lesser severity, or an end, that the decision-maker has not answered
	waitDerogation    WaitKind = "derogation"  // asked for, and not answered
	waitDraft         WaitKind = "draft"       // a failure without an anomaly
	waitUnexplained   WaitKind = "unexplained" // failures by automation, of a journey, without one
	waitRetest        WaitKind = "retest"      // an anomaly that is said to be corrected
	waitLift          WaitKind = "lift"        // a reserve that is said to be corrected
	waitTerms         WaitKind = "terms"       // a reserve without owner or due date
	waitContested     WaitKind = "contested"   // a result that another attempt is to decide on
	waitResume        WaitKind = "resume"      // the campaign is suspended
	waitCorrect       WaitKind = "correct"     // a reserve that nobody says to be corrected
	waitSubmit        WaitKind = "submit"      // a PV, on the route that the plan asks for
	waitDecide        WaitKind = "decide"      // nothing is missing before the decision, or the campaign is closed
	waitRender        WaitKind = "render"      // no PV says what was decided
	waitRemake        WaitKind = "remake"      // a PV of what was decided, which facts overtook
	waitPPO           WaitKind = "sign.ppo"    // a PV that the PPO has not signed
	waitPO            WaitKind = "sign.po"     // one that the PO has not
	waitConstat       WaitKind = "constat"     // of a branch, that its référent has not signed
	waitReplace       WaitKind = "replace"     // a PV in force, when another of the same was signed since
	waitUnread        WaitKind = "unread"      // a result that a second person is to read over
	waitRemakeConstat WaitKind = "remake.constat"
	waitRemakeLifting WaitKind = "remake.lifting"
	waitReturned      WaitKind = "returned" // one that was sent back, and is to be obtained again
)

// Wait is something that waits for somebody: what, of what, and the right that whoever ends it needs.
type Wait struct {
	Kind   WaitKind
	Number string // of the anomaly, the reserve, the derogation; the case of a result
	What   string // of a proposal: a severity or an act
	By     string // reference of who asks, when somebody does
	For    access.Action

	// Of a step of the route, and of what names whom it waits for:
	Role, Who, Branch string
	Due               string // YYYY-MM-DD; empty: no day is said
	Vacant            bool   // nobody who takes part can do it: of a step of the route, or of a signature
	Journey           string
	Cases             []string // rows of the failures that no anomaly is about
}

// Waiting lists what waits for somebody, in the order in which it holds up the rest: what is not there needs nobody.
// ways are the routes of its PVs, as Signoff gives them. Rows to be played are not told here, nor warnings, which a PV
// computes.
func (st *Status) Waiting(ways []Way) []Wait {
	open := st.ClosedAt == ""
	var all []Wait
	if open && st.Notes.Suspended() != nil {
		all = append(all, Wait{Kind: waitResume, For: access.SuspendCampaign})
	}
	for i := range st.Anomalies {
		a := &st.Anomalies[i]
		if p := a.Proposal; p != nil {
			all = append(all, Wait{
				Kind: WaitProposal, Number: a.Number, What: p.What, By: p.By.Ref, For: access.DowngradeAnomaly,
			})
		}
		if open && recette.AnomalyStatus(a.Status) == recette.AnomalyFixed {
			all = append(all, Wait{Kind: waitRetest, Number: a.Number, For: access.CloseAnomaly})
		}
	}
	for i := range st.Notes.Derogations {
		if d := &st.Notes.Derogations[i]; !d.Granted && !d.Refused {
			all = append(all, Wait{
				Kind: waitDerogation, Number: d.Number, By: d.Asked.By.Ref, For: access.AnswerDerogation,
			})
		}
	}
	for i := range st.Drafts {
		all = append(all, Wait{Kind: waitDraft, Number: st.Drafts[i].ID(), For: access.DropAnomaly})
	}
	all = append(all, st.unexplained()...)
	for i := range st.Notes.Objections {
		o := &st.Notes.Objections[i]
		if open && st.Decided[o.Seq] == 0 {
			all = append(all, Wait{Kind: waitContested, Number: o.Case, By: o.By.Ref, For: access.Record})
		}
	}
	if open {
		for i := range st.Unread {
			u := &st.Unread[i]
			all = append(all, Wait{Kind: waitUnread, Number: u.Case, By: u.By, For: access.ReviewResult})
		}
		for i := range st.Returned {
			r := &st.Returned[i]
			all = append(all, Wait{Kind: waitReturned, Number: r.Case, By: r.By.Ref, For: access.Record})
		}
	}
	all = append(all, st.waitingReserves()...)
	return append(all, st.waitingPVs(ways)...)
}

// unexplained lists the failures by automation that no anomaly is about: once for each journey, in the order of the
// plan, each row under the first that holds it.
func (st *Status) unexplained() (all []Wait) {
	left := map[string]bool{}
	for _, id := range st.Unexplained {
		left[id] = true
	}
	add := func(journey string, rows []string) {
		var its []string
		for _, id := range rows {
			if left[id] {
				its = append(its, id)
			}
			delete(left, id)
		}
		if len(its) > 0 {
			all = append(all, Wait{
				Kind: waitUnexplained, Number: its[0], Journey: journey, Cases: its, For: access.RaiseAnomaly,
			})
		}
	}
	for i := range st.Journeys {
		add(st.Journeys[i].Code, st.Journeys[i].Cases)
	}
	add("", st.Unexplained)
	return all
}

// waitingPVs lists what waits between what was tested and the last signature.
func (st *Status) waitingPVs(ways []Way) (all []Wait) {
	for i := range ways {
		x := &ways[i]
		pv := st.rendered(x.Journey, 0)
		switch {
		case st.decision(x.Journey) != nil:
		case x.ToDecide():
			all = append(all, Wait{Kind: waitDecide, Number: x.PV, Journey: x.Journey, For: access.Decide})
		case x.ToSubmit() && (pv != nil || st.ClosedAt != ""):
			w := Wait{Kind: waitSubmit, Journey: x.Journey, For: access.SubmitPV}
			if pv != nil {
				w.Number = pv.Number
			}
			all = append(all, w)
		}
		for k := range x.Steps {
			if s := &x.Steps[k]; s.Awaited() && x.PV != "" { // nothing is asked of a PV that nobody submitted
				right := access.GiveVisa
				if s.Branch != "" {
					right = access.GiveOpinion
				}
				all = append(all, Wait{
					Kind: WaitKind(s.Kind), Number: x.PV, For: right, Role: s.Role, Who: s.Who, Branch: s.Branch,
					Due: s.Due, Journey: x.Journey, Vacant: s.Vacant,
				})
			}
		}
	}
	if len(ways) == 0 && st.ClosedAt != "" {
		for _, journey := range st.undecided() {
			all = append(all, Wait{Kind: waitDecide, Journey: journey, For: access.Decide})
		}
	}
	return append(all, st.unsignedPVs()...)
}

// unsignedPVs lists what was decided and has no PV, and the PVs that wait for a signature: the last of each kind. What
// each waits for is told by its stage.
func (st *Status) unsignedPVs() (all []Wait) {
	for i := range st.Decisions {
		d := &st.Decisions[i]
		if st.decision(d.Journey) == d && st.rendered(d.Journey, d.Seq) == nil {
			all = append(all, Wait{Kind: waitRender, Number: d.Number, Journey: d.Journey, For: access.RenderPV})
		}
	}
	for i := range st.PVs {
		p := &st.PVs[i]
		if by := st.doubled(p); by != nil {
			all = append(all, Wait{
				Kind: waitReplace, Number: p.Number, What: by.Number, Journey: p.Journey, For: access.EndPV,
			})
		}
		switch st.Stages[p.Number] {
		case recette.PVToSign:
			all = append(all, st.signature(p))
		case recette.PVStale:
			if d := st.decision(p.Journey); p.Antenne != "" || p.Lifts != nil || d != nil && p.Covers(d.Seq) {
				all = append(all, st.remake(p))
			}
		case recette.PVDraft: // the route asks for it again, since what was decided
			if d := st.decision(p.Journey); d != nil && p.Covers(d.Seq) {
				all = append(all, Wait{
					Kind: waitSubmit, Number: p.Number, Journey: p.Journey, For: access.SubmitPV,
				})
			}
		case recette.PVCirculating, recette.PVToDecide, recette.PVSigned, recette.PVNotified, recette.PVSettled,
			recette.PVOutdated, recette.PVSuperseded, recette.PVVoid:
		}
	}
	return all
}

// signature says who signs next a PV that waits for it.
func (st *Status) signature(p *state.PV) Wait {
	w, role := Wait{Number: p.Number, Journey: p.Journey, Branch: p.Antenne}, recette.PO
	switch {
	case p.Antenne != "":
		w.Kind, w.For, role = waitConstat, access.SignConstat, recette.Referent
		w.Role = string(role)
	case p.Signed(recette.PPO) == "":
		w.Kind, w.For, role = waitPPO, access.SignPPO, recette.PPO
	default:
		w.Kind, w.For = waitPO, access.SignPO
	}
	if w.Vacant = st.staff != nil && len(st.staff(string(role), "", p.Antenne)) == 0; w.Vacant {
		w.Role = string(role)
	}
	return w
}

// remake says that a PV is to be made again, or decided again first: facts overtook it.
func (st *Status) remake(p *state.PV) Wait {
	w := Wait{Kind: waitRemake, Number: p.Number, Journey: p.Journey, For: access.RenderPV}
	switch {
	case p.Antenne != "":
		w.Kind, w.What = waitRemakeConstat, p.Antenne
	case p.Lifts != nil:
		w.Kind, w.What = waitRemakeLifting, p.LiftsOf()
	case st.Refused[p.Number]:
		w.Kind, w.For = waitDecide, access.Decide
	}
	return w
}

// doubled gives the PV of the same series that was signed after one that is in force, and in the same iteration: both
// say something of the same. Nil when there is none.
func (st *Status) doubled(p *state.PV) (by *state.PV) {
	if p.Standing() != recette.PVInForce || p.Seq <= st.iterated() {
		return nil
	}
	for i := range st.PVs {
		x := &st.PVs[i]
		if x.Seq > p.Seq && x.Series(p) && x.Standing() == recette.PVInForce {
			by = x
		}
	}
	return by
}

// iterated gives the position at which the present iteration began, 0 when none followed the opening.
func (st *Status) iterated() int64 {
	if n := len(st.Iterations); n > 0 {
		return st.Iterations[n-1].Seq
	}
	return 0
}

// rendered gives the last PV of a journey that was made after a position.
func (st *Status) rendered(journey string, after int64) (pv *state.PV) {
	for i := range st.PVs {
		p := &st.PVs[i]
		cancelled := p.Standing() == recette.PVCancelled
		if p.Journey == journey && p.Antenne == "" && p.Lifts == nil && p.Seq > after && !cancelled {
			pv = p
		}
	}
	return pv
}

// decision gives the one that stands on a journey, or on everything.
func (st *Status) decision(journey string) (found *state.Decision) {
	since := st.iterated()
	for i := range st.Decisions {
		if d := &st.Decisions[i]; d.Seq > since && (d.Journey == journey || d.Journey == "") {
			found = d
		}
	}
	return found
}

// undecided lists the journeys on which nothing was decided; all of them together when none was: the whole campaign is.
func (st *Status) undecided() []string {
	if st.decision("") != nil {
		return nil
	}
	var left []string
	for i := range st.Plan.Journeys {
		if code := st.Plan.Journeys[i].Code; st.decision(code) == nil {
			left = append(left, code)
		}
	}
	if len(left) == len(st.Plan.Journeys) {
		return []string{""}
	}
	return left
}

func (st *Status) waitingReserves() (all []Wait) {
	for i := range st.Reserves {
		r := &st.Reserves[i]
		switch {
		case r.Standing() == recette.ReserveFixed:
			all = append(all, Wait{Kind: waitLift, Number: r.Number, For: access.LiftReserve})
		case r.Standing().Pending() && (r.Owner == "" || r.Due == ""):
			all = append(all, Wait{Kind: waitTerms, Number: r.Number, For: access.AddReserve})
		case r.Standing().Pending():
			all = append(all, Wait{
				Kind: waitCorrect, Number: r.Number, Who: st.Texts[r.Owner], Due: r.Due, For: access.FixReserve,
			})
		}
	}
	return all
}
