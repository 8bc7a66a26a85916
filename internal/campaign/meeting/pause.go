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
	Criterion string // of the plan, that is met; may be empty
}

// Kind is campaign.suspend.
func (Suspension) Kind() journal.Kind { return journal.KindSuspend }

// Action is that of suspending.
func (Suspension) Action() access.Action { return access.SuspendCampaign }

// Judge refuses to suspend a campaign that is closed, or suspended already (ErrAlready), or without a reason.
func (s Suspension) Judge(v fact.View) error {
	switch {
	case v.State.ClosedAt != "":
		return fact.ErrClosed
	case recette.Blank(s.Reason):
		return fact.Missing("reason")
	case v.State.Suspended() != nil:
		return ErrAlready
	}
	return nil
}

// Write fills the leaf.
func (s Suspension) Write(_ fact.View, d *fact.Draft) {
	d.Pause = &journal.Pause{Reason: d.Text("reason", s.Reason), Criterion: d.Optional("criterion", s.Criterion)}
}

// Resumption resumes a campaign.
type Resumption struct {
	Reason string // what removed the cause
}

// Kind is campaign.resume.
func (Resumption) Kind() journal.Kind { return journal.KindResume }

// Action is that of suspending.
func (Resumption) Action() access.Action { return access.SuspendCampaign }

// Judge refuses to resume what goes on (ErrGoesOn), or without a reason.
func (r Resumption) Judge(v fact.View) error {
	switch {
	case v.State.ClosedAt != "":
		return fact.ErrClosed
	case recette.Blank(r.Reason):
		return fact.Missing("reason")
	case v.State.Suspended() == nil:
		return ErrGoesOn
	}
	return nil
}

// Write fills the leaf.
func (r Resumption) Write(_ fact.View, d *fact.Draft) {
	d.Pause = &journal.Pause{Reason: d.Text("reason", r.Reason)}
}
