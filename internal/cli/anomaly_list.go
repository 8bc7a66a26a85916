package cli

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/state"
	"recette/internal/recette"
)

func statusChoices() choices { return choices{"anomaly.status", codesOf(recette.AnomalyStatuses())} }

// sifting says which anomalies are listed.
type sifting struct {
	severity, status, of, owner string
	open                        bool
	rows                        []string // that of means
}

// anomalyList lists the anomalies of a campaign, and the drafts that wait.
func (a *app) anomalyList() *cobra.Command {
	var s sifting
	c := a.command("list [CAMPAGNE]", "anomaly.list")
	c.Args = atMostOne()
	a.jsonFlag(c)
	a.siftFlags(c, &s)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.sifted(cmd.Context(), optional(args), &s, func(w *openRecord, st *campaign.Status) error {
			if a.json {
				return a.print(api.NewAnomalyList(st))
			}
			for i := range st.Anomalies {
				w.anomalyLine(st, &st.Anomalies[i])
			}
			w.printDrafts(st)
			if len(st.Anomalies)+len(st.Drafts) == 0 {
				say(a.env.Stdout, a.words.T("anomaly.none"))
			}
			return nil
		})
	}
	return c
}

func (a *app) siftFlags(c *cobra.Command, s *sifting) {
	f := c.Flags()
	f.StringVar(&s.severity, "severity", "", a.words.T("flag.severity"))
	f.StringVar(&s.status, "status", "", a.words.T("flag.anomaly.status"))
	f.StringVar(&s.of, "case", "", a.words.T("flag.case"))
	f.StringVar(&s.owner, "owner", "", a.words.T("flag.anomaly.owner"))
	f.BoolVar(&s.open, "open", false, a.words.T("flag.anomaly.open"))
}

// sifted gives where a campaign stands, with the anomalies that are asked for alone.
func (a *app) sifted(
	ctx context.Context, id string, s *sifting, look func(*openRecord, *campaign.Status) error,
) error {
	for _, x := range []struct {
		flag string
		at   *string
		of   choices
	}{{"--severity", &s.severity, severityChoices()}, {"--status", &s.status, statusChoices()}} {
		if *x.at == "" {
			continue
		}
		code, err := a.choose(x.flag, *x.at, x.of)
		if err != nil {
			return err
		}
		*x.at = code
	}
	return a.looking(ctx, id, func(w *openRecord, st *campaign.Status) error {
		if s.of != "" {
			ids := make([]string, len(st.Plan.Cases))
			for i := range st.Plan.Cases {
				ids[i] = st.Plan.Cases[i].ID
			}
			if s.rows = casesMeant(ids, s.of); len(s.rows) == 0 { // a case has a row in each branch: all are looked at
				return fail("unknown-case", nil, s.of, several(nearest(ids)))
			}
		}
		s.sift(st)
		return look(w, st)
	})
}

// sift keeps what is asked for.
func (s *sifting) sift(st *campaign.Status) {
	wanted := gap.Sift{Severity: s.severity, Status: s.status, Owner: s.owner, Open: s.open}
	if s.of != "" {
		wanted.Of = func(row string) bool { return slices.Contains(s.rows, row) }
	}
	st.Anomalies = slices.DeleteFunc(st.Anomalies, func(an state.Anomaly) bool {
		return !wanted.Anomaly(&an, st.Texts)
	})
	st.Drafts = slices.DeleteFunc(st.Drafts, func(d state.Draft) bool { return !wanted.Draft(&d) })
}

// looking opens the record to read, and gives where a campaign stands.
func (a *app) looking(
	ctx context.Context, id string, look func(*openRecord, *campaign.Status) error,
) (err error) {
	w, err := a.open(ctx, reading)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	m, err := w.oneCampaign(ctx, id)
	if err != nil {
		return err
	}
	st, err := w.Service.Status(ctx, reader(), m.Campaign)
	if err != nil {
		return err
	}
	return look(w, &st)
}

func (w *openRecord) anomalyLine(st *campaign.Status, an *state.Anomaly) {
	say(w.env.Stdout, w.words.T(
		"anomaly.line", an.Number, w.words.T("severity."+an.Severity), w.anomalyStatus(an.Status),
		w.said(st, an.Summary),
	))
}

// anomalyStatus words a status; one of a later version stands as it is.
func (w *openRecord) anomalyStatus(status string) string {
	if key := "anomaly.status." + status; w.words.Has(key) {
		return w.words.T(key)
	}
	return status
}

// printDrafts says which failures wait for an anomaly.
func (w *openRecord) printDrafts(st *campaign.Status) {
	if len(st.Drafts) == 0 {
		return
	}
	say(w.env.Stdout, w.words.N("anomaly.drafts", len(st.Drafts)))
	for i := range st.Drafts {
		d := &st.Drafts[i]
		say(w.env.Stdout, w.words.T("anomaly.draft", d.ID(), w.leafDay(d.At), w.said(st, d.Observed)))
	}
}

// anomalyShow tells all that is known of one anomaly.
func (a *app) anomalyShow() *cobra.Command {
	c := a.command("show CAMPAGNE NUMÉRO", "anomaly.show")
	c.Args = exactly(2)
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.looking(cmd.Context(), args[0], func(w *openRecord, st *campaign.Status) error {
			numbers := make([]string, len(st.Anomalies))
			for i := range st.Anomalies {
				numbers[i] = st.Anomalies[i].Number
			}
			at := slices.Index(numbers, numbersMeant(numbers, args[1])[0])
			if at < 0 {
				return &gap.UnknownError{Number: args[1], Kind: gap.ErrUnknownAnomaly}
			}
			if a.json {
				st.Anomalies, st.Drafts = st.Anomalies[at:at+1], nil
				return a.print(api.NewAnomalyList(st))
			}
			names, err := w.Service.People(cmd.Context(), reader(), st.Campaign)
			if err == nil {
				w.printAnomaly(st, &st.Anomalies[at], names)
			}
			return err
		})
	}
	return c
}

func (w *openRecord) printAnomaly(st *campaign.Status, an *state.Anomaly, names map[string]string) {
	w.anomalyLine(st, an)
	say(w.env.Stdout, "  "+w.words.T("gap.raised", w.leafDay(an.RaisedAt), personOf(names, an.RaisedBy.Ref)))
	place := an.Case
	if an.Step != nil {
		place += ", " + w.words.T("anomaly.step", *an.Step+1)
	}
	fixed := ""
	if an.Fix != nil {
		fixed = w.words.T("gap.fixed", an.Fix.Build, w.said(st, an.Fix.By))
	}
	retest := ""
	if an.Retest != nil {
		retest = w.words.T("gap.retest", an.Retest.Case, an.Retest.Attempt)
	}
	priority := ""
	if an.Priority != "" {
		priority = w.words.T("priority." + an.Priority)
	}
	due := ""
	if an.Due != "" {
		due = w.day(an.Due)
	}
	proposed := ""
	if p := an.Proposal; p != nil {
		proposed = w.words.T("gap.by", w.proposed(p.What), personOf(names, p.By.Ref))
	}
	for _, x := range []struct{ key, value string }{
		{"case", place},
		{"workaround", w.said(st, an.Workaround)},
		{"priority", priority},
		{"owner", w.said(st, an.Owner)},
		{"due", due},
		{"link", an.Tracker},
		{"url", an.URL},
		{"original", an.Original},
		{"proposed", proposed},
		{"fixed", fixed},
		{"retest", retest},
	} {
		if x.value != "" {
			say(w.env.Stdout, "  "+w.words.T("gap.field."+x.key, x.value))
		}
	}
	for _, e := range an.Evidence {
		say(w.env.Stdout, "  "+w.words.T("gap.field.evidence", w.said(st, e.Name), e.SHA256))
	}
	for i := range an.Changes {
		ch := &an.Changes[i]
		line := w.words.T(
			"gap.change", w.leafDay(ch.At), w.words.T("gap.of."+ch.Field), w.changedTo(st, ch.Field, ch.From),
			w.changedTo(st, ch.Field, ch.To), personOf(names, ch.By.Ref),
		)
		if ch.Reason != "" {
			line += w.words.T("gap.why", w.said(st, ch.Reason))
		}
		say(w.env.Stdout, "  "+line)
	}
}

// personOf gives the name of a person, or their reference when nobody knows it any more.
func personOf(names map[string]string, ref string) string { return cmp.Or(names[ref], ref) }

// proposed words what is proposed to the PO.
func (w *openRecord) proposed(what string) string {
	if recette.Severity(what).Valid() {
		return w.words.T("severity." + what)
	}
	if w.words.Has("anomaly.act." + what) {
		return w.words.T("anomaly.act." + what)
	}
	return what
}

// changedTo words one side of a change.
func (w *openRecord) changedTo(st *campaign.Status, field, value string) string {
	switch {
	case value == "":
		return "–"
	case field == "severity":
		return w.words.T("severity." + value)
	case field == "status":
		return w.anomalyStatus(value)
	case field == "priority":
		return w.words.T("priority." + value)
	case field == "due":
		return w.day(value)
	case field == "proposed":
		return w.proposed(value)
	case field == "owner", field == "workaround":
		return w.said(st, value)
	}
	return value
}

// alike gives the open anomalies that one about to be raised may repeat.
func (w *openRecord) alike(ctx context.Context, id string, an gap.Anomaly) ([]gap.Known, error) {
	st, err := w.Service.Status(ctx, reader(), id)
	if err != nil {
		return nil, err
	}
	return gap.Alike(an, gap.Standing(st.Anomalies, st.Texts)), nil
}
