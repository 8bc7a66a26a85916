package state

import (
	"slices"
	"strings"

	"recette/internal/journal"
	"recette/internal/recette"
)

// PVEnd is what was decided of a PV, or proposed.
type PVEnd struct {
	journal.PVEnd
	Mark
}

// Scan is a printed PV that somebody signed by hand, as whoever attached it says.
type Scan struct {
	journal.PVScan
	Mark
}

// applyScan folds in a scan. It is no fact of what a PV tells: none is overtaken by it, and none is signed.
func (s *State) applyScan(l *journal.Leaf, who journal.Actor) {
	if l.Scan == nil {
		return
	}
	pv := s.PV(l.Scan.Number)
	if pv != nil && pv.Box(recette.Role(l.Scan.Role)) && pv.Printed(l.Scan.SHA256) != nil {
		pv.Scans = append(slices.Clip(pv.Scans), Scan{*l.Scan, s.mark(l, who)})
	}
}

// Printing is a state of the file of a PV, in which somebody may have printed it.
type Printing struct {
	SHA256 string
	At     string         // as in the leaf of the rendering, or of the last signature
	Signed []recette.Role // by whom it was signed electronically; none: as it was rendered
}

// Printings gives the states of the file, in order: as it was rendered, then as each signature left it.
func (p *PV) Printings() []Printing {
	all := []Printing{{SHA256: p.SHA256, At: p.At}}
	for i, s := range p.Signatures {
		signed := append(slices.Clone(all[i].Signed), s.Role)
		all = append(all, Printing{SHA256: s.SHA256, At: s.At, Signed: signed})
	}
	return all
}

// Printed gives the state of the file whose sha256 begins so, the last one when nothing is said; nil when the PV was in
// none, or in several.
func (p *PV) Printed(of string) *Printing {
	all := p.Printings()
	if of == "" {
		return &all[len(all)-1]
	}
	var found *Printing
	for i := range all {
		switch p := &all[i]; {
		case !strings.HasPrefix(p.SHA256, of):
		case found == nil:
			found = p
		case found.SHA256 != p.SHA256:
			return nil
		}
	}
	return found
}

// Box tells whether a role has a box in the PV: the référent in a constat, the PPO and the PO in any other.
func (p *PV) Box(role recette.Role) bool {
	if p.Antenne != "" {
		return role == recette.Referent
	}
	return role == recette.PPO || role == recette.PO
}

// Standing is what the PV is worth.
func (p *PV) Standing() recette.PVStanding {
	switch {
	case p.Ended != nil && p.Ended.Act == string(recette.PVCancel):
		return recette.PVCancelled
	case p.Ended != nil && p.With != "":
		return recette.PVReplaced
	case p.Ended != nil:
		return recette.PVToReplace
	case p.Signed(recette.PO) != "":
		return recette.PVInForce
	}
	return recette.PVProject
}

// Worth is the standing of a PV as people are told of it: a constat that its référent signed is the project of nothing.
func (p *PV) Worth() recette.PVStanding {
	if p.Antenne != "" && p.Standing() == recette.PVProject && p.Signed(recette.Referent) != "" {
		return recette.PVStated
	}
	return p.Standing()
}

// Latest gives the sha256 of the file as it was signed last, else as it was rendered.
func (p *PV) Latest() string {
	if n := len(p.Signatures); n > 0 {
		return p.Signatures[n-1].SHA256
	}
	return p.SHA256
}

// applyEnd folds in what was decided of a PV. What the rules forbid was not recorded by this product, and changes
// nothing.
func (s *State) applyEnd(l *journal.Leaf, who journal.Actor) {
	e := l.End
	if e == nil {
		return
	}
	s.LastNote = l.Seq
	pv := s.PV(e.Number)
	if pv == nil || !pv.Standing().Allows(recette.PVAct(e.Act)) {
		return
	}
	if e.With != "" { // it takes the place now
		if by := s.PV(e.With); by == nil || by.Standing() != recette.PVInForce || !by.succeeds(pv) {
			return
		}
	}
	end := &PVEnd{*e, Mark{At: l.At, By: who, Seq: l.Seq}}
	if e.Proposed {
		pv.Proposed = end
		return
	}
	pv.Ended, pv.Proposed = end, nil
	if e.Act == string(recette.PVReplace) {
		pv.With = e.With
	}
}

// succeed gives to the PVs that wait for it the one that the decision-maker signed, when it may take their place and
// was made knowing that one was to.
func (s *State) succeed(by *PV) {
	for i := range s.PVs {
		p := &s.PVs[i]
		if p.Number != by.Number && p.Standing() == recette.PVToReplace && by.succeeds(p) &&
			by.Covers(p.Ended.Seq) {
			p.With = by.Number
		}
	}
}

// Awaited gives the PVs whose place the next one of a journey takes, in order: of lifting of a parent, or of none when
// it is empty. No constat of a branch is among them.
func (s *State) Awaited(journey, parent string) (out []*PV) {
	for i := range s.PVs {
		p := &s.PVs[i]
		if p.Journey == journey && p.Antenne == "" && p.LiftsOf() == parent && p.Standing() == recette.PVToReplace {
			out = append(out, p)
		}
	}
	return out
}

// InForce gives the numbers of the PVs of a journey that the decision-maker signed in the present iteration and that
// stand: of lifting of a parent, or of none when it is empty. Two of a series say two things of the same.
func (s *State) InForce(journey, parent string) (out []string) {
	for i := range s.PVs {
		p := &s.PVs[i]
		if p.Seq > s.iteratedSeq() && p.Journey == journey && p.Antenne == "" && p.LiftsOf() == parent &&
			p.Standing() == recette.PVInForce {
			out = append(out, p.Number)
		}
	}
	return out
}

// rival gives the PV of the same series that the decision-maker signed since one was rendered: it knows nothing of it.
// Nil when there is none.
func (s *State) rival(of *PV) *PV {
	for i := range s.PVs {
		p := &s.PVs[i]
		if p.Number == of.Number || !p.Series(of) || p.Standing() != recette.PVInForce {
			continue
		}
		for _, sig := range p.Signatures {
			if sig.Role == recette.PO && !of.Covers(sig.Seq) {
				return p
			}
		}
	}
	return nil
}

// Follows tells whether a PV is another one, or took a place that leads to that of the other: by whom it was replaced,
// step by step.
func (s *State) Follows(number, other string) bool {
	for range len(s.PVs) + 1 {
		if number == other {
			return true
		}
		p := s.PV(number)
		if p == nil || p.With == "" {
			return false
		}
		number = p.With
	}
	return true
}
