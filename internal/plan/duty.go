package plan

import (
	"slices"
	"strings"

	"recette/internal/meant"
	"recette/internal/recette"
)

// Authorship says who wrote scenarios: whoever plays one of a critical journey alone judges their own words.
type Authorship struct {
	Who   string   `yaml:"who" json:"who"`
	Cases []string `yaml:"cases" json:"cases,omitempty"` // as Review.Cases
	// Named are the rows that Cases names, in the order of the manifest.
	Named []string `yaml:"-" json:"named,omitempty"`
}

// Accelerated says that the recette is one of an emergency, with a reduced plan: what is decided expires unless it is
// decided again in time. Zero: it is none.
type Accelerated struct {
	Reason string `yaml:"reason" json:"reason,omitempty"`
	Days   int    `yaml:"days" json:"days,omitempty"` // after the day of the decision; 0 is acceleratedDays
}

const (
	acceleratedDays = 10
	longestDays     = 90
)

// duties judges who wrote what, and an emergency.
func (k checker) duties(p *Plan) {
	for i, a := range p.Authors {
		here := at("authors", i)
		k.needed(here+".who", "who", a.Who)
		if len(a.Cases) == 0 {
			k.needed(here+".cases", "cases", "")
		}
		k.once(here+".cases", a.Cases)
	}
	if p.Accelerated != (Accelerated{}) {
		k.needed("accelerated.reason", "reason", p.Accelerated.Reason)
	}
	k.amount("accelerated.days", p.Accelerated.Days, longestDays)
}

// authors finds the rows that somebody wrote. It refuses a word that finds none.
func (f *freezer) authors(list []Authorship, codes, ids *meant.Words, scenarios Scenarios) (out []Authorship) {
	critical := f.m.CriticalCases()
	for i, a := range list {
		a.Named = nil
		named := map[string]bool{}
		for n, said := range a.Cases {
			rows := f.reviewed(said, critical, scenarios)
			if len(rows) == 0 {
				near := ids.Nearest(said)
				if near == "" {
					near = codes.Nearest(said)
				}
				f.addAt(levelError, at(at("authors", i)+".cases", n), authorNothing, near, said)
			}
			for _, id := range rows {
				named[id] = true
			}
		}
		for k := range f.m.Cases {
			if id := f.m.Cases[k].ID; named[id] {
				a.Named = append(a.Named, id)
			}
		}
		out = append(out, a)
	}
	return out
}

// respell names authors, and owners of data, as those who take part are named: the rules about them know no other
// spelling.
func (f *freezer) respell() {
	for i := range f.m.DataSets {
		f.m.DataSets[i].Owner = f.spelling(f.m.DataSets[i].Owner)
	}
	if f.m.Sections == nil {
		return
	}
	for i := range f.m.Sections.Authors {
		f.m.Sections.Authors[i].Who = f.spelling(f.m.Sections.Authors[i].Who)
	}
}

// renumber writes the numbers of derogations as journals hold them: of another case of letters none is found.
func (f *freezer) renumber() {
	for _, list := range []*[]Criterion{&f.m.Entry, &f.m.Exit} {
		*list = slices.Clone(*list)
		for i := range *list {
			if c := &(*list)[i]; recette.Derogation(c.Met) {
				c.Met = strings.ToUpper(c.Met)
			}
		}
	}
}

// spelling gives a name as those who take part are named; as it is when it is of none of them.
func (f *freezer) spelling(name string) string {
	if i := slices.IndexFunc(f.m.Parties, func(p Participant) bool { return sameName(p.Name, name) }); i >= 0 {
		return f.m.Parties[i].Name
	}
	return name
}

// Authors gives the names of those who wrote each row, by row.
func (m *Manifest) Authors() map[string][]string {
	if m.Sections == nil || len(m.Sections.Authors) == 0 {
		return nil
	}
	out := map[string][]string{}
	for i := range m.Sections.Authors {
		a := &m.Sections.Authors[i]
		for _, id := range a.Named {
			out[id] = append(out[id], a.Who)
		}
	}
	return out
}

// Bearing gives the references of those who bear a name, as it is spelled.
func Bearing(parties []Participant, name string) (refs []string) {
	for i := range parties {
		if p := &parties[i]; p.Name == name && !slices.Contains(refs, p.Ref) {
			refs = append(refs, p.Ref)
		}
	}
	return refs
}
