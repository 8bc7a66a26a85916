package verify

import (
	"slices"

	"recette/internal/journal"
	"recette/internal/recette"
)

// Two rules of the separation of duties bear on a decision, and on the signature of a PV as decided. By rule 1 whoever
// decides, or signs it, has no counted verdict in what it is about; by rule 10 one person decides. Whether a leaf
// breaks them is counted again as it comes: what it says of itself is not believed.

// deciding is a decision, or such a signature, with what stood when it was recorded.
type deciding struct {
	leaf    *journal.Leaf
	journey string
	partial bool            // it is about more than the PV holds
	played  bool            // its author has a counted verdict in what it is about
	before  []*journal.Leaf // the decisions that stood on it

	authored bool // what it accepts rests, somewhere, on the author of a scenario alone
	expired  bool // what is signed was accepted by an accelerated recette, and expired
}

// severalDeciders is rule 10.
const severalDeciders = "several_deciders"

// deciding keeps a decision, or the signature of a PV as decided, before it is folded in.
func (f *fold) deciding(l *journal.Leaf) {
	switch {
	case l.Actor == nil:
	case l.Decision != nil:
		x := f.weighed(l, l.Decision.Journey, f.overridden(l.Decision.Journey))
		x.authored = accepting(l.Decision.Decision) && len(f.authored(l.Decision.Journey)) > 0
		f.decisive = append(f.decisive, x)
	case l.Kind == journal.KindPVSigned && l.PV != nil && l.PV.Role == string(recette.PO):
		p := f.paperOf(l.PV.Number)
		if p == nil {
			return
		}
		x := f.weighed(l, p.Journey, nil)
		if p.Lifts != nil { // its decision is to lift
			x.partial = true
		} else if d := f.shownIn(p); d != nil {
			x.before = append(x.before, d)
			until := f.provisional(d)
			x.expired = until != "" && until < f.dayOf(l)
		}
		f.decisive = append(f.decisive, x)
	}
}

// weighed looks whether the author of a leaf about a journey, empty for all, has a counted verdict in it.
func (f *fold) weighed(l *journal.Leaf, journey string, before []*journal.Leaf) deciding {
	x := deciding{
		leaf: l, journey: journey, before: before,
		partial: journey != f.scope.journey && len(f.scope.ids) < len(f.plan.Cases) || f.scope.antenne != "",
	}
	for _, id := range f.scope.ids {
		if journey == "" || slices.Contains(f.scope.held[id], journey) {
			if x.played = f.cases[id].attempts > 0 && f.cases[id].judged(l.Actor.Ref); x.played {
				break
			}
		}
	}
	return x
}

// overridden gives the decisions that one on a journey, empty for all, takes the place of.
func (f *fold) overridden(journey string) (out []*journal.Leaf) {
	met := map[string]bool{}
	for _, l := range slices.Backward(f.decisions) {
		of := l.Decision.Journey
		switch {
		case journey != "" && of != journey && of != "", met[of]:
			continue
		}
		out, met[of] = append(out, l), true
		if of == "" || journey != "" {
			break
		}
	}
	return out
}

// decisive judges what each decision and signature says of the two rules: one that breaks a rule and says nothing of
// it, one that says so and does not, and one of which the plan says otherwise. Those of iterations before were weighed
// on another plan.
func (c *check) decisive(f *fold) {
	since := c.present(f)
	for i := range f.decisive {
		x := &f.decisive[i]
		if x.leaf.Seq < since {
			continue
		}
		now := c.principal(f, x.leaf, x.journey)
		another := slices.ContainsFunc(x.before, func(l *journal.Leaf) bool {
			return now != c.principal(f, l, l.Decision.Journey)
		})
		for _, r := range []struct {
			rule   string
			breaks bool
		}{
			{deciderExecuted, x.played},
			{severalDeciders, another},
			{authorAlone, x.authored},
			{unconfirmedUrgent, x.expired},
		} {
			if c.frozen.lies(x.leaf, r.rule, r.breaks, x.partial) {
				f.flaws = append(f.flaws, flawed{x.leaf, r.rule})
			}
		}
	}
}

// effectOf gives how a leaf says that a rule that it breaks is kept; empty when it says nothing.
func effectOf(l *journal.Leaf, rule string) string {
	for _, b := range l.Broken {
		if b.Rule == rule {
			return b.Effect
		}
	}
	return ""
}

// strictness gives how strictly the plan keeps a rule; empty when it says nothing.
func (m *manifest) strictness(rule string) string {
	for _, p := range m.Sections.Policies {
		if p.Rule == rule {
			return p.Effect
		}
	}
	return ""
}

// principal gives in whose name the author of a leaf decides on a journey: whoever delegated the role to them, when
// they hold it by delegation alone.
func (c *check) principal(f *fold, l *journal.Leaf, journey string) string {
	if _, member, _ := c.own(l); member {
		return ref(l.Actor)
	}
	number := c.delegatedOn(f, l, journey)
	for _, n := range f.given {
		if d := n.Delegation; number != "" && d.Number == number && !d.Ended {
			return d.By
		}
	}
	return ref(l.Actor)
}

// signers judges who signed the PV itself as decided: whoever has a counted verdict in it does not, unless the plan
// lets that pass; its pages say it of whoever decided.
func (c *check) signers() {
	f := c.recounted
	if f == nil || c.canon.plan < manifestVersion || f.scope.antenne != "" {
		return
	}
	for _, s := range c.signed {
		if s.out.Field != "PO" || s.cms == nil {
			continue
		}
		for _, p := range slices.Concat(c.frozen.Parties, c.planned) {
			if c.budget.Work(nameWork*(len(p.Name)+len(s.out.Signer))) != nil {
				break
			}
			if !sameName(p.Name, s.out.Signer) || c.budget.Work(judgedWork*len(f.scope.ids)) != nil ||
				!slices.ContainsFunc(f.scope.ids, func(id string) bool {
					return f.cases[id].attempts > 0 && f.cases[id].judged(p.Ref)
				}) {
				continue
			}
			effect := c.frozen.strictness(deciderExecuted)
			d := f.decision(f.scope.journey)
			if d != nil && ref(d.Actor) == p.Ref && effectOf(d, deciderExecuted) != "" {
				break // the pages warn of it
			}
			if effect == string(recette.Strictnesses()[1]) || effect == string(recette.Strictnesses()[2]) {
				s.findings.add(info(SignerExecuted, p.Name))
			} else {
				s.findings.add(doubt(SignerExecuted, p.Name))
			}
			break
		}
		if over, exceeded := c.overrun(); exceeded { // the parts that unfinished completes are behind
			s.findings.budget = nil
			s.findings.add(over)
		}
	}
}
