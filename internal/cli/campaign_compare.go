package cli

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/api"
	"recette/internal/campaign"
)

// campaignCompare says what became of the rows between two iterations of a campaign, or two campaigns.
func (a *app) campaignCompare() *cobra.Command {
	c := a.command("compare AVANT APRÈS", "campaign.compare")
	c.Args = exactly(2)
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) (err error) {
		w, err := a.open(cmd.Context(), reading)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, w.close()) }()
		was, err := w.stood(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		now, err := w.stood(cmd.Context(), args[1])
		if err != nil {
			return err
		}
		list := campaign.Compare(was, now)
		if a.json {
			return a.print(api.NewComparison(args[0], args[1], list))
		}
		w.printComparison(args[0], args[1], list)
		return nil
	}
	return c
}

// stood finds the campaign, and the iteration when one is named after a sharp: "recette-v1#2".
func (w *openRecord) stood(ctx context.Context, said string) ([]campaign.Stood, error) {
	id, which, named := strings.Cut(said, "#")
	number := 0
	if named {
		var err error
		if number, err = strconv.Atoi(which); err != nil || number < 1 {
			return nil, fail("bad-value", nil, "compare", said, "recette-v1, recette-v1#1")
		}
	}
	m, err := w.oneCampaign(ctx, id)
	if err != nil {
		return nil, err
	}
	list, err := w.Service.Stood(ctx, reader(), m.Campaign, number)
	if errors.Is(err, campaign.ErrUnknown) {
		return nil, fail("bad-value", nil, "compare", said, m.Campaign+"#1 … "+m.Campaign+"#"+strconv.Itoa(m.Number()))
	}
	return list, err
}

func (w *openRecord) printComparison(was, now string, list []campaign.Difference) {
	t, out := w.words.T, w.env.Stdout
	say(out, t("compare.title", was, now, w.words.N("count.rows", len(list))))
	for _, turn := range campaign.Turns() {
		n := 0
		for _, d := range list {
			if d.Turn == turn {
				n++
			}
		}
		if n == 0 {
			continue
		}
		say(out, t("compare.turn", t("compare."+string(turn)), n))
		for _, d := range list {
			switch {
			case d.Turn != turn || turn == campaign.Unchanged:
			case d.Was == "":
				say(out, t("compare.one", d.ID, t("verdict."+string(d.Now))))
			case d.Now == "":
				say(out, t("compare.one", d.ID, t("verdict."+string(d.Was))))
			default:
				say(out, t("compare.line", d.ID, t("verdict."+string(d.Was)), t("verdict."+string(d.Now))))
			}
		}
	}
}
