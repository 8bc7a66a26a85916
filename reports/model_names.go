package reports

import (
	"slices"
	"strings"

	"recette/reports/page"
)

// Names are what the project called, when the plan was frozen, that which the PV names by code, each list by code. What
// its reference files do not hold is in none, and stays a code.
type Names struct {
	Epics    []Name `json:"epics,omitempty"`
	Criteria []Name `json:"criteria,omitempty"` // with what each asks
	Rules    []Name `json:"rules,omitempty"`
	Roles    []Name `json:"roles,omitempty"`
}

// Name is what a project calls what a code stands for.
type Name struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// Message is a text that the product shows its users, as the project writes it: what changes stands in braces.
type Message struct {
	Code    string   `json:"code"`
	Antenne string   `json:"antenne,omitempty"` // whose own text it is; empty for the common one
	Text    string   `json:"text"`
	Cases   []string `json:"cases"` // of this PV, whose expected results cite it
}

// NameOf gives the name of a code in a list that is by code, nothing when it has none.
func NameOf(list []Name, code string) string {
	i, ok := slices.BinarySearchFunc(list, code, func(n Name, code string) int { return strings.Compare(n.Code, code) })
	if !ok {
		return ""
	}
	return list[i].Name
}

// Titled writes a code with its name: « RG-12 – Une adhésion par entreprise ».
func Titled(list []Name, code string) string { return page.Sentence(" – ", code, NameOf(list, code)) }
