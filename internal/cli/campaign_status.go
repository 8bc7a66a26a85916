package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/conduct"
	"recette/internal/execution"
	"recette/internal/i18n"
	"recette/internal/recette"
	"recette/internal/workspace"
	"recette/internal/yamldoc"
)

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
			if doc.Indicators, err = a.indicators(cmd.Context(), w, reader(), s.Campaign); err != nil {
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
func (a *app) indicators(
	ctx context.Context, w *openRecord, by recette.Actor, id string,
) ([]api.Indicator, error) {
	in, p, err := w.account(ctx, by, id)
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
