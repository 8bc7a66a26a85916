package plan

import "strings"

// placeholders begin the names that "recette init" writes for people to replace, folded.
func placeholders() []string { return []string{"prénom nom", "full name of"} }

// Placeholder tells whether a name only holds the place of one: as "recette init" writes it, or between brackets. Who
// such a name stands for, nobody can tell from what it signs.
func Placeholder(name string) bool {
	folded := FoldName(name)
	for _, p := range placeholders() {
		if strings.HasPrefix(folded+" ", p+" ") {
			return true
		}
	}
	for _, pair := range []string{"<>", "[]", "{}"} {
		if strings.HasPrefix(folded, pair[:1]) && strings.HasSuffix(folded, pair[1:]) {
			return true
		}
	}
	return false
}

// The fields that may hold a placeholder, as a plan and recette.yaml write them.
const (
	fieldParticipant = "name"
	fieldOwner       = "owner"
	fieldClient      = "client"
	fieldSupplier    = "supplier"
	fieldFor         = "representative"
	fieldProject     = "name"
)

// placeheld looks for names that nobody replaced. A person must have one: a PV says who tested and who answers for it.
// A party that is named so is only said.
func (f *freezer) placeheld() {
	said, level := map[string]bool{}, levelError
	if f.in.Unopened {
		level = levelWarning
	}
	person := func(field, name string) {
		if Placeholder(name) && !said[field+name] {
			said[field+name] = true
			f.unplaced(level, placeholderPerson, name, field)
		}
	}
	for i := range f.m.Parties {
		person(fieldParticipant, f.m.Parties[i].Name)
	}
	for i := range f.m.Journeys {
		person(fieldOwner, f.m.Journeys[i].Owner)
	}
	client, supplier := &f.in.Plan.Client, &f.in.Plan.Supplier
	for _, party := range [][2]string{
		{fieldClient, client.Name},
		{fieldSupplier, supplier.Name},
		{fieldFor, client.Representative},
		{fieldFor, supplier.Representative},
	} {
		if Placeholder(party[1]) {
			f.unplaced(levelWarning, placeholderParty, party[1], party[0])
		}
	}
	f.untitled(level)
}

// untitled looks for what says what is received, where nobody wrote it yet: a PV that named "[to be filled]" as the
// version delivered would be a decision about nothing.
func (f *freezer) untitled(level Level) {
	held := func(text string) bool { return Placeholder(text) || toFill(text) }
	if held(f.in.Project) {
		f.unplaced(level, placeholderProject, f.in.Project, fieldProject)
	}
	p := &f.in.Plan
	texts := [][2]string{
		{"name", p.Name},
		{"title", p.Title},
		{"version", p.Version},
		{"release.version", p.Release.Version},
		{"release.build", p.Release.Build},
		{"release.note", p.Release.Note},
		{"environment.name", p.Environment.Name},
		{"environment.url", p.Environment.URL},
		{"environment.build", p.Environment.Build},
	}
	for i := range p.Journeys {
		texts = append(texts, [2]string{at("journeys", i) + ".title", p.Journeys[i].Title})
	}
	for _, t := range texts {
		if held(t[1]) {
			f.addAt(level, t[0], placeholderText, "", t[1], t[0])
		}
	}
}

// Placed tells whether a problem is a name that nobody replaced, and gives the name and the field that holds it, where
// whoever reads both files is to look for it.
func (p *Problem) Placed() (name, field string, ok bool) {
	if p.Code != placeholderPerson && p.Code != placeholderParty && p.Code != placeholderProject {
		return "", "", false
	}
	return p.Args[0], p.Args[1], true
}

// unplaced adds a problem with a name that the plan or recette.yaml holds: whoever reads both files tells where.
func (f *freezer) unplaced(level Level, code ProblemCode, args ...string) {
	f.problems = append(f.problems, Problem{Code: code, Level: level, Args: args})
}
