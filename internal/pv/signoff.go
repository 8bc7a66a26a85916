package pv

import (
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/route"
	"recette/reports"
)

// signoff fills what the plan asks before the decision, as it stands on the day of the PV.
func (b *builder) signoff() {
	p := b.state.Policy()
	if !p.Asked() {
		return
	}
	today := b.pv.IssuedAt.In(b.m.Zone()).Format(time.DateOnly)
	b.way = b.state.Route(b.then, b.in.Journey, today)
	if b.in.Antenne != "" {
		b.way = b.state.RouteOver(b.then, b.in.Journey, b.scope.in, today)
	}
	out := &reports.Signoff{
		Journey: b.state.Routed(b.in.Journey), Effect: "warn", Phase: string(b.way.Phase), Number: b.way.PV,
		Round: b.way.Round, Complete: b.way.Complete,
	}
	b.undecided()
	if p.Blocks() {
		out.Effect = "block"
	}
	by := map[int64]*journal.Leaf{}
	for i := range b.in.Records {
		if l := &b.in.Records[i].Leaf; l.Visa != nil || l.Opinion != nil {
			by[l.Seq] = l
		}
	}
	for i := range b.way.Steps {
		s := &b.way.Steps[i]
		step := reports.SignoffStep{
			Kind: string(s.Kind), Role: s.Role, Who: b.rename.Of(s.Who), Branch: s.Branch, Status: string(s.Status),
			Due: s.Due, Late: s.Late,
		}
		if l := by[s.Seq]; s.Ref != "" && l != nil && l.Actor != nil {
			step.By, step.At, step.Identity = b.name(*l.Actor), instant(l.At), identityOf(l.Actor)
			if p := b.party(l.Actor.Ref); p != nil {
				step.Function = b.asked.FunctionOf(p)
			}
			if l.Visa != nil {
				step.SHA256 = l.Visa.SHA256
			}
		}
		out.Steps = append(out.Steps, step)
	}
	for i := range b.state.Visas {
		v := &b.state.Visas[i]
		if v.Journey == out.Journey {
			out.Acts = append(out.Acts, reports.SignoffAct{
				Act: v.Act, Number: v.Number, SHA256: v.SHA256, Role: v.By.Role, By: b.name(v.By), At: moment(v.At),
				Reason: b.text(v.Reason),
			})
		}
	}
	b.pv.Signoff = out
}

// undecided says of a PV of nothing that was decided where a version of it is on the route.
func (b *builder) undecided() {
	switch {
	case b.pv.State != string(recette.PVDraft):
	case b.way.ToDecide():
		b.pv.State = string(recette.PVToDecide)
	case b.way.Phase == route.Circulating:
		b.pv.State = string(recette.PVCirculating)
	}
}

// identityOf says what is known of who recorded something.
func identityOf(a *journal.Actor) string {
	if a.Auth {
		return "authenticated"
	}
	return "declared"
}

// warnRoute says that what was decided did not wait for what the plan asks first, or that it is asked again. A PV of
// lifting takes no decision again, and rests on a re-test that follows the first.
func (b *builder) warnRoute() {
	if b.pv.Lifting != nil && b.way.Waited() {
		return
	}
	if b.pv.Signoff != nil && b.way.Unsigned() != route.None {
		b.warn(routeIncomplete)
	}
}
