package recette

// Opinion is what somebody thinks of the recette in their capacity. It decides nothing.
type Opinion string

// The opinions. A supplier agrees with the minutes or contests points of them: they have no say on the product.
const (
	Favourable   Opinion = "favourable"
	WithReserves Opinion = "with_reserves"
	unfavourable Opinion = "unfavourable"
	agrees       Opinion = "agrees"
	Contests     Opinion = "contests"
)

// Opinions lists what somebody in a role may think.
func Opinions(r Role) []Opinion {
	if r == Supplier {
		return []Opinion{agrees, Contests}
	}
	return []Opinion{Favourable, WithReserves, unfavourable}
}

// Effect is what a decision triggers.
type Effect string

// What a decision may trigger.
const (
	effectGuarantee Effect = "guarantee" // the guarantee begins
	effectBalance   Effect = "balance"   // the balance is due
	effectVSR       Effect = "vsr"       // the verification of regular service begins
	EffectNone      Effect = "none"
)

// Follows reports whether a decision may trigger the effect: nothing begins, and nothing is due, of what is not
// accepted.
func (e Effect) Follows(d Decision) bool {
	return e == EffectNone || d.Accepts()
}

// Effects lists them.
func Effects() []Effect { return []Effect{effectGuarantee, effectBalance, effectVSR, EffectNone} }
