package cli

import (
	"cmp"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/api"
	application "recette/internal/app"
	"recette/internal/output"
)

func (a *app) journalVerbs() *cobra.Command {
	return a.group("journal", "journal", a.journalVerify(), a.journalExport(), a.journalRekey(), a.journalRestore())
}

// journalVerify recomputes the whole log from its bytes.
func (a *app) journalVerify() *cobra.Command {
	c := a.command("verify", "journal.verify")
	c.Args = exactly(0)
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		w, err := a.opened(cmd.Context(), auditing)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, w.close()) }()
		r, err := w.Verify(cmd.Context(), reader())
		if err != nil {
			return err
		}
		if a.json {
			if err := a.print(api.NewJournalVerification(r, w.doubtList())); err != nil {
				return err
			}
		} else {
			w.printVerified(r, w.people(cmd.Context()))
		}
		switch doubts := errors.Join(w.Doubts...); {
		case !r.OK():
			return fail("integrity", nil)
		case doubts != nil:
			return doubts
		case r.Newer > 0:
			return fail("leaf-newer", nil)
		case r.Signed == 0 && r.Leaves > 0:
			return fail("unsealed", nil)
		}
		return nil
	}
	return c
}

// people gives the names behind references. A record that is damaged may not know them: the references say enough then.
func (w *openRecord) people(ctx context.Context) map[string]string {
	names, err := w.Service.People(ctx, reader(), "")
	if err != nil {
		return nil
	}
	return names
}

// doubtList gives what was seen when the record was opened, for the document.
func (w *openRecord) doubtList() (list []api.JournalDoubt) {
	for _, doubt := range w.Doubts {
		f := classify(doubt)
		list = append(list, api.JournalDoubt{
			Code: application.DoubtCode(doubt), Error: f.code, Text: f.sentence(w.words),
		})
	}
	return list
}

// placeOf words where a finding about the journal lies, in brackets: positions, and what it is about. Empty is nowhere.
func (a *app) placeOf(seq, to int64, subject string) string {
	var place []string
	switch {
	case seq < 0:
	case to > seq:
		place = append(place, a.words.T("journal.positions", seq, to))
	default:
		place = append(place, a.words.T("journal.position", seq))
	}
	if subject != "" {
		place = append(place, subject)
	}
	if len(place) == 0 {
		return ""
	}
	return " (" + strings.Join(place, ", ") + ")"
}

func (w *openRecord) printVerified(r *application.Report, people map[string]string) {
	t, out := w.words.T, w.env.Stdout
	for _, f := range r.Findings {
		say(out, t("journal.finding", t("store.finding."+string(f.Code)), w.placeOf(f.Seq, f.To, f.Subject)))
	}
	if r.More > 0 {
		say(out, t("journal.more", r.More))
	}
	say(out, t("journal.summary", r.Leaves, r.Checkpoints, r.Texts+r.Persons, r.Documents, r.Evidence))
	say(out, t("journal.head", r.Root, r.Signed))
	if r.Erased > 0 {
		say(out, t("journal.erased", r.Erased))
	}
	for _, e := range r.Erasures {
		reason := cmp.Or(e.Reason, t("journal.erasure.unsaid"))
		say(out, t("journal.erasure", e.Seq, w.leafDay(e.At), cmp.Or(people[e.By], e.By, "?"), e.Count, reason))
	}
	for _, e := range r.Turns {
		key := "journal.turn." + string(e.Kind)
		if e.Lost {
			key += ".lost"
		}
		reason := cmp.Or(e.Reason, t("journal.erasure.unsaid"))
		say(out, t(key, e.Seq, w.leafDay(e.At), cmp.Or(people[e.By], e.By, "?"), reason, e.Skip))
	}
	for _, doubt := range w.Doubts {
		say(out, t("journal.doubt", classify(doubt).sentence(w.words)))
	}
	switch {
	case !r.OK(), len(w.Doubts) > 0:
	case r.Newer > 0:
		say(out, t("journal.undetermined", r.Newer))
	case r.Signed == 0 && r.Leaves > 0:
		say(out, t("journal.unsealed"))
	default:
		say(out, t("journal.sound"))
	}
}

// journalExport writes the log as NDJSON, to a file that appears only when it is whole.
func (a *app) journalExport() *cobra.Command {
	var out string
	var force bool
	c := a.command("export", "journal.export")
	c.Args = exactly(0)
	c.Flags().StringVarP(&out, "out", "o", "", a.words.T("flag.out"))
	a.forceFlag(c, &force)
	c.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		var place *outlet
		if out != "" && out != "-" {
			if place, err = a.outlet(a.path(out), output.Lines, force); err != nil {
				return err
			}
		}
		w, err := a.open(cmd.Context(), reading)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, w.close()) }()
		if place == nil {
			return w.Export(cmd.Context(), reader(), a.env.Stdout)
		}
		if err := place.write(
			cmd.Context(), func(f io.Writer) error { return w.Export(cmd.Context(), reader(), f) },
		); err != nil {
			return err
		}
		say(place.notes(), a.words.T("journal.exported", place.Path))
		return nil
	}
	return c
}
