package model

import (
	"cmp"
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/reference"
)

// Matrix says which role may do what, as far as scenarios show it.
type Matrix struct {
	Roles   []RoleEntry
	Actions []Action
}

// RoleEntry is a column of the matrix.
type RoleEntry struct {
	Anchor string
	Role   reference.Role // without label when the project does not declare it
	Known  bool
}

// Action is a row of the matrix: a feature, or an action that the examples of its scenarios name.
type Action struct {
	Feature *Feature
	Name    string  // empty for the feature as a whole
	Cells   []Grant // one a role
}

// Grant is what scenarios show of a role and an action. Both lists empty: nothing says it.
type Grant struct {
	Allowed   []*Scenario
	Forbidden []*Scenario
}

// rolesOf gives the roles that a case is about, and the actions that its examples name. The row of examples is the most
// precise; then the roles that the case's own steps quote after the word; then its tags.
func (r *reader) rolesOf(c *catalogue.Case, tags []string) (roles, actions []string) {
	if e := c.Examples; e != nil {
		for i, title := range e.Header {
			if i >= len(e.Cells) || strings.TrimSpace(e.Cells[i]) == "" {
				continue
			}
			switch Fold(title) {
			case "role", "profil", "profile":
				roles = append(roles, r.role(e.Cells[i]))
			case "action":
				actions = append(actions, strings.TrimSpace(e.Cells[i]))
			}
		}
	}
	if len(roles) == 0 {
		for i := range c.Steps {
			if s := &c.Steps[i]; s.Type == catalogue.Context && !s.Background {
				if name := quotedRole(s.Text); name != "" {
					roles = append(roles, r.role(name))
				}
			}
		}
	}
	if len(roles) == 0 {
		for _, t := range union(tags, c.Tags) {
			if has(t, r.o.Tags.Role) {
				roles = append(roles, r.role(t[len(r.o.Tags.Role):]))
			}
		}
	}
	slices.Sort(roles)
	return slices.Compact(roles), actions
}

// grants reports whether a row of examples says in so many words that a right is given: a table of them may show both
// sides.
func grants(c *catalogue.Case) bool {
	if c.Examples == nil {
		return false
	}
	for i, title := range c.Examples.Header {
		if i >= len(c.Examples.Cells) {
			break
		}
		switch Fold(title) {
		case "issue", "resultat", "acces", "attendu", "droit", "autorise", "access", "allowed", "expected", "result":
			switch Fold(strings.TrimSpace(c.Examples.Cells[i])) {
			case "accepte", "acceptee", "autorise", "autorisee", "permis", "permise", "accorde", "accordee", "oui",
				"yes", "allowed", "granted", "accepted":
				return true
			}
		}
	}
	return false
}

// refuses reports whether an expected result of a case speaks of a refusal: whatever it shows, it is not that a role
// may.
func refuses(c *catalogue.Case) bool {
	for i := range c.Steps {
		if s := &c.Steps[i]; s.Verifies() {
			for _, w := range Words(s.Text) {
				for _, start := range []string{"refus", "interdi", "forbid", "denied", "reject"} {
					if strings.HasPrefix(w, start) {
						return true
					}
				}
			}
		}
	}
	return false
}

// quotedRole gives the name that a step quotes after the word role: `connecté avec le rôle "trésorier"`.
func quotedRole(text string) string {
	at := strings.IndexAny(text, "\"“«")
	for at >= 0 {
		before := Words(text[:at])
		if n := len(before); n > 0 && (before[n-1] == "role" || before[n-1] == "profil") {
			if q := quotations(text[at:]); len(q) > 0 {
				return q[0]
			}
		}
		rest := text[at:]
		q := quotations(rest)
		if len(q) == 0 {
			return ""
		}
		skip := strings.Index(rest, q[0]) + len(q[0]) + 1
		if skip >= len(rest) {
			return ""
		}
		next := strings.IndexAny(rest[skip:], "\"“«")
		if next < 0 {
			return ""
		}
		at += skip + next
	}
	return ""
}

// role gives the code of a role from whatever name a feature gives it.
func (b *Builder) role(name string) string {
	if r, ok := b.refs.Role(name); ok {
		return r.Code
	}
	return reference.RoleKey(name)
}

// rights fills the matrix. A scenario of rights shows that its roles may not; a nominal or limit one that they may,
// unless it ends in a refusal. An exception shows neither: what it refuses is refused to anyone.
func (b *Builder) rights() Matrix {
	seen := map[string]bool{}
	for _, s := range b.all {
		for i := range s.Cases {
			for _, r := range s.Cases[i].Roles {
				seen[r] = true
			}
		}
	}
	var m Matrix
	for _, r := range b.refs.Roles {
		m.Roles = append(m.Roles, RoleEntry{Role: r, Known: true})
		delete(seen, r.Code)
	}
	var others []string
	for code := range seen {
		others = append(others, code)
	}
	slices.Sort(others)
	for _, code := range others {
		m.Roles = append(m.Roles, RoleEntry{Role: reference.Role{Code: code}})
	}
	column := map[string]int{}
	for i := range m.Roles {
		m.Roles[i].Anchor = b.anchors.take("role-" + m.Roles[i].Role.Code)
		column[m.Roles[i].Role.Code] = i
	}
	for _, d := range b.doc.Domains {
		for _, f := range d.Features {
			m.Actions = append(m.Actions, actionsOf(f, column)...)
		}
	}
	return m
}

func actionsOf(f *Feature, column map[string]int) []Action {
	var list []Action
	index := map[string]int{}
	row := func(name string) *Action {
		i, ok := index[name]
		if !ok {
			i = len(list)
			index[name] = i
			list = append(list, Action{Feature: f, Name: name, Cells: make([]Grant, len(column))})
		}
		return &list[i]
	}
	for _, r := range f.Rules {
		for _, s := range r.Scenarios {
			if s.has(Exception) && !s.has(Right) {
				continue
			}
			for i := range s.Cases {
				c := &s.Cases[i]
				actions := c.Actions
				if len(actions) == 0 {
					actions = []string{""}
				}
				for _, name := range actions {
					if len(c.Roles) == 0 {
						continue
					}
					for _, role := range c.Roles {
						switch at := column[role]; {
						case s.has(Right) && !c.Grants:
							g := &row(name).Cells[at]
							g.Forbidden = addScenario(g.Forbidden, s)
						case !c.Refuses:
							g := &row(name).Cells[at]
							g.Allowed = addScenario(g.Allowed, s)
						}
					}
				}
			}
		}
	}
	slices.SortStableFunc(list, func(x, y Action) int { // the feature first, its actions as they come
		return cmp.Compare(min(len(x.Name), 1), min(len(y.Name), 1))
	})
	return list
}

func addScenario(list []*Scenario, s *Scenario) []*Scenario {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
