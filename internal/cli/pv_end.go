package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/api"
	application "recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/campaign/document"
	"recette/internal/campaign/state"
	"recette/internal/recette"
	"recette/internal/signoff"
)

// pvCancel says that a PV counts for nothing any more.
func (a *app) pvCancel() *cobra.Command {
	return a.pvEnd("cancel", "pv.cancel", recette.PVCancel)
}

// pvReplace says that another PV takes the place of one: the next that is signed, or one that is.
func (a *app) pvReplace() *cobra.Command {
	return a.pvEnd("replace", "pv.replace", recette.PVReplace)
}

func (a *app) pvEnd(verb, key string, act recette.PVAct) *cobra.Command {
	var as, passphrase string
	e := document.End{Act: act}
	c := a.command(verb+" NUMÉRO", key)
	c.Args = exactly(1)
	a.asFlag(c, &as)
	f := c.Flags()
	f.StringVar(&e.Reason, "reason", "", a.words.T("flag.reason"))
	f.BoolVar(&e.Propose, "propose", false, a.words.T("flag.pv.propose"))
	f.StringVar(&passphrase, "passphrase", "", a.words.T("flag.passphrase"))
	if act == recette.PVReplace {
		f.StringVar(&e.With, "with", "", a.words.T("flag.pv.with"))
	}
	c.RunE = func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		if e.Number, e.With = pvNumber(args[0]), pvNumber(e.With); e.Propose {
			return a.onPV(ctx, writing, &e, as, func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
				if _, err := w.Service.Note(ctx, actor, m.Campaign, e); err != nil {
					return w.seal(ctx, a.unendable(&e, err))
				}
				say(a.env.Stdout, a.words.T("pv.ended."+string(act)+".proposed", e.Number))
				return w.seal(ctx, nil)
			})
		}
		return a.endPV(ctx, as, passphrase, &e)
	}
	return c
}

// pvNumber writes a number as the journal does, however it was typed: « PV-2026-001-v2 ».
func pvNumber(typed string) string {
	number := strings.ToUpper(typed)
	if at := strings.LastIndex(number, "-V"); at >= 0 {
		return number[:at] + "-v" + number[at+2:]
	}
	return number
}

// endPV asks for the passphrase of who decides once everything else is in order, then records what is decided.
func (a *app) endPV(ctx context.Context, as, passphrase string, e *document.End) error {
	var key *signoff.Identity
	err := a.onPV(ctx, reading, e, as, func(w *openRecord, actor recette.Actor, m *campaign.Outline) (err error) {
		if err := w.mayRecord(ctx); err != nil {
			return err
		}
		if err := w.Service.CheckNote(ctx, actor, m.Campaign, *e); err != nil {
			return a.unendable(e, err)
		}
		key, err = w.unlockKey(ctx, actor, signoff.Decider, passphrase)
		if other, ok := errors.AsType[*signoff.HolderError](err); ok {
			return fail("key-holder", nil, signer(signoff.Decider), other.Holder, other.Actor)
		}
		if errors.Is(err, signoff.ErrNoKey) {
			return fail("no-key", nil, signer(signoff.Decider))
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.onPV(ctx, writing, e, as, func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
		if err := w.SignOff.EndPV(ctx, actor, key, m.Campaign, *e); err != nil {
			return w.seal(ctx, a.unendable(e, err))
		}
		said := "pv.ended." + string(e.Act)
		if e.With != "" {
			said += ".with"
		}
		say(a.env.Stdout, a.words.T(said, e.Number, e.With))
		say(a.env.Stdout, a.words.T("pv.decided.by", actor.Name, signer(signoff.Decider)))
		return w.seal(ctx, nil)
	})
}

// onPV does one thing in the campaign of a PV.
func (a *app) onPV(
	ctx context.Context, how application.Mode, e *document.End, as string,
	do func(*openRecord, recette.Actor, *campaign.Outline) error,
) error {
	id, err := a.campaignOf(ctx, "", e.Number)
	if err != nil {
		return err
	}
	return a.as(ctx, how, id, as, e.Action(), do)
}

// unendable words what keeps something from being decided of a PV.
func (a *app) unendable(e *document.End, err error) error {
	n, ok := errors.AsType[*document.NumberError](err)
	if !ok {
		return err
	}
	key := "pv-settled"
	switch {
	case errors.Is(err, document.ErrUnknown):
		return fail("pv-number", nil, n.Number)
	case errors.Is(err, document.ErrCycle):
		return fail("pv-cycle", nil, e.Number, n.Number)
	case errors.Is(err, document.ErrOther):
		key = "pv-other"
	}
	return fail(key, nil, n.Number, a.words.T("pv.standing."+string(n.Standing)))
}

// pvList lists the PVs of a campaign, and what each is worth.
func (a *app) pvList() *cobra.Command {
	c := a.command("list [CAMPAGNE]", "pv.list")
	c.Args = atMostOne()
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.looking(cmd.Context(), optional(args), func(w *openRecord, st *campaign.Status) error {
			if a.json {
				return a.print(api.NewPVList(st))
			}
			ways, err := w.Service.Signoff(cmd.Context(), reader(), st.Campaign)
			if err != nil {
				return err
			}
			waits := st.Waiting(ways)
			for i := range st.PVs {
				w.pvLine(st, &st.PVs[i])
				w.pvVacant(&st.PVs[i], waits)
			}
			if len(st.PVs) == 0 {
				say(a.env.Stdout, a.words.T("pv.none"))
			}
			return nil
		})
	}
	return c
}

// pvAbout says what a PV is of: the whole campaign, a journey, a branch that states what was tested there, reserves.
func (w *openRecord) pvAbout(st *campaign.Status, p *state.PV) string {
	if p.Antenne != "" {
		return w.words.T("pv.list.constat", p.Antenne)
	}
	if p.Lifts != nil {
		return w.words.T("pv.list.lifts", p.Lifts.Number, listed(p.Lifts.Reserves))
	}
	if j := st.Plan.Journey(p.Journey); p.Journey != "" && j != nil {
		return j.Title
	}
	return w.words.T("pv.list.all")
}

// pvWorth says what a PV is worth. A constat is the project of nothing: it decides nothing, and takes no place.
func (w *openRecord) pvWorth(p *state.PV) string {
	switch {
	case p.Worth() == recette.PVStated:
		return w.words.T("pv.list.stated")
	case p.Antenne != "" && p.Standing() == recette.PVProject:
		return w.words.T("pv.list.made")
	case p.With != "":
		return w.words.T("pv.list.replaced", p.With)
	}
	return w.words.T("pv.standing." + string(p.Standing()))
}

// pvVacant says what a PV waits for that nobody can do.
func (w *openRecord) pvVacant(p *state.PV, waits []campaign.Wait) {
	for i := range waits {
		if x := &waits[i]; x.Vacant && x.Number == p.Number {
			say(w.env.Stdout, w.words.T("pv.list.vacant", vacancy(w.words, recette.Role(x.Role), x.Who, x.Branch)))
		}
	}
}

func (w *openRecord) pvLine(st *campaign.Status, p *state.PV) {
	var signed []string
	for _, s := range p.Signatures {
		signed = append(signed, signer(s.Role))
	}
	about, standing := w.pvAbout(st, p), w.pvWorth(p)
	say(w.env.Stdout, w.words.T("pv.list.line", p.Number, about, standing))
	if len(signed) > 0 {
		last := w.leafDay(p.Signatures[len(signed)-1].At)
		say(w.env.Stdout, w.words.T("pv.list.signed", strings.Join(signed, ", "), last))
	}
	if stage := st.Stages[p.Number]; stage != "" {
		say(w.env.Stdout, w.words.T("pv.list.stage", w.words.T("pv.stage."+string(stage))))
	}
	w.pvScans(st, p)
	w.carriedBy(st, p)
	for _, x := range []struct {
		end *state.PVEnd
		key string
	}{{p.Ended, "pv.list.ended"}, {p.Proposed, "pv.list.proposed"}} {
		if x.end != nil {
			act := w.words.T("pv.act." + x.end.Act)
			say(w.env.Stdout, w.words.T(x.key, act, w.leafDay(x.end.At), w.said(st, x.end.Reason)))
		}
	}
}
