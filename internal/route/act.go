package route

// What is what a fact does to a route.
type What string

// The acts that people record of a route, and the other facts that bear on one.
const (
	Submit   What = "submit"   // a PV is put on the route
	Give     What = "give"     // a visa
	Refuse   What = "refuse"   // a visa: the PV is to be submitted again
	Withdraw What = "withdraw" // one's own visa, before the decision
	Note     What = "note"     // somebody takes note of the PV, and approves nothing

	Opinion What = "opinion" // of a branch
	Result  What = "result"  // obtained: what was submitted says less than what is known
	Decide  What = "decide"  // the route ends
	Iterate What = "iterate" // another build, or other texts: nothing of before stands
)

// Recorded reports whether people record an act as such.
func (w What) Recorded() bool {
	return w == Submit || w == Give || w == Refuse || w == Withdraw || w == Note
}

// Act is one fact, in the order of the log.
type Act struct {
	What   What
	Seq    int64
	Day    string // YYYY-MM-DD, where the project counts its days
	Ref    string // of whom it is
	Name   string // that the plan gives them
	Role   string
	Branch string // that they belong to; of an opinion
	PV     string // number; of what people record of a route, empty when it is not known yet
	// Whole tells that a journey asks, and that the act is of the route of the whole campaign, which goes on for others
	// once this journey is decided.
	Whole bool
}

// Refusal is why an act has no place on a route as it stands.
type Refusal string

// The refusals. The empty one is none.
const (
	None            Refusal = ""
	NoRoute         Refusal = "no_route"      // the plan asks for nothing
	OfBranch        Refusal = "of_branch"     // a constat is of one branch: nobody approves it
	whyNotSubmitted Refusal = "not_submitted" // no PV is on the route
	whyDecided      Refusal = "decided"       // the decision was pronounced
	whyRefused      Refusal = "refused"       // a visa was: the PV is submitted again first
	whyOvertaken    Refusal = "overtaken"     // results were obtained since: the PV is rendered and submitted again
	whyNotNamed     Refusal = "not_named"     // the route does not ask it of them
	whyGiven        Refusal = "given"         // they gave it
	whyTurn         Refusal = "turn"          // somebody comes before
	whyNotOwn       Refusal = "not_own"       // they gave none that they could withdraw
	whyIncomplete   Refusal = "incomplete"    // something is missing before the decision
	whyEarly        Refusal = "early"         // the decision was pronounced while something was missing
)
