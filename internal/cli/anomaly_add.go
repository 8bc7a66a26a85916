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
