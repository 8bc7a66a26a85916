// Package advice holds what people say of a campaign in their own name: what they attest, where they departed from the
// plan. It is pure.
package advice

import (
	"fmt"

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
// What names nobody is for whoever may attest.
func attests(v fact.View, who string) error {
	if who == "" || who == string(v.Actor.Role) || v.RefOf(who) != "" && v.RefOf(who) == v.Actor.Ref {
		return nil
	}
	return &AttestorError{Who: who}
}

// AttestorError says whom the plan has attest a criterion. It wraps errNotTheirs.
type AttestorError struct{ Who string } // a name, or a role

func (e *AttestorError) Error() string { return fmt.Sprintf("%v: %s", errNotTheirs, e.Who) }

// Unwrap gives errNotTheirs.
func (e *AttestorError) Unwrap() error { return errNotTheirs }

// Write fills the leaf.
func (a Attestation) Write(_ fact.View, d *fact.Draft) {
	d.Attest = &journal.Attest{Subject: string(a.Subject), Text: d.Text("text", a.Text)}
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
