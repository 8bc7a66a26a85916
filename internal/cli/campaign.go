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
	"recette/internal/campaign/state"
	"recette/internal/conduct"
	"recette/internal/execution"
	"recette/internal/i18n"
	"recette/internal/recette"
	"recette/internal/workspace"
	"recette/internal/yamldoc"
)

func (a *app) campaignVerbs() *cobra.Command {
	return a.group(
		"campaign", "campaign", a.campaignOpen(), a.campaignList(), a.campaignStatus(), a.campaignTodo(),
		a.campaignRelease(),
		a.campaignAttest(), a.campaignSuspend(), a.campaignResume(), a.campaignClose(), a.campaignIterate(),
		a.campaignRebase(), a.campaignCompare(), a.campaignAssign(), a.campaignUnassign(),
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

func (a *app) campaignStatus() *cobra.Command {
	var gate string
	c := a.command("status [CAMPAGNE]", "campaign.status")
	c.Args = atMostOne()
	a.jsonFlag(c)
	c.Flags().StringVar(&gate, "gate", "", a.words.T("flag.status.gate"))
	c.RunE = func(cmd *cobra.Command, args []string) (err error) {
		w, err := a.open(cmd.Context(), reading)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, w.close()) }()
		m, err := w.oneCampaign(cmd.Context(), optional(args))
		if err != nil {
			return err
		}
		if cmd.Flags().Changed("gate") {
			return w.gate(cmd.Context(), m.Campaign, gate)
		}
		s, err := w.Service.Status(cmd.Context(), reader(), m.Campaign)
		if err != nil {
			return err
		}
		drifts, err := w.drift(cmd.Context(), s.Plan)
		if err != nil {
			return err
		}
		f, err := w.forecast(cmd.Context(), s.Campaign)
		if err != nil {
			return err
		}
		if err := w.sayRows(); err != nil {
			return err
		}
		doc := api.NewCampaignStatus(&s, drifts, f)
		p, err := w.project()
		if err != nil {
			return err
		}
		doc.DataDrift = movedData(p, s.Plan, &s.Notes)
		if a.json {
			if doc.Indicators, err = a.indicators(cmd.Context(), w, s.Campaign); err != nil {
				return err
			}
			return a.print(doc)
		}
		w.printStatus(&s)
		w.printForecast(&f)
		w.printDrifts(&doc)
		w.printMovedData(&doc)
		if err := w.printClocks(cmd.Context(), s.Campaign); err != nil {
			return err
		}
		ways, err := w.Service.Signoff(cmd.Context(), reader(), s.Campaign)
		if err != nil {
			return err
		}
		return w.printWaits(cmd.Context(), &s, s.Waiting(ways))
	}
	return c
}

// sayRows says what keeps the stories of the project from being read: the status goes on without their coverage.
func (w *openRecord) sayRows() error {
	p, err := w.project()
	if err != nil {
		return err
	}
	if e, ok := errors.AsType[*workspace.ReferencesError](p.Rows()); ok {
		say(w.env.Stderr, w.words.T("campaign.rows-left-out"))
		w.documentProblems(w.env.Stderr, &yamldoc.Error{Problems: e.Problems})
	}
	return nil
}

// indicators gives those of the bilan of a campaign.
func (a *app) indicators(ctx context.Context, w *openRecord, id string) ([]api.Indicator, error) {
	in, p, err := w.account(ctx, id)
	if err != nil {
		return nil, err
	}
	if p.Rows() == nil { // else coverage is left out: status told it
		if in.Matrix, err = a.matrixOf(ctx, p, &in); err != nil {
			return nil, err
		}
	}
	out := []api.Indicator{}
	for _, x := range conduct.Indicators(in) {
		out = append(out, api.Indicator(x))
	}
	return out, nil
}

func (w *openRecord) printStatus(s *campaign.Status) {
	t, out := w.words.T, w.env.Stdout
	say(out, t("campaign.line", s.Campaign, s.Title, w.stateWord(s.ClosedAt != ""), w.figures(s.Figures)))
	for _, j := range s.Journeys {
		say(out, t("campaign.journey-state", j.Code, j.Title, t("verdict."+string(j.Verdict)), w.figures(j.Figures)))
	}
	w.printHeldBack(s.HeldBack)
	w.printDue(s)
	for _, id := range s.Open {
		say(out, t("campaign.attempt-open", id))
	}
	for _, e := range s.Ended {
		say(out, t("campaign.ended", e.Case, t("verdict."+string(e.Verdict)), w.said(s, e.Message)))
	}
	for i := range s.Anomalies {
		w.anomalyLine(s, &s.Anomalies[i])
	}
	w.printDrafts(s)
	for i := range s.Reserves {
		w.reserveLine(s, &s.Reserves[i])
	}
	for i := range s.Decisions {
		d := &s.Decisions[i]
		say(out, t("decision.line", d.Number, t("decision."+d.Decision.Decision), d.Journey))
	}
	w.printNotes(s)
	for i := range s.PVs {
		say(out, t("pv.line", s.PVs[i].Number, len(s.PVs[i].Signatures), w.pvAbout(s, &s.PVs[i])))
	}
	for _, kind := range recette.Trials() {
		if n := s.Trials[kind]; n > 0 {
			say(out, w.words.N("campaign.trial."+string(kind), n))
		}
	}
	if len(s.Strays) > 0 {
		say(out, t("campaign.strays", len(s.Strays)))
	}
}

// mostHeldBack is how many of the rows that wait for one are named.
const mostHeldBack = 5

// printHeldBack says which rows wait for one that a blocking order puts before them.
func (w *openRecord) printHeldBack(held []state.HeldBack) {
	for len(held) > 0 {
		first, rows := held[0], []string{}
		for len(held) > 0 && held[0].Journey == first.Journey && held[0].For == first.For {
			rows, held = append(rows, held[0].Case), held[1:]
		}
		say(w.env.Stdout, heldBackLine(w.words, &execution.HeldBack{
			For: first.For, Verdict: first.Verdict, Journey: first.Journey, Count: len(rows),
			Cases: rows[:min(len(rows), mostHeldBack)],
		}))
	}
}

// heldBackLine says which rows wait for the same one.
func heldBackLine(words *i18n.Printer, h *execution.HeldBack) string {
	named := strings.Join(h.Cases, ", ")
	if h.Count > len(h.Cases) {
		named += ", …"
	}
	return words.T(
		"campaign.held-back", awaited(words, h.For), words.T("verdict."+string(h.Verdict)), h.Journey,
		words.N("count.rows", h.Count), named,
	)
}

// awaited names the row that others wait for, to whoever sees it.
func awaited(words *i18n.Printer, id string) string {
	if id == "" {
		return words.T("campaign.held-back.unseen")
	}
	return id
}

// printDue says which rows are to be played again, and why.
func (w *openRecord) printDue(s *campaign.Status) {
	if s.Iteration > 1 {
		rows := w.words.N("count.rows", len(s.Due))
		say(w.env.Stdout, w.words.T("iterate.number", s.Iteration, s.Release.Build, rows))
	}
	for _, h := range s.Shares {
		name := nameOf(&s.Plan.Manifest, h.Ref)
		played := w.words.T("assign.unplayed")
		if h.Played > 0 {
			played = w.words.N("assign.played", h.Played)
		}
		say(w.env.Stdout, w.words.T("assign.share", name, w.words.N("count.rows", h.Rows), played))
	}
	for _, d := range s.Due {
		say(w.env.Stdout, w.words.T(
			"iterate.due", d.Case, w.words.T("iterate.due."+string(d.Why)), w.words.T("verdict."+string(d.Verdict)),
		))
	}
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
					say(a.env.Stdout, a.words.T("campaign.released", id))
				case err == nil:
					say(a.env.Stdout, a.words.T("campaign.not-open", id))
				}
				return err
			},
		)
	}
	return c
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
