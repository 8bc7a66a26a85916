package web

import (
	"errors"
	"slices"

	"recette/internal/access"
	"recette/internal/account"
	"recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/recette"
)

// What a session holds of who is inside.
const (
	insideKey = "inside" // somebody came in by a key
	personKey = "person" // somebody came in by their account: their reference
	stampKey  = "stamp"  // of the account
	playsKey  = "plays." // + campaign: the reference of the participant as whom they record in it
)

// person is somebody who came in by their account: who they are is proved, and not only said.
type person struct {
	Ref, Name string
}

// identify finds who asks. What the session says is held to the accounts and to the record at each request: one whose
// account was taken away, and one who takes part no more, is out at once (ASVS 5.0, 7.4.2 and 8.3.2).
func (v *visit) identify() error {
	ctx := v.r.Context()
	ref := v.s.sessions.GetString(ctx, personKey)
	if ref == "" {
		v.holder = v.s.sessions.GetBool(ctx, insideKey)
		return nil
	}
	_, err := v.s.Accounts.Holds(ctx, ref, v.s.sessions.GetString(ctx, stampKey))
	var name string
	if err == nil {
		name, err = v.s.nameOf(v, ref)
	}
	switch {
	case errors.Is(err, account.ErrNone), errors.Is(err, campaign.ErrUnknown), errors.Is(err, app.ErrNoRecord):
		v.s.security("session closed", ref, "account or part taken away")
		return v.s.sessions.Destroy(ctx)
	case err != nil:
		return err
	}
	v.person = &person{Ref: ref, Name: name}
	return nil
}

// nameOf gives the name of somebody who takes part in the project now.
func (s *Server) nameOf(v *visit, ref string) (string, error) {
	r, err := v.reading()
	if err != nil {
		return "", err
	}
	return r.NameOf(v.r.Context(), ref)
}

// perceive finds as whom the reader looks at the campaign that a page is of: a campaign that somebody takes no part in
// does not exist for them (ASVS 5.0, 8.2.2).
func (v *visit) perceive() error {
	id := v.r.PathValue("campaign")
	if v.person == nil || id == "" {
		return nil
	}
	r, err := v.reading()
	if err == nil {
		v.reads, err = r.ReaderOf(v.r.Context(), v.person.Ref, id)
	}
	return err
}

// inside tells whether somebody is inside.
func (v *visit) inside() bool { return v.holder || v.person != nil }

// reader is who looks at a campaign: somebody with an account in the role in which they read it; else whoever came in
// by a key that the command line printed, who holds the files of the project, and sees what an auditor sees.
func (v *visit) reader() recette.Actor {
	if v.person != nil {
		return v.reads
	}
	return recette.Actor{Ref: access.Local, Role: recette.Auditor}
}

// campaigns lists those that the reader sees.
func (v *visit) campaigns(r *Record) ([]campaign.Summary, error) {
	if v.person != nil {
		return r.ListOf(v.r.Context(), v.person.Ref)
	}
	return r.List(v.r.Context(), v.reader())
}

// plays makes the reader record in a campaign as one of its participants. Who came in by a key says who they are, as
// after --as on the command line: they could write any name there.
func (v *visit) plays(m *campaign.Manifest, ref string) {
	v.s.sessions.Put(v.r.Context(), playsKey+m.Campaign, ref)
}

// player gives the participant as whom the reader records in a campaign, in the role in which that is done; ok is false
// until they said who they are, of who plays nothing, and once they take part no more. Somebody with an account is
// themselves.
func (v *visit) player(m *campaign.Manifest) (actor recette.Actor, ok bool) {
	if v.person != nil {
		actor, ok = campaign.PlayerOf(m, v.person.Ref)
		actor.Authenticated = ok
		return actor, ok
	}
	ref := v.s.sessions.GetString(v.r.Context(), playsKey+m.Campaign)
	if ref == "" {
		return recette.Actor{}, false
	}
	actor, ok = campaign.ParticipantOf(m, ref, access.Record)
	return actor, ok && slices.Contains(access.Acting(access.Record), actor.Role)
}
