package cli

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/recette"
)

func (a *app) anomalyVerbs() *cobra.Command {
	return a.group(
		"anomaly", "anomaly", a.anomalyAdd(), a.anomalyList(), a.anomalyShow(), a.anomalyQualify(), a.anomalyAssign(),
		a.anomalyNote(), a.anomalyFix(), a.anomalyClose(), a.anomalyReject(), a.anomalyReopen(), a.anomalyLink(),
		a.anomalyConfirm(), a.anomalyDrop(), a.anomalyExport(), a.anomalyImport(),
	)
}

func priorityChoices() choices { return choices{"priority", codesOf(recette.Priorities())} }

// treatment are the flags of who corrects an anomaly, in which order and by when.
type treatment struct{ priority, owner, due, link string }

func (a *app) treatmentFlags(c *cobra.Command, t *treatment) {
	f := c.Flags()
	f.StringVar(&t.priority, "priority", "", a.words.T("flag.priority"))
	f.StringVar(&t.owner, "owner", "", a.words.T("flag.anomaly.owner"))
	f.StringVar(&t.due, "due", "", a.words.T("flag.due"))
}

// read gives what was said, as it is recorded.
func (t *treatment) read(a *app) (priority recette.Priority, due string, err error) {
	if t.priority != "" {
		code, err := a.choose("--priority", t.priority, priorityChoices())
		if err != nil {
			return "", "", err
		}
		priority = recette.Priority(code)
	}
	due, err = a.date("--due", t.due)
	return priority, due, err
}

// denied says which options take the right to entrust an anomaly, of an anomaly that is raised: without them, it would
// be recorded.
func (t *treatment) denied(err error) error {
	d, ok := errors.AsType[*rights.DeniedError](err)
	if !ok || d.Action != rights.AssignAnomaly {
		return err
	}
	var given []string
	for _, x := range []struct{ flag, said string }{
		{"--owner", t.owner}, {"--due", t.due}, {"--priority", t.priority},
	} {
		if x.said != "" {
			given = append(given, x.flag)
		}
	}
	return fail("denied-options", err, strings.Join(given, ", "))
}

// tracked gives where an anomaly is followed outside.
func (a *app) tracked(said string) (gap.Link, error) {
	if said == "" {
		return gap.Link{}, nil
	}
	p, err := a.project()
	if err != nil {
		return gap.Link{}, err
	}
	url, ok := p.Tracked(said)
	if known := p.TrackerNames(); !ok && len(known) == 0 {
		return gap.Link{}, fail("tracker-none", nil, said)
	}
	if !ok {
		return gap.Link{}, fail("tracker", nil, said, several(p.TrackerNames()))
	}
	return gap.Link{Tracker: said, URL: url}, nil
}

// changing is a verb that changes one anomaly: what fill makes of it is recorded, and done is said.
func (a *app) changing(
	name, key string, action rights.Action, flags func(*cobra.Command, *gap.Change),
	fill func(context.Context, *openRecord, recette.Actor, *campaign.Outline, *gap.Change) error,
) *cobra.Command {
	var as string
	var change gap.Change
	c := a.command(name+" CAMPAGNE NUMÉRO", "anomaly."+key)
	c.Args = exactly(2)
	a.asFlag(c, &as)
	if flags != nil {
		flags(c, &change)
	}
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(
			cmd.Context(), args[0], as, action,
			func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
				anomalies, _, err := w.numbers(cmd.Context(), m.Campaign)
				if err != nil {
					return err
				}
				change.Number = numbersMeant(anomalies, args[1])[0]
				if err := fill(cmd.Context(), w, actor, m, &change); err != nil {
					return err
				}
				return w.changed(cmd.Context(), actor, m.Campaign, change)
			},
		)
	}
	return c
}

// sayProposed says by when the plan has a gap corrected, when that is what was recorded.
func (w *openRecord) sayProposed(day string) {
	if day != "" {
		say(w.env.Stdout, w.words.T("due.proposed", w.day(day)))
	}
}

// changed records a change of an anomaly, and says where it stands.
func (w *openRecord) changed(ctx context.Context, actor recette.Actor, id string, change gap.Change) error {
	// Judged as it was asked for: a day would make something of what says nothing.
	if err := w.Service.CheckNote(ctx, actor, id, change); err != nil {
		return err
	}
	proposed, err := w.Service.ProposedDue(ctx, actor, id, change)
	if err != nil {
		return err
	}
	change.Due = cmp.Or(change.Due, proposed)
	if _, err := w.Service.Note(ctx, actor, id, change); err != nil {
		return err
	}
	st, err := w.Service.Status(ctx, reader(), id)
	if err != nil {
		return err
	}
	for i := range st.Anomalies {
		if an := &st.Anomalies[i]; an.Number == change.Number {
			say(w.env.Stdout, w.words.T(
				"anomaly.now", an.Number, w.words.T("severity."+an.Severity), w.words.T("anomaly.status."+an.Status),
			))
			w.sayProposed(proposed)
		}
	}
	return nil
}

func (a *app) reasonFlag(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "reason", "", a.words.T("flag.reason"))
}

func (a *app) anomalyQualify() *cobra.Command {
	var severity string
	var propose bool
	var t treatment
	return a.changing(
		"qualify", "qualify", rights.RaiseAnomaly, func(c *cobra.Command, ch *gap.Change) {
			c.Flags().StringVar(&severity, "severity", "", a.words.T("flag.severity"))
			c.Flags().BoolVar(&propose, "propose", false, a.words.T("flag.propose"))
			a.treatmentFlags(c, &t)
			a.reasonFlag(c, &ch.Reason)
		},
		func(_ context.Context, _ *openRecord, _ recette.Actor, _ *campaign.Outline, ch *gap.Change) (err error) {
			code := ""
			if severity != "" || propose {
				if code, err = a.choose("--severity", severity, severityChoices()); err != nil {
					return err
				}
			}
			ch.Act, ch.Severity, ch.Owner = recette.AnomalyQualify, recette.Severity(code), t.owner
			if propose {
				ch.Act, ch.Severity, ch.Proposed = recette.AnomalyPropose, "", code
			}
			ch.Priority, ch.Due, err = t.read(a)
			return err
		},
	)
}

func (a *app) anomalyAssign() *cobra.Command {
	var t treatment
	return a.changing(
		"assign", "assign", rights.AssignAnomaly, func(c *cobra.Command, ch *gap.Change) {
			a.treatmentFlags(c, &t)
			a.reasonFlag(c, &ch.Reason)
		},
		func(_ context.Context, _ *openRecord, _ recette.Actor, _ *campaign.Outline, ch *gap.Change) (err error) {
			ch.Act, ch.Owner = recette.AnomalyAssign, t.owner
			ch.Priority, ch.Due, err = t.read(a)
			return err
		},
	)
}

func (a *app) anomalyNote() *cobra.Command {
	var files []string
	return a.changing(
		"note", "note", rights.RaiseAnomaly, func(c *cobra.Command, ch *gap.Change) {
			c.Flags().StringVar(&ch.Workaround, "workaround", "", a.words.T("flag.workaround"))
			c.Flags().StringArrayVar(&files, "evidence", nil, a.words.T("flag.evidence"))
			a.reasonFlag(c, &ch.Reason)
		},
		func(ctx context.Context, w *openRecord, actor recette.Actor, m *campaign.Outline, ch *gap.Change) (err error) {
			ch.Act, ch.Files = recette.AnomalyNote, announced(files)
			if err := w.Service.CheckNote(ctx, actor, m.Campaign, *ch); err != nil {
				return err
			}
			ch.Files, err = w.attached(ctx, actor, m.Campaign, files)
			return err
		},
	)
}

func (a *app) anomalyFix() *cobra.Command {
	return a.changing(
		"fix", "fix", rights.FixAnomaly, func(c *cobra.Command, ch *gap.Change) {
			c.Flags().StringVar(&ch.Build, "build", "", a.words.T("flag.fix.build"))
			c.Flags().StringVar(&ch.FixedBy, "by", "", a.words.T("flag.fix.by"))
			a.reasonFlag(c, &ch.Reason)
		},
		func(_ context.Context, _ *openRecord, _ recette.Actor, _ *campaign.Outline, ch *gap.Change) error {
			ch.Act = recette.AnomalyFix
			return nil
		},
	)
}

// retestFlags name the attempt that shows a correction.
func (a *app) retestFlags(c *cobra.Command, r *gap.Retest) {
	c.Flags().StringVar(&r.Case, "case", "", a.words.T("flag.retest.case"))
	c.Flags().IntVar(&r.Attempt, "attempt", 0, a.words.T("flag.retest.attempt"))
}

func (a *app) anomalyClose() *cobra.Command {
	return a.changing(
		"close", "close", rights.CloseAnomaly, func(c *cobra.Command, ch *gap.Change) {
			a.retestFlags(c, &ch.Retest)
			a.reasonFlag(c, &ch.Reason)
		},
		func(_ context.Context, _ *openRecord, _ recette.Actor, m *campaign.Outline, ch *gap.Change) (err error) {
			ch.Act = recette.AnomalyClose
			ch.Retest.Case, err = oneCase(m, ch.Retest.Case)
			return err
		},
	)
}

func (a *app) anomalyReject() *cobra.Command {
	var waive, propose bool
	return a.changing(
		"reject", "reject", rights.RejectAnomaly, func(c *cobra.Command, ch *gap.Change) {
			c.Flags().BoolVar(&waive, "waive", false, a.words.T("flag.waive"))
			c.Flags().StringVar(&ch.Original, "duplicate-of", "", a.words.T("flag.duplicate"))
			c.Flags().BoolVar(&propose, "propose", false, a.words.T("flag.propose"))
			a.reasonFlag(c, &ch.Reason)
			c.PreRunE = func(cmd *cobra.Command, _ []string) error {
				if err := apart(cmd, "waive", "duplicate-of"); err != nil {
					return err
				}
				return apart(cmd, "propose", "duplicate-of")
			}
		},
		func(_ context.Context, _ *openRecord, _ recette.Actor, _ *campaign.Outline, ch *gap.Change) error {
			ch.Act = recette.AnomalyReject
			switch {
			case waive:
				ch.Act = recette.AnomalyWaive
			case ch.Original != "":
				ch.Act = recette.AnomalyDuplicity
			}
			if propose {
				ch.Act, ch.Proposed = recette.AnomalyPropose, string(ch.Act)
			}
			return nil
		},
	)
}

func (a *app) anomalyReopen() *cobra.Command {
	return a.changing(
		"reopen", "reopen", rights.RaiseAnomaly, func(c *cobra.Command, ch *gap.Change) { a.reasonFlag(c, &ch.Reason) },
		func(_ context.Context, _ *openRecord, _ recette.Actor, _ *campaign.Outline, ch *gap.Change) error {
			ch.Act = recette.AnomalyReopen
			return nil
		},
	)
}
