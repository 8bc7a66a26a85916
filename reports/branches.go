package reports

import (
	"strconv"

	"recette/reports/page"
)

// ranOn says where, and on which version, the result of a case was obtained, as far as that differs from one case to
// another.
func (d *doc) ranOn(c *Case) page.Cell {
	var out page.Cell
	if c.Antenne != "" {
		out = append(out, page.Run{Style: page.SmallBold, Text: c.Antenne})
	}
	if c.Build != "" && len(d.builds()) > 1 {
		out = append(out, page.Run{Style: page.SmallGrey, Text: d.Tr("case.build", c.Build)})
	}
	return out
}

// builds gives the versions that results were obtained on.
func (d *doc) builds() map[string]bool {
	if d.built == nil {
		d.built = map[string]bool{}
		for i := range d.pv.Cases {
			if b := d.pv.Cases[i].Build; b != "" {
				d.built[b] = true
			}
		}
	}
	return d.built
}

// oneBuild says once on which version all the results were obtained.
func (d *doc) oneBuild() {
	if all := d.builds(); len(all) == 1 {
		for b := range all {
			d.Note(page.BodyGrey, d.Tr("case.build.all", b))
		}
	}
}

// branches is the table of the scenarios that are played in branches (4.4b): what each branch says, how many found the
// scenario conform, and how many must.
func (d *doc) branches() {
	d.Note(page.Body, d.Tr("branches.rule", d.quorum()))
	at := d.caseAt()
	t := d.Table(
		page.Col(d.Tr("col.scenario"), 60), page.Col(d.Tr("col.antennes"), 58), page.Col(d.Tr("col.conform"), 28),
		page.Col(d.Tr("col.quorum"), 28),
	)
	for i := range d.pv.Branches {
		b := &d.pv.Branches[i]
		said := page.Cell{}
		for _, id := range b.Rows {
			c := at[id]
			if c == nil {
				continue
			}
			v := d.verdictRun(c.Verdict)
			v.Text, v.Link = c.Antenne+d.Colon()+v.Text, d.to(id)
			said = append(said, v)
			if c.Attempt > 0 && c.Freshness != "fresh" {
				said = append(said, d.freshRun(c))
			}
		}
		met := page.Run{Style: page.Font(page.SansBold, page.SizeSmall, page.Red), Text: d.Tr("branches.short")}
		if b.Met {
			met = page.Run{Style: page.SmallBold, Text: d.Tr("branches.met")}
		}
		quorum := page.Cell{met}
		if b.Divergent {
			amber := page.Font(page.SansBold, page.SizeSmall, page.Amber)
			quorum = append(quorum, page.Run{Style: amber, Text: d.Tr("branches.divergent")})
		}
		t.Row(
			page.Cell{{Style: page.SmallBold, Text: b.Scenario}, {Style: page.Small, Text: b.Name}}, said,
			page.Cell{
				{Style: page.SmallBold, Text: d.Ratio(b.Conform, b.Expected)},
				{Style: page.SmallGrey, Text: d.Tr("branches.needed", strconv.Itoa(b.Needed))},
			}, quorum,
		)
	}
	t.End()
}

// quorum words the rule.
func (d *doc) quorum() string {
	switch d.pv.Quorum {
	case "all", "any":
		return d.Tr("quorum." + d.pv.Quorum)
	}
	return d.Tr("quorum.some", d.pv.Quorum)
}

// iterations is the table of the iterations of a campaign that has several.
func (d *doc) iterations() {
	list := d.pv.Reference.Iterations
	if len(list) == 0 {
		return
	}
	rule := "iterations.rule"
	if d.pv.Antenne != "" {
		rule = "iterations.rule.constat" // nothing of a decision
	}
	d.Note(page.Body, d.Tr(rule, strconv.Itoa(d.pv.Reference.Iteration)))
	t := d.Table(
		page.Col(d.Tr("col.iteration"), 24), page.Col(d.Tr("col.version"), 40), page.Col(d.Tr("col.began"), 36),
		page.Col(d.Tr("col.reason"), 74),
	)
	for i := range list {
		it := &list[i]
		began := page.Plain("")
		if it.At != nil {
			began = page.Plain(d.Short(*it.At))
		}
		t.Row(
			page.Bold(strconv.Itoa(i+1)), page.Plain(page.Sentence("  ", it.Version, it.Build)), began,
			page.Plain(it.Reason),
		)
	}
	t.End()
}
