package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	application "recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/meant"
	"recette/internal/recette"
	"recette/internal/workspace"
)

// going is how a campaign goes on, by the flags of its verb.
type going struct {
	as, reason string
	impact     string // of a build
	dryRun     bool
}

func (a *app) goingFlags(c *cobra.Command, g *going) {
	a.asFlag(c, &g.as)
	c.Flags().StringVar(&g.reason, "reason", "", a.words.T("flag.iterate.reason"))
	c.Flags().BoolVar(&g.dryRun, "dry-run", false, a.words.T("flag.dry-run"))
}

// campaignIterate goes on with another build: the frozen texts stay.
func (a *app) campaignIterate() *cobra.Command {
	var g going
	var by campaign.Delivery
	var delivered string
	c := a.command("iterate CAMPAGNE", "campaign.iterate")
	c.Args = exactly(1)
	a.goingFlags(c, &g)
	c.Flags().StringVar(&by.Build, "build", "", a.words.T("flag.iterate.build"))
	c.Flags().StringVar(&by.Version, "version", "", a.words.T("flag.iterate.version"))
	c.Flags().StringVar(&by.Note, "delivery-note", "", a.words.T("flag.iterate.note"))
	c.Flags().StringVar(&delivered, "delivered", "", a.words.T("flag.iterate.delivered"))
	c.Flags().StringVar(&g.impact, "impact", "", a.words.T("flag.iterate.impact"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		if by.DeliveredAt, err = a.date("--delivered", delivered); err != nil {
			return err
		}
		it := campaign.Iteration{Build: true, Regression: p.Regression(), Reason: g.reason}
		if meant.Fold(g.impact) == meant.Fold(a.words.T("impact.none")) || g.impact == "none" {
			it.Aside, it.Impact = true, func([]string) bool { return false }
		} else if it.Impact, err = p.Impact(g.impact); err != nil {
			return err
		}
		it.Make = func(former *campaign.Manifest) (campaign.Manifest, []string, error) {
			next, err := p.Delivered(*former, by, a.env.now())
			return next, nil, err
		}
		return a.goOn(cmd.Context(), args[0], g, it)
	}
	return c
}

// campaignRebase goes on with the texts and the data of now.
func (a *app) campaignRebase() *cobra.Command {
	var g going
	var plan string
	c := a.command("rebase CAMPAGNE", "campaign.rebase")
	c.Args = exactly(1)
	a.goingFlags(c, &g)
	c.Flags().StringVar(&plan, "plan", "", a.words.T("flag.rebase.plan"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		it := campaign.Iteration{Texts: true, Reason: g.reason}
		it.Make = func(former *campaign.Manifest) (campaign.Manifest, []string, error) {
			frozen, err := p.Rebase(cmd.Context(), *former, workspace.Freezing{
				Plan: plan, Dir: a.dir, At: a.env.now(),
			})
			if err != nil {
				return campaign.Manifest{}, nil, err
			}
			a.planProblems(a.env.Stderr, frozen.Problems)
			return frozen.Manifest, frozen.People, nil
		}
		return a.goOn(cmd.Context(), args[0], g, it)
	}
	return c
}

// goOn begins an iteration, or says what it would ask for.
func (a *app) goOn(ctx context.Context, id string, g going, it campaign.Iteration) error {
	how := application.Mode(writing)
	if g.dryRun {
		how = reading
	}
	return a.as(
		ctx, how, id, g.as, rights.Iterate,
		func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
			it.Campaign = m.Campaign
			begin, title := w.Service.Iterate, "iterate.begun"
			if g.dryRun {
				begin, title = w.Service.CheckIterate, "iterate.would"
			}
			made, err := begin(ctx, actor, it)
			if left, ok := errors.AsType[*campaign.UnfinishedError](err); ok {
				return fail("attempts-open", nil, left.Open)
			}
			if errors.Is(err, campaign.ErrImpact) {
				return fail("impact", nil, g.impact, several(nearest(tagsOf(m))))
			}
			if err == nil {
				w.printIterated(&made, title)
			}
			if g.dryRun {
				return err
			}
			return w.seal(ctx, err)
		},
	)
}

// tagsOf gives the tags of the rows of a campaign, sorted, each once.
func tagsOf(m *campaign.Outline) []string {
	var all []string
	for i := range m.Cases {
		all = append(all, m.Cases[i].Tags...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// printIterated lists what is to be played, a line a row, with the reason.
func (w *openRecord) printIterated(made *campaign.Iterated, title string) {
	m, t, out := &made.Manifest, w.words.T, w.env.Stdout
	say(out, t(title, m.Campaign, m.Number(), m.Build(), w.words.N("count.rows", len(made.Replay)), len(m.Cases)))
	for _, r := range made.Replay {
		why := t("iterate.why."+string(r.Reason), t("verdict."+string(r.Verdict)))
		if r.New {
			why = t("iterate.why.new")
		}
		say(out, t("iterate.line", r.ID, r.Name, why))
	}
	for _, g := range m.Gone {
		if g.Iteration == m.Number()-1 {
			say(out, t("iterate.gone", g.ID, g.Name))
		}
	}
	if kept := len(m.Cases) - len(made.Replay); kept > 0 {
		say(out, w.words.N("iterate.kept", kept))
	}
}
