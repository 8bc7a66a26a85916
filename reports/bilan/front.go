package bilan

import (
	"strings"

	"recette/reports/blocks"
	"recette/reports/chart"
	"recette/reports/page"
)

// frontJourneys is how many journeys page 1 holds; the others stand in their chapter.
const frontJourneys = 6

// The heights of page 1, in points: what its head leaves, and what a title takes.
const (
	frontRoom = 626.0
	titled    = 4 + 10.5*page.Leading + 3
)

func (t *teller) about() string {
	b := t.b
	state := t.t("state.open")
	if b.Closed {
		state = t.t("state.closed")
	}
	return page.Sentence("  ·  ", b.Project, t.t("delivery", b.Delivery, b.Build), b.Environment,
		t.t("iteration", b.Iteration), state, t.t("at", t.f.Stamp(b.IssuedAt)))
}

// front is page 1: what a PO needs to know, in the order in which they ask.
func (t *teller) front() []blocks.Block {
	b, p, g := t.b, &t.b.Progress, &t.b.Figures
	conform := g.Passed + g.Remark
	met, waived := 0, 0
	for i := range b.Exit {
		switch b.Exit[i].outcome() {
		case "yes":
			met++
		case "derogation":
			waived++
		}
	}
	grave := 0
	for i := range b.Open {
		if b.Open[i].Severity == "blocking" {
			grave++
		}
	}
	ink := func(bad bool) page.Color {
		if bad {
			return page.Red
		}
		return page.Navy
	}
	exit := blocks.Figure{Label: t.t("figure.exit"), Value: t.f.Ratio(met, len(b.Exit)), Of: t.t("figure.exit.of")}
	if len(b.Exit) == 0 {
		exit.Value, exit.Of = "–", t.t("figure.exit.none")
	}
	if waived > 0 {
		exit.Of = t.count("figure.exit.waived", waived)
	}
	exit.Ink = ink(met < len(b.Exit))
	end, of := t.f.Date(b.Forecast.End), t.t("figure.end.of")
	if b.Forecast.End == "" {
		end, of = "–", t.t("why."+b.Forecast.Why)
	}
	doneOf := t.t("figure.done.of")
	if p.Replay > 0 {
		doneOf = t.t("figure.done.replay", t.number(p.Replay))
	}
	list := []blocks.Block{{Strip: []blocks.Figure{
		{Value: t.f.Ratio(p.Done, p.Planned), Label: t.t("figure.done"), Of: doneOf, Ink: page.Navy},
		{
			Value: t.f.Ratio(conform, g.Planned), Label: t.t("figure.conform"),
			Of: t.t("figure.conform.of"), Ink: page.Navy,
		},
		{
			Value: t.number(len(b.Open)), Label: t.t("figure.anomalies"), Of: t.count("figure.blocking", grave),
			Ink: ink(grave > 0),
		},
		exit,
		{Value: end, Label: t.t("figure.end"), Of: of, Ink: page.Navy},
	}}}
	list = append(list, t.said("summary", t.rows(p.Planned), t.number(p.Done), t.number(p.Replay),
		t.number(p.NotPlayed)))
	used := 58 + 2*page.Height(page.Body) + 3
	if b.Transcribed > 0 {
		list = append(list, blocks.Block{Text: t.count("taken", b.Transcribed), Quiet: true})
		used += page.Height(page.Body) + 3
	}
	if n := b.Trials; n != nil {
		text := t.f.Tr("figure.trials", t.number(n.Rehearsal), t.number(n.Exploratory))
		list, used = append(list, blocks.Block{Text: text, Quiet: true}), used+page.Height(page.Body)+3
	}
	if n := len(b.Amended); n > 0 {
		text := page.Sentence(" ", t.count("amended", n), strings.Join(b.Amended, ", "))
		list = append(list, blocks.Block{Text: t.f.Fit(page.Body, text, 2*page.TextW-60), Quiet: true})
		used += 2*page.Height(page.Body) + 3
	}
	if b.Suspended != "" {
		text := t.f.Fit(page.BodyBold, t.t("suspended", b.Suspended), 2*page.TextW-60)
		list, used = append(list, blocks.Block{Text: text, Grave: true}), used+2*page.Height(page.Body)+3
	}
	if n := len(b.Reached); n > 0 {
		list, used = append(list, blocks.Block{Text: t.count("reached", n), Grave: true}),
			used+2*page.Height(page.Body)+3
	}
	tail := append(t.unmet(), t.gravest()...)
	for _, x := range tail {
		used += titled + float64(len(x.List))*(page.Height(page.Body)+2) + 2
		if x.Text != "" {
			used += page.Height(page.Body) + 3
		}
	}
	curve := t.curve(132)
	for _, d := range curve {
		used += titled + d.Height + 6
	}
	for n := min(len(b.Journeys), frontJourneys); n > 0; n-- {
		bars := t.bars(b.Journeys[:n])
		if used+titled+bars.Height+6+18 > frontRoom && n > 1 {
			continue
		}
		list = append(list, blocks.Block{Title: t.t("chart.journeys"), Drawing: []*chart.Drawing{bars}})
		if rest := len(b.Journeys) - n; rest > 0 {
			list = append(list, blocks.Block{Text: t.count("journeys.more", rest), Quiet: true})
		}
		break
	}
	list = append(list, blocks.Block{Title: t.t("chart.curve"), Drawing: curve})
	return append(list, tail...)
}

// line cuts what somebody wrote to one line of a list of page 1; it stands whole in its chapter.
func (t *teller) line(s string) string { return t.f.Fit(page.Body, s, page.TextW-14) }

// excused says by what a criterion is excused, and that nothing verifies it when the journal holds its number only.
func (t *teller) excused(c *Criterion) string {
	if c.Elsewhere {
		return t.t("met.elsewhere", c.Met)
	}
	return t.t("met.derogation", c.Met)
}

// unmet lists the criteria of exit that are not met, as far as page 1 holds them. One that a derogation sets aside is
// among them: nobody measured what it asks.
func (t *teller) unmet() []blocks.Block {
	const most = 4
	var list []string
	n := 0
	for i := range t.b.Exit {
		c := &t.b.Exit[i]
		outcome := c.outcome()
		if outcome == "yes" {
			continue
		}
		if n++; n <= most {
			said := t.measured(c)
			if outcome == "derogation" {
				said = page.Sentence(", ", said, t.excused(c))
			}
			list = append(list, t.line(page.Sentence(t.f.Colon(), c.Text, said)))
		}
	}
	switch {
	case len(t.b.Exit) == 0:
		return nil
	case n == 0:
		return []blocks.Block{t.said("exit.all", t.f.Ratio(len(t.b.Exit), len(t.b.Exit)))}
	case n > most:
		list = append(list, t.count("exit.more", n-most))
	}
	return []blocks.Block{{Title: t.t("part.unmet"), List: list}}
}

// gravest names the open anomalies that weigh most, and counts the reserves.
func (t *teller) gravest() []blocks.Block {
	const most = 4
	b := t.b
	var list []string
	for i := range b.Open[:min(len(b.Open), most)] {
		a := &b.Open[i]
		list = append(list, t.line(page.Sentence(t.f.Colon(), a.Number+" ("+t.word("severity", a.Severity)+")",
			a.Summary)))
	}
	if n := len(b.Open) - most; n > 0 {
		list = append(list, t.count("open.more", n))
	}
	late := 0
	for i := range b.Reserves {
		if b.Reserves[i].Overdue {
			late++
		}
	}
	if n := len(b.Reserves); n > 0 {
		list = append(list, t.t("reserves.front", t.count("reserves", n), t.count("late", late)))
	}
	if len(list) == 0 {
		return nil
	}
	return []blocks.Block{{Title: t.t("part.gaps"), List: list}}
}

// measured says what a criterion comes to beside what it must.
func (t *teller) measured(c *Criterion) string {
	switch {
	case c.Measured == "" && c.outcome() != "yes":
		return t.t("met.unattested")
	case c.Measured == "":
		return t.t("met.attested")
	case c.Threshold == "":
		return strings.ReplaceAll(c.Measured, " ", "\u00a0")
	}
	return t.t("measured", strings.ReplaceAll(c.Measured, " ", "\u00a0"), c.Threshold)
}
