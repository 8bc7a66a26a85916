// Package document holds what is decided of the PVs of a campaign once they are rendered: that one counts for nothing
// any more, or that another one takes its place. Nothing of a signed file ever changes. It refuses to render and to
// sign.
package document

import (
	"fmt"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/journal"
	"recette/internal/recette"
)

// The refusals of what is decided of a PV.
var (
	ErrUnknown = fmt.Errorf("%w: no such PV", fact.Err)
	errSettled = fmt.Errorf("%w: the standing of the PV does not allow it", fact.Err)
	ErrCycle   = fmt.Errorf("%w: the PVs would take the place of each other", fact.Err)
	ErrOther   = fmt.Errorf("%w: that PV cannot take its place", fact.Err)
)

// NumberError is a refusal about a PV, with what it is worth. It wraps one of the refusals of this package.
type NumberError struct {
	Number   string
	Standing recette.PVStanding // empty of one that is not known
	Kind     error
}

func (e *NumberError) Error() string { return fmt.Sprintf("%v: %s %s", e.Kind, e.Number, e.Standing) }

// Unwrap gives the refusal.
func (e *NumberError) Unwrap() error { return e.Kind }

// End is what is decided of a PV.
type End struct {
	Number  string
	Act     recette.PVAct
	With    string // of a replacement: the signed PV that takes its place; empty: the next one that is signed
	Propose bool   // to whoever decides
	Reason  string
}

var _ fact.Fact = End{}

// Kind is pv.end.
func (End) Kind() journal.Kind { return journal.KindPVEnd }

// Action is that of deciding it, or of proposing it.
func (e End) Action() access.Action {
	if e.Propose {
		return access.ProposePVEnd
	}
	return access.EndPV
}

// Judge refuses an act without its reason, on a PV that the campaign does not hold (ErrUnknown) or whose standing does
// not allow it (errSettled); and, of the PV that takes its place, one that is not in force (ErrOther), or whose place
// it would itself take in the end (ErrCycle).
func (e End) Judge(v fact.View) error {
	pv := v.State.PV(e.Number)
	switch {
	case !e.Act.Valid():
		return fact.Invalid("act")
	case recette.Blank(e.Reason):
		return fact.Missing("reason")
	case e.With != "" && e.Act != recette.PVReplace:
		return fact.Invalid("with")
	case pv == nil:
		return &NumberError{e.Number, "", ErrUnknown}
	case e.With != "" && v.State.Follows(e.With, e.Number):
		return &NumberError{e.With, "", ErrCycle}
	case !pv.Standing().Allows(e.Act):
		return &NumberError{e.Number, pv.Standing(), errSettled}
	case e.With == "":
		return nil
	}
	other := v.State.PV(e.With)
	if other == nil {
		return &NumberError{e.With, "", ErrUnknown}
	}
	if other.Standing() != recette.PVInForce || !v.State.Succeeds(e.With, e.Number) {
		return &NumberError{e.With, other.Standing(), ErrOther}
	}
	return nil
}

// Write fills the leaf.
func (e End) Write(v fact.View, d *fact.Draft) {
	pv := v.State.PV(e.Number)
	d.End = &journal.PVEnd{
		Number: e.Number, Journey: pv.Journey, SHA256: pv.Latest(), Act: string(e.Act), With: e.With,
		Proposed: e.Propose, Reason: d.Text("reason", e.Reason),
	}
}

// Is compares what is decided, of which PV.
func (e End) Is(l *journal.Leaf) bool {
	was := l.End
	return was != nil && was.Number == e.Number && was.Act == string(e.Act) && was.With == e.With &&
		was.Proposed == e.Propose
}
