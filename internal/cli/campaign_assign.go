package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/meant"
	"recette/internal/recette"
)

// chosenRows are rows of a plan, by the flags that choose them.
type chosenRows struct {
	cases            []string
	journey, antenne string
}

// campaignAssign gives rows to somebody, campaignUnassign to nobody.
func (a *app) campaignAssign() *cobra.Command {
	var to string
	c := a.assigning("assign CAMPAGNE", "campaign.assign", &to)
	c.Flags().StringVar(&to, "to", "", a.words.T("flag.assign.to"))
	return c
}

func (a *app) campaignUnassign() *cobra.Command {
	return a.assigning("unassign CAMPAGNE", "campaign.unassign", nil)
}

func (a *app) assigning(use, key string, to *string) *cobra.Command {
	var as string
	var r chosenRows
	c := a.command(use, key)
	c.Args = exactly(1)
	a.asFlag(c, &as)
	c.Flags().StringSliceVar(&r.cases, "cases", nil, a.words.T("flag.assign.cases"))
	c.Flags().StringVar(&r.journey, "journey", "", a.words.T("flag.assign.journey"))
	c.Flags().StringVar(&r.antenne, "antenne", "", a.words.T("flag.assign.antenne"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		return a.act(ctx, args[0], as, rights.Assign,
			func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
				return w.assign(ctx, actor, m, &r, to)
			},
		)
	}
	return c
}

func (w *openRecord) assign(
	ctx context.Context, actor recette.Actor, m *campaign.Outline, r *chosenRows, to *string,
) error {
	if to != nil && *to == "" {
		return fail("needs-input", nil, ours("--to"))
	}
	rows, err := r.of(m)
	if err != nil {
		return err
	}
	ref, name := "", ""
	if to != nil {
		who, err := w.person(&m.Manifest, *to, rights.Record)
		if err != nil {
			return err
		}
		ref, name = who.Ref, who.Name
	}
	if err := w.Service.Assign(ctx, actor, m.Campaign, rows, ref); err != nil {
		return err
	}
	if ref == "" {
		say(w.env.Stdout, w.words.T("assign.nobody", w.words.N("count.rows", len(rows))))
		return nil
	}
	say(w.env.Stdout, w.words.T("assign.done", w.words.N("count.rows", len(rows)), name))
	return nil
}

// of gives the rows that all flags choose.
func (r *chosenRows) of(m *campaign.Outline) ([]string, error) {
	if len(r.cases) == 0 && r.journey == "" && r.antenne == "" {
		return nil, fail("needs-input", nil, ours("--cases, --journey, --antenne"))
	}
	chosen, err := rowsMeant(m, r.cases)
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, id := range chosen {
		wanted[id] = true
	}
	if err := r.branch(m); err != nil {
		return nil, err
	}
	held := map[string]bool{}
	if r.journey != "" && m.Journey(journeyMeant(&m.Manifest, r.journey)) == nil {
		codes := make([]string, len(m.Journeys))
		for i := range m.Journeys {
			codes[i] = m.Journeys[i].Code
		}
		return nil, fail("unknown-journey", nil, r.journey, several(codes))
	}
	if j := m.Journey(journeyMeant(&m.Manifest, r.journey)); j != nil {
		for _, id := range j.Cases {
			held[id] = true
		}
	}
	var rows []string
	for i := range m.Cases {
		c := &m.Cases[i]
		if (len(wanted) == 0 || wanted[c.ID]) && (r.journey == "" || held[c.ID]) &&
			(r.antenne == "" || meant.Fold(c.Antenne) == meant.Fold(r.antenne)) {
			rows = append(rows, c.ID)
		}
	}
	if len(rows) == 0 {
		return nil, fail("assign-nothing", nil)
	}
	return rows, nil
}

// branch refuses a branch that the plan does not name.
func (r *chosenRows) branch(m *campaign.Outline) error {
	if r.antenne == "" {
		return nil
	}
	var known []string
	for i := range m.Cases {
		if at := m.Cases[i].Antenne; at != "" && !slices.Contains(known, at) {
			known = append(known, at)
		}
	}
	switch {
	case len(known) == 0:
		return fail("no-antenne", nil, r.antenne)
	case !slices.ContainsFunc(known, func(at string) bool { return meant.Fold(at) == meant.Fold(r.antenne) }):
		return fail("unknown-antenne", nil, r.antenne, several(known))
	}
	return nil
}

// ownRows leaves out the rows of the branches that are none of the actor's, and says how many those are. Who may not
// read results is refused later, for what they came to do.
func (w *openRecord) ownRows(ctx context.Context, m *campaign.Manifest, actor recette.Actor) error {
	stand, err := w.Service.Cases(ctx, actor, m.Campaign)
	if errors.Is(err, rights.ErrDenied) {
		return nil
	}
	if err != nil || len(stand) == len(m.Cases) {
		return err
	}
	seen := map[string]bool{}
	for i := range stand {
		seen[stand[i].ID] = true
	}
	all := len(m.Cases)
	m.Cases = slices.DeleteFunc(m.Cases, func(c campaign.FrozenCase) bool { return !seen[c.ID] })
	say(w.env.Stderr, w.words.N("rows.elsewhere", all-len(m.Cases)))
	if len(m.Cases) == 0 {
		return fail("rows-elsewhere", nil, m.Campaign)
	}
	return nil
}

// ownFirst puts the rows that are assigned to who tests first, those of others last, and says how many those are.
func (w *openRecord) ownFirst(
	ctx context.Context, m *campaign.Manifest, actor recette.Actor, list []execution.Item,
) ([]execution.Item, error) {
	stand, err := w.Service.Cases(ctx, actor, m.Campaign)
	if err != nil {
		return nil, err
	}
	rank, others := map[string]int{}, 0
	for i := range stand {
		switch stand[i].Assigned {
		case actor.Ref:
			rank[stand[i].ID] = -1
		case "":
		default:
			rank[stand[i].ID] = 1
		}
	}
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b execution.Item) int { return rank[a.Case.ID] - rank[b.Case.ID] })
	for i := range out {
		if rank[out[i].Case.ID] > 0 {
			others++
		}
	}
	if others > 0 {
		say(w.env.Stderr, w.words.N("assign.others", others))
	}
	return out, nil
}
