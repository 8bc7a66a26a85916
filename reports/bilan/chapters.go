package bilan

import (
	"strconv"
	"strings"

	"recette/reports"
	"recette/reports/blocks"
	"recette/reports/chart"
	"recette/reports/page"
	"recette/reports/validation"
)

// progress tells how the campaign advances, and when it would end.
func (t *teller) progress() []blocks.Block {
	b, p, f := t.b, &t.b.Progress, &t.b.Forecast
	list := []blocks.Block{
		{Drawing: t.curve(190)},
		t.quiet("planned.from." + strconv.FormatBool(b.Planned)),
		{Fields: []page.Field{
			t.field("planned", t.t("planned.of", t.rows(p.Planned), t.number(b.Figures.InScope),
				t.number(b.Figures.NotApplicable))),
			t.field("done", t.f.Ratio(p.Done, p.Planned)),
			t.field("replay", t.f.Ratio(p.Replay, p.Planned)),
			t.field("notplayed", t.f.Ratio(p.NotPlayed, p.Planned)),
			t.field("executed", t.f.Ratio(b.Figures.Executed, b.Figures.Planned)),
			t.field("conform", t.f.Ratio(b.Figures.Passed+b.Figures.Remark, b.Figures.Planned)),
		}},
	}
	end := blocks.Block{Title: t.t("part.forecast")}
	if f.End == "" {
		end.Text = t.t("untold", t.t("why."+f.Why))
	} else {
		end.Text = t.t("told", t.f.Date(f.End), t.rows(f.Played), t.f.Date(f.From), t.f.Date(f.To),
			t.count("workdays", f.Days), t.rows(f.Left), t.count("workdays", f.Needed))
	}
	list = append(list, end)
	if f.Machine > 0 {
		list = append(list, blocks.Block{Text: t.count("machine", f.Machine)})
	}
	if f.Expected != "" {
		list = append(list, t.said("expected", t.f.Date(f.Expected)))
	}
	return append(list, t.quiet("told.how"), t.days())
}

// days lists the days on which something changed.
func (t *teller) days() blocks.Block {
	var rows [][]blocks.Cell
	for i := range t.b.Days {
		d := &t.b.Days[i]
		if i > 0 {
			was := t.b.Days[i-1]
			was.Date, was.Known = d.Date, d.Known
			if was == *d {
				continue
			}
		}
		done, open, raised := "", "", ""
		if d.Known {
			done, open = t.f.Ratio(d.Done, d.Scope), t.number(d.Open.total())
			raised = t.number(d.Raised)
		}
		planned := ""
		if t.b.Planned {
			planned = t.number(d.Planned)
		}
		rows = append(rows, blocks.Text(t.f.Date(d.Date), planned, done, raised, open))
	}
	return t.list("days", []blocks.Col{
		t.col("date", 30), t.figures("planned", 30), t.figures("done", 34), t.figures("raised", 34),
		t.figures("open", 34),
	}, rows)
}

func (s *BySeverity) total() int { return s.Blocking + s.Major + s.Minor + s.Observation }

// barsOnce is how many journeys one figure holds.
const barsOnce = 14

func (t *teller) journeys() []blocks.Block {
	list, b := []blocks.Block{}, t.b
	for i := 0; i < len(b.Journeys); i += barsOnce {
		list = append(list, blocks.Block{
			Drawing: []*chart.Drawing{t.bars(b.Journeys[i:min(i+barsOnce, len(b.Journeys))])},
		})
	}
	var rows [][]blocks.Cell
	for i := range b.Journeys {
		j := &b.Journeys[i]
		p, g := &j.Progress, &j.Figures
		critical := ""
		if j.Critical {
			critical = t.t("yes")
		}
		rows = append(rows, []blocks.Cell{
			{Text: page.Sentence(" – ", j.Code, j.Title), Bold: true},
			{Text: critical},
			t.verdict(j.Verdict),
			{Text: t.f.Ratio(p.Done, p.Planned)},
			{Text: t.f.Ratio(g.Passed+g.Remark, g.Planned)},
			{Text: t.number(p.Replay)},
			{Text: t.number(p.NotPlayed)},
		})
	}
	return append(list, t.list("", []blocks.Col{
		t.col("journey", 58), t.col("critical", 14), t.col("verdict", 34), t.figures("done", 20),
		t.figures("conform", 20), t.figures("replay", 16), t.figures("left", 16),
	}, rows), t.quiet("rollup"))
}

func (t *teller) criteria() []blocks.Block {
	cols := []blocks.Col{
		t.col("criterion", 52), t.col("base", 26), t.col("window", 26), t.col("by", 22), t.col("threshold", 16),
		t.col("measured", 18), t.col("met", 20),
	}
	of := func(list []Criterion, reached bool) [][]blocks.Cell {
		var rows [][]blocks.Cell
		for i := range list {
			c := &list[i]
			by, measured := validation.Who(t.f.Words, c.By), c.Measured
			if by == "" {
				by = t.t("by.journal")
			}
			if measured == "" {
				measured = "–"
			}
			met := blocks.Cell{Text: t.excused(c), Icon: page.IconRemark, Ink: page.Teal, Bold: true}
			switch {
			case reached:
				met = blocks.Cell{Text: t.t("met.reached"), Icon: page.IconWarning, Ink: page.Amber, Bold: true}
			case c.outcome() == "yes":
				met = blocks.Cell{Text: t.t("met.yes"), Icon: page.IconPassed, Ink: page.Green, Bold: true}
			case c.outcome() == "no":
				met = blocks.Cell{Text: t.t("met.no"), Icon: page.IconFailed, Ink: page.Red, Bold: true}
			case c.outcome() == "unknown":
				met = blocks.Cell{Text: t.t("met.unknown"), Icon: page.IconNotRun, Ink: page.Slate, Bold: true}
			}
			rows = append(rows, []blocks.Cell{
				{Text: c.Text, Bold: true},
				{Text: reports.Base(t.f.Words, c.Base, c.Measure)},
				{Text: c.Window},
				{Text: by},
				{Text: c.Threshold},
				{Text: strings.ReplaceAll(measured, " ", "\u00a0")},
				met,
			})
		}
		return rows
	}
	return []blocks.Block{
		t.list("exit", cols, of(t.b.Exit, false)), t.list("entry", cols, of(t.b.Entry, false)),
		t.list("reached", cols, of(t.b.Reached, true)),
	}
}

// delays lists those of the regime; nil of a plan without.
func (t *teller) delays() []blocks.Block {
	var rows [][]blocks.Cell
	for i := range t.b.Delays {
		x := &t.b.Delays[i]
		state := blocks.Cell{Text: x.Stands(t.f)}
		if x.Expired() || x.Acquired != "" {
			state.Ink, state.Bold = page.Red, true
		}
		rows = append(rows, []blocks.Cell{
			{Text: x.Name(t.f), Bold: true},
			{Text: t.f.Date(x.From)},
			{Text: t.f.Date(x.Due)},
			state,
			{Text: x.Effect(t.f)},
		})
	}
	if rows == nil {
		return nil
	}
	return []blocks.Block{t.list("", []blocks.Col{
		{Title: t.f.Tr("col.clock"), Share: 42},
		{Title: t.f.Tr("col.clock.from"), Share: 22},
		{Title: t.f.Tr("col.clock.due"), Share: 24},
		{Title: t.f.Tr("col.clock.status"), Share: 50},
		{Title: t.t("col.silence"), Share: 36},
	}, rows), {Text: t.f.Tr("clocks.computed", t.f.Day(t.b.IssuedAt.In(t.f.Location()))), Quiet: true}}
}

func (t *teller) anomalies() []blocks.Block {
	b := t.b
	var rows [][]blocks.Cell
	for i := range b.Anomalies {
		s := &b.Anomalies[i]
		rows = append(rows, blocks.Text(t.word("severity", s.Severity), t.number(s.Raised), t.number(s.Ended),
			t.number(s.Open)))
	}
	list := []blocks.Block{}
	if d, title := t.stacks(); d != nil {
		list = append(list, blocks.Block{Title: title, Drawing: []*chart.Drawing{d}})
	}
	list = append(list, t.list("severities", []blocks.Col{
		t.col("severity", 60), t.figures("raised", 38), t.figures("ended", 38), t.figures("open", 38),
	}, rows))
	rows = nil
	for i := range b.Open {
		a := &b.Open[i]
		rows = append(rows, blocks.Text(a.Number, t.word("severity", a.Severity), t.word("status", a.Status), a.Summary,
			a.Case, a.Owner, t.f.Date(a.Due), t.f.Date(a.Since)))
	}
	list = append(list, t.list("open", []blocks.Col{
		t.col("number", 20), t.col("severity", 18), t.col("status", 20), t.col("summary", 52), t.col("row", 20),
		t.col("owner", 22), t.col("due", 18), t.col("since", 18),
	}, rows))
	rows = nil
	for i := range b.Reserves {
		r := &b.Reserves[i]
		due := blocks.Cell{Text: t.f.Date(r.Due)}
		if r.Overdue {
			due.Text, due.Ink, due.Bold = t.t("overdue", due.Text), page.Red, true
		}
		rows = append(rows, append(blocks.Text(r.Number, t.word("severity", r.Class), t.word("reserve", r.Status),
			r.Text,
			r.Owner), due))
	}
	return append(list, t.list("reserves", []blocks.Col{
		t.col("number", 20), t.col("class", 18), t.col("status", 26), t.col("text", 60), t.col("owner", 26),
		t.col("due", 24),
	}, rows))
}

// stacks draws the open anomalies of each day by severity, or of the worst day of each group, and how many were raised
// in all. It gives the title that says which.
func (t *teller) stacks() (*chart.Drawing, string) {
	b := t.b
	raised := chart.Line{Key: chart.Key{Pattern: chart.Pattern{Ink: page.Navy}, Line: true, Weight: 1.4}}
	var stacks []chart.Stack
	most, last, from := 0, "", ""
	for i := range b.Days {
		d := &b.Days[i]
		if !d.Known {
			break
		}
		if from == "" {
			from = d.Date
		}
		most, last = max(most, d.Raised), d.Date
		raised.Points = append(raised.Points, chart.Point{Day: d.Date, N: float64(d.Raised)})
		raised.Key.Word = t.t("line.raised", t.number(d.Raised))
		s := chart.Stack{Day: d.Date}
		for k, n := range []int{d.Open.Blocking, d.Open.Major, d.Open.Minor, d.Open.Observation} {
			s.Parts = append(s.Parts, chart.Part{N: n, Pattern: chart.Severity(severities()[k])})
		}
		stacks = append(stacks, s)
	}
	if most == 0 {
		return nil, ""
	}
	stacks, each := chart.Worst(stacks)
	title := t.t("chart.anomalies")
	if each > 1 {
		title = t.t("chart.anomalies.worst", t.number(each))
	}
	var keys []chart.Key
	for _, s := range severities() {
		keys = append(keys, chart.Key{Pattern: chart.Severity(s), Word: t.word("severity", s)})
	}
	o := chart.Over{
		Title: title, Width: page.TextW, Height: 150, Stacks: stacks, Each: each, Lines: []chart.Line{raised},
		Keys: keys, Axis: chart.Axis{From: from, To: last, Most: most, Day: t.short, Amount: t.number},
	}
	return o.Draw(t.f), title
}

func (t *teller) field(key, value string) page.Field {
	return page.Field{Label: t.t("field." + key), Value: value}
}
