package web

import (
	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/recette"
)

// What a session holds of who is inside.
const (
	insideKey = "inside" // somebody came in by a key
	playsKey  = "plays." // + campaign: the reference of the participant as whom they record in it
)

// inside tells whether somebody is inside.
func (v *visit) inside() bool { return v.s.sessions.GetBool(v.r.Context(), insideKey) }

// reader is who looks: whoever came in by a key that the command line printed holds the files of the project, and sees
// what an auditor sees.
func (v *visit) reader() recette.Actor {
	return recette.Actor{Ref: access.Local, Role: recette.Auditor}
}

// plays makes the reader record in a campaign as one of its participants. Who came in by a key says who they are, as
// after --as on the command line: they could write any name there.
func (v *visit) plays(m *campaign.Manifest, ref string) {
	v.s.sessions.Put(v.r.Context(), playsKey+m.Campaign, ref)
}

// player gives the participant as whom the reader records in a campaign, in the role in which that is done; ok is false
// until they said who they are, and once they take part no more.
func (v *visit) player(m *campaign.Manifest) (actor recette.Actor, ok bool) {
	ref := v.s.sessions.GetString(v.r.Context(), playsKey+m.Campaign)
	if ref == "" {
		return recette.Actor{}, false
	}
	return campaign.ParticipantOf(m, ref, access.Record)
}
