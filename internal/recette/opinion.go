package recette

// Opinion is what somebody thinks of the recette in their capacity. It decides nothing.
type Opinion string

// The opinions. A supplier agrees with the minutes or contests points of them: they have no say on the product.
const (
	Favourable   Opinion = "favourable"
	WithReserves Opinion = "with_reserves"
	Unfavourable Opinion = "unfavourable"
	Agrees       Opinion = "agrees"
	Contests     Opinion = "contests"
)

// Opinions lists what somebody in a role may think.
func Opinions(r Role) []Opinion {
	if r == Supplier {
		return []Opinion{Agrees, Contests}
	}
	return []Opinion{Favourable, WithReserves, Unfavourable}
}

// Effect is what a decision triggers.
type Effect string

// What a decision may trigger.
const (
	EffectGuarantee Effect = "guarantee" // the guarantee begins
	EffectBalance   Effect = "balance"   // the balance is due
	EffectVSR       Effect = "vsr"       // the verification of regular service begins
	EffectNone      Effect = "none"
)

// Effects lists them.
func Effects() []Effect { return []Effect{EffectGuarantee, EffectBalance, EffectVSR, EffectNone} }
