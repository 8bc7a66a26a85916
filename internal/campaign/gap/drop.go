package gap

import (
	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Drop says that a failure is the matter of no anomaly, and why.
type Drop struct {
	Failure
	Reason string
}

var _ fact.Fact = Drop{}

// Kind is anomaly.drop.
func (Drop) Kind() journal.Kind { return journal.KindAnomalyDrop }

// Action is that of dropping a draft.
func (Drop) Action() access.Action { return access.DropAnomaly }

// Rows is the case that failed.
func (d Drop) Rows(*state.State) []string { return about(d.Case) }

// Judge refuses what waits for no anomaly, and the lack of a reason.
func (d Drop) Judge(v fact.View) error {
	if err := d.waits(v.State); err != nil {
		return err
	}
	if recette.Blank(d.Reason) {
		return fact.Missing("reason")
	}
	return nil
}

// Write fills the leaf.
func (d Drop) Write(_ fact.View, to *fact.Draft) {
	to.Drop = &journal.Dropped{
		Case: d.Case, Attempt: d.Attempt, Step: d.Step - 1, Reason: to.Text("reason", d.Reason),
	}
}

// Is compares the failure.
func (d Drop) Is(l *journal.Leaf) bool {
	was := l.Drop
	return was != nil && was.Case == d.Case && was.Attempt == d.Attempt && was.Step == d.Step-1
}
