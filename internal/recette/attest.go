package recette

// Subject is what somebody attests in their own name.
type Subject string

// What may be attested.
const (
	NoProductionData Subject = "no-production-data" // the data hold no personal data of production
	NoDeviation      Subject = "no-deviation"       // the recette went as its plan says
)

// Subjects lists them.
func Subjects() []Subject { return []Subject{NoProductionData, NoDeviation} }

// Valid reports whether s is one of the subjects.
func (s Subject) Valid() bool { return s == NoProductionData || s == NoDeviation }
