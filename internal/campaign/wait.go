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
	WaitProposal   WaitKind = "proposal"   // a lesser severity, or an end, that the decision-maker has not answered
	waitDerogation WaitKind = "derogation" // asked for, and not answered
	waitDraft      WaitKind = "draft"      // a failure without an anomaly
	waitRetest     WaitKind = "retest"     // an anomaly that is said to be corrected
	waitLift       WaitKind = "lift"       // a reserve that is said to be corrected
	waitTerms      WaitKind = "terms"      // a reserve without owner or due date
	waitContested  WaitKind = "contested"  // a result that another attempt is to decide on
	waitResume     WaitKind = "resume"     // the campaign is suspended
)

// Wait is something that waits for somebody: what, of what, and the right that whoever ends it needs.
type Wait struct {
	Kind   WaitKind
	Number string // of the anomaly, the reserve, the derogation; the case of a result
	What   string // of a proposal: a severity or an act
	By     string // reference of who asks, when somebody does
	For    access.Action
}

// Waiting lists what waits for somebody, in the order in which it holds up the rest: what is not there needs nobody.
func (st *Status) Waiting() []Wait {
	if st.ClosedAt != "" {
		return nil
	}
	var all []Wait
	if st.Notes.Suspended() != nil {
		all = append(all, Wait{Kind: waitResume, For: access.SuspendCampaign})
	}
	for i := range st.Anomalies {
		a := &st.Anomalies[i]
		if p := a.Proposal; p != nil {
			all = append(all, Wait{WaitProposal, a.Number, p.What, p.By.Ref, access.DowngradeAnomaly})
		}
		if recette.AnomalyStatus(a.Status) == recette.AnomalyFixed {
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
	for i := range st.Notes.Objections {
		o := &st.Notes.Objections[i]
		if st.Decided[o.Seq] == 0 {
			all = append(all, Wait{Kind: waitContested, Number: o.Case, By: o.By.Ref, For: access.Record})
		}
	}
	return append(all, waitingReserves(st.Reserves)...)
}

func waitingReserves(reserves []state.Reserve) (all []Wait) {
	for i := range reserves {
		r := &reserves[i]
		switch {
		case r.Standing() == recette.ReserveFixed:
			all = append(all, Wait{Kind: waitLift, Number: r.Number, For: access.LiftReserve})
		case r.Standing().Pending() && (r.Owner == "" || r.Due == ""):
			all = append(all, Wait{Kind: waitTerms, Number: r.Number, For: access.AddReserve})
		}
	}
	return all
}
