package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/state"
	"recette/internal/recette"
)

func (a *app) anomalyLink() *cobra.Command {
	var to, draft string
	return a.changing(
		"link", "link", rights.RaiseAnomaly, func(c *cobra.Command, ch *gap.Change) {
			c.Flags().StringVar(&to, "to", "", a.words.T("flag.link"))
			c.Flags().StringVar(&draft, "draft", "", a.words.T("flag.draft"))
			a.reasonFlag(c, &ch.Reason)
			c.PreRunE = func(*cobra.Command, []string) error {
				if to == "" && draft == "" {
					return fail("needs-input", nil, ours("--to, --draft"))
				}
				return nil
			}
		},
		func(ctx context.Context, w *openRecord, _ recette.Actor, m *campaign.Outline, ch *gap.Change) (err error) {
			ch.Act = recette.AnomalyNote
			if ch.Link, err = a.tracked(to); err != nil || draft == "" {
				return err
			}
			d, err := w.draftMeant(ctx, m.Campaign, draft)
			if err == nil {
				ch.Found = failureOf(d)
			}
			return err
		},
	)
}

func failureOf(d *state.Draft) *gap.Failure {
	return &gap.Failure{Case: d.Case, Attempt: d.Attempt, Step: d.Step + 1}
}

// draftMeant finds the draft that a person means: by its name, or by its case when only one of it waits.
func (w *openRecord) draftMeant(ctx context.Context, id, said string) (*state.Draft, error) {
	st, err := w.Service.Status(ctx, reader(), id)
	if err != nil {
		return nil, err
	}
	var found []*state.Draft
	var names []string
	for i := range st.Drafts {
		d := &st.Drafts[i]
		names = append(names, d.ID())
		if strings.EqualFold(d.ID(), said) || strings.EqualFold(d.Case, said) {
			found = append(found, d)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	if len(names) == 0 {
		return nil, fail("no-draft", nil, id)
	}
	return nil, fail("draft-unknown", nil, said, several(nearest(names)))
}

// anomalyConfirm raises the anomaly that a failure drafted.
func (a *app) anomalyConfirm() *cobra.Command {
	var as, severity, summary, workaround string
	var files []string
	c := a.command("confirm CAMPAGNE BROUILLON", "anomaly.confirm")
	c.Args = exactly(2)
	a.asFlag(c, &as)
	c.Flags().StringVar(&severity, "severity", "", a.words.T("flag.severity"))
	c.Flags().StringVar(&summary, "summary", "", a.words.T("flag.draft.summary"))
	c.Flags().StringVar(&workaround, "workaround", "", a.words.T("flag.workaround"))
	c.Flags().StringArrayVar(&files, "evidence", nil, a.words.T("flag.evidence"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		code, err := a.choose("--severity", severity, severityChoices())
		if err != nil {
			return err
		}
		return a.act(cmd.Context(), args[0], as, rights.RaiseAnomaly, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			d, err := w.draftMeant(cmd.Context(), m.Campaign, args[1])
			if err != nil {
				return err
			}
			if recette.Blank(summary) {
				st, err := w.Service.Status(cmd.Context(), reader(), m.Campaign)
				if err != nil {
					return err
				}
				summary = gap.Summary(st.Texts[d.Observed])
			}
			return w.raise(cmd.Context(), actor, m, gap.Anomaly{
				Severity: recette.Severity(code), Case: d.Case, Step: d.Step + 1, Summary: summary,
				Workaround: workaround, Found: failureOf(d),
			}, files)
		})
	}
	return c
}

// anomalyDrop says that a failure is the matter of no anomaly.
func (a *app) anomalyDrop() *cobra.Command {
	var as, reason string
	c := a.command("drop CAMPAGNE BROUILLON", "anomaly.drop")
	c.Args = exactly(2)
	a.asFlag(c, &as)
	a.reasonFlag(c, &reason)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(cmd.Context(), args[0], as, rights.DropAnomaly, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			d, err := w.draftMeant(cmd.Context(), m.Campaign, args[1])
			if err != nil {
				return err
			}
			if _, err = w.Service.Note(cmd.Context(), actor, m.Campaign, gap.Drop{
				Failure: *failureOf(d), Reason: reason,
			}); err == nil {
				say(a.env.Stdout, a.words.T("anomaly.dropped", d.ID()))
			}
			return err
		})
	}
	return c
}
