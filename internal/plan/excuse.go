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

// citation is a place of a plan that rests on a decision out of the journal.
type citation struct {
	path, about, number string
	missing, unacted    ProblemCode // what is said of a decision without a page, and of one that nobody took
	person              bool        // the place may name somebody instead
}

// citations lists what the plan says that decisions out of the journal excuse, or agreed to.
func (p *Plan) citations() (all []citation) {
	for _, l := range p.criteria() {
		for i := range l.list {
			c := &l.list[i]
			if number := c.elsewhere(); number != "" {
				all = append(all, citation{at(l.key, i) + ".met", c.Text, number, noDecision, unactedDecision, false})
			}
		}
	}
	for i := range p.OutOfScope {
		x := &p.OutOfScope[i]
		if number := x.decision(); number != "" {
			path := at("out_of_scope", i) + ".agreed_by"
			all = append(all, citation{path, x.What, number, noAgreement, unactedAgreement, true})
		}
	}
	return all
}

// Cited lists the decisions out of the journal that the plan rests on, by number, each once; a name that may be that of
// a decision is among them.
func (p *Plan) Cited() (numbers []string) {
	for _, c := range p.citations() {
		if !slices.Contains(numbers, c.number) {
			numbers = append(numbers, c.number)
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

// decision gives the number of the decision that agreed to the exclusion; empty when it is named as people are. No
// journal judges a derogation about what is out of scope: that one needs a page too.
func (x *Exclusion) decision() string {
	if !recette.Elsewhere(x.AgreedBy) {
		return ""
	}
	return x.AgreedBy
}

// excuses refuses what rests on a decision which is written nowhere, or which nobody took.
func (f *freezer) excuses() {
	for _, c := range f.in.Plan.citations() {
		acted, written := f.in.Decisions[c.number]
		switch {
		case acted, c.person && f.folded()[FoldName(c.number)]:
		case written:
			f.addAt(levelError, c.path, c.unacted, "", c.about, c.number)
		default:
			f.addAt(levelError, c.path, c.missing, "", c.about, c.number)
		}
	}
}

// Excuses gives what Freeze would refuse, as decisions stand now, of what a frozen plan rests on: a campaign goes on
// with it. decided gives, of numbers of decisions, what Input.Decisions holds.
func (m *Manifest) Excuses(decided func(numbers []string) map[string]bool) []Problem {
	f := freezer{in: Input{Plan: Plan{
		Entry: m.Entry, Exit: m.Exit, OutOfScope: m.OutOfScope, Participants: m.Parties, Client: m.Client,
		Supplier: m.Supplier,
	}}}
	if m.Sections != nil {
		f.in.Plan.Sections = *m.Sections
	}
	f.in.Decisions = decided(f.in.Plan.Cited())
	f.excuses()
	return f.problems
}
