package campaign

import (
	"slices"

	"recette/internal/access"
	"recette/internal/plan"
	"recette/internal/recette"
)

// ActorOf gives the participants of a campaign who bear a name as one person, in the role in which they do something:
// of those that they hold, the one that it is expected of, else the first. Their name may be spelled otherwise beside
// another role. It is nobody when no participant bears the name.
func ActorOf(m *plan.Manifest, name string, action access.Action) recette.Actor {
	var held []plan.Participant
	for _, p := range m.Parties {
		if p.Named(name) {
			held = append(held, p)
		}
	}
	for _, role := range access.Acting(action) {
		for _, p := range held {
			if roleOf(p.Role) == role {
				return actorOf(p)
			}
		}
	}
	if len(held) == 0 {
		return recette.Actor{}
	}
	return actorOf(held[0])
}

// ParticipantOf is ActorOf of a reference; ok is false when no participant has it.
func ParticipantOf(m *plan.Manifest, ref string, action access.Action) (actor recette.Actor, ok bool) {
	i := slices.IndexFunc(m.Parties, func(p plan.Participant) bool { return p.Ref == ref && ref != "" })
	if i < 0 {
		return recette.Actor{}, false
	}
	return ActorOf(m, m.Parties[i].Name, action), true
}

func actorOf(p plan.Participant) recette.Actor {
	return recette.Actor{Ref: p.Ref, Name: p.Name, Role: roleOf(p.Role)}
}

// Recorders are the participants whom a cahier may name as having played a case: those whose role records results. A
// right that a delegation alone gives is not among them.
func Recorders(m *plan.Manifest) (out []plan.Participant) {
	roles := access.Acting(access.Record)
	for _, p := range m.Parties {
		if slices.Contains(roles, roleOf(p.Role)) {
			out = append(out, p)
		}
	}
	return out
}
