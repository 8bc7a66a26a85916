package recette

import "slices"

// Lifting is what a PV of lifting says of a reserve that its parent carries.
type Lifting string

// What it may say. None is ever left out: what remains is said too.
const (
	LiftedHere    Lifting = "lifted"        // this PV lifts it
	liftedBefore  Lifting = "lifted_before" // an earlier PV of lifting, in force, did
	reserveEnded  Lifting = "ended"         // it was converted, or abandoned by decision
	ReserveStands Lifting = "remains"       // it still waits for its lifting
)

// LiftingOf says it of a reserve by its status, and by whether a PV in force bears the act that lifted it.
func LiftingOf(status ReserveStatus, borne bool) Lifting {
	switch {
	case status.Pending():
		return ReserveStands
	case status != ReserveLifted:
		return reserveEnded
	case borne:
		return liftedBefore
	}
	return LiftedHere
}

// Outturn is what a PV of lifting comes to. It stands where another PV has its decision: it pronounces nothing new on
// the recette, whose decision is that of the parent.
type Outturn string

// What it may come to.
const (
	reservesLifted     Outturn = "reserves_lifted"        // none that the parent carries remains
	reservesPartLifted Outturn = "reserves_partly_lifted" // some remain
)

// LiftingOutcome gives the outcome of what is said of all the reserves of a parent.
func LiftingOutcome(rows []Lifting) Outturn {
	if slices.Contains(rows, ReserveStands) {
		return reservesPartLifted
	}
	return reservesLifted
}

// LiftFlaw says why no PV lifts reserves of another.
type LiftFlaw string

// What may be wrong, in the order in which it is looked at.
const (
	LiftSound     LiftFlaw = ""
	LiftUnknown   LiftFlaw = "unknown"    // no PV of the campaign has that number
	LiftOfLifting LiftFlaw = "lifting"    // the parent is a PV of lifting: what it says is of its own parent
	LiftUnsigned  LiftFlaw = "unsigned"   // the decision-maker did not sign the parent
	LiftCancelled LiftFlaw = "cancelled"  // the parent counts for nothing any more
	LiftReplaced  LiftFlaw = "replaced"   // another one took its place
	LiftReplacing LiftFlaw = "to_replace" // another one is to take its place
	LiftNoReserve LiftFlaw = "no_reserve" // the decision of the parent carries none
	LiftNothing   LiftFlaw = "nothing"    // none of those that it carries was lifted since the last PV of lifting
)

// Lifts says what keeps a PV of this standing from being the parent of a PV of lifting.
func (s PVStanding) Lifts() LiftFlaw {
	switch s {
	case PVInForce:
		return LiftSound
	case PVCancelled:
		return LiftCancelled
	case PVReplaced:
		return LiftReplaced
	case PVToReplace:
		return LiftReplacing
	case PVProject, PVStated:
	}
	return LiftUnsigned
}
