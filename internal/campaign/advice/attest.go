// Package advice holds what people say of a campaign in their own name: what they attest, where they departed from the
// plan. It is pure.
package advice

import (
	"fmt"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/journal"
	"recette/internal/recette"
)

// The refusals of this room.
var (
	ErrNotAttested = fmt.Errorf("%w: nothing of it is attested", fact.Err)
	ErrDeviations  = fmt.Errorf("%w: deviations are recorded", fact.Err)
	errNotTheirs   = fmt.Errorf("%w: the plan names who attests it", fact.Err)
	ErrMeasured    = fmt.Errorf("%w: the journal measures it", fact.Err)
)

// Attestation is what somebody affirms in their own name: the words are kept as they were read.
type Attestation struct {
	Subject recette.Subject
	Text    string
}

// Withdrawal takes an attestation back.
type Withdrawal struct {
	Subject recette.Subject
	Text    string // the words that are taken back
	Reason  string
}

var _, _ fact.Fact = Attestation{}, Withdrawal{}

// Kind is campaign.attest.
func (Attestation) Kind() journal.Kind { return journal.KindAttest }

// Action is that of attesting.
func (Attestation) Action() access.Action { return access.AttestCampaign }

// Judge refuses an unknown subject, empty words, that there was no deviation where some are recorded (ErrDeviations),
// and a criterion that the plan has not (fact.ErrNoCriterion), that is measured (ErrMeasured), or that somebody else
// attests (*AttestorError).
func (a Attestation) Judge(v fact.View) error {
	switch {
	case !a.Subject.Valid():
		return fact.Invalid("subject")
	case recette.Blank(a.Text):
		return fact.Missing("text")
	case a.Subject == recette.NoDeviation && len(v.State.Deviations) > 0:
		return ErrDeviations
	}
	list, number, ok := a.Subject.Criterion()
	if !ok {
		return nil
	}
	cs := v.Plan.Criteria(list)
	switch {
	case number > len(cs):
		return fact.ErrNoCriterion
	case cs[number-1].Measure != "":
		return ErrMeasured
	}
	return attests(v, cs[number-1].Attested)
}

// attests refuses to affirm what the plan has somebody else attest: it names a person, or a role (*AttestorError).
// Whoever acts for that person, by a delegation that is in force, affirms it in their stead. Once nobody is left to do
// so a PPO does. Under a name that was erased nobody does, nor in its stead. What names nobody is for whoever may
// attest.
func attests(v fact.View, who string) error {
	ref, own := v.RefOf(who), who == string(v.Actor.Role)
	switch {
	case who == "":
		return nil
	case own || ref != "" && !v.Hides(ref) && (ref == v.Actor.Ref || standsFor(v, ref)):
		return nil
	}
	if left := leftBy(v, who, ref); !left || v.Actor.Role != recette.PPO || !speaks(v) {
		return &AttestorError{Who: who, Left: left}
	}
	return nil
}

// speaks tells whether somebody acts in their role by themselves, or for somebody whose name is there
// and who gave it for the whole campaign.
func speaks(v fact.View) bool {
	return slices.ContainsFunc(v.Scope.Members, func(m access.Member) bool {
		return m.Ref == v.Actor.Ref && m.Role == v.Actor.Role && (!m.Deputed || m.Journey == "" && !v.Hides(m.For))
	})
}

// standsFor tells whether somebody acts in the role of somebody else, who gave it for the whole campaign.
func standsFor(v fact.View, ref string) bool {
	return slices.ContainsFunc(v.Scope.Members, func(m access.Member) bool {
		return m.Ref == v.Actor.Ref && m.Role == v.Actor.Role && m.Deputed && m.For == ref && m.Journey == ""
	})
}

// leftBy tells whether nobody attests any more what the plan has a role, or a person, attest: whoever's name was erased
// does not.
func leftBy(v fact.View, who, ref string) bool {
	if recette.Role(who).Valid() {
		return !slices.ContainsFunc(v.Scope.Members, func(m access.Member) bool {
			return string(m.Role) == who && !m.Deputed && !v.Hides(m.Ref)
		})
	}
	return v.Hides(ref) || !v.Scope.Does(ref, access.AttestCampaign)
}

// AttestorError says whom the plan has attest a criterion. It wraps errNotTheirs.
type AttestorError struct {
	Who  string // a name, or a role
	Left bool   // nobody is left of it: a PPO attests it
}

func (e *AttestorError) Error() string { return fmt.Sprintf("%v: %s", errNotTheirs, e.Who) }

// Unwrap gives errNotTheirs.
func (e *AttestorError) Unwrap() error { return errNotTheirs }

// Write fills the leaf.
func (a Attestation) Write(_ fact.View, d *fact.Draft) {
	d.Attest = &journal.Attest{Subject: string(a.Subject), Text: d.Text("text", a.Text)}
}

// Is compares what is attested.
func (a Attestation) Is(l *journal.Leaf) bool {
	return l.Attest != nil && !l.Attest.Withdrawn && l.Attest.Subject == string(a.Subject)
}

// Kind is campaign.attest.
func (Withdrawal) Kind() journal.Kind { return journal.KindAttest }

// Action is that of attesting.
func (Withdrawal) Action() access.Action { return access.AttestCampaign }

// Judge refuses to take back what nobody attests (ErrNotAttested), or without a reason.
func (w Withdrawal) Judge(v fact.View) error {
	switch {
	case !w.Subject.Valid():
		return fact.Invalid("subject")
	case recette.Blank(w.Text):
		return fact.Missing("text")
	case recette.Blank(w.Reason):
		return fact.Missing("reason")
	case v.State.Attested(string(w.Subject)) == nil:
		return ErrNotAttested
	}
	return nil
}

// Write fills the leaf.
func (w Withdrawal) Write(_ fact.View, d *fact.Draft) {
	d.Attest = &journal.Attest{
		Subject: string(w.Subject), Text: d.Text("text", w.Text), Withdrawn: true, Reason: d.Text("reason", w.Reason),
	}
}

// Is compares what is taken back.
func (w Withdrawal) Is(l *journal.Leaf) bool {
	return l.Attest != nil && l.Attest.Withdrawn && l.Attest.Subject == string(w.Subject)
}
