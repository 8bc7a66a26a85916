package pv

import (
	"recette/internal/campaign/roster"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/reports"
)

// join puts what the journal says of users over what the plan says of who takes part: what follows is of those who
// hold something at the checkpoint. They keep their names, which shown hides: whoever must sign is named.
func (b *builder) join() {
	b.planned = b.m.Parties
	for i := range b.in.Project {
		b.roster.Apply(&b.in.Project[i].Leaf)
	}
	mask := plan.Mask{
		Hides: b.hides, As: b.reference, Places: b.state.Places[b.state.Manifest], Apart: b.state.Apart,
	}
	b.asked, b.rename = b.m, b.m.Renamer(mask)
	now := b.m.Nameless(mask)
	now.Parties = b.roster.Parties(b.m.Parties, func(u *roster.User) string { return b.text(u.Name) })
	b.m = &now
}

// people fills what changed of the people: since the campaign was opened and, of those who still hold something,
// before.
func (b *builder) people() {
	opened := b.state.Leaves[string(journal.KindCampaignOpen)]
	added := map[string]string{} // commitment of the name, by reference
	for i := range b.roster.Facts {
		f := &b.roster.Facts[i]
		if f.Name != "" {
			added[f.Ref] = f.Name
		}
		if f.Seq < opened && b.roster.User(f.Ref).Revoked {
			continue
		}
		out := reports.PersonChange{
			At: moment(f.At), Act: f.Act, Roles: f.Roles, Perimeter: f.Perimeter, By: b.name(f.By),
			Reason: b.text(f.Reason),
		}
		switch p := partyOf(b.planned, f.Ref); {
		case f.Name != "":
			out.Name = b.text(f.Name)
		case p != nil:
			out.Name = b.shown(*p).Name
		case added[f.Ref] != "":
			out.Name = b.text(added[f.Ref])
		default: // of the plan of an iteration before, or of another campaign
			out.Name = f.Ref
		}
		b.pv.People = append(b.pv.People, out)
	}
}

// identities counts the facts that the PV rests on by what is known of who recorded them.
func (b *builder) identities() {
	n := &reports.Identities{}
	at := map[int64]*journal.Leaf{}
	for i := range b.in.Records {
		at[b.in.Records[i].Leaf.Seq] = &b.in.Records[i].Leaf
	}
	for _, seq := range used(b.in.Records, b.scope) {
		switch l := at[seq]; {
		case l.Actor == nil:
		case l.Actor.Auth:
			n.Authenticated++
		default:
			n.Declared++
		}
	}
	b.pv.Identities = n
}

func partyOf(all []plan.Participant, ref string) *plan.Participant {
	for i := range all {
		if all[i].Ref == ref {
			return &all[i]
		}
	}
	return nil
}

// shown is somebody as they are named: by their reference once their name was erased, although the plan holds it.
func (b *builder) shown(p plan.Participant) plan.Participant {
	if b.hides(p.Ref) {
		p.Name = b.reference(p.Ref)
	}
	return p
}

// hides tells whether the name of somebody was erased, and nothing named them again since.
func (b *builder) hides(ref string) bool {
	erased, ok := b.state.Hidden[ref]
	return ok && b.roster.Hides(ref, erased)
}

// reference stands for an erased name.
func (b *builder) reference(ref string) string { return b.in.Words("pv.erased.person", ref) }

// party gives somebody who takes part, or whom the plan names; nil when neither does.
func (b *builder) party(ref string) *plan.Participant {
	if p := partyOf(b.m.Parties, ref); p != nil {
		return p
	}
	return partyOf(b.planned, ref)
}

// entity gives that of somebody who takes part, or whom the plan names.
func (b *builder) entity(ref string) string {
	if p := b.party(ref); p != nil {
		return p.Entity
	}
	return ""
}

// speaksFor gives whose opinion somebody gave: that of the branch of a référent, else that of their entity.
func (b *builder) speaksFor(m state.Mark) string {
	if m.By.Role != string(recette.Referent) {
		return b.entity(m.By.Ref)
	}
	p := b.then(m.By.Ref, m.Seq)
	return b.m.BranchOf(&p)
}

// then gives somebody as they were before a position.
func (b *builder) then(ref string, seq int64) plan.Participant {
	return b.roster.Then(ref, seq, b.m.Parties, b.planned)
}

// participant gives somebody who takes part, under the first of their roles. Of somebody who does no more, it gives
// what the plan says, else the name under which they recorded something beside results; their reference when nothing
// does.
func (b *builder) participant(ref string) plan.Participant {
	if p := b.party(ref); p != nil {
		return b.shown(*p)
	}
	if b.authors == nil {
		b.authors = map[string]journal.Actor{}
		for i := range b.in.Records {
			l := &b.in.Records[i].Leaf
			if l.Actor == nil || !l.Kind.Noted() {
				continue
			}
			if _, met := b.authors[l.Actor.Ref]; !met {
				b.authors[l.Actor.Ref] = *l.Actor
			}
		}
	}
	if a, ok := b.authors[ref]; ok {
		return plan.Participant{Ref: ref, Name: b.name(a)}
	}
	return plan.Participant{Ref: ref, Name: ref}
}
