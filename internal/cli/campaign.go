package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/api"
	application "recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/internal/workspace"
)

func (a *app) campaignVerbs() *cobra.Command {
	return a.group(
		"campaign", "campaign", a.campaignOpen(), a.campaignList(), a.campaignStatus(), a.campaignTodo(),
		a.campaignRelease(),
		a.campaignAttest(), a.campaignSuspend(), a.campaignResume(), a.campaignClose(), a.campaignIterate(),
		a.campaignRebase(), a.campaignCompare(), a.campaignAssign(), a.campaignUnassign(),
		a.campaignExport(),
		a.campaignSignoff(),
	)
}

// asFlag gives a writing verb the name of who acts.
func (a *app) asFlag(c *cobra.Command, as *string) {
	c.Flags().StringVar(as, "as", "", a.words.T("flag.as"))
}

// campaignOpen freezes a plan and the texts that it selects.
func (a *app) campaignOpen() *cobra.Command {
	var as, build string
	var dryRun, attest bool
	c := a.command("open PLAN", "campaign.open")
	c.Args = exactly(1)
	a.asFlag(c, &as)
	c.Flags().StringVar(&build, "build", "", a.words.T("flag.build"))
	c.Flags().BoolVar(&dryRun, "dry-run", false, a.words.T("flag.dry-run"))
	c.Flags().BoolVar(&attest, "attest-data", false, a.words.T("flag.attest.data"))
	c.RunE = func(cmd *cobra.Command, args []string) (err error) {
		ctx := cmd.Context()
		p, err := a.project()
		if err != nil {
			return err
		}
		frozen, err := p.Freeze(ctx, workspace.Freezing{Plan: args[0], Dir: a.dir, Build: build, At: a.env.now()})
		if err != nil {
			return err
		}
		a.planProblems(a.env.Stderr, frozen.Problems)
		m := &frozen.Manifest
		if dryRun {
			a.printFrozen(m, "campaign.would-open")
			return nil
		}
		// Who opens it is checked before a database is made for it.
		who, err := a.person(m, as, rights.OpenCampaign)
		if err != nil {
			return err
		}
		if err := rights.Allow(who, rights.OpenCampaign, campaign.ScopeOf(m)); err != nil {
			return err
		}
		w, err := a.open(ctx, creating)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, w.close()) }()
		err = w.Service.OpenFor(ctx, m, frozen.People, func(m *campaign.Manifest) (_ recette.Actor, err error) {
			who, err = a.person(m, as, rights.OpenCampaign)
			return who, err
		})
		if err != nil {
			return err
		}
		if err := w.Seal(ctx, nil); err != nil {
			return err
		}
		a.printFrozen(m, "campaign.opened")
		if err := w.Seal(ctx, w.attestData(ctx, who, m.Campaign, attest)); err != nil {
			return err
		}
		say(a.env.Stdout, a.words.T("next.opened", m.Campaign))
		return nil
	}
	return c
}

func (a *app) printFrozen(m *campaign.Manifest, key string) {
	say(
		a.env.Stdout,
		a.words.T(
			key, m.Campaign, a.words.N("count.cases", len(m.Cases)), a.words.N("count.journeys", len(m.Journeys)),
		),
	)
	for _, j := range m.Journeys {
		critical := ""
		if j.Critical {
			critical = a.words.T("campaign.critical")
		}
		say(
			a.env.Stdout,
			a.words.T("campaign.journey", j.Code, j.Title, a.words.N("count.cases", len(j.Cases)), critical),
		)
	}
}

func (a *app) campaignList() *cobra.Command {
	c := a.command("list", "campaign.list")
	c.Args = exactly(0)
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		w, err := a.open(cmd.Context(), reading)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, w.close()) }()
		list, err := w.Service.List(cmd.Context(), reader())
		if err != nil {
			return err
		}
		if a.json {
			return a.print(api.NewCampaignList(list))
		}
		if len(list) == 0 {
			say(a.env.Stdout, a.words.T("campaign.none"))
		}
		for _, s := range list {
			say(
				a.env.Stdout,
				a.words.T("campaign.line", s.Campaign, s.Title, a.stateWord(s.ClosedAt != ""), a.figures(s.Figures)),
			)
		}
		return nil
	}
	return c
}

func (a *app) stateWord(closed bool) string {
	if closed {
		return a.words.T("campaign.is-closed")
	}
	return a.words.T("campaign.is-open")
}

// figures prints counts by verdict, without those that are zero, and the conformity by its two terms.
func (a *app) figures(f recette.Figures) string {
	var parts []string
	for _, c := range []struct {
		verdict recette.Verdict
		n       int
	}{
		{recette.Passed, f.Passed},
		{recette.PassedWithRemark, f.Remark},
		{recette.Failed, f.Failed},
		{recette.Blocked, f.Blocked},
		{recette.NotRun, f.NotRun},
		{recette.NotApplicable, f.NotApplicable},
	} {
		if c.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.n, a.words.T("verdict."+string(c.verdict))))
		}
	}
	rate := f.Conformity()
	var apart strings.Builder
	for _, c := range []struct {
		key string
		n   int
	}{{"figures.due", f.Due}, {"figures.returned", f.Returned}, {"figures.unread", f.Unread}} {
		if c.n > 0 {
			apart.WriteString(a.words.T(c.key, c.n))
		}
	}
	return a.words.T("figures", rate.Num, rate.Den, strings.Join(parts, ", "), apart.String())
}

// said gives the text behind a commitment, or when and why it was erased. One that nothing erased was taken away.
func (w *openRecord) said(s *campaign.Status, commitment string) string {
	text, ok := s.Texts[commitment]
	if ok || commitment == "" {
		return text
	}
	e, ok := s.Erasures[commitment]
	switch {
	case !ok:
		return w.words.T("text.missing")
	case e.Reason == "":
		return w.words.T("text.erased", w.leafDay(e.At))
	}
	return w.words.T("text.erased.why", w.leafDay(e.At), e.Reason)
}

// reserveTerms says who lifts a reserve and by when, and nothing of what was not said yet.
func (w *openRecord) reserveTerms(owner, due string) string {
	var parts []string
	if owner != "" {
		parts = append(parts, w.words.T("reserve.owner", owner))
	}
	if due != "" {
		parts = append(parts, w.words.T("reserve.due", w.day(due)))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// campaignRelease frees a case that somebody left open and will not resume: the attempt is closed as interrupted, with
// what was seen of it.
func (a *app) campaignRelease() *cobra.Command {
	var as string
	c := a.command("release CAMPAGNE CAS", "campaign.release")
	c.Args = exactly(2)
	a.asFlag(c, &as)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(
			cmd.Context(), args[0], as, rights.TakeOver,
			func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
				id, err := oneCase(m, args[1])
				if err != nil {
					return err
				}
				open, err := w.Service.Release(cmd.Context(), actor, m.Campaign, id)
				switch {
				case err == nil && open:
					return w.sayReleased(cmd.Context(), m.Campaign, id)
				case err == nil:
					say(a.env.Stdout, a.words.T("campaign.not-open", id))
				}
				return err
			},
		)
	}
	return c
}

// sayReleased says that a case may be begun anew, or what the order of its journey has it wait for.
func (w *openRecord) sayReleased(ctx context.Context, campaign, id string) error {
	st, err := w.Service.Status(ctx, reader(), campaign)
	if err != nil {
		return err
	}
	for i := range st.HeldBack {
		if h := &st.HeldBack[i]; h.Case == id {
			say(w.env.Stdout, w.words.T(
				"campaign.released.held", id, awaited(w.words, h.For), w.words.T("verdict."+string(h.Verdict)),
				h.Journey,
			))
			return nil
		}
	}
	say(w.env.Stdout, w.words.T("campaign.released", id))
	return nil
}

func (a *app) campaignClose() *cobra.Command {
	var as, remark string
	var force bool
	c := a.command("close CAMPAGNE", "campaign.close")
	c.Args = exactly(1)
	a.asFlag(c, &as)
	c.Flags().StringVar(&remark, "remark", "", a.words.T("flag.remark"))
	c.Flags().BoolVar(&force, "force", false, a.words.T("flag.close.force"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(
			cmd.Context(), args[0], as, rights.CloseCampaign,
			func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
				err := w.Service.Close(cmd.Context(), actor, campaign.Closing{
					Campaign: m.Campaign, Remark: remark, Unfinished: force,
				})
				if left, ok := errors.AsType[*campaign.UnfinishedError](err); ok {
					return fail("unfinished", nil, left.Open, left.NotRun, left.Due, left.Unread, left.Drafts)
				}
				if err != nil && !errors.Is(err, campaign.ErrSuspended) {
					return err
				}
				st, statusErr := w.Service.Status(cmd.Context(), reader(), m.Campaign)
				if statusErr != nil {
					return statusErr
				}
				p := st.Notes.Suspended()
				if err != nil && p != nil {
					return fail("close-suspended", nil, w.leafDay(p.From.At), w.said(&st, p.Reason))
				}
				say(a.env.Stdout, a.words.T("campaign.closed", m.Campaign))
				if p != nil {
					say(a.env.Stdout, a.words.T("campaign.closed.suspended", w.leafDay(p.From.At)))
				}
				next := "next.closed.decide"
				if len(st.Decisions) > 0 {
					next = "next.closed.report"
				}
				say(a.env.Stdout, a.words.T(next, m.Campaign))
				return err
			},
		)
	}
	return c
}

// act opens the record for writing, finds the campaign that is meant and who acts in it, and does one thing, with the
// frozen plan of the campaign.
func (a *app) act(
	ctx context.Context, id, as string, action rights.Action,
	do func(*openRecord, recette.Actor, *campaign.Outline) error,
) error {
	return a.as(ctx, writing, id, as, action, func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
		return w.seal(ctx, do(w, actor, m))
	})
}

// as opens the record, finds the campaign that is meant and who acts in it, and does one thing.
func (a *app) as(
	ctx context.Context, how application.Mode, id, as string, action rights.Action,
	do func(*openRecord, recette.Actor, *campaign.Outline) error,
) (err error) {
	w, err := a.open(ctx, how)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	m, err := w.oneCampaign(ctx, id)
	if err != nil {
		return err
	}
	actor, err := w.personOf(ctx, &m.Manifest, as, action)
	if err != nil {
		return err
	}
	return do(w, actor, m)
}
