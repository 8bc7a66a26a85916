package campaign

import (
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Warning is a rule of the separation of duties that a fact broke, of a project that only warns of it.
type Warning struct {
	Rule   access.Rule
	About  string   // number of what was recorded or changed, a case, a data set, a person
	Others []string // names of those of the campaign who could do it without breaking the rule, sorted
}

// tells completes an entry with what to say of the rules that it breaks. Others gives the references of those who could
// do it instead without breaking one.
func (d *entry) tells(c *loaded, others func(access.Rule) []string) {
	for _, b := range d.entry.Leaf.Broken {
		if access.Effect(b.Effect) != access.Warn {
			continue
		}
		rule := access.Rule(b.Rule)
		d.warned = append(d.warned, Warning{
			Rule: rule, About: state.About(&d.entry.Leaf), Others: c.names(others(rule)),
		})
	}
}

// names gives those of people of the campaign, sorted.
func (c *loaded) names(refs []string) (names []string) {
	for _, p := range c.crew().parties {
		if slices.Contains(refs, p.Ref) && !slices.Contains(names, p.Name) {
			names = append(names, p.Name)
		}
	}
	slices.Sort(names)
	return names
}

// instead gives who else than an actor may do something, but for those whom the rule bears on as well.
func instead(actor recette.Actor, action access.Action, scope access.Scope, touched ...string) (refs []string) {
	scope.Sessions = access.Sittings{} // of the actor alone
	for _, m := range scope.Members {
		who := recette.Actor{Ref: m.Ref, Role: m.Role}
		if m.Ref != actor.Ref && !slices.Contains(touched, m.Ref) && access.Allow(who, action, scope) == nil {
			refs = append(refs, m.Ref)
		}
	}
	return refs
}

// insteadOf is instead for a fact, as it says what it breaks.
func insteadOf(v *fact.View, action access.Action) func(access.Rule) []string {
	return func(r access.Rule) []string {
		for _, b := range *v.Breaks {
			if b.Rule == string(r) && b.By != "" {
				return instead(v.Actor, b.By, v.Scope, b.Touched...)
			} else if b.Rule == string(r) {
				return instead(v.Actor, action, v.Scope, b.Touched...)
			}
		}
		return nil
	}
}

// decidesInstead is instead for a decision on cases, or its signature: those who played do not; where one decides, it
// is who decided before; what an author played alone is played by somebody else, and what expires is confirmed by who
// decided it.
func (c *loaded) decidesInstead(
	actor recette.Actor, action access.Action, scope access.Scope, before []*state.Decision, ids ...string,
) func(access.Rule) []string {
	return func(r access.Rule) (refs []string) {
		switch r {
		case access.SeveralDeciders, access.UnconfirmedUrgent:
			for _, d := range before {
				if d.By.Ref != actor.Ref || r == access.UnconfirmedUrgent {
					refs = append(refs, d.By.Ref)
				}
			}
			return refs
		case access.AuthorAlone:
			var authors []string
			for _, id := range c.state.AuthorsAlone(ids, c.bearing) {
				authors = append(authors, c.state.Authors(id, c.bearing)...)
			}
			return instead(recette.Actor{}, access.Record, scope, authors...)
		default:
			return instead(actor, action, scope, scope.Judges...)
		}
	}
}

// warn tells what entries that are durable broke.
func (s *Service) warn(made ...*entry) {
	if s.warned == nil {
		return
	}
	for _, d := range made {
		for _, w := range d.warned {
			s.warned(w)
		}
	}
}

// leavesOf gives what leaves say of the rules that a fact breaks.
func leavesOf(breaks fact.Breaks) (out []journal.Broken) {
	for _, b := range breaks {
		out = append(out, b.Broken)
	}
	return out
}
