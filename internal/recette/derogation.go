package recette

// The acts on a derogation, as leaves name them.
const (
	AskDerogation    = "ask"
	GrantDerogation  = "grant"
	RefuseDerogation = "refuse"
)

// Delegable lists the roles that somebody may act in by delegation: those that sign.
func Delegable() []Role { return []Role{PPO, PO} }
