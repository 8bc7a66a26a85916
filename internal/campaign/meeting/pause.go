package meeting

import (
	"fmt"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/journal"
	"recette/internal/recette"
)

// The refusals of a suspension.
var (
	ErrAlready = fmt.Errorf("%w: suspended already", fact.Err)
	ErrGoesOn  = fmt.Errorf("%w: not suspended", fact.Err)
)

var _, _ fact.Fact = Suspension{}, Resumption{}

// Suspension suspends a campaign: until it is resumed, no result enters it.
type Suspension struct {
	Reason    string
	Criterion string // of suspension of the plan, that is met: "suspension/3", or its text; may be empty
}

// Kind is campaign.suspend.
func (Suspension) Kind() journal.Kind { return journal.KindSuspend }

// Action is that of suspending.
func (Suspension) Action() access.Action { return access.SuspendCampaign }

// Judge refuses to suspend a campaign that is closed, or suspended already (ErrAlready), or without a reason, or by a
// criterion that the plan has not (fact.ErrNoCriterion, *fact.ChoiceError).
func (s Suspension) Judge(v fact.View) error {
	switch {
	case v.State.ClosedAt != "":
		return fact.ErrClosed
	case recette.Blank(s.Reason):
		return fact.Missing("reason")
	case v.State.Suspended() != nil:
		return ErrAlready
	}
	return known(v, recette.SuspensionCriteria, s.Criterion)
}

// Write fills the leaf.
func (s Suspension) Write(v fact.View, d *fact.Draft) {
	d.Pause = pause(v, d, s.Reason, recette.SuspensionCriteria, s.Criterion)
}

// Is compares the criterion.
func (s Suspension) Is(l *journal.Leaf) bool { return names(l, s.Criterion) }

// names tells whether a leaf may name the criterion that is said: by its number it is that one, by its text it is one.
func names(l *journal.Leaf, said string) bool {
	if l.Pause == nil || !fact.Told(l.Pause.Criterion, said) {
		return false
	}
	_, _, numbered := recette.CriterionNamed(said)
	return !numbered || l.Pause.Named == said
}

// Resumption resumes a campaign.
type Resumption struct {
	Reason    string // what removed the cause
	Criterion string // of resumption of the plan, that is met: "resumption/1", or its text; may be empty
}

// Kind is campaign.resume.
func (Resumption) Kind() journal.Kind { return journal.KindResume }

// Action is that of suspending.
func (Resumption) Action() access.Action { return access.SuspendCampaign }

// Judge refuses to resume what goes on (ErrGoesOn), or without a reason, or by a criterion that the plan has not
// (fact.ErrNoCriterion, *fact.ChoiceError).
func (r Resumption) Judge(v fact.View) error {
	switch {
	case v.State.ClosedAt != "":
		return fact.ErrClosed
	case recette.Blank(r.Reason):
		return fact.Missing("reason")
	case v.State.Suspended() == nil:
		return ErrGoesOn
	}
	return known(v, recette.ResumptionCriteria, r.Criterion)
}

// Write fills the leaf.
func (r Resumption) Write(v fact.View, d *fact.Draft) {
	d.Pause = pause(v, d, r.Reason, recette.ResumptionCriteria, r.Criterion)
}

// Is compares the criterion.
func (r Resumption) Is(l *journal.Leaf) bool { return names(l, r.Criterion) }

// known refuses a criterion that the plan has not in a list. Nobody has to name one.
func known(v fact.View, list, said string) error {
	if recette.Blank(said) {
		return nil
	}
	_, _, err := v.Criterion(list, said)
	return err //nolint:wrapcheck // it is of the facts already
}

// pause gives the body of a leaf, with a criterion under its number and in the words of the plan.
func pause(v fact.View, d *fact.Draft, reason, list, said string) *journal.Pause {
	p := &journal.Pause{Reason: d.Text("reason", reason)}
	if !recette.Blank(said) {
		name, text, _ := v.Criterion(list, said)
		p.Named, p.Criterion = name, d.Text("criterion", text)
	}
	return p
}
