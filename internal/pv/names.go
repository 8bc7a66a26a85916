package pv

import (
	"slices"

	"recette/internal/plan"
	"recette/reports"
)

// names takes from the manifest what it calls that which the PV names by code, and the messages that the cases in scope
// cite.
func (b *builder) names() {
	pv, known := &b.pv, &b.m.Names
	var epics, criteria []string
	for i := range pv.Stories {
		epics, criteria = append(epics, pv.Stories[i].Epic), append(criteria, pv.Stories[i].Criteria...)
	}
	pv.Names = reports.Names{
		Epics: ofThese(known.Epics, epics), Criteria: ofThese(known.Criteria, criteria),
		Rules: ofThese(known.Rules, pv.Rules), Roles: ofThese(known.Roles, pv.Roles),
	}
	for i := range known.Messages {
		m := &known.Messages[i]
		cases := slices.DeleteFunc(slices.Clone(m.Rows), func(id string) bool { return !b.scope.in[id] })
		if len(cases) > 0 {
			pv.Messages = append(
				pv.Messages, reports.Message{Code: m.Code, Antenne: m.Antenne, Text: m.Text, Cases: cases},
			)
		}
	}
}

// ofThese keeps the names of some codes.
func ofThese(known []plan.Name, codes []string) (out []reports.Name) {
	cited := make(map[string]bool, len(codes))
	for _, code := range codes {
		cited[code] = true
	}
	for _, n := range known {
		if cited[n.Code] {
			out = append(out, reports.Name(n))
		}
	}
	return out
}
