package advice

import (
	"fmt"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Delegation lets somebody who takes part act in the role of somebody else, within days and, when it says so, for one
// journey. It rests on a document, which it names by its reference and its digest.
type Delegation struct {
	By, To    string // references
	Role      recette.Role
	Journey   string // empty: of the whole campaign
	From      string // date, YYYY-MM-DD
	Until     string // date, YYYY-MM-DD, included
	Reference string // of the document
	SHA256    string // of the document, in hex
}

// DelegationEnd ends a delegation before its last day.
type DelegationEnd struct {
	Number string
	Reason string
}

var _, _ fact.Fact = Delegation{}, DelegationEnd{}

// Kind is delegation.
func (Delegation) Kind() journal.Kind { return journal.KindDelegation }

// Action is that of delegating.
func (Delegation) Action() access.Action { return access.Delegate }

// Judge refuses a role that is not delegated, one that its giver does not hold by the plan, a delegate who takes no
// part, is the giver or an auditor, or administers (*access.DutyError), an unknown journey, days that are none or that
// have passed, and a document without reference or digest. Nobody records a delegation to themselves, nor by virtue of
// one: what is delegated is not delegated again.
func (d Delegation) Judge(v fact.View) error {
	denied := &access.DeniedError{Ref: v.Actor.Ref, Role: v.Actor.Role, Action: access.Delegate}
	switch {
	case d.To == v.Actor.Ref && d.To != d.By:
		denied.Cause = access.CauseSelf
		return denied
	case len(v.Scope.Members) > 0 && v.Actor.Role != recette.Admin && !takesPart(v, v.Actor.Ref, v.Actor.Role):
		denied.Cause = access.CauseDeputed
		return denied
	case !slices.Contains(recette.Delegable(), d.Role):
		return fact.Invalid("role")
	case !takesPart(v, d.By, d.Role):
		return fact.Invalid("delegator")
	case d.To == d.By || !takesPart(v, d.To, ""), v.Scope.Holds(d.To, recette.Auditor):
		return fact.Invalid("delegate")
	case d.Journey != "" && v.Plan.Journey(d.Journey) == nil:
		return fmt.Errorf("journey %q: %w", d.Journey, fact.ErrUnknownJourney)
	case d.From == "" || d.Until == "":
		return fact.Missing("period")
	case !fact.ValidDay(d.From) || !fact.ValidDay(d.Until) || d.Until < d.From:
		return fact.Invalid("period")
	case d.Until < v.Today:
		return fact.Past("until")
	case recette.Blank(d.Reference):
		return fact.Missing("reference")
	case !journal.IsDigest(d.SHA256):
		return fact.Invalid("document")
	}
	if v.Scope.Holds(d.To, recette.Admin) { // they would decide, and sign
		return v.Break(access.AdminDecides)
	}
	return nil
}

// takesPart tells whether somebody takes part in a role, empty for any: what is delegated is not delegated again.
func takesPart(v fact.View, ref string, role recette.Role) bool {
	return slices.ContainsFunc(v.Scope.Members, func(m access.Member) bool {
		return m.Ref == ref && (role == "" || m.Role == role && !m.Deputed)
	})
}

// Write fills the leaf.
func (d Delegation) Write(_ fact.View, to *fact.Draft) {
	to.Delegation = &journal.Delegation{
		Number: to.Number(), By: d.By, To: d.To, Role: string(d.Role), Journey: d.Journey, From: d.From,
		Until: d.Until, Reference: to.Text("reference", d.Reference), SHA256: d.SHA256,
	}
}

// Is compares all but the reference of the document.
func (d Delegation) Is(l *journal.Leaf) bool {
	was := l.Delegation
	return was != nil && !was.Ended && was.By == d.By && was.To == d.To && was.Role == string(d.Role) &&
		was.Journey == d.Journey && was.From == d.From && was.Until == d.Until && was.SHA256 == d.SHA256
}

// Kind is delegation.
func (DelegationEnd) Kind() journal.Kind { return journal.KindDelegation }

// Action is that of delegating.
func (DelegationEnd) Action() access.Action { return access.Delegate }

// Judge refuses the end of what nobody delegated (ErrUnknownDelegation), or that ended (ErrEnded), and the lack of a
// reason.
func (d DelegationEnd) Judge(v fact.View) error {
	old := v.State.Delegation(d.Number)
	switch {
	case old == nil:
		return ErrUnknownDelegation
	case old.Over.At != "":
		return ErrEnded
	case recette.Blank(d.Reason):
		return fact.Missing("reason")
	}
	return nil
}

// Write fills the leaf.
func (d DelegationEnd) Write(_ fact.View, to *fact.Draft) {
	to.Delegation = &journal.Delegation{Number: d.Number, Ended: true, Reason: to.Text("reason", d.Reason)}
}

// Is compares which one it ends.
func (d DelegationEnd) Is(l *journal.Leaf) bool {
	return l.Delegation != nil && l.Delegation.Ended && l.Delegation.Number == d.Number
}
