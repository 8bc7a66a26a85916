package reports

import (
	"slices"
	"strconv"
	"strings"

	"recette/reports/page"
)

// antennes lists the branches that the PV has rows of, in the order of its cases.
func (d *doc) antennes() []string {
	var all []string
	for i := range d.pv.Cases {
		if a := d.pv.Cases[i].Antenne; a != "" && !slices.Contains(all, a) {
			all = append(all, a)
		}
	}
	return all
}

// divergences draws what each branch played and thinks, then each scenario of which the branches do not say the same,
// that one of them did not play, or that falls short of the quorum.
func (d *doc) divergences() {
	t := d.Table(
		page.Col(d.Tr("col.antenne"), 30), page.Amounts(d.Tr("figure.planned"), 16),
		page.Amounts(d.Tr("short.passed"), 16), page.Amounts(d.Tr("short.failed"), 18),
		page.Amounts(d.Tr("short.blocked"), 16), page.Amounts(d.Tr("short.not_run"), 18),
		page.Amounts(d.Tr("short.not_applicable"), 16), page.Col(d.Tr("col.opinion"), 44),
	)
	for _, name := range d.antennes() {
		n := map[string]int{}
		for i := range d.pv.Cases {
			if c := &d.pv.Cases[i]; c.Antenne == name {
				n[c.Verdict]++
				n[""]++
			}
		}
		num := func(k int) page.Cell { return page.Plain(d.Number(int64(k))) }
		t.Row(
			page.Bold(name), num(n[""]-n["not_applicable"]), num(n["passed"]+n["passed_with_remark"]), num(n["failed"]),
			num(n["blocked"]), num(n["not_run"]), num(n["not_applicable"]), d.thinks(name),
		)
	}
	t.End()
	d.Gap(4)
	d.constats()
	var rows *page.Table
	at := d.caseAt()
	for i := range d.pv.Branches {
		b := &d.pv.Branches[i]
		if !b.Divergent && b.Met && !d.unplayed(b, at) {
			continue
		}
		if rows == nil {
			rows = d.Table(
				page.Col(d.Tr("col.scenario"), 52), page.Col(d.Tr("col.antenne"), 24),
				page.Col(d.Tr("col.verdict.only"), 34), page.Col(d.Tr("col.cause"), 64),
			)
		}
		for k, id := range b.Rows {
			if c := at[id]; c != nil {
				rows.Row(d.divergent(b, k == 0), page.Plain(c.Antenne), d.saidBy(c), page.Plain(d.whyOf(c)))
			}
		}
	}
	if rows == nil {
		d.Note(page.Body, d.Tr("divergence.none"))
		return
	}
	rows.End()
}

// constats draws the constat of each branch: which file it is, who signed it, and what it does not know.
func (d *doc) constats() {
	if len(d.pv.Constats) == 0 {
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.antenne"), 30), page.Col(d.Tr("col.constat"), 34), page.Col(d.Tr("col.signed.constat"), 54),
		page.Col(d.Tr("col.digest"), 56),
	)
	warn := page.Font(page.SansBold, page.SizeSmall, page.Amber)
	for i := range d.pv.Constats {
		x := &d.pv.Constats[i]
		if x.Number == "" {
			t.Row(page.Bold(x.Antenne), page.Cell{{Style: warn, Text: d.Tr("constat.missing")}}, page.Plain(""),
				page.Plain(""))
			continue
		}
		signed := page.Cell{{Style: warn, Text: d.Tr("constat.unsigned")}}
		if x.SignedAt != nil {
			signed = page.Plain(d.signed(x.SignedBy, *x.SignedAt))
		}
		if x.Since > 0 {
			signed = append(signed, page.Run{Style: warn, Text: d.Count("constat.since", x.Since)})
		}
		t.Row(
			page.Bold(x.Antenne),
			page.Cell{
				{Style: page.SmallBold, Text: x.Number},
				{Style: page.SmallGrey, Text: d.Tr("constat.size", d.Number(x.Size))},
			}, signed, append(d.Sha(x.SHA256), d.whereIs(x)...),
		)
	}
	t.End()
	d.Gap(4)
}

// whereIs says whether the file of a constat travels in this one; nothing of one that nobody signed.
func (d *doc) whereIs(x *Constat) page.Cell {
	switch {
	case x.SignedAt == nil:
		return nil
	case d.pv.carries(x):
		return page.Cell{{Style: page.SmallGrey, Text: d.Tr("constat.joined")}}
	}
	return page.Cell{{Style: page.SmallGrey, Text: d.Tr("constat.apart")}}
}

// caseAt finds cases by id.
func (d *doc) caseAt() map[string]*Case {
	at := make(map[string]*Case, len(d.pv.Cases))
	for i := range d.pv.Cases {
		at[d.pv.Cases[i].ID] = &d.pv.Cases[i]
	}
	return at
}

// unplayed tells whether a branch did not play a scenario to its end.
func (d *doc) unplayed(b *Branches, at map[string]*Case) bool {
	return slices.ContainsFunc(b.Rows, func(id string) bool {
		c := at[id]
		return c != nil && (c.Verdict == "not_run" || c.Verdict == "blocked")
	})
}

// divergent names a scenario on its first row, and says what is wrong with it.
func (d *doc) divergent(b *Branches, first bool) page.Cell {
	if !first {
		return page.Plain("")
	}
	said := page.Cell{{Style: page.SmallBold, Text: b.Scenario}, {Style: page.Small, Text: b.Name}}
	if !b.Met {
		said = append(said, page.Run{
			Style: page.Font(page.SansBold, page.SizeSmall, page.Red),
			Text:  d.Tr("branches.short") + d.Colon() + d.Ratio(b.Conform, b.Expected) + ", " + d.needed(b),
		})
	}
	return said
}

func (d *doc) needed(b *Branches) string { return d.Tr("branches.needed", strconv.Itoa(b.Needed)) }

// saidBy is the verdict of a branch, which leads to its sheet, and whether it still holds.
func (d *doc) saidBy(c *Case) page.Cell {
	v := d.verdictRun(c.Verdict)
	v.Link = d.to(c.ID)
	said := page.Cell{v}
	if c.Attempt > 0 && c.Freshness != "fresh" {
		said = append(said, d.freshRun(c))
	}
	return said
}

// whyOf gives the cause of a verdict: what was observed, the reason, the anomalies.
func (d *doc) whyOf(c *Case) string {
	var why []string
	for i := range c.Steps {
		if s := &c.Steps[i]; s.Verdict == c.Verdict && s.Verdict != "passed" && s.Observed != "" {
			why = append(why, d.Tr("step.number", strconv.Itoa(i+1))+d.Colon()+s.Observed)
		}
	}
	if c.Verdict != "passed" && len(why) == 0 {
		if text := c.why(d); text != "" {
			why = append(why, text)
		}
	}
	if len(c.Anomalies) > 0 {
		why = append(why, strings.Join(c.Anomalies, ", "))
	}
	return strings.Join(why, "\n")
}

// thinks gives the opinions of the référents of a branch that stand; that none was given is said.
func (d *doc) thinks(antenne string) page.Cell {
	said := page.Cell{}
	for i := range d.pv.Opinions {
		o := &d.pv.Opinions[i]
		if o.Role != "referent" || o.Entity != antenne || o.Iteration > 0 {
			continue
		}
		said = append(said,
			page.Run{Style: page.SmallBold, Text: d.word("opinion", o.Opinion)},
			page.Run{Style: page.SmallGrey, Text: d.signed(o.Name, o.At)})
	}
	if len(said) == 0 {
		return page.Cell{{Style: page.SmallGrey, Text: d.Tr("divergence.silent")}}
	}
	return said
}
