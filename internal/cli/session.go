package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/meeting"
	"recette/internal/campaign/state"
	"recette/internal/meant"
	"recette/internal/recette"
)

func (a *app) sessionVerbs() *cobra.Command {
	return a.group("session", "session", a.sessionOpen(), a.sessionPresence(), a.sessionClose(), a.sessionList())
}

// attending is what the flags of a session say of who is there.
type attending struct {
	animator     string
	present      []string
	guests, left []string
}

// participant gives the reference of the participant of a campaign whom a name means.
func (a *app) participant(m *campaign.Manifest, said string) (string, error) {
	names, lines := make([]string, len(m.Parties)), make([]string, len(m.Parties))
	for i, p := range m.Parties {
		names[i], lines[i] = p.Name, a.words.T("who.line", p.Name, roleWord(a.words, recette.Role(p.Role)))
	}
	found := meant.Among(names, said)
	if len(found) == 0 {
		return "", fail("unknown-person", nil, said, m.Campaign, several(lines))
	}
	for _, i := range found[1:] {
		if m.Parties[i].Ref != m.Parties[found[0]].Ref {
			return "", fail("several-persons", nil, said, several([]string{lines[found[0]], lines[i]}))
		}
	}
	return m.Parties[found[0]].Ref, nil
}

// people gives who comes in: the animator first, then participants, then guests, each once.
func (a *app) people(m *campaign.Manifest, who *attending, animator string) ([]meeting.Person, error) {
	var out []meeting.Person
	seen := map[string]bool{}
	if animator != "" {
		out, seen[animator] = append(out, meeting.Person{Ref: animator, Animates: true}), true
	}
	for _, said := range who.present {
		ref, err := a.participant(m, said)
		if err != nil {
			return nil, err
		}
		if !seen[ref] {
			out, seen[ref] = append(out, meeting.Person{Ref: ref}), true
		}
	}
	for _, said := range who.guests {
		parts := append(strings.SplitN(said, ";", 3), "", "")
		key := "guest " + meant.Fold(parts[0]) // no reference holds a space
		if seen[key] {
			continue
		}
		seen[key] = true
		out = append(out, meeting.Person{
			Name: strings.TrimSpace(parts[0]), Function: strings.TrimSpace(parts[1]),
			Entity: strings.TrimSpace(parts[2]),
		})
	}
	return out, nil
}

func (a *app) sessionOpen() *cobra.Command {
	var as string
	var who attending
	var o meeting.Opening
	c := a.command("open [CAMPAGNE]", "session.open")
	c.Args = atMostOne()
	a.asFlag(c, &as)
	f := c.Flags()
	f.StringVar(&o.Planned, "planned", "", a.words.T("flag.session.planned"))
	f.StringVar(&o.Antenne, "antenne", "", a.words.T("flag.session.antenne"))
	f.StringVar(&o.Place, "place", "", a.words.T("flag.session.place"))
	f.StringVar(&who.animator, "animator", "", a.words.T("flag.session.animator"))
	f.StringArrayVar(&who.present, "present", nil, a.words.T("flag.session.present"))
	f.StringArrayVar(&who.guests, "guest", nil, a.words.T("flag.session.guest"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(cmd.Context(), optional(args), as, rights.ConductSession, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) (err error) {
			animator, name := actor.Ref, actor.Name
			if who.animator != "" {
				if animator, err = a.participant(&m.Manifest, who.animator); err != nil {
					return err
				}
				name = nameOf(&m.Manifest, animator)
			}
			if o.People, err = a.people(&m.Manifest, &who, animator); err != nil {
				return err
			}
			number, err := w.Service.Note(cmd.Context(), actor, m.Campaign, o)
			if err == nil {
				say(a.env.Stdout, a.words.T("session.opened", number, name))
			}
			return presentFailure(m, err)
		})
	}
	return c
}

func (a *app) sessionPresence() *cobra.Command {
	var as string
	var who attending
	c := a.command("presence CAMPAGNE NUMÉRO", "session.presence")
	c.Args = exactly(2)
	a.asFlag(c, &as)
	f := c.Flags()
	f.StringArrayVar(&who.present, "present", nil, a.words.T("flag.session.present"))
	f.StringArrayVar(&who.guests, "guest", nil, a.words.T("flag.session.guest"))
	f.StringArrayVar(&who.left, "left", nil, a.words.T("flag.session.left"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(cmd.Context(), args[0], as, rights.ConductSession, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			s, err := w.Service.Status(cmd.Context(), actor, m.Campaign)
			if err != nil {
				return err
			}
			number := sessionMeant(&s, args[1])
			move := meeting.Move{Number: number}
			if move.Came, err = a.people(&m.Manifest, &who, ""); err != nil {
				return err
			}
			for _, said := range who.left {
				ref, err := w.leaving(&s, number, said)
				if err != nil {
					return err
				}
				move.Left = append(move.Left, ref)
			}
			if _, err := w.Service.Note(cmd.Context(), actor, m.Campaign, move); err != nil {
				return presentFailure(m, err)
			}
			say(a.env.Stdout, a.words.T("session.moved", number))
			return nil
		})
	}
	return c
}

// presentFailure names who is in another session already.
func presentFailure(m *campaign.Outline, err error) error {
	if there, ok := errors.AsType[*meeting.PresentError](err); ok {
		return fail("session-present", nil, nameOf(&m.Manifest, there.Ref), there.Session)
	}
	return err
}

// sessionMeant gives the number of a session, however it is typed.
func sessionMeant(s *campaign.Status, said string) string {
	numbers := make([]string, len(s.Notes.Sessions))
	for i := range s.Notes.Sessions {
		numbers[i] = s.Notes.Sessions[i].Number
	}
	return numbersMeant(numbers, said)[0]
}

// leaving gives the reference of who leaves a session: a guest who is there, else a participant.
func (w *openRecord) leaving(s *campaign.Status, number, said string) (string, error) {
	if at := s.Notes.Session(number); at != nil {
		var names, refs []string
		for i := range at.People {
			if p := &at.People[i]; p.Name != "" && p.There() {
				names, refs = append(names, w.said(s, p.Name)), append(refs, p.Ref)
			}
		}
		if found := meant.Among(names, said); len(found) == 1 {
			return refs[found[0]], nil
		}
	}
	return w.participant(&s.Plan.Manifest, said)
}

func (a *app) sessionClose() *cobra.Command {
	var as, remark string
	c := a.command("close CAMPAGNE NUMÉRO", "session.close")
	c.Args = exactly(2)
	a.asFlag(c, &as)
	c.Flags().StringVar(&remark, "remark", "", a.words.T("flag.remark"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(cmd.Context(), args[0], as, rights.ConductSession, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			s, err := w.Service.Status(cmd.Context(), actor, m.Campaign)
			if err != nil {
				return err
			}
			number := sessionMeant(&s, args[1])
			_, err = w.Service.Note(cmd.Context(), actor, m.Campaign, meeting.Closing{Number: number, Remark: remark})
			if err == nil {
				say(a.env.Stdout, a.words.T("session.closed", number))
			}
			return err
		})
	}
	return c
}

func (a *app) sessionList() *cobra.Command {
	c := a.command("list [CAMPAGNE]", "session.list")
	c.Args = atMostOne()
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.looking(cmd.Context(), optional(args), func(w *openRecord, s *campaign.Status) error {
			if a.json {
				return a.print(api.NewSessionList(s))
			}
			if len(s.Notes.Sessions) == 0 {
				say(a.env.Stdout, a.words.T("session.none"))
			}
			for i := range s.Notes.Sessions {
				w.printSession(s, &s.Notes.Sessions[i])
			}
			return nil
		})
	}
	return c
}

func (w *openRecord) printSession(s *campaign.Status, at *state.Session) {
	there := map[[2]string]bool{} // who is present, and who was once it is closed
	for i := range at.People {
		if p := &at.People[i]; p.There() || at.Phase == recette.SessionClosed {
			there[[2]string{p.Ref, p.Name}] = true
		}
	}
	phase := w.words.T("session.is." + string(at.Phase))
	line := w.words.T("session.line", at.Number, w.leafDay(at.Opened.At), phase, len(there))
	if at.Antenne != "" {
		line += "  " + at.Antenne
	}
	say(w.env.Stdout, line)
	for i := range at.People {
		p := &at.People[i]
		name := nameOf(&s.Plan.Manifest, p.Ref)
		switch {
		case p.Name != "":
			name = w.words.T("session.guest", w.said(s, p.Name))
		case p.Animates:
			name = w.words.T("session.animates", name)
		}
		if !p.There() && p.To != at.Closed {
			name = w.words.T("session.gone", name, w.leafHour(p.To.At))
		}
		say(w.env.Stdout, w.words.T("session.person", name))
	}
}
