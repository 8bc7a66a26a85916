package state

import (
	"slices"

	"recette/internal/recette"
)

// Overtaking is why what an unsigned PV says stands no more: nobody signs it.
type Overtaking struct {
	By      OvertakenBy
	Seq     int64            // of the last fact, of ByFact
	Number  string           // of the PV or of the decision
	Reasons []recette.Reason // of ByRefusal: why the facts would refuse the decision now
	// Decision is what was decided, of ByRefusal.
	Decision recette.Decision
	Lifting  *Lifting         // of ByLifting, and of ByLiftingMoved: what a PV of lifting would say now
	Flaw     recette.LiftFlaw // of ByLifting: what keeps it from being made
}

// OvertakenBy is what overtook a PV.
type OvertakenBy string

// What overtakes a PV.
const (
	ByFact         OvertakenBy = "fact"      // something of its scope was recorded since
	ByRival        OvertakenBy = "rival"     // another PV of its series was signed since
	ByLifting      OvertakenBy = "lifting"   // no PV of lifting of its parent could be made
	ByLiftingMoved OvertakenBy = "moved"     // one would lift other reserves, or of another file
	ByIteration    OvertakenBy = "iteration" // the decision that it shows is of an iteration before
	ByDecision     OvertakenBy = "decision"  // another one was pronounced since
	ByRefusal      OvertakenBy = "refusal"   // the facts would refuse the decision that it shows
)

// Overtakes says why a PV says more than what stands: a result, an anomaly or a reserve of its scope came after its
// checkpoint, another PV of its series was signed since, or the decision that it shows was overtaken, by another one or
// by facts that would refuse it now. Nil when it stands. The remedy is to render again, after a new decision if
// need be.
func (s *State) Overtakes(p *PV) *Overtaking {
	if seq := s.LastFact(s.rows(p)); !p.Covers(seq) {
		return &Overtaking{By: ByFact, Seq: seq}
	}
	if by := s.rival(p); by != nil {
		return &Overtaking{By: ByRival, Number: by.Number}
	}
	if p.Lifts != nil {
		return s.LiftedOtherwise(p)
	}
	d := s.Shown(p)
	if d == nil || p.Antenne != "" {
		return nil // none in this PV: the PPO certifies results only
	}
	switch later := s.lastDecision(p.Journey); {
	case later == nil:
		return &Overtaking{By: ByIteration, Number: d.Number}
	case later.Seq != d.Seq: // on one of its journeys, it may be in the PV
		return &Overtaking{By: ByDecision, Number: later.Number}
	}
	reasons := s.Untenable(d)
	if len(reasons) > 0 {
		return &Overtaking{
			By: ByRefusal, Number: d.Number, Reasons: reasons, Decision: recette.Decision(d.Decision.Decision),
		}
	}
	return nil
}

// Untenable gives why the facts would refuse now a decision that was pronounced; nothing when they would not.
func (s *State) Untenable(d *Decision) []recette.Reason {
	return recette.Refusals(s.Upon(d.Journey, d.At, d.Seq, nil), recette.Pronouncement{
		Decision: recette.Decision(d.Decision.Decision), Motivated: d.Reason != "", Waived: s.waived(d),
		Reserves: d.Reserves, Rate: int(d.Rate), Again: d.Again != "",
	})
}

// LiftedOtherwise says why a PV of lifting says more than what stands: its parent holds no more, or was signed again,
// or a reserve that it lifts is not lifted, or another PV of lifting bears it since. Nil when it stands.
func (s *State) LiftedOtherwise(p *PV) *Overtaking {
	journey := ""
	if parent := s.PV(p.Lifts.Number); parent != nil {
		journey = parent.Journey
	}
	x, flaw := s.Lifting(p.Lifts.Number, s.rowsOf(journey), p.Number)
	switch {
	case flaw != recette.LiftSound:
		return &Overtaking{By: ByLifting, Lifting: &x, Flaw: flaw}
	case x.Parent.Latest() != p.Lifts.SHA256, !slices.Equal(x.Here(), p.Lifts.Reserves):
		return &Overtaking{By: ByLiftingMoved, Lifting: &x}
	}
	return nil
}

// newer gives the last version of a PV that was made after it and that nobody cancelled: its signature is the one that
// is waited for. Nil when there is none.
func (s *State) newer(p *PV) *PV {
	for i := range slices.Backward(s.PVs) {
		x := &s.PVs[i]
		if x.Seq > p.Seq && x.Series(p) && x.Standing() != recette.PVCancelled {
			return x
		}
	}
	return nil
}

// rows gives the cases that a PV is about: those of a branch, else of a journey, else all.
func (s *State) rows(p *PV) (ids []string) {
	if p.Antenne == "" {
		return s.rowsOf(p.Journey)
	}
	for i := range s.Cases {
		if s.Cases[i].Antenne == p.Antenne {
			ids = append(ids, s.Cases[i].ID)
		}
	}
	return ids
}

// rowsOf gives the cases of a journey, or all.
func (s *State) rowsOf(journey string) (ids []string) {
	if j := s.frozen.Journey(journey); j != nil {
		return j.Cases
	}
	for i := range s.Cases {
		ids = append(ids, s.Cases[i].ID)
	}
	return ids
}
