package reports

import (
	"cmp"
	"slices"
	"strings"

	"recette/reports/page"
)

// crossed draws the matrix of the PV (annex F): what each criterion is shown by, then what each scenario shows.
func (d *doc) crossed() {
	d.Note(page.BodyGrey, d.Tr("crossed.intro"))
	proofs := d.pv.CriteriaProofs()
	if len(proofs) == 0 {
		d.None("crossed.none")
	} else {
		d.byCriterion(proofs)
	}
	d.Gap(8)
	d.byScenario()
}

// byCriterion gives, of each criterion, its stories, its scenarios with their verdicts, and whether it is proven: a
// constat does not say that, which rests on what other branches found.
func (d *doc) byCriterion(proofs []Proof) {
	stories := map[string][]string{}
	for i := range d.pv.Stories {
		for _, id := range d.pv.Stories[i].Criteria {
			stories[id] = append(stories[id], d.pv.Stories[i].ID)
		}
	}
	cols := []page.Column{
		page.Col(d.Tr("col.criterion"), 32), page.Col(d.Tr("col.story"), 24), page.Col(d.Tr("col.cases"), 90),
	}
	if d.pv.Antenne == "" {
		cols = append(cols, page.Col(d.Tr("col.proven"), 28))
	}
	t := d.Table(cols...)
	for _, p := range proofs {
		shown := make([]string, len(p.Cases))
		for i, c := range p.Cases {
			shown[i] = c.ID + d.Colon() + d.shows(c)
		}
		cells := []page.Cell{
			page.Bold(p.ID), page.Plain(strings.Join(stories[p.ID], ", ")),
			page.Plain(cmp.Or(strings.Join(shown, d.semicolon()), d.Tr("proven.uncovered"))),
		}
		if d.pv.Antenne == "" {
			cells = append(cells, d.proven(&p))
		}
		t.Row(cells...)
	}
	t.End()
}

// proven says whether a criterion is proven, and why not.
func (d *doc) proven(p *Proof) page.Cell {
	switch {
	case p.Proven:
		return page.Cell{{Style: page.Font(page.SansBold, page.SizeSmall, page.Green), Text: d.Tr("proven.yes")}}
	case len(p.Cases) == 0:
		return page.Cell{{Style: page.Font(page.SansBold, page.SizeSmall, page.Red), Text: d.Tr("proven.uncovered")}}
	}
	return page.Cell{{Style: page.Font(page.SansBold, page.SizeSmall, page.Amber), Text: d.Tr("proven.no")}}
}

// shows gives the verdict under which a case counts, and why it is stale when it is.
func (d *doc) shows(c *Case) string {
	said := d.word("verdict", c.counted())
	if c.Attempt > 0 && c.Freshness != "fresh" {
		said += " (" + d.word("freshness", c.Freshness) + ")"
	}
	return said
}

// byScenario gives the criteria and the rules that each scenario names; one that names none shows nothing of them.
func (d *doc) byScenario() {
	if len(d.pv.Cases) == 0 {
		d.None("cases.none")
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.scenario"), 64), page.Col(d.Tr("col.verdict"), 36), page.Col(d.Tr("col.criteria"), 44),
		page.Col(d.Tr("col.rules"), 30),
	)
	for i := range d.pv.Cases {
		c := &d.pv.Cases[i]
		id := d.linked(page.Font(page.SansBold, page.SizeSmall, page.LinkBlue), c.ID)
		name := page.Cell{{Style: id, Text: page.Sentence(" – ", c.ID, c.Name), Link: d.to(c.ID)}}
		t.Row(
			name, page.Plain(d.shows(c)), page.Plain(d.OrNone(strings.Join(sorted(c.Criteria), ", "), true)),
			page.Plain(strings.Join(sorted(c.Rules), ", ")),
		)
	}
	t.End()
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }
