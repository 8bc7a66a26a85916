package plan

import (
	"slices"

	"recette/internal/yamldoc"
)

// Branch gives a branch as the panel of the plan writes it, whatever its accents and capitals; as it is said when the
// panel has none of the name.
func (m *Manifest) Branch(said string) string {
	for _, name := range m.Antennes {
		if Slug(name) == Slug(said) {
			return name
		}
	}
	return said
}

// BranchOf gives the branch that somebody is of: the one of the panel that the plan says they belong to, else the only
// one that they are limited to. Of somebody of neither, it is what the plan says, if anything.
func (m *Manifest) BranchOf(p *Participant) string {
	said := m.Branch(p.Entity)
	if len(p.Perimeter) == 1 && !slices.Contains(m.Antennes, said) {
		return m.Branch(p.Perimeter[0])
	}
	return said
}

// PlannedSessions gives the sessions that the plan foresees.
func (m *Manifest) PlannedSessions() []Session {
	if m.Sections == nil {
		return nil
	}
	return m.Sections.Sessions
}

// Foresees reports whether the plan has a session of a code.
func (m *Manifest) Foresees(session string) bool {
	return slices.ContainsFunc(m.PlannedSessions(), func(s Session) bool { return s.Code == session })
}

// branches writes a perimeter as the panel does.
func (m *Manifest) branches(said []string) (names []string) {
	for _, b := range said {
		if name := m.Branch(b); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// checkPerimeters refuses a perimeter without a name, and one of a branch that the panel of the plan does not hold.
func (p *Plan) checkPerimeters(doc *yamldoc.Doc) {
	panel := map[string]bool{}
	for _, name := range p.Antennes {
		panel[Slug(name)] = true
	}
	for i := range p.Sessions {
		if name := p.Sessions[i].Antenne; name != "" && !panel[Slug(name)] {
			doc.Report(at("sessions", i)+".antenne", badPerimeter, "", name)
		}
	}
	for i := range p.Participants {
		for k, name := range p.Participants[i].Perimeter {
			if s := Slug(name); s == "" || len(panel) > 0 && !panel[s] {
				doc.Report(at(at("participants", i)+".perimeter", k), badPerimeter, "", name)
			}
		}
	}
}
