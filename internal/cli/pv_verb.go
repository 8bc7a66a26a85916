package cli

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/recette"
	"recette/internal/signoff"
)

func (a *app) pvVerbs() *cobra.Command {
	return a.group(
		"pv", "pv", a.pvDecide(), a.pvAnswer(), a.pvSign(), a.pvAttachScan(), a.pvList(), a.pvCancel(), a.pvReplace(),
	)
}

// pvDecide records what the decision-maker pronounces. The PV that is rendered afterwards shows it.
func (a *app) pvDecide() *cobra.Command {
	var as, decision, rate, passphrase string
	var d campaign.Decide
	c := a.command("decide CAMPAGNE", "pv.decide")
	c.Args = exactly(1)
	a.asFlag(c, &as)
	f := c.Flags()
	f.StringVar(&d.Journey, "journey", "", a.words.T("flag.journey"))
	f.StringVar(&decision, "decision", "", a.words.T("flag.decision"))
	f.StringVar(&d.Reason, "reason", "", a.words.T("flag.reason"))
	f.StringSliceVar(&d.Reserves, "reserve", nil, a.words.T("flag.reserve"))
	f.StringVar(&d.Effect, "effect", "", a.words.T("flag.effect"))
	f.StringVar(&d.GoLive, "golive", "", a.words.T("flag.golive"))
	f.StringVar(&d.LiftBy, "lift-by", "", a.words.T("flag.decide.lift-by"))
	f.StringVar(&d.Fallback, "fallback", "", a.words.T("flag.decide.fallback"))
	f.StringVar(&d.Again, "again", "", a.words.T("flag.decide.again"))
	f.StringVar(&rate, "rate", "", a.words.T("flag.decide.rate"))
	f.StringSliceVar(&d.Triggers, "trigger", nil, a.words.T("flag.decide.trigger"))
	f.StringVar(&d.Place, "place", "", a.words.T("flag.decide.place"))
	f.StringVar(&d.Derogation, "derogation", "", a.words.T("flag.derogation"))
	f.StringVar(&passphrase, "passphrase", "", a.words.T("flag.passphrase"))
	c.RunE = func(cmd *cobra.Command, args []string) (err error) {
		code, err := a.choose("--decision", decision, decisionChoices())
		if err != nil {
			return err
		}
		d.Decision = recette.Decision(code)
		if d.GoLive != "" {
			if d.GoLive, err = a.choose("--golive", d.GoLive, goLiveChoices()); err != nil {
				return err
			}
		}
		if d.Effect, err = a.date("--effect", d.Effect); err != nil {
			return err
		}
		if err := a.decideTerms(&d); err != nil {
			return err
		}
		if d.Rate, err = a.percent("--rate", rate); err != nil {
			return err
		}
		p, err := a.project()
		if err != nil {
			return err
		}
		if d.Present, err = p.Texts(cmd.Context()); err != nil { // to see which results are stale
			return err
		}
		return a.decide(cmd.Context(), args[0], as, passphrase, &d)
	}
	return c
}

// decideTerms reads what goes with a decision.
func (a *app) decideTerms(d *campaign.Decide) (err error) {
	if d.LiftBy, err = a.date("--lift-by", d.LiftBy); err != nil {
		return err
	}
	if d.Again, err = a.date("--again", d.Again); err != nil {
		return err
	}
	for i := range d.Triggers {
		if d.Triggers[i], err = a.choose("--trigger", d.Triggers[i], triggerChoices()); err != nil {
			return err
		}
	}
	return nil
}

// decide asks for the passphrase of who decides, beside those who record, once everything else is in order; what was
// checked is checked again once nobody else writes.
func (a *app) decide(ctx context.Context, id, as, passphrase string, d *campaign.Decide) error {
	var key *signoff.Identity
	err := a.as(ctx, reading, id, as, rights.Decide, func(
		w *openRecord, actor recette.Actor, m *campaign.Outline,
	) (err error) {
		if err := w.mayRecord(ctx); err != nil {
			return err
		}
		if err := w.meantBy(ctx, m, d); err != nil {
			return err
		}
		if err := w.SignOff.CheckDecide(ctx, actor, *d); err != nil {
			return a.undecidable(d, err)
		}
		key, err = w.unlockKey(ctx, actor, signoff.Decider, passphrase)
		if other, ok := errors.AsType[*signoff.HolderError](err); ok {
			return fail("key-holder", nil, signer(signoff.Decider), other.Holder, other.Actor)
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.act(ctx, id, as, rights.Decide, func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
		if err := w.meantBy(ctx, m, d); err != nil {
			return err
		}
		replaced, err := w.replacedKeys(ctx)
		if err != nil {
			return err
		}
		made, err := w.SignOff.Decide(ctx, actor, key, *d)
		if err != nil {
			return a.undecidable(d, err)
		}
		decided := a.words.T("decision."+string(d.Decision)) + " " + strings.Join(made.Reserves, ", ")
		say(a.env.Stdout, a.words.T("pv.decided", made.Number, strings.TrimSpace(decided)))
		say(a.env.Stdout, a.words.T("pv.decided.by", actor.Name, signer(signoff.Decider)))
		if made.Judged {
			say(a.env.Stdout, a.words.T("pv.judged"))
		}
		a.tellUnmet(m, d, made.Exit)
		if made.Tacit != "" {
			say(a.env.Stderr, a.words.T("pv.decided.tacit", w.day(made.Tacit)))
		}
		if made.Lacks != nil {
			a.sayLacks(made.Lacks)
		}
		for _, line := range replaced {
			say(a.env.Stdout, line)
		}
		next := "next.decided"
		if d.Journey != "" {
			next = "next.decided.journey"
		}
		say(a.env.Stdout, a.words.T(next, m.Campaign, d.Journey))
		return w.printClocks(ctx, m.Campaign)
	})
}

// tellUnmet warns whoever accepts of the criteria of exit that are not met, and of those of which nobody knows. A plan
// that only traces the former leaves them to the PV.
func (a *app) tellUnmet(m *campaign.Outline, d *campaign.Decide, exit []state.Criterion) {
	key := "pv.unmet"
	if d.Journey != "" {
		key = "pv.unmet.journey"
	}
	tell := func(code string, list []string) {
		if len(list) > 0 {
			form := ".other"
			if len(list) == 1 {
				form = ".one"
			}
			said := a.words.T("pv.warning."+code+form, strconv.Itoa(len(list)), strings.Join(list, ", "))
			say(a.env.Stderr, a.words.T(key, said, code, d.Campaign, d.Journey))
		}
	}
	var unmet, unknown []string
	for i := range exit {
		if c := &exit[i]; c.Met == "no" {
			unmet = append(unmet, c.String())
		} else {
			unknown = append(unknown, c.Text)
		}
	}
	if m.Strictness(recette.ExitUnmet) != string(rights.Trace) {
		tell("exit_unmet", unmet)
	}
	tell("exit_unknown", unknown)
}

// meantBy completes a decision with what its words mean in the campaign.
func (w *openRecord) meantBy(ctx context.Context, m *campaign.Outline, d *campaign.Decide) error {
	d.Campaign, d.Journey = m.Campaign, journeyMeant(&m.Manifest, d.Journey)
	d.Decision = d.Decision.In(m.Decisions())
	st, err := w.Service.Status(ctx, reader(), m.Campaign)
	if err != nil {
		return err
	}
	reserves, derogations := []string{}, []string{}
	for i := range st.Reserves {
		reserves = append(reserves, st.Reserves[i].Number)
	}
	for i := range st.Notes.Derogations {
		derogations = append(derogations, st.Notes.Derogations[i].Number)
	}
	d.Reserves = numbersMeant(reserves, d.Reserves...)
	d.Derogation = numbersMeant(derogations, d.Derogation)[0]
	return nil
}

// undecidable words what keeps a decision from being pronounced.
func (a *app) undecidable(d *campaign.Decide, err error) error {
	switch {
	case errors.Is(err, signoff.ErrDerogation):
		return fail("no-decision", nil, d.Derogation, signoff.DerogationFile(d.Derogation))
	case errors.Is(err, signoff.ErrUnacted):
		return fail("decision-unacted", nil, d.Derogation, signoff.DerogationFile(d.Derogation))
	case errors.Is(err, signoff.ErrNoKey):
		return fail("no-key", nil, signer(signoff.Decider))
	}
	if e, ok := errors.AsType[*campaign.DecisionError](err); ok && e.Reasons[0].Code == recette.ReasonVocabulary {
		why := "decision-apart"
		if d.Decision == recette.AcceptedWithReserves {
			why = "decision-no-reserves"
		}
		return fail(why, nil, a.words.T("decision."+string(d.Decision)), a.decisionsAmong(e.Allowed))
	}
	failed := a.decisionFailure(err)
	a.sayRemedies(d, err)
	return failed
}

// sayRemedies says what lifts a criterion of exit that is not met.
func (a *app) sayRemedies(d *campaign.Decide, err error) {
	e, ok := errors.AsType[*campaign.DecisionError](err)
	if !ok {
		return
	}
	for _, r := range e.Reasons {
		if r.Code == recette.ReasonExitUnmet {
			key := "decision.exit"
			if d.Decision != recette.Accepted { // the CCAG-TIC knows no reserves
				key = "decision.exit.ccag"
			}
			say(a.env.Stderr, a.words.T(key, d.Campaign, r.Subjects[0]))
		}
	}
}

// decisionsAmong words a list of decisions.
func (a *app) decisionsAmong(list []recette.Decision) string {
	words := make([]string, len(list))
	for i, d := range list {
		words[i] = a.words.T("decision." + string(d))
	}
	return strings.Join(words, ", ")
}

// percent reads a rate as people write it, "5", "2,5 %", in hundredths of a percent; 0 when none is said.
func (a *app) percent(flag, said string) (int, error) {
	n, ok := recette.ParseRate(said)
	if !ok {
		return 0, fail("bad-rate", nil, flag, said)
	}
	return n, nil
}

// mayRecord refuses, to whoever reads before they record, what would refuse them then.
func (w *openRecord) mayRecord(ctx context.Context) error {
	root, err := w.projectRoot()
	if err != nil {
		return err
	}
	if err := errors.Join(append(w.Doubts, w.application().LogKeyError(root))...); err != nil {
		return err
	}
	return w.CheckKey(ctx, reader())
}
