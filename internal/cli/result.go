package cli

import (
	"strconv"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/recette"
)

func (a *app) resultVerbs() *cobra.Command {
	return a.group("result", "result", a.resultAmend(), a.resultInvalidate(), a.resultContest())
}

func flawedChoices() choices { return choices{"flawed", codesOf(recette.FlawedCauses())} }

func (a *app) resultInvalidate() *cobra.Command {
	var as, cause string
	var i advice.Invalidation
	c := a.command("invalidate CAMPAGNE CAS", "result.invalidate")
	c.Args = exactly(2)
	a.asFlag(c, &as)
	c.Flags().StringVar(&cause, "cause", "", a.words.T("flag.flawed"))
	c.Flags().StringVar(&i.Reason, "reason", "", a.words.T("flag.reason"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		code, err := a.choose("--cause", cause, flawedChoices())
		if err != nil {
			return err
		}
		i.Cause = recette.Flawed(code)
		return a.act(cmd.Context(), args[0], as, rights.InvalidateResult, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			if i.Case, err = oneCase(m, args[1]); err != nil {
				return err
			}
			_, err := w.Service.Note(cmd.Context(), actor, m.Campaign, i)
			if err == nil {
				say(a.env.Stdout, a.words.T("result.invalidated", i.Case))
			}
			return err
		})
	}
	return c
}

func (a *app) resultContest() *cobra.Command {
	var as string
	var contest advice.Contest
	c := a.command("contest CAMPAGNE CAS", "result.contest")
	c.Args = exactly(2)
	a.asFlag(c, &as)
	c.Flags().StringVar(&contest.Reason, "reason", "", a.words.T("flag.reason"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(cmd.Context(), args[0], as, rights.ContestResult, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) (err error) {
			if contest.Case, err = oneCase(m, args[1]); err != nil {
				return err
			}
			_, err = w.Service.Note(cmd.Context(), actor, m.Campaign, contest)
			if err == nil {
				say(a.env.Stdout, a.words.T("result.contested", contest.Case))
			}
			return err
		})
	}
	return c
}

func verdictChoices() choices {
	return choices{"verdict", codesOf([]recette.Verdict{
		recette.Passed, recette.PassedWithRemark, recette.Failed, recette.Blocked, recette.NotApplicable,
	})}
}

func causeChoices() choices { return choices{"cause", codesOf(recette.Causes())} }

// resultAmend corrects what somebody said of a step, in the session in which they said it.
func (a *app) resultAmend() *cobra.Command {
	var as, verdict, cause string
	step, j, am := 0, campaign.Judgement{}, campaign.Amend{}
	c := a.command("amend CAMPAGNE CAS", "result.amend")
	c.Args = exactly(2)
	a.asFlag(c, &as)
	a.jsonFlag(c)
	f := c.Flags()
	f.IntVar(&step, "step", 0, a.words.T("flag.amend.step"))
	f.StringVar(&verdict, "verdict", "", a.words.T("flag.amend.verdict"))
	f.StringVar(&j.Observed, "observed", "", a.words.T("flag.amend.observed"))
	f.StringVar(&j.Comment, "comment", "", a.words.T("flag.amend.comment"))
	f.StringVar(&cause, "cause", "", a.words.T("flag.amend.cause"))
	f.StringVar(&j.Reason, "because", "", a.words.T("flag.amend.because"))
	f.StringVar(&am.Reason, "reason", "", a.words.T("flag.amend.reason"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		said, err := a.judged(step, verdict, cause)
		if err != nil {
			return err
		}
		j.Step, j.Verdict, j.Cause = step-1, said.Verdict, said.Cause
		return a.act(cmd.Context(), args[0], as, rights.AmendResult, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			am.Campaign, am.Steps = m.Campaign, []campaign.Judgement{j}
			if am.Case, err = oneCase(m, args[1]); err != nil {
				return err
			}
			before, err := w.Service.Status(cmd.Context(), reader(), m.Campaign)
			if err != nil {
				return err
			}
			done, err := w.Service.Amend(cmd.Context(), actor, am)
			if err != nil {
				return err
			}
			return w.amended(cmd, &before, am, done)
		})
	}
	return c
}

// judged reads the words of a correction.
func (a *app) judged(step int, verdict, cause string) (j campaign.Judgement, err error) {
	if step < 1 {
		return j, fail("bad-value", nil, "--step", strconv.Itoa(step), "1, 2, 3…")
	}
	code, err := a.choose("--verdict", verdict, verdictChoices())
	if err != nil {
		return j, err
	}
	if j.Verdict = recette.Verdict(code); cause == "" {
		return j, nil
	}
	code, err = a.choose("--cause", cause, causeChoices())
	j.Cause = recette.Cause(code)
	return j, err
}

// amended says what a correction made of a result, and what it leaves to be done.
func (w *openRecord) amended(
	cmd *cobra.Command, before *campaign.Status, am campaign.Amend, done campaign.Amended,
) error {
	s, err := w.Service.Status(cmd.Context(), reader(), am.Campaign)
	if err != nil {
		return err
	}
	effects := campaign.EffectsOf(before, &s, am.Case, done)
	if w.json {
		names, err := w.Service.People(cmd.Context(), reader(), am.Campaign)
		if err != nil {
			return err
		}
		return w.print(api.NewAmendmentList(&s, names, effects))
	}
	t := w.words.T
	say(w.env.Stdout, t(
		"result.amended", am.Case, done.Attempt, t("verdict."+string(done.Was)), t("verdict."+string(done.Now)),
	))
	for i := range s.Drafts {
		if d := &s.Drafts[i]; d.Case == am.Case && d.Attempt == done.Attempt {
			say(w.env.Stdout, t("result.amended.draft", d.ID(), am.Campaign))
		}
	}
	w.sayEffects(am, &effects)
	return nil
}

// sayEffects says what a correction changed beyond the verdict.
func (w *openRecord) sayEffects(am campaign.Amend, e *campaign.Effects) {
	t, out := w.words.T, w.env.Stdout
	for _, x := range []struct {
		list []campaign.Shift
		key  string
	}{{e.Anomalies, "anomaly.status."}, {e.Reserves, "reserve.status."}, {e.PVs, "pv.stage."}} {
		for _, v := range x.list {
			say(out, t("result.amended.turned", v.Number, t(x.key+v.Was), t(x.key+v.Now)))
		}
	}
	for _, number := range e.Unfailed {
		say(out, t("result.amended.unfailed", number, am.Case, am.Campaign))
	}
	if e.Unread {
		say(out, t("result.amended.unread", am.Campaign, am.Case))
	}
	if len(e.Held) > 0 {
		say(out, t("result.amended.held", listed(e.Held)))
	}
	if len(e.Freed) > 0 {
		say(out, t("result.amended.freed", listed(e.Freed)))
	}
}
