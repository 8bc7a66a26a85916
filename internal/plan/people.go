package plan

import (
	"cmp"
	"fmt"
	"slices"

	"recette/internal/likeness"
	"recette/internal/meant"
	"recette/internal/recette"
)

// people resolves the participants. A plan that names a person without a role takes each role that recette.yaml gives.
func (f *freezer) people() error {
	asked := f.in.Plan.Participants
	if len(asked) == 0 {
		asked = f.in.Participants
	}
	var names []string
	for _, p := range f.in.Participants {
		names = append(names, p.Name)
	}
	words := meant.NewWords(names)
	for i, p := range asked {
		if p.Role != "" {
			if len(p.Perimeter) == 0 { // the perimeter is of the person, whatever the role
				p.Perimeter = f.limited(p.Name)
			}
			p.Function = cmp.Or(p.Function, f.employed(p.Name))
			f.m.Parties = append(f.m.Parties, p)
			continue
		}
		found := false
		for _, known := range f.in.Participants {
			if sameName(known.Name, p.Name) {
				found = true
				known.Entity, known.Function = cmp.Or(p.Entity, known.Entity), cmp.Or(p.Function, known.Function)
				if len(p.Perimeter) > 0 {
					known.Perimeter = p.Perimeter
				}
				f.m.Parties = append(f.m.Parties, known)
			}
		}
		if !found {
			f.addAt(levelError, at("participants", i)+".name", unknownParticipant, words.Nearest(p.Name), p.Name)
		}
	}
	held, spelled := map[recette.Role]bool{}, map[[2]string]string{}
	for i := range f.m.Parties {
		p := &f.m.Parties[i]
		p.Perimeter = f.m.branches(p.Perimeter)
		who := [2]string{FoldName(p.Name), p.Role}
		if first, again := spelled[who]; again && first != p.Name {
			f.addAt(levelError, "participants", personTwice, "", p.Name, first, p.Role)
		}
		spelled[who] = cmp.Or(spelled[who], p.Name)
		p.Ref = f.in.Refs[p.Name]
		if p.Ref == "" {
			return fmt.Errorf("freeze %s: %w: participant %d has no reference", f.m.Campaign, ErrInput, i)
		}
		held[recette.Role(p.Role)] = true
	}
	f.lookalikes()
	f.placed()
	if !held[recette.PPO] {
		f.addAt(levelError, "participants", noParticipant, "", string(recette.PPO))
	}
	if !held[recette.PO] {
		f.addAt(levelWarning, "participants", noParticipant, "", string(recette.PO))
	}
	if !held[recette.Tester] && !held[recette.QA] {
		f.addAt(levelError, "participants", noParticipant, "", string(recette.Tester))
	}
	return nil
}

// employed gives the function that recette.yaml gives to a person, in whichever role.
func (f *freezer) employed(name string) string {
	for _, known := range f.in.Participants {
		if sameName(known.Name, name) && known.Function != "" {
			return known.Function
		}
	}
	return ""
}

// limited gives the perimeter that recette.yaml gives to a person, in whichever role.
func (f *freezer) limited(name string) []string {
	for _, known := range f.in.Participants {
		if sameName(known.Name, name) && len(known.Perimeter) > 0 {
			return known.Perimeter
		}
	}
	return nil
}

// placed refuses a référent of whom nothing says which branch is theirs: they would be of none, or of all. It says of a
// perimeter that it names a branch that the plan does not play in: those of the plan itself are refused as it is read.
func (f *freezer) placed() {
	if len(f.m.Antennes) == 0 {
		return
	}
	for i := range f.m.Parties {
		p := &f.m.Parties[i]
		at, own := "participants", f.m.branches(append([]string{p.Entity}, p.Perimeter...))
		named := func(x Participant) bool { return sameName(x.Name, p.Name) && (x.Role == p.Role || x.Role == "") }
		if k := slices.IndexFunc(f.in.Plan.Participants, named); k >= 0 {
			at = fmt.Sprintf("participants[%d].name", k)
		}
		if p.Role == string(recette.Referent) && !slices.ContainsFunc(own, func(b string) bool {
			return slices.Contains(f.m.Antennes, b)
		}) {
			f.addAt(levelError, at, unplaced, "", p.Name)
		}
		for _, b := range p.Perimeter {
			if !slices.Contains(f.m.Antennes, b) {
				f.addAt(levelWarning, at, elsewhere, meant.NewWords(f.m.Antennes).Nearest(b), p.Name, b)
			}
		}
	}
}

// lookalikes refuses two people whose names read as one: a signature, a decision, a right would be taken for the
// other's. The second one is told where it stands.
func (f *freezer) lookalikes() {
	for i := range f.m.Parties {
		for j := range i {
			one, other := f.m.Parties[j].Name, f.m.Parties[i].Name
			if !likeness.Alike(FoldName(one), FoldName(other)) && !likeness.Alike(one, other) {
				continue
			}
			at := "participants"
			named := func(p Participant) bool { return p.Name == other }
			if k := slices.IndexFunc(f.in.Plan.Participants, named); k >= 0 {
				at = fmt.Sprintf("participants[%d].name", k)
			}
			f.addAt(levelError, at, lookalikes, "", other, one)
		}
	}
}

// Refer gives those who take part their references, by name: those that they were frozen with only served to look at
// the manifest.
func (m *Manifest) Refer(refs map[string]string) error {
	for i := range m.Parties {
		p := &m.Parties[i]
		if p.Ref = refs[p.Name]; p.Ref == "" {
			return fmt.Errorf("refer %s: %w: participant %d has no reference", m.Campaign, ErrInput, i)
		}
	}
	return nil
}

// People lists the names of those who would take part: who needs a reference before Freeze.
func People(p Plan, project []Participant) []string {
	asked := p.Participants
	if len(asked) == 0 {
		asked = project
	}
	var names []string
	for _, who := range asked {
		name := who.Name
		if who.Role == "" {
			for _, known := range project {
				if sameName(known.Name, who.Name) {
					name = known.Name
				}
			}
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func sameName(a, b string) bool {
	return FoldName(a) == FoldName(b)
}
