package pv

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/reports"
)

// errAntenne says that a constat is asked of a branch where nothing is played.
var errAntenne = fmt.Errorf("%w: nothing is played in the branch", ErrInput)

// constatOf is the scope of the constat of a branch: its rows, and of the journeys what they hold of them.
func constatOf(m *plan.Manifest, antenne string) (scope, error) {
	s := scope{in: map[string]bool{}, held: map[string][]string{}}
	here := map[string]bool{}
	for i := range m.Cases {
		here[m.Cases[i].ID] = m.Cases[i].Antenne == antenne
	}
	add := func(id string) {
		if here[id] && !s.in[id] {
			s.in[id] = true
			s.ids = append(s.ids, id)
		}
	}
	for _, j := range m.Journeys {
		j.Cases = slices.DeleteFunc(slices.Clone(j.Cases), func(id string) bool { return !here[id] })
		if len(j.Cases) == 0 {
			continue
		}
		s.journeys = append(s.journeys, j)
		for _, id := range j.Cases {
			add(id)
			s.held[id] = append(s.held[id], j.Code)
		}
	}
	for i := range m.Cases {
		add(m.Cases[i].ID)
	}
	if len(s.ids) == 0 {
		return scope{}, fmt.Errorf("%q: %w", antenne, errAntenne)
	}
	return s, nil
}

// decision gives the one that the PV shows. A constat shows none, whatever was decided.
func (b *builder) decision() *state.Decision {
	if b.in.Antenne != "" {
		return nil
	}
	return b.state.Decision(b.in.Journey)
}

// referent names who signs the constat of a branch: of the référents of the branch, the one whose key the journal
// knows, else the first. The signature of another one of them is refused: page 1 shows no name beside that of who
// signed.
func (b *builder) referent() {
	seat := campaign.Seat(b.in.Antenne)
	key := b.key(seat)
	holder := b.holder(seat)
	var found *plan.Participant
	for i := range b.m.Parties {
		p := &b.m.Parties[i]
		if p.Role != string(recette.Referent) || !b.theirs(p) {
			continue
		}
		if found == nil || plan.FoldName(p.Name) == holder && plan.FoldName(found.Name) != holder {
			found = p
		}
	}
	if found == nil {
		return
	}
	b.pv.Signers = append(b.pv.Signers, reports.Signatory{
		Role: found.Role, Name: found.Name, Function: b.asked.FunctionOf(found), Entity: found.Entity,
		Field: strings.ToUpper(string(seat)), Certificate: key.Fingerprint, Authority: key.Issuer,
		Method: methodOf(&key),
	})
}

// theirs tells whether the branch of the constat is that of a référent: one of those that they are limited to or,
// when they are limited to none, the one that they belong to.
func (b *builder) theirs(p *plan.Participant) bool {
	if len(p.Perimeter) == 0 {
		return b.m.BranchOf(p) == b.in.Antenne
	}
	return slices.ContainsFunc(p.Perimeter, func(place string) bool { return b.m.Branch(place) == b.in.Antenne })
}

// constats fills the constat of each branch, as the journal knows it: the last that its référent signed, else the last
// that was made, else none; one that was cancelled or replaced says nothing any more. What was recorded since in the
// branch is counted: a constat says what was so when it was made.
func (b *builder) constats() {
	if b.in.Antenne != "" {
		return
	}
	for _, antenne := range b.m.Antennes {
		if !slices.ContainsFunc(b.pv.Cases, func(c reports.Case) bool { return c.Antenne == antenne }) {
			continue // nothing of this PV is played there
		}
		x := reports.Constat{Antenne: antenne}
		var of *state.PV
		for i := range b.state.PVs {
			p := &b.state.PVs[i]
			if p.Antenne == antenne && p.Ended == nil && (of == nil || len(p.Signatures) >= len(of.Signatures)) {
				of = p
			}
		}
		if of != nil {
			x.Number, x.SHA256, x.Size = of.Number, of.Latest(), of.Checkpoint
			for _, s := range of.Signatures {
				if s.Role != recette.Referent {
					continue
				}
				x.SignedBy, x.SignedAt = b.signedBy(s.Ref), instant(s.At)
			}
			for i := range b.pv.Cases {
				c := &b.pv.Cases[i]
				if n := len(c.Leaves); c.Antenne == antenne && n > 0 && c.Leaves[n-1] >= of.Checkpoint {
					x.Since++
				}
			}
		}
		b.pv.Constats = append(b.pv.Constats, x)
	}
}

// signable says that a constat waits for its signature alone.
func (b *builder) signable() {
	if b.in.Antenne != "" {
		b.pv.State = "to_sign"
	}
}

// signedBy names who signed, as the plan knows them.
func (b *builder) signedBy(ref string) string {
	return cmp.Or(b.participant(ref).Name, ref)
}
