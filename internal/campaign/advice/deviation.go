package advice

import (
	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Deviation is where the recette departed from its plan.
type Deviation struct {
	Text   string
	Reason string
	Agreed string // who agreed to it; may be empty
}

var _ fact.Fact = Deviation{}

// Kind is deviation.
func (Deviation) Kind() journal.Kind { return journal.KindDeviation }

// Action is that of recording one.
func (Deviation) Action() access.Action { return access.RecordDeviation }

// Judge refuses one without text or reason.
func (e Deviation) Judge(fact.View) error {
	switch {
	case recette.Blank(e.Text):
		return fact.Missing("text")
	case recette.Blank(e.Reason):
		return fact.Missing("reason")
	}
	return nil
}

// Write fills the leaf.
func (e Deviation) Write(_ fact.View, d *fact.Draft) {
	d.Deviation = &journal.Deviation{
		Number: d.Number(), Text: d.Text("text", e.Text), Reason: d.Text("reason", e.Reason),
		Agreed: d.Optional("agreed", e.Agreed),
	}
}
