package cli

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/api"
	"recette/internal/bounded"
	"recette/internal/campaign"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/delimited"
	"recette/internal/output"
	"recette/internal/recette"
	"recette/internal/ticket"
)

// anomalyExport writes the anomalies of a campaign as a table.
func (a *app) anomalyExport() *cobra.Command {
	var s sifting
	var out string
	var table, force bool
	c := a.command("export [CAMPAGNE]", "anomaly.export")
	c.Args = atMostOne()
	a.jsonFlag(c)
	c.Flags().BoolVar(&table, "csv", false, a.words.T("flag.csv"))
	c.Flags().StringVarP(&out, "out", "o", "", a.words.T("flag.trace.out"))
	a.forceFlag(c, &force)
	a.siftFlags(c, &s)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if err := apart(cmd, "csv", "json"); err != nil {
			return err
		}
		shape := output.Shape("csv")
		if a.json {
			shape = output.JSON
		}
		var place *outlet
		if out != "" && out != "-" {
			var err error
			if place, err = a.outlet(a.path(out), shape, force); err != nil {
				return err
			}
		}
		return a.sifted(cmd.Context(), optional(args), &s, func(w *openRecord, st *campaign.Status) error {
			write := func(to io.Writer) error {
				if a.json {
					return api.Write(to, api.NewAnomalyList(st))
				}
				return ticket.Write(
					to, delimited.Comma(string(a.words.Lang())), a.words, st.Anomalies,
					func(c string) string { return w.said(st, c) },
				)
			}
			if place == nil {
				return write(a.env.Stdout)
			}
			if err := place.write(cmd.Context(), write); err != nil {
				return err
			}
			say(place.notes(), a.words.N("anomaly.exported", len(st.Anomalies), place.Path))
			return nil
		})
	}
	return c
}

// table is what is asked of "recette anomaly import".
type table struct {
	campaign, as, tracker, severity, build, by string
	dryRun, partial                            bool
}

// anomalyImport takes a table of anomalies in.
func (a *app) anomalyImport() *cobra.Command {
	var o table
	c := a.command("import FICHIER", "anomaly.import")
	c.Args = exactly(1)
	a.asFlag(c, &o.as)
	a.jsonFlag(c)
	f := c.Flags()
	f.StringVar(&o.campaign, "campaign", "", a.words.T("flag.table.campaign"))
	f.StringVar(&o.tracker, "tracker", "", a.words.T("flag.tracker"))
	f.StringVar(&o.severity, "severity", "", a.words.T("flag.table.severity"))
	f.StringVar(&o.build, "build", "", a.words.T("flag.table.build"))
	f.StringVar(&o.by, "by", "", a.words.T("flag.table.by"))
	f.BoolVar(&o.dryRun, "dry-run", false, a.words.T("flag.dry-run"))
	f.BoolVar(&o.partial, "partial", false, a.words.T("flag.import.partial"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if o.severity != "" {
			code, err := a.choose("--severity", o.severity, severityChoices())
			if err != nil {
				return err
			}
			o.severity = code
		}
		data, err := bounded.ReadFile(a.path(args[0]), delimited.MaxBytes)
		if errors.Is(err, bounded.ErrTooLarge) {
			return fail("table-large", nil, args[0])
		}
		if err != nil {
			return fault(err, args[0])
		}
		sheet, err := a.tabled(data, args[0])
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		from := gap.Source{File: filepath.Base(args[0]), SHA256: hex.EncodeToString(sum[:])}
		how := writing
		if o.dryRun {
			how = reading
		}
		return a.as(
			cmd.Context(), how, o.campaign, o.as, rights.AssignAnomaly,
			func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
				return w.takeTable(cmd.Context(), actor, m, sheet, from, o)
			},
		)
	}
	return c
}

// tabled reads a table, and words what is wrong with it.
func (a *app) tabled(data []byte, name string) (*ticket.Sheet, error) {
	rows, err := delimited.Read(data)
	if err == nil && len(rows) == 0 {
		return nil, fail("table-empty", nil, name)
	}
	var sheet *ticket.Sheet
	if err == nil {
		sheet, err = ticket.Read(rows)
	}
	if bad, ok := errors.AsType[*delimited.LineError](err); ok {
		return nil, fail("table-line", nil, name, bad.Line)
	}
	switch {
	case errors.Is(err, delimited.ErrLarge):
		return nil, fail("table-large", nil, name)
	case errors.Is(err, delimited.ErrFormat):
		return nil, fail("table-format", nil, name)
	case errors.Is(err, ticket.ErrColumns):
		return nil, fail("table-columns", nil, name)
	case err != nil:
		return nil, err
	case len(sheet.Rows) == 0:
		return nil, fail("table-empty", nil, name)
	}
	return sheet, nil
}

// takeTable says what becomes of each row, and records what can be.
func (w *openRecord) takeTable(
	ctx context.Context, actor recette.Actor, m *campaign.Outline, sheet *ticket.Sheet, from gap.Source, o table,
) error {
	p, err := w.project()
	if err != nil {
		return err
	}
	st, err := w.Service.Status(ctx, reader(), m.Campaign)
	if err != nil {
		return err
	}
	words, err := w.documentWords(st.Plan.Language)
	if err != nil {
		return err
	}
	name := trackerOf(p.TrackerNames(), o.tracker, sheet.Tracker)
	if o.tracker != "" && name == "" {
		return fail("tracker", nil, o.tracker, several(p.TrackerNames()))
	}
	lines := sheet.Against(st.Anomalies, func(c string) string { return st.Texts[c] }, ticket.Options{
		Tracker: name, Address: p.Tracked, Severity: recette.Severity(o.severity), Build: o.build, FixedBy: o.by,
		Reason: words("ticket.reason", from.File), Source: from, Today: p.Day(w.env.Now()),
		Knows: func(said string) bool {
			_, err := fact.View{Parties: st.Plan.Parties, Plan: m}.Named("owner", said)
			who, unknown := errors.AsType[*fact.PersonError](err)
			return !unknown || who.Near != "" // the record refuses that name, and says whom it may mean
		},
		Case: func(said string) (string, bool) {
			id, err := oneCase(m, said)
			return id, err == nil
		},
	})
	for i := range lines {
		w.judged(ctx, actor, m.Campaign, &lines[i])
	}
	doc := api.NewAnomalyImport(m.Campaign, from, sheet, lines)
	doc.DryRun = o.dryRun
	if !w.json {
		w.printTable(sheet, lines)
	}
	var failed error
	if doc.Conflicts > 0 {
		failed = fail("import-conflicts", nil, doc.Conflicts)
	}
	record := !o.dryRun && (failed == nil || o.partial)
	if record {
		n, err := w.recordTable(ctx, actor, m.Campaign, lines)
		doc = api.NewAnomalyImport(m.Campaign, from, sheet, lines) // with the numbers that were given
		doc.Recorded = n
		failed = errors.Join(w.seal(ctx, err), failed)
	}
	if w.json {
		doc.Warn(w.warned.list())
		return errors.Join(w.print(doc), failed)
	}
	if record {
		say(w.env.Stdout, w.words.N("ticket.done", doc.Recorded))
	} else {
		say(w.env.Stdout, w.words.N("ticket.would", doc.Ready))
	}
	return failed
}

// trackerOf finds the tracker of the project whose references a table writes alone: the one that is named, the one that
// the table looks like, else the only one.
func trackerOf(names []string, said, looks string) string {
	for _, want := range []string{said, looks} {
		for _, n := range names {
			if want != "" && strings.EqualFold(n, want) {
				return n
			}
		}
	}
	if said == "" && len(names) == 1 {
		return names[0]
	}
	return ""
}

// factsOf are those that a row records, in their order.
func factsOf(l *ticket.Line) (facts []fact.Fact) {
	if l.Raise != nil {
		facts = append(facts, *l.Raise)
	}
	for k := range l.Changes {
		facts = append(facts, l.Changes[k])
	}
	return facts
}

// judged asks the rules of the record about all the facts of a row: one that they refuse makes the row a conflict.
func (w *openRecord) judged(ctx context.Context, actor recette.Actor, id string, l *ticket.Line) {
	facts := factsOf(l)
	if len(facts) == 0 {
		return
	}
	if err := w.Service.CheckNote(ctx, actor, id, facts...); err != nil {
		l.Refuse(w.sentenceOf(err))
	}
}

// recordTable records the rows, each whole or not at all, up to the first that is refused. It gives how many were.
func (w *openRecord) recordTable(
	ctx context.Context, actor recette.Actor, id string, lines []ticket.Line,
) (n int, err error) {
	for i := range lines {
		l := &lines[i]
		facts := factsOf(l)
		if len(facts) == 0 {
			continue
		}
		number, err := w.Service.NoteAll(ctx, actor, id, facts...)
		if err != nil {
			l.Refuse(w.sentenceOf(err))
			if !w.json {
				w.printRow(l)
			}
			return n, err
		}
		l.Number = cmp.Or(number, l.Number)
		n++
	}
	return n, nil
}

// printTable says what becomes of each row, a line each.
func (w *openRecord) printTable(sheet *ticket.Sheet, lines []ticket.Line) {
	for _, title := range sheet.Left {
		say(w.env.Stdout, w.words.T("import.why.column", clip(title, mostEchoed)))
	}
	for i := range lines {
		w.printRow(&lines[i])
	}
}

// printRow says what becomes of a row.
func (w *openRecord) printRow(l *ticket.Line) {
	key, name := "ticket.line", l.Name
	if l.Name == "" && l.Number == "" {
		key = "ticket.line.new"
	}
	if l.Number != "" && l.Number != name {
		name = w.words.T("ticket.both-names", name, l.Number)
		if l.Name == "" {
			name = l.Number
		}
	}
	what := []string{w.words.T("ticket.status." + string(l.Status))}
	for _, s := range l.Sets {
		key := "ticket.set"
		if s.From == "" {
			key = "ticket.set.new"
		}
		what = append(what, w.words.T(
			key, w.words.T("ticket.field."+s.Field),
			clip(ticket.Worded(w.words, s.Field, s.From), mostEchoed),
			clip(ticket.Worded(w.words, s.Field, s.To), mostEchoed),
		))
	}
	for _, n := range l.Notes {
		what = append(what, w.ticketNote(n))
	}
	line := w.words.T(key, l.Row, clip(name, mostEchoed), strings.Join(what, w.words.T("ticket.and")))
	if l.Status == ticket.Conflict {
		line = w.words.T("import.conflict", line)
	}
	say(w.env.Stdout, line)
}

func (w *openRecord) ticketNote(n ticket.Note) string {
	args := make([]any, 0, len(n.Args)+1)
	if n.Field != "" && n.Code != "aside-there" && n.Code != "aside" && n.Code != "past" {
		args = append(args, w.words.T("ticket.field."+n.Field))
	}
	for _, v := range n.Args {
		if v = ticket.Worded(w.words, n.Field, v); v == "" {
			v = "–"
		}
		args = append(args, clip(v, mostEchoed))
	}
	return w.words.T("ticket.why."+n.Code, args...)
}
