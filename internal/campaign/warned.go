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
		w := Warning{Rule: rule, About: state.About(&d.entry.Leaf)}
		refs := others(rule)
		for _, p := range c.crew().parties {
			if slices.Contains(refs, p.Ref) && !slices.Contains(w.Others, p.Name) {
				w.Others = append(w.Others, p.Name)
			}
		}
		slices.Sort(w.Others)
		d.warned = append(d.warned, w)
	}
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

// decidesInstead is instead for a decision, or its signature: those who played do not, nor does anybody but who decided
// before, where that is what the rule asks.
func decidesInstead(
	actor recette.Actor, action access.Action, scope access.Scope, before []*state.Decision,
) func(access.Rule) []string {
	return func(r access.Rule) (refs []string) {
		if r != access.SeveralDeciders {
			return instead(actor, action, scope, scope.Judges...)
		}
		for _, ref := range instead(actor, action, scope) {
			if slices.ContainsFunc(before, func(d *state.Decision) bool { return d.By.Ref == ref }) {
				refs = append(refs, ref)
			}
		}
		return refs
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
