package cli

import (
	"cmp"
	"context"
	"errors"
	"mime"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/bounded"
	"recette/internal/campaign"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/state"
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

func (a *app) anomalyAdd() *cobra.Command {
	var as, severity string
	var an gap.Anomaly
	var t treatment
	var files []string
	c := a.command("add [CAMPAGNE]", "anomaly.add")
	c.Args = atMostOne()
	a.asFlag(c, &as)
	f := c.Flags()
	f.StringVar(&an.Case, "case", "", a.words.T("flag.case"))
	f.IntVar(&an.Step, "step", 0, a.words.T("flag.step"))
	f.StringVar(&severity, "severity", "", a.words.T("flag.severity"))
	f.StringVar(&an.Summary, "summary", "", a.words.T("flag.summary"))
	f.StringVar(&an.Workaround, "workaround", "", a.words.T("flag.workaround"))
	f.StringVar(&t.link, "link", "", a.words.T("flag.link"))
	f.StringArrayVar(&files, "evidence", nil, a.words.T("flag.evidence"))
	a.treatmentFlags(c, &t)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		code, err := a.choose("--severity", severity, severityChoices())
		if err != nil {
			return err
		}
		an.Severity = recette.Severity(code)
		if an.Priority, an.Due, err = t.read(a); err != nil {
			return err
		}
		an.Owner = t.owner
		if an.Link, err = a.tracked(t.link); err != nil {
			return err
		}
		id := optional(args)
		return a.act(
			cmd.Context(), id, as, rights.RaiseAnomaly,
			func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
				if an.Case, err = oneCase(m, an.Case); err != nil {
					return err
				}
				return t.denied(w.raise(cmd.Context(), actor, m, an, files))
			},
		)
	}
	return c
}

// raise raises an anomaly, and says those that it may repeat.
func (w *openRecord) raise(
	ctx context.Context, actor recette.Actor, m *campaign.Outline, an gap.Anomaly, files []string,
) (err error) {
	like, err := w.alike(ctx, m.Campaign, an)
	if err != nil {
		return err
	}
	an.Files = announced(files)
	if err := w.Service.CheckNote(ctx, actor, m.Campaign, an); err != nil {
		return err
	}
	proposed, err := w.Service.ProposedDue(ctx, actor, m.Campaign, an)
	if err != nil {
		return err
	}
	an.Due = cmp.Or(an.Due, proposed)
	waited, err := w.waiting(ctx, m.Campaign)
	if err != nil {
		return err
	}
	if an.Files, err = w.attached(ctx, actor, m.Campaign, files); err != nil {
		return err
	}
	number, err := w.Service.Note(ctx, actor, m.Campaign, an)
	if err != nil {
		return err
	}
	say(w.env.Stdout, w.words.T("anomaly.added", number, w.words.T("severity."+string(an.Severity))))
	w.sayProposed(proposed)
	for _, l := range like {
		say(w.env.Stdout, w.words.T("anomaly.alike", l.Number, l.Summary))
	}
	if len(like) > 0 {
		say(w.env.Stdout, w.words.T("anomaly.alike.hint", m.Campaign, number, like[0].Number))
	}
	return w.saySettled(ctx, m.Campaign, waited, an.Found)
}

// waiting names the failures that wait for an anomaly.
func (w *openRecord) waiting(ctx context.Context, id string) ([]string, error) {
	st, err := w.Service.Status(ctx, reader(), id)
	names := make([]string, len(st.Drafts))
	for i := range st.Drafts {
		names[i] = st.Drafts[i].ID()
	}
	return names, err
}

// saySettled says which failures wait no more since an anomaly accounts for them, beside the one that it was raised on:
// one raised on a whole case answers each of its failures, and nobody named them.
func (w *openRecord) saySettled(ctx context.Context, id string, waited []string, on *gap.Failure) error {
	left, err := w.waiting(ctx, id)
	if err != nil {
		return err
	}
	settled := slices.DeleteFunc(waited, func(name string) bool {
		own := on != nil && name == (&state.Draft{Case: on.Case, Attempt: on.Attempt, Step: on.Step - 1}).ID()
		return own || slices.Contains(left, name)
	})
	if len(settled) > 0 {
		say(w.env.Stdout, w.words.T("anomaly.settles", strings.Join(settled, ", ")))
		say(w.env.Stdout, w.words.T("anomaly.settles.hint", id))
	}
	return nil
}

// announced names the attachments that files will be, before any is kept.
func announced(paths []string) []fact.Attachment {
	named := make([]fact.Attachment, len(paths))
	for i, path := range paths {
		named[i].Name = filepath.Base(path)
	}
	return named
}

// attached keeps files as evidence, once what they go with was judged: none of them when one cannot be read.
func (w *openRecord) attached(
	ctx context.Context, actor recette.Actor, campaignID string, paths []string,
) (kept []fact.Attachment, err error) {
	for _, path := range paths {
		f, err := bounded.Open(w.path(path))
		if err == nil {
			err = f.Close()
		}
		if err != nil {
			return nil, fail("evidence", nil, path, ours(whyRefused(w.words, err)))
		}
	}
	for _, path := range paths {
		f, err := bounded.Open(w.path(path))
		if err != nil {
			return nil, fail("evidence", nil, path, ours(whyRefused(w.words, err)))
		}
		one, err := w.Service.Attach(
			ctx, actor, campaignID, filepath.Base(path), mime.TypeByExtension(filepath.Ext(path)), f,
		)
		err = errors.Join(err, f.Close())
		if errors.Is(err, rights.ErrDenied) {
			return nil, err
		}
		if err != nil {
			return nil, fail("evidence", nil, path, ours(whyRefused(w.words, err)))
		}
		kept = append(kept, one)
	}
	return kept, nil
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
