package pv

import (
	"fmt"

	"recette/internal/campaign/state"
	"recette/internal/recette"
	"recette/reports"
)

// lifts looks at what becomes of the reserves of the parent, before anything is made of it.
func (b *builder) lifts() error {
	if b.in.Lifts == "" {
		return nil
	}
	x, flaw := b.state.Lifting(b.in.Lifts, b.scope.ids, "")
	if flaw != recette.LiftSound || x.Parent.Journey != b.in.Journey {
		return fmt.Errorf("PV %s: %w: %s", b.in.Lifts, errLifting, flaw)
	}
	b.lifted = x
	return nil
}

// fillLifting fills what a PV of lifting says of its parent and of each reserve that this one carries.
func (b *builder) fillLifting() {
	if b.in.Lifts == "" {
		return
	}
	p, d := b.lifted.Parent, b.lifted.Decision
	out := &reports.Lifting{Parent: reports.Parent{
		Number: p.Number, SHA256: p.Latest(), Decision: d.Decision.Decision, Decided: d.Number,
		DecidedAt: instant(d.At), Effect: d.Effect, LiftBy: d.LiftBy, Triggers: d.Triggers,
	}}
	for _, s := range p.Signatures {
		if s.Role == recette.PO {
			out.Parent.SignedAt = instant(s.At)
		}
	}
	var said []recette.Lifting
	for i := range b.lifted.Rows {
		said = append(said, b.lifted.Rows[i].Says)
		out.Reserves = append(out.Reserves, b.liftedReserve(&b.lifted.Rows[i]))
	}
	out.Outcome = string(recette.LiftingOutcome(said))
	b.pv.Lifting = out
}

func (b *builder) liftedReserve(r *state.LiftedRow) reports.LiftedReserve {
	out := reports.LiftedReserve{Number: r.Number, Says: string(r.Says), In: r.In, Test: b.liftedTest(r.Shown)}
	if fix := r.Act(recette.ReserveFix); fix != nil && r.Fix != nil {
		out.FixedBy, out.FixedAt = b.name(fix.By), instant(fix.At)
	}
	if n := len(r.Changes); n > 0 && recette.ReserveAct(r.Changes[n-1].Act).Decides() {
		out.By, out.At = b.name(r.Changes[n-1].By), instant(r.Changes[n-1].At)
	}
	return out
}

// liftedTest gives the attempt that shows a correction; of a case out of scope, nothing but which one it is.
func (b *builder) liftedTest(t *state.Shown) *reports.LiftedTest {
	if t == nil {
		return nil
	}
	out := &reports.LiftedTest{Case: t.Case, Attempt: t.Attempt}
	if b.scope.in[t.Case] {
		out.Verdict, out.Build = string(t.Verdict), b.m.At(t.Iteration).Build
		out.By, out.At = b.name(t.By), instant(t.EndedAt)
	}
	return out
}
