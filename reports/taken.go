package reports

import (
	"slices"
	"strings"

	"recette/reports/page"
)

// shortDigest is how many characters of a digest stand in a sentence; the table of 4.7 has all of them.
const shortDigest = 12

// playedOn says on which day the cahier says that a case was played.
func (d *doc) playedOn(t *Transcript) string {
	if t.Day == "" {
		return d.Tr("taken.undated")
	}
	return d.Tr("taken.played", d.Date(t.Day))
}

// takenFrom says from which cahier a result was taken, by whom and when, and when it was played; nothing of one that
// was
// recorded as it was played.
func (d *doc) takenFrom(c *Case) string {
	t := c.Taken
	if t == nil {
		return ""
	}
	return page.Sentence(
		", ", d.Tr("taken.from", t.File, t.SHA256[:min(len(t.SHA256), shortDigest)], t.By, d.StampOf(c.EndedAt)),
		d.playedOn(t),
	)
}

// takenRuns says it in a cell.
func (d *doc) takenRuns(c *Case) []page.Run {
	return []page.Run{
		{Style: page.SmallGrey, Text: d.playedOn(c.Taken)},
		{
			Style: page.Font(page.SansBold, page.SizeSmall, page.Amber),
			Text:  d.Tr("taken.by", c.Taken.By, d.StampOf(c.EndedAt)),
		},
	}
}

// spanned says from when to when cases were played and, when results were taken from cahiers, recorded.
func (d *doc) spanned() string {
	from, to := d.Stamp(*d.pv.FirstRunAt), d.Stamp(*d.pv.LastRunAt)
	if d.pv.FirstDay == "" {
		return d.Tr("period.range", from, to)
	}
	return page.Sentence(
		"\n", d.Tr("period.played", d.Date(d.pv.FirstDay), d.Date(d.pv.LastDay)), d.Tr("period.recorded", from, to),
	)
}

// taken lists the filled cahiers that results of the PV were taken from, with who took them in, when, and how many
// results each gave (4.7); nothing when there are none.
func (d *doc) taken() {
	type book struct{ sha256, by string }
	type gave struct {
		at    int // place of its first case
		names []string
		cases int
	}
	var order []book
	found, total := map[book]*gave{}, 0
	for i := range d.pv.Cases {
		t := d.pv.Cases[i].Taken
		if t == nil {
			continue
		}
		total++
		k := book{t.SHA256, t.By}
		g := found[k]
		if g == nil {
			g = &gave{at: i}
			found[k], order = g, append(order, k)
		}
		g.cases++
		if !slices.Contains(g.names, d.pv.Cases[i].Tester) {
			g.names = append(g.names, d.pv.Cases[i].Tester)
		}
	}
	if len(order) == 0 {
		return
	}
	d.Note(page.Body, d.Count("taken.intro", total))
	t := d.Table(
		page.Col(d.Tr("col.book"), 52), page.Col(d.Tr("col.taken"), 46), page.Amounts(d.Tr("col.cases"), 22),
		page.Col(d.Tr("col.digest"), 54),
	)
	for _, k := range order {
		g := found[k]
		c := &d.pv.Cases[g.at]
		t.Row(
			page.Bold(page.Sentence("\n", c.Taken.File, strings.Join(g.names, ", "))),
			page.Plain(page.Sentence(", ", k.by, d.StampOf(c.EndedAt))), page.Plain(d.Number(int64(g.cases))),
			d.Sha(k.sha256),
		)
	}
	t.End()
}
