package plan

import (
	"slices"

	"recette/internal/recette"
)

// criteriaList is a list of criteria, with the key of the plan that holds it.
type criteriaList struct {
	key  string
	list []Criterion
}

// criteria gives the criteria of the plan, list by list.
func (p *Plan) criteria() []criteriaList {
	return []criteriaList{
		{"entry_criteria", p.Entry},
		{"exit_criteria", p.Exit},
		{"suspension_criteria", p.Suspension},
		{"resumption_criteria", p.Resumption},
	}
}

// Cited lists the decisions out of the journal that the plan says excuse its criteria, by number, each once.
func (p *Plan) Cited() (numbers []string) {
	for _, l := range p.criteria() {
		for i := range l.list {
			if number := l.list[i].elsewhere(); number != "" && !slices.Contains(numbers, number) {
				numbers = append(numbers, number)
			}
		}
	}
	return numbers
}

// elsewhere gives the number of the decision out of the journal that the plan says excuses the criterion.
func (c *Criterion) elsewhere() string {
	if c.Met == "yes" || c.Met == "no" || recette.Derogation(c.Met) {
		return ""
	}
	return c.Met
}

// excuses refuses the criteria that a decision excuses which is written nowhere, or which nobody took.
func (f *freezer) excuses() {
	for _, l := range f.in.Plan.criteria() {
		for i := range l.list {
			c := &l.list[i]
			number := c.elsewhere()
			acted, written := f.in.Decisions[number]
			switch path := at(l.key, i) + ".met"; {
			case number == "" || acted:
			case written:
				f.addAt(levelError, path, unactedDecision, "", c.Text, number)
			default:
				f.addAt(levelError, path, noDecision, "", c.Text, number)
			}
		}
	}
}

// Excuses gives what Freeze would refuse, as decisions stand now, of what a frozen plan says excuses its criteria: a
// campaign goes on with it. decided gives, of numbers of decisions, what Input.Decisions holds.
func (m *Manifest) Excuses(decided func(numbers []string) map[string]bool) []Problem {
	f := freezer{in: Input{Plan: Plan{Entry: m.Entry, Exit: m.Exit}}}
	if m.Sections != nil {
		f.in.Plan.Sections = *m.Sections
	}
	f.in.Decisions = decided(f.in.Plan.Cited())
	f.excuses()
	return f.problems
}
