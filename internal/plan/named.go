package plan

import (
	"fmt"
	"slices"

	"recette/internal/meant"
	"recette/internal/recette"
)

// naming is a place of a plan that names somebody.
type naming struct {
	At  string // path in the document
	Who string
	// Function tells that what somebody does may stand there too: "qa".
	Function bool
	Ruled    bool // a rule of the separation of duties bears on them: it knows those who take part alone
	Attests  bool // they attest a criterion: who may not is refused it
}

// namings lists the places of a plan that name somebody, participants aside, in the order of its keys.
func (p *Plan) namings() []naming {
	var all []naming
	person := func(at, who string) {
		if who != "" {
			all = append(all, naming{At: at, Who: who})
		}
	}
	either := func(at string, who ...string) {
		for _, w := range who {
			if w != "" {
				all = append(all, naming{At: at, Who: w, Function: true})
			}
		}
	}
	for i, j := range p.Journeys {
		either(at("journeys", i)+".owner", j.Owner)
	}
	for i, x := range p.OutOfScope {
		if x.decision() == "" { // which is looked up among decisions
			either(at("out_of_scope", i)+".agreed_by", x.AgreedBy)
		}
	}
	for i, d := range p.DataSets {
		if d.Owner != "" {
			all = append(all, naming{At: at("data_sets", i) + ".owner", Who: d.Owner, Function: true, Ruled: true})
		}
	}
	person("author", p.Author)
	for i, h := range p.History {
		person(at("history", i)+".author", h.Author)
	}
	either("expected_decision.by", p.Expected.By)
	for i, r := range p.Risks {
		either(at("risks", i)+".owner", r.Owner)
	}
	for i, l := range p.Levels {
		either(at("levels", i)+".who", l.Who...)
	}
	for i, s := range p.Sessions {
		person(at("sessions", i)+".animator", s.Animator)
		for t, who := range s.Testers {
			person(fmt.Sprintf("sessions[%d].testers[%d]", i, t), who)
		}
	}
	for _, l := range []struct {
		key  string
		list []Criterion
	}{
		{"entry_criteria", p.Entry},
		{"exit_criteria", p.Exit},
		{"suspension_criteria", p.Suspension},
		{"resumption_criteria", p.Resumption},
	} {
		for i, c := range l.list {
			either(at(l.key, i)+".measured_by", c.By)
			if c.Attested != "" {
				all = append(all, naming{
					At: at(l.key, i) + ".attested_by", Who: c.Attested, Function: true, Attests: true,
				})
			}
		}
	}
	either("anomaly_rules.qualified_by", p.Anomalies.Qualified...)
	for i, c := range p.Committees {
		either(at("committees", i)+".members", c.Members...)
	}
	for i, d := range p.Duties {
		here := at("responsibilities", i)
		either(here+".accountable", d.Accountable)
		either(here+".responsible", d.Responsible...)
		either(here+".consulted", d.Consulted...)
		either(here+".informed", d.Informed...)
	}
	for i, d := range p.Deputies {
		either(at("deputies", i)+".of", d.Of)
		person(at("deputies", i)+".by", d.By)
	}
	for i, d := range p.Deliverables {
		either(at("deliverables", i)+".owner", d.Owner)
	}
	for i, a := range p.Approval {
		either(at("approval", i)+".who", a.Who)
	}
	for i, v := range p.Signoff.Visas {
		person(at("signoff.visas", i)+".who", v.Who)
	}
	for i, v := range p.Signoff.Noted {
		person(at("signoff.noted_by", i)+".who", v.Who)
	}
	for i, a := range p.Authors {
		if a.Who != "" {
			all = append(all, naming{At: at("authors", i) + ".who", Who: a.Who, Ruled: true})
		}
	}
	return all
}

// known refuses whoever is named and stands nowhere: not among those who take part, the contacts, the representatives.
// It warns of authors and of owners of data who take no part: the rules about them would be kept of nobody. A plan
// without sections may name anybody, as plans of before could.
func (f *freezer) known() {
	p := &f.in.Plan
	if !p.sectioned() {
		return
	}
	names, part := f.everybody()
	folded := f.folded()
	words, people := meant.NewWords(slices.Concat(names, recette.Functions())), meant.NewWords(part)
	for _, n := range p.namings() {
		switch {
		case toFill(n.Who):
		case !folded[FoldName(n.Who)] && (!n.Function || !isFunction(n.Who)):
			f.addAt(levelError, n.At, unknownPerson, words.Nearest(n.Who), n.Who)
		case n.Attests && !f.attests(n.Who):
			f.addAt(levelError, n.At, attestsNothing, "", n.Who)
		case n.Ruled && !slices.ContainsFunc(part, func(name string) bool { return sameName(name, n.Who) }):
			f.addAt(levelWarning, n.At, ruledNobody, people.Nearest(n.Who), n.Who)
		}
	}
}

// everybody gives the names that the plan knows, of those who take part first, and those of the latter alone.
func (f *freezer) everybody() (names, part []string) {
	p := &f.in.Plan
	for _, list := range [][]Participant{p.Participants, f.in.Participants} {
		for _, who := range list {
			part = append(part, who.Name)
		}
	}
	names = slices.Clone(part)
	for _, c := range p.Contacts {
		names = append(names, c.Name)
	}
	return append(names, p.Client.Representative, p.Supplier.Representative), part
}

// folded tells whether the plan knows somebody, by their folded name.
func (f *freezer) folded() map[string]bool {
	names, _ := f.everybody()
	folded := map[string]bool{}
	for _, n := range names {
		folded[FoldName(n)] = true
	}
	return folded
}

// attests tells whether a role, or somebody who takes part in a role of the plan or of the project, may attest a
// criterion.
func (f *freezer) attests(who string) bool {
	may := func(role string) bool { return slices.Contains(recette.Attestors(), recette.Role(role)) }
	if isFunction(who) {
		return may(who)
	}
	holds := func(p Participant) bool { return p.Named(who) && may(p.Role) }
	asked := f.in.Plan.Participants
	if len(asked) == 0 {
		asked = f.in.Participants
	}
	for i := range asked {
		switch p := &asked[i]; {
		case !p.Named(who):
		case may(p.Role), p.Role == "" && slices.ContainsFunc(f.in.Participants, holds):
			return true
		}
	}
	return false
}

// Known lists those whom a frozen plan names: who takes part, the contacts, the customer and the supplier with who
// represents them, and the entities of people. What somebody records of another names one of them.
func (m *Manifest) Known() []string {
	var names []string
	add := func(of ...string) {
		for _, n := range of {
			if !recette.Blank(n) {
				names = append(names, n)
			}
		}
	}
	for i := range m.Parties {
		add(m.Parties[i].Name)
	}
	if m.Sections != nil {
		for _, c := range m.Sections.Contacts {
			add(c.Name, c.Entity)
		}
	}
	add(m.Client.Name, m.Client.Representative, m.Supplier.Name, m.Supplier.Representative)
	for i := range m.Parties {
		add(m.Parties[i].Entity)
	}
	return names
}
