package recette

// PVStanding is what a PV is worth today. The file never says it: it is signed once, what becomes of it is recorded.
type PVStanding string

// The standings of a PV.
const (
	PVProject   PVStanding = "project"    // the decision-maker did not sign it
	PVInForce   PVStanding = "in_force"   // the decision-maker signed it
	PVToReplace PVStanding = "to_replace" // in force until the one that takes its place is signed
	PVReplaced  PVStanding = "replaced"
	PVCancelled PVStanding = "cancelled"
	PVStated    PVStanding = "stated" // a constat that its référent signed: it decides nothing
)

// PVState is where a PV is on its way today, from its draft to the lifting of its last reserve: what people call its
// status. What it is worth is its standing.
type PVState string

// The states of a PV.
const (
	PVDraft       PVState = "draft"       // of nothing that was decided, or that the route is asked for again
	PVCirculating PVState = "circulating" // it is on the route, and something is asked of somebody
	PVToDecide    PVState = "to_decide"   // nothing is missing on the route: the decision is
	PVToSign      PVState = "to_sign"     // it shows what was decided, and waits for a signature
	PVSigned      PVState = "signed"      // by whoever decides; a constat, by its référent
	PVNotified    PVState = "notified"    // signed, and its decision was notified
	PVSettled     PVState = "settled"     // signed, and a PV of lifting lifts each of its reserves
	PVOutdated    PVState = "replaced"    // another one took its place
	PVStale       PVState = "overtaken"   // unsigned, and facts that it does not show came since
	PVSuperseded  PVState = "superseded"  // unsigned, and a later version of it was made: that one is waited for
	PVVoid        PVState = "cancelled"
)

// PVAct is what is decided of a PV.
type PVAct string

// The acts on a PV.
const (
	PVCancel  PVAct = "cancel"
	PVReplace PVAct = "replace"
)

// Valid tells whether the act is a known one.
func (a PVAct) Valid() bool { return a == PVCancel || a == PVReplace }

// Allows tells whether an act may be decided of a PV: what is cancelled or replaced is settled, and only what is in
// force is replaced. A project is rendered again, or cancelled.
func (s PVStanding) Allows(a PVAct) bool {
	switch a {
	case PVCancel:
		return s == PVProject || s == PVInForce || s == PVToReplace
	case PVReplace:
		return s == PVInForce
	}
	return false
}
