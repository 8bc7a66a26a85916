package plan

import (
	"slices"

	"recette/internal/calendar"
	"recette/internal/recette"
	"recette/internal/route"
)

// signoff judges what is asked before the decision.
func (k checker) signoff(p *Plan) {
	s := &p.Signoff
	k.word("signoff.effect", s.Effect, route.Effects())
	k.word("signoff.holidays", s.Holidays, calendar.Regions())
	for _, l := range []struct {
		key  string
		list []route.Visa
	}{{"signoff.visas", s.Visas}, {"signoff.noted_by", s.Noted}} {
		said := map[route.Visa]bool{}
		for i, v := range l.list {
			here := at(l.key, i)
			k.needed(here+".role", "role", v.Role)
			k.word(here+".role", v.Role, route.Roles())
			k.amount(here+".days", v.Days, 365)
			k.word(here+".unit", v.Unit, calendar.Units())
			one := route.Visa{Role: v.Role, Who: v.Who}
			if said[one] {
				k.doc.Report(here, duplicate, "", v.Role)
			}
			said[one] = true
		}
	}
	b := &s.Branches
	k.amount("signoff.branch_opinions.days", b.Days, 365)
	k.word("signoff.branch_opinions.unit", b.Unit, calendar.Units())
	k.word("signoff.branch_opinions.silence", b.Silence, route.Silences())
	k.once("signoff.branch_opinions.panel", b.Panel)
	panel := len(b.Panel)
	if panel == 0 {
		panel = len(p.Antennes)
	}
	k.amount("signoff.branch_opinions.quorum", b.Quorum, panel)
	held := map[string]bool{}
	for _, name := range p.Antennes {
		held[Slug(name)] = true
	}
	for i, name := range b.Panel {
		if len(held) > 0 && !held[Slug(name)] {
			k.doc.Report(at("signoff.branch_opinions.panel", i), badPerimeter, "", name)
		}
	}
}

// askable refuses what is asked of nobody: a route that nobody can walk to its end.
func (f *freezer) askable() {
	s := &f.in.Plan.Signoff
	parts := slices.Concat(f.in.Plan.Participants, f.in.Participants)
	for _, l := range []struct {
		key  string
		list []route.Visa
	}{{"signoff.visas", s.Visas}, {"signoff.noted_by", s.Noted}} {
		for i, v := range l.list {
			if !slices.ContainsFunc(parts, func(x Participant) bool {
				return x.Role == v.Role && (v.Who == "" || FoldName(x.Name) == FoldName(v.Who))
			}) {
				f.addAt(levelError, at(l.key, i), nobodyAsked, "", v.Role, v.Who)
			}
		}
	}
	for _, name := range f.m.branches(s.With(f.m.Antennes).Branches.Panel) {
		if !slices.ContainsFunc(parts, func(x Participant) bool {
			return x.Role == string(recette.Referent) && f.m.BranchOf(&x) == name
		}) && s.Branches.Quorum == 0 && s.Branches.Silence != route.NoOpinion {
			f.addAt(levelError, "signoff.branch_opinions", noReferent, "", name)
		}
	}
}

// spelled gives the policy as it is frozen: branches and people as the plan writes them elsewhere.
func (f *freezer) spelled(p route.Policy) route.Policy {
	p = p.With(f.m.Antennes)
	p.Branches.Panel = f.m.branches(p.Branches.Panel)
	parts := slices.Concat(f.in.Plan.Participants, f.in.Participants)
	for _, list := range []*[]route.Visa{&p.Visas, &p.Noted} {
		*list = slices.Clone(*list)
		for i := range *list {
			for _, x := range parts {
				if v := &(*list)[i]; v.Who != "" && FoldName(x.Name) == FoldName(v.Who) {
					v.Who = x.Name
				}
			}
		}
	}
	return p
}
