package advice

import (
	"fmt"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Deviation is where the recette departed from its plan.
type Deviation struct {
	Text   string
	Reason string
	Agreed string // who agreed to it; may be empty
	// Cases are rows that are played although the order of their journey holds them back; may be empty.
	Cases []string
}

var _ fact.Placed = Deviation{}

// Kind is deviation.
func (Deviation) Kind() journal.Kind { return journal.KindDeviation }

// Action is that of recording one.
func (Deviation) Action() access.Action { return access.RecordDeviation }

// Rows are those that it names.
func (e Deviation) Rows(*state.State) []string { return e.Cases }

// Judge refuses one without text or reason, about a row that is not in the plan (fact.ErrUnknownCase), or agreed by
// nobody whom the campaign knows (*fact.PersonError).
func (e Deviation) Judge(v fact.View) error {
	for _, id := range e.Cases {
		if v.State.Case(id) == nil {
			return fmt.Errorf("case %s: %w", id, fact.ErrUnknownCase)
		}
	}
	switch {
	case recette.Blank(e.Text):
		return fact.Missing("text")
	case recette.Blank(e.Reason):
		return fact.Missing("reason")
	}
	_, err := v.Named("agreed", e.Agreed)
	return err
}

// Write fills the leaf.
func (e Deviation) Write(v fact.View, d *fact.Draft) {
	agreed, _ := v.Named("agreed", e.Agreed) // judged
	d.Deviation = &journal.Deviation{
		Number: d.Number(), Text: d.Text("text", e.Text), Reason: d.Text("reason", e.Reason),
		Agreed: d.Optional("agreed", agreed), Cases: e.Cases,
	}
}

// Is compares the rows, and whether somebody agreed.
func (e Deviation) Is(l *journal.Leaf) bool {
	was := l.Deviation
	return was != nil && slices.Equal(was.Cases, e.Cases) && fact.Told(was.Agreed, e.Agreed)
}
