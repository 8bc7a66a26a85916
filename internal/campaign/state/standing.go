package state

import (
	"cmp"

	"recette/internal/recette"
	"recette/internal/regime"
	"recette/internal/route"
)

// Stage gives where a PV is on its way as things stand on a day, YYYY-MM-DD. Of one that another is to take the place
// of, and that is in force until then, it says what it would without it. Whether one more person may sign it is another
// question; that nobody may is told here.
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
	if p.Antenne != "" && p.Signed(recette.Referent) != "" {
		return recette.PVSigned
	}
	way := s.onRoute(p, people, today)
	if way != "" && s.Shown(p) == nil { // what is put on the route, and said there, comes after what it shows
		return way // whatever was rendered since: that one is not on the route
	}
	if s.newer(p) != nil {
		return recette.PVSuperseded
	}
	if s.Overtakes(p) != nil {
		return recette.PVStale
	}
	if p.Antenne == "" && p.Lifts == nil && s.Shown(p) == nil {
		return recette.PVDraft
	}
	return cmp.Or(way, recette.PVToSign)
}

// onRoute gives where a PV is on the route that its plan asks for, empty when it asks for none or when nothing of it is
// in the way of a signature.
func (s *State) onRoute(p *PV, people People, today string) recette.PVState {
	policy := s.Policy()
	if p.Antenne != "" || p.Lifts != nil || !policy.Asked() {
		return ""
	}
	way, decided := s.Route(people, p.Journey, today), s.Shown(p) != nil
	switch {
	case decided && (!policy.Blocks() || way.Unsigned() == route.None):
		return ""
	case way.PV == p.Number && way.ToDecide():
		return recette.PVToDecide
	case way.PV == p.Number && way.Phase == route.Circulating:
		return recette.PVCirculating
	case decided:
		return recette.PVDraft
	}
	return ""
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
