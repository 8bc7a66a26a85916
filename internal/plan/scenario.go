package plan

import "strings"

// Scenarios finds the rows that the name of a scenario means, among those of a plan: the one place that knows what a
// plan may write where it lists scenarios.
type Scenarios struct{ rows map[string][]string }

// ScenariosOf indexes rows. A name finds them in the order in which they stand here.
func ScenariosOf(rows []string) Scenarios {
	s := Scenarios{rows: make(map[string][]string, 2*len(rows))}
	for _, id := range rows {
		for _, name := range scenarioNames(id) {
			s.rows[name] = append(s.rows[name], id)
		}
	}
	return s
}

// Rows gives the rows that a name means: itself, "SC-0003/a@corse"; a case, in every branch, "SC-0003/a"; a scenario
// and all the rows of its examples, in every branch, "SC-0003", or in one, "SC-0003@corse".
func (s Scenarios) Rows(name string) []string { return s.rows[name] }

// scenarioNames lists the names of a row, each once.
func scenarioNames(row string) []string {
	own, place, branched := strings.Cut(row, rowMark)
	base, _, example := strings.Cut(own, "/")
	names := []string{row}
	if branched {
		names = append(names, own)
	}
	if example {
		names = append(names, base)
		if branched {
			names = append(names, base+rowMark+place)
		}
	}
	return names
}
