package state

import (
	"slices"

	"recette/internal/journal"
	"recette/internal/recette"
)

// Decision is a decision.
type Decision struct {
	journal.Decision
	At  string // as in the leaf
	By  journal.Actor
	Seq int64
}

// PV is a rendered PV with its signatures.
type PV struct {
	Number     string
	Journey    string
	SHA256     string // of the rendered file
	Checkpoint int64  // size of the tree that the PV embeds
	At         string // as in the leaf
	By         journal.Actor
	Seq        int64
	Signatures []Signature
	Antenne    string // of a constat: the branch that it is of

	Lifts *journal.Lift // of a PV of lifting: what it lifts, of which PV

	Scans []Scan // of printings that were signed by hand, as somebody says

	Ended    *PVEnd // what was decided of it
	With     string // number of the PV that took its place
	Proposed *PVEnd // to whoever decides, and not decided
}

// Covers reports whether the PV rests on the log up to a position. A checkpoint of nothing, or one that the log had not
// reached when the PV was recorded, is not believed: any fact came after it.
func (p *PV) Covers(seq int64) bool {
	return p.Checkpoint >= 1 && p.Checkpoint <= p.Seq && seq < p.Checkpoint
}

// Signed gives the sha256 of the file that a role signed, empty when it did not.
func (p *PV) Signed(role recette.Role) string {
	sum := ""
	for _, s := range p.Signatures {
		if s.Role == role {
			sum = s.SHA256
		}
	}
	return sum
}

// Signature is one signature of a PV.
type Signature struct {
	Role        recette.Role
	Ref         string
	By          journal.Actor
	SHA256      string // of the signed file
	Signature   string
	Certificate string
	At          string // as in the leaf
	Seq         int64
	Confirmed   bool // whoever signed typed their password again, for this file
}

// Decision gives the decision that stands on a journey, or on the campaign when journey is empty; nil when there is
// none. A decision on the whole campaign stands on each journey that has none of its own since. One that was pronounced
// in an iteration before judged something else: none stands when an iteration begins.
func (s *State) Decision(journey string) *Decision {
	for i := len(s.Decisions) - 1; i >= 0 && s.Decisions[i].Seq > s.iteratedSeq(); i-- {
		if d := &s.Decisions[i]; d.Journey == journey || d.Journey == "" {
			return d
		}
	}
	return nil
}

// Pronounced gives the last decision of the present iteration on a journey alone, whatever was decided of the whole
// campaign since; nil when there is none.
func (s *State) Pronounced(journey string) *Decision {
	for i := len(s.Decisions) - 1; i >= 0 && s.Decisions[i].Seq > s.iteratedSeq(); i-- {
		if d := &s.Decisions[i]; d.Journey == journey {
			return d
		}
	}
	return nil
}

// Overridden gives the decisions that one on a journey would take the place of: the one that stands there; when journey
// is empty, those that stand on each part of the campaign.
func (s *State) Overridden(journey string) (list []*Decision) {
	parts := []string{journey}
	if journey == "" {
		for i := range s.Decisions {
			if at := s.Decisions[i].Journey; !slices.Contains(parts, at) {
				parts = append(parts, at)
			}
		}
	}
	for _, part := range parts {
		if d := s.Decision(part); d != nil && !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	return list
}

// Shown gives the decision that a PV shows: the one that stood on its journey when it was made; nil when none did. None
// from before the last iteration that the PV covers stood then.
func (s *State) Shown(pv *PV) *Decision {
	since := int64(-1)
	for i := range s.Iterations {
		if seq := s.Iterations[i].Seq; pv.Covers(seq) {
			since = seq
		}
	}
	for i := len(s.Decisions) - 1; i >= 0 && s.Decisions[i].Seq > since; i-- {
		if d := &s.Decisions[i]; (d.Journey == pv.Journey || d.Journey == "") && pv.Covers(d.Seq) {
			return d
		}
	}
	return nil
}

// lastDecision gives the last decision that bears on a journey or, when it is empty, on any; nil when there is none.
func (s *State) lastDecision(journey string) *Decision {
	if n := len(s.Decisions); journey == "" && n > 0 && s.Decisions[n-1].Seq > s.iteratedSeq() {
		return &s.Decisions[n-1]
	}
	return s.Decision(journey)
}

func (s *State) applyPV(l *journal.Leaf, who journal.Actor) {
	p := l.PV
	if p == nil {
		return
	}
	if l.Kind == journal.KindPVRendered {
		s.PVs = append(s.PVs, PV{
			Number: p.Number, Journey: p.Journey, SHA256: p.SHA256, Checkpoint: p.Checkpoint, At: l.At, By: who,
			Seq: l.Seq, Lifts: p.Lifts, Antenne: p.Antenne,
		})
		return
	}
	if pv := s.PV(p.Number); pv != nil {
		pv.Signatures = append(pv.Signatures, Signature{
			Role: recette.Role(p.Role), Ref: who.Ref, By: who, SHA256: p.SHA256, Signature: p.Signature,
			Certificate: p.Certificate, At: l.At, Seq: l.Seq, Confirmed: p.Confirmed != nil,
		})
		if recette.Role(p.Role) == recette.PO {
			s.succeed(pv)
		}
	}
}

// PV gives a rendered PV by number, the last one when it was rendered twice; nil when there is none.
func (s *State) PV(number string) *PV {
	for i := len(s.PVs) - 1; i >= 0; i-- {
		if s.PVs[i].Number == number {
			return &s.PVs[i]
		}
	}
	return nil
}

// LastFact gives the position of the last fact that a PV of these cases would state: a result, an anomaly, a reserve,
// an iteration, or what people recorded beside them; -1 when there is none.
func (s *State) LastFact(ids []string) int64 {
	last := max(s.LastNote, s.iteratedSeq())
	in := map[string]bool{}
	for _, id := range ids {
		in[id] = true
		if c := s.Case(id); c != nil && c.Last != nil {
			last = max(last, c.Last.LastSeq)
		}
	}
	bearing := s.Bearing(in)
	for i := range s.Anomalies {
		if n := s.Anomalies[i].Leaves; len(n) > 0 && bearing.Anomaly(i) {
			last = max(last, n[len(n)-1])
		}
	}
	for i := range s.Reserves {
		if r := &s.Reserves[i]; bearing.Reserve(r) {
			last = max(last, r.Leaves[len(r.Leaves)-1])
		}
	}
	return last
}
