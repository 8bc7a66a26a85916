package recette

// Trial says why somebody plays cases of a campaign outside of its figures. The zero value is: they do not, the result
// counts.
type Trial string

// The trials. What a rehearsal or an exploration finds is recorded, and judges nothing.
const (
	Rehearsal   Trial = "rehearsal"   // répétition: to be ready before the testers are
	Exploratory Trial = "exploratory" // exploratoire: to look around, beside the plan
)

// Trials lists the trials, in the order in which they are shown.
func Trials() []Trial { return []Trial{Rehearsal, Exploratory} }

// Valid reports whether t is a trial.
func (t Trial) Valid() bool { return t == Rehearsal || t == Exploratory }
