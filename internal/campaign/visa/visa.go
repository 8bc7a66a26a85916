// Package visa holds what people do on the route of a PV to its decision: they put it on the route, give their visa,
// refuse it, take it back, take note. It is pure: which of it has its place is judged in internal/route.
package visa

import (
	"fmt"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/route"
)

// ErrUnknown refuses to put on the route a PV that the campaign has not.
var ErrUnknown = fmt.Errorf("%w: no such PV in the campaign", fact.Err)

// ErrStale refuses to put a PV on the route that says less than what was recorded since, or that was ended.
var ErrStale = fmt.Errorf("%w: the PV says less than what is recorded", fact.Err)

// Submission puts a PV on the route. The number is of the last PV that was rendered of its journey.
type Submission struct {
	Number string
	Remark string // may be empty
}

// Act is what somebody does about the PV of a journey that is on the route.
type Act struct {
	Journey string // empty: of the whole campaign
	What    route.What
	Of      string // SHA-256, in hex, of the PV that was shown; empty: nobody says, of the one on the route
	Reason  string // mandatory of a refusal and of a withdrawal
}

var _, _ fact.Fact = Submission{}, Act{}

// Kind is visa.
func (Submission) Kind() journal.Kind { return journal.KindVisa }

// Action is that of submitting.
func (Submission) Action() access.Action { return access.SubmitPV }

// Judge refuses a PV that the campaign has not (ErrUnknown), one that is not the last one of its journey, that was
// ended, or that later facts overtook (ErrStale), the constat of a branch, and any when the plan has no route
// (*fact.RouteError).
func (s Submission) Judge(v fact.View) error {
	pv := v.State.PV(s.Number)
	if pv == nil {
		return fmt.Errorf("PV %q: %w", s.Number, ErrUnknown)
	}
	if p := v.State.Policy(); !p.Asked() {
		return &fact.RouteError{Why: route.NoRoute}
	}
	if pv.Antenne != "" {
		return &fact.RouteError{Why: route.OfBranch}
	}
	for i := range v.State.PVs {
		if other := &v.State.PVs[i]; other.Series(pv) && other.Seq > pv.Seq {
			return fmt.Errorf("%w: %s was rendered since", ErrStale, other.Number)
		}
	}
	var ids []string
	for i := range v.Plan.Cases {
		ids = append(ids, v.Plan.Cases[i].ID)
	}
	if j := v.Plan.Journey(pv.Journey); j != nil {
		ids = j.Cases
	}
	if pv.Lifts != nil || pv.Standing() == recette.PVCancelled || !pv.Covers(v.State.LastFact(ids)) {
		return fmt.Errorf("%w: %s", ErrStale, pv.Number)
	}
	return nil
}

// Write fills the leaf.
func (s Submission) Write(v fact.View, d *fact.Draft) {
	pv := v.State.PV(s.Number)
	d.Visa = &journal.Visa{
		Act: string(route.Submit), Number: pv.Number, SHA256: pv.SHA256, Journey: pv.Journey,
		Reason: d.Optional("reason", s.Remark),
	}
}

// Is compares which PV it submits.
func (s Submission) Is(l *journal.Leaf) bool {
	return l.Visa != nil && l.Visa.Act == string(route.Submit) && l.Visa.Number == s.Number
}

// Kind is visa.
func (Act) Kind() journal.Kind { return journal.KindVisa }

// Action is that of giving a visa.
func (Act) Action() access.Action { return access.GiveVisa }

// Judge refuses an unknown journey or act, a refusal or a withdrawal without a reason, what has no place on the route
// (*fact.RouteError), and a PV that is not the one that was shown (fact.ErrStale).
func (a Act) Judge(v fact.View) error {
	switch {
	case a.Journey != "" && v.Plan.Journey(a.Journey) == nil:
		return fmt.Errorf("journey %q: %w", a.Journey, fact.ErrUnknownJourney)
	case !a.What.Recorded() || a.What == route.Submit:
		return fact.Invalid("act")
	case (a.What == route.Refuse || a.What == route.Withdraw) && recette.Blank(a.Reason):
		return fact.Missing("reason")
	}
	now := v.State.Route(v.People, a.Journey, v.Today)
	name := ""
	for _, p := range v.Parties {
		if p.Ref == v.Actor.Ref {
			name = p.Name
		}
	}
	if why := now.Judge(route.Act{
		What: a.What, Day: v.Today, Ref: v.Actor.Ref, Name: name, Role: string(v.Actor.Role),
	}); why != route.None {
		return &fact.RouteError{Why: why, Next: now.Next()}
	}
	if pv := v.State.PV(now.PV); a.Of != "" && (pv == nil || pv.SHA256 != a.Of) {
		return fmt.Errorf("PV %s: %w", now.PV, fact.ErrStale)
	}
	return nil
}

// Write fills the leaf.
func (a Act) Write(v fact.View, d *fact.Draft) {
	now := v.State.Route(v.People, a.Journey, v.Today)
	d.Visa = &journal.Visa{
		Act: string(a.What), Number: now.PV, SHA256: v.State.PV(now.PV).SHA256, Journey: v.State.Routed(a.Journey),
		Reason: d.Optional("reason", a.Reason),
	}
}

// Is compares the act, the PV when it is said, and the journey, whose route may be that of the whole campaign.
func (a Act) Is(l *journal.Leaf) bool {
	was := l.Visa
	return was != nil && was.Act == string(a.What) && (was.Journey == a.Journey || was.Journey == "") &&
		(a.Of == "" || a.Of == was.SHA256)
}
