package planning

import (
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/vocabulary"
)

// sessionMinutes is how long a session lasts when nobody says.
const sessionMinutes = 120

// Load is what a planned session is asked, and what it can hold.
type Load struct {
	Code    string `json:"code"`
	Minutes int    `json:"minutes"`
	Testers int    `json:"testers"`
	Cases   int    `json:"-"`     // that it plays, those that a machine runs too
	Asked   int    `json:"asked"` // cases that people run
	Holds   int    `json:"holds"`
	ids     []string
}

// Over tells whether a session is asked more than it holds.
func (l *Load) Over() bool { return l.Asked > l.Holds }

// loads gives what each planned session is asked: the cases of its journeys and those that it names, less those that a
// machine runs. A case that several sessions play is asked of each.
func loads(m *plan.Manifest, tags vocabulary.Vocabulary, effort plan.Effort) []Load {
	if m.Sections == nil {
		return nil
	}
	byPeople := map[string]bool{}
	for i := range m.Cases {
		byPeople[m.Cases[i].ID] = tags.Mode(m.Cases[i].Tags) != recette.Automated
	}
	known := SessionsOf(m)
	var all []Load
	for i := range m.Sections.Sessions {
		s := &m.Sections.Sessions[i]
		l := Load{Code: s.Code, Minutes: s.Minutes, Testers: max(len(s.Testers), 1)}
		if l.Minutes == 0 {
			l.Minutes = sessionMinutes
		}
		cases := known.Cases(s)
		l.Cases = len(cases)
		for _, id := range cases {
			if byPeople[id] {
				l.ids = append(l.ids, id)
			}
		}
		l.Asked, l.Holds = len(l.ids), holds(l.Testers, l.Minutes, effort, s.Capacity)
		all = append(all, l)
	}
	return all
}

// Sessions finds what the planned sessions of a plan play.
type Sessions struct {
	m         *plan.Manifest
	scenarios plan.Scenarios // of the whole plan
}

// SessionsOf indexes a plan.
func SessionsOf(m *plan.Manifest) Sessions {
	ids := make([]string, len(m.Cases))
	for i := range m.Cases {
		ids[i] = m.Cases[i].ID
	}
	return Sessions{m, plan.ScenariosOf(ids)}
}

// Cases gives the cases that a session plays, each once, in the order of the plan.
func (x *Sessions) Cases(s *plan.Session) []string {
	var ids []string
	seen := map[string]bool{}
	add := func(list []string) {
		for _, id := range list {
			if !seen[id] {
				ids, seen[id] = append(ids, id), true
			}
		}
	}
	for _, code := range s.Journeys {
		if j := x.m.Journey(code); j != nil {
			add(j.Cases)
		}
	}
	for _, said := range s.Only {
		add(x.scenarios.Rows(said))
	}
	return ids
}

// holds is how many cases some testers play in a session: its length less what is lost around them.
func holds(testers, minutes int, effort plan.Effort, each int) int {
	if each == 0 {
		each = effort.Minutes
	}
	return testers * (minutes * (100 - effort.Reserve) / 100 / max(each, 1))
}
