package state

import (
	"recette/internal/recette"
	"recette/internal/regime"
	"recette/internal/route"
)

// Stage gives where a PV is on its way as things stand on a day, YYYY-MM-DD. Of one that another is to take the place
// of, and that is in force until then, it says what it would without it.
func (s *State) Stage(p *PV, people People, today string) recette.PVState {
	switch p.Standing() {
	case recette.PVCancelled:
		return recette.PVVoid
	case recette.PVReplaced:
		return recette.PVOutdated
	case recette.PVInForce, recette.PVToReplace:
		return s.settled(p)
	case recette.PVProject, recette.PVStated:
	}
	switch {
	case p.Antenne != "" && p.Signed(recette.Referent) != "":
		return recette.PVSigned
	case p.Antenne != "", p.Lifts != nil:
		return recette.PVToSign
	}
	if d := s.Shown(p); d != nil {
		if now := s.Decision(p.Journey); now == nil || now.Number != d.Number {
			return recette.PVDraft
		}
		return recette.PVToSign
	}
	if policy := s.Policy(); policy.Asked() {
		way := s.Route(people, p.Journey, today)
		switch {
		case way.PV != p.Number:
		case way.ToDecide():
			return recette.PVToDecide
		case way.Phase == route.Circulating:
			return recette.PVCirculating
		}
	}
	return recette.PVDraft
}

// settled gives the state of a PV in force: what of its reserves, and whether its decision was notified.
func (s *State) settled(p *PV) recette.PVState {
	d := s.Shown(p)
	if p.Lifts != nil || d == nil {
		return recette.PVSigned
	}
	bearing, carried, lifted := s.Bearing(s.scoped(p.Journey)), 0, 0
	for _, number := range d.Reserves {
		if r := s.Reserve(number); r == nil || bearing.Reserve(r) {
			if carried++; r != nil && s.borne(p.Number, r, "") != "" {
				lifted++
			}
		}
	}
	if carried > 0 && lifted == carried {
		return recette.PVSettled
	}
	for i := range s.Milestones {
		m := &s.Milestones[i]
		if m.What == string(regime.Notified) && m.Decision == d.Number && !s.Corrected(m.Number) {
			return recette.PVNotified
		}
	}
	return recette.PVSigned
}
