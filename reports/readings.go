package reports

import (
	"strconv"

	"recette/reports/page"
)

// reading gives what was said of the result of a case that counts, by whoever read it over; nil when nobody did.
func (d *doc) reading(c *Case) *Reading {
	for i := range d.pv.Readings {
		if r := &d.pv.Readings[i]; r.Case == c.ID && r.Attempt == c.Attempt {
			return r
		}
	}
	return nil
}

// readOver says of the result of a case who read it over and when, or that somebody is to; nothing where the plan asks
// for no reading.
func (d *doc) readOver(c *Case) page.Run {
	amber := page.Font(page.SansBold, page.SizeSmall, page.Amber)
	r := d.reading(c)
	switch {
	case r != nil && r.Reading == "returned":
		return page.Run{Style: amber, Text: d.Tr("readover.returned", d.signed(r.By, r.At))}
	case r != nil:
		return page.Run{Style: page.SmallGrey, Text: d.Tr("readover.accepted", d.signed(r.By, r.At))}
	case c.Hold == "unread":
		return page.Run{Style: amber, Text: d.Tr("readover.waits")}
	}
	return page.Run{}
}

// readings draws what was said of the results that somebody read over; nothing when nobody did.
func (d *doc) readings() {
	if len(d.pv.Readings) == 0 {
		return
	}
	d.Note(page.Body, d.Tr("readings.intro"))
	t := d.Table(
		page.Col(d.Tr("col.scenario"), 38), page.Col(d.Tr("col.reading"), 42), page.Col(d.Tr("col.reason"), 56),
		page.Col(d.Tr("col.read"), 38),
	)
	for i := range d.pv.Readings {
		r := &d.pv.Readings[i]
		t.Row(
			page.Bold(page.Sentence("\n", r.Case, d.Tr("objection.attempt", strconv.Itoa(r.Attempt)))),
			page.Plain(page.Sentence("\n", d.word("reading", r.Reading), d.Tr("objection.verdict",
				d.word("verdict", r.Verdict)))),
			page.Plain(r.Reason), page.Plain(page.Sentence("\n", d.signed(r.By, r.At), d.word("role", r.Role))),
		)
	}
	t.End()
}
