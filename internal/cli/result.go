package cli

import (
	"context"
	"io"
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
			done, err := w.Service.Amend(cmd.Context(), actor, am)
			if err != nil {
				return err
			}
			return w.amended(cmd.Context(), am, done)
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
func (w *openRecord) amended(ctx context.Context, am campaign.Amend, done campaign.Amended) error {
	names, err := w.Service.People(ctx, reader(), am.Campaign)
	if err != nil {
		return err
	}
	if !w.json {
		w.sayAmended(w.env.Stdout, am.Campaign, am.Case, &done, names)
		return nil
	}
	s, err := w.Service.Status(ctx, reader(), am.Campaign)
	if err != nil {
		return err
	}
	return w.print(api.NewAmendmentList(&s, names, done.Effects))
}

// sayAmended says what a correction made of a result of a campaign, and what it changed beyond the verdict.
func (a *app) sayAmended(out io.Writer, id, row string, done *campaign.Amended, names map[string]string) {
	t := a.words.T
	say(out, t(
		"result.amended", row, done.Attempt, t("verdict."+string(done.Was)), t("verdict."+string(done.Now)),
	))
	if done.Now == recette.NotRun {
		say(out, t("result.amended.unplayed", id, row))
	}
	for _, draft := range done.Drafts {
		say(out, t("result.amended.draft", draft, id))
	}
	for _, x := range []struct {
		list []campaign.Shift
		key  string
	}{{done.Anomalies, "anomaly.status."}, {done.Reserves, "reserve.status."}, {done.PVs, "pv.stage."}} {
		for _, v := range x.list {
			say(out, t("result.amended.turned", v.Number, t(x.key+v.Was), t(x.key+v.Now)))
		}
	}
	for _, number := range done.Unfailed {
		say(out, t("result.amended.unfailed", number, row, id))
	}
	a.sayReread(out, id, done, names)
	for i := range done.Lapsed {
		a.sayLapsed(out, id, &done.Lapsed[i], names)
	}
	if len(done.Held) > 0 {
		say(out, t("result.amended.held", listed(done.Held)))
	}
	if len(done.Freed) > 0 {
		say(out, t("result.amended.freed", listed(done.Freed)))
	}
}

// sayReread says which reading of a result holds no more, and who is to read it over.
func (a *app) sayReread(out io.Writer, id string, done *campaign.Amended, names map[string]string) {
	t := a.words.T
	if r := done.Reread; r != nil {
		say(out, t("result.amended.reread", personOf(names, r.By), a.leafDay(r.At)))
		if len(r.Roles) > 0 {
			say(out, t("result.amended.reread.by", a.rolesOf(r.Roles), id))
			return
		}
	}
	if done.Unread {
		say(out, t("result.amended.unread", id))
	}
}

// rolesOf words a list of roles.
func (a *app) rolesOf(roles []recette.Role) string {
	var words []string
	for _, r := range roles {
		words = append(words, roleWord(a.words, r))
	}
	return listed(words)
}

// sayLapsed says what was given on the route of a PV, and is to be given again by whom.
func (a *app) sayLapsed(out io.Writer, id string, l *campaign.Lapse, names map[string]string) {
	t := a.words.T
	say(out, t("result.amended.lapsed", l.PV))
	for i := range l.Steps {
		s := &l.Steps[i]
		say(out, "  "+t("result.amended.step", askedOf(a.words, s), personOf(names, s.Ref), a.day(s.Day)))
	}
	if l.Decided {
		say(out, "  "+t("result.amended.decision"))
	}
	say(out, "  "+t("result.amended.resubmit", id))
}
