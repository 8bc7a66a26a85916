package recette

import (
	"slices"
	"strconv"
	"strings"
)

// Subject is what somebody attests in their own name.
type Subject string

// What may be attested, beside the criteria of a plan.
const (
	NoProductionData Subject = "no-production-data" // the data hold no personal data of production
	NoDeviation      Subject = "no-deviation"       // the recette went as its plan says
)

// Subjects lists them.
func Subjects() []Subject { return []Subject{NoProductionData, NoDeviation} }

// The lists of criteria of a plan: those that decide of its beginning and of its end, those that suspend it and those
// that let it go on.
const (
	EntryCriteria      = "entry"
	ExitCriteria       = "exit"
	SuspensionCriteria = "suspension"
	ResumptionCriteria = "resumption"
)

// CriteriaLists lists them, as a plan does.
func CriteriaLists() []string {
	return []string{EntryCriteria, ExitCriteria, SuspensionCriteria, ResumptionCriteria}
}

// Attestors lists the roles of those who may attest that a criterion is met.
func Attestors() []Role { return []Role{PPO, QA} }

// criterion begins the subject of a criterion.
const criterion = "criterion:"

// CriterionMet is the subject of whoever attests that a criterion of a list is met, by its number in the plan, from 1.
func CriterionMet(list string, number int) Subject {
	return Subject(criterion + CriterionName(list, number))
}

// CriterionName is the name that people give to a criterion of a list, by its number in the plan, from 1: "exit/1".
func CriterionName(list string, number int) string { return list + "/" + strconv.Itoa(number) }

// Criterion gives the list and the number of the criterion that a subject is about; ok is false for any other subject.
func (s Subject) Criterion() (list string, number int, ok bool) {
	at, of := strings.CutPrefix(string(s), criterion)
	list, n, cut := strings.Cut(at, "/")
	number, err := strconv.Atoi(n)
	ok = of && cut && err == nil && slices.Contains(CriteriaLists(), list) && s == CriterionMet(list, number)
	return list, number, ok && number > 0
}

// CriterionNamed reads the name that people give to a criterion of a plan, "exit/1"; ok is false of any other word.
func CriterionNamed(name string) (list string, number int, ok bool) {
	return Subject(criterion + name).Criterion()
}

// Valid reports whether s is one of the subjects.
func (s Subject) Valid() bool {
	_, _, met := s.Criterion()
	return s == NoProductionData || s == NoDeviation || met
}
