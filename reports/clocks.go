package reports

import (
	"strconv"
	"strings"

	"recette/reports/page"
)

// decisions lists those that may be pronounced, in the order of their boxes.
func (d *doc) decisions() []string {
	switch c := d.pv.Clocks; {
	case c == nil || c.Vocabulary != "ccag-tic":
		return []string{"accepted", "accepted_with_reserves", "postponed", "refused"}
	case d.pv.Nature == "va":
		return []string{"va_positive", "adjourned", "rejected"}
	}
	return []string{"admitted", "adjourned", "reduced", "rejected"}
}

// regime words under which rules the decision is pronounced: each delay with its source and what silence does.
func (d *doc) regime() string {
	lines := []string{d.plainly("regime", d.pv.Regime)}
	c := d.pv.Clocks
	if d.has.plain && c == nil && d.pv.Regime != "" && !statutory(d.pv.Regime) {
		lines = append(lines, d.Tr("clocks.none"))
	}
	if c != nil {
		for i := range c.Delays {
			lines = append(lines, d.delay(&c.Delays[i]))
		}
		lines = append(lines, d.Tr("clocks.days", d.word("region", d.region())), d.Tr("clocks.prevails"))
	}
	return page.Sentence("\n", lines...)
}

// plainly gives the word for a value; the value itself in a layout that printed it so.
func (d *doc) plainly(kind, value string) string {
	if !d.has.plain {
		return value
	}
	return d.word(kind, value)
}

// statutory tells whether a label names the CCAG-TIC, whose delays a plan frozen by an older version does not hold: a
// silence may mean something there, that this PV does not know.
func statutory(label string) bool { return strings.Contains(strings.ToLower(label), "ccag") }

func (d *doc) region() string {
	if c := d.pv.Clocks; c != nil && c.Region != "" {
		return c.Region
	}
	return "metropole"
}

// delay words one delay.
func (d *doc) delay(x *Delay) string {
	source := d.word("clocks.source", x.Source)
	if x.Clause != "" {
		source += " (" + x.Clause + ")"
	}
	silence := d.Tr("clocks.silence.none")
	switch {
	case x.Silence == "admission" && d.pv.Clocks.Vocabulary == "ccag-tic":
		silence = d.Tr("clocks.silence.admission")
	case x.Silence == "admission":
		silence = d.Tr("clocks.silence.acceptance")
	case x.Clock == "vsr" || x.Clock == "extra":
		silence = ""
	}
	part := "\u202f; "
	if d.Lang == "en" {
		part = "; "
	}
	return page.Sentence(part, d.word("clock", x.Clock)+d.Colon()+d.length(x), silence, source)
}

// clocks draws where the delays stand on the day of the PV, and what was recorded that they depend on. What silence
// does is said to be computed: it is a decision of nobody.
func (d *doc) clocks() {
	c := d.pv.Clocks
	if c == nil || len(c.Runs)+len(c.Milestones) == 0 {
		return
	}
	d.Note(page.Body, d.Tr("clocks.computed", d.Day(d.pv.IssuedAt.In(d.Location()))))
	t := d.Table(
		page.Col(d.Tr("col.clock"), 50), page.Col(d.Tr("col.clock.from"), 34), page.Col(d.Tr("col.clock.due"), 26),
		page.Col(d.Tr("col.clock.status"), 64),
	)
	for i := range c.Runs {
		r := &c.Runs[i]
		from := r.Start
		if from == "" {
			from = d.Tr("clocks.calendar")
		}
		t.Row(page.Bold(d.word("clock", r.Clock)), page.Plain(page.Sentence(", ", d.Date(r.From), from)),
			page.Plain(d.Date(r.Due)), page.Plain(d.runStatus(r)))
	}
	t.End()
	t = d.Table(
		page.Col(d.Tr("col.number"), 20), page.Col(d.Tr("col.milestone"), 56),
		page.Col(d.Tr("col.milestone.document"), 50), page.Col(d.Tr("col.recorded"), 48),
	)
	for i := range c.Milestones {
		m := &c.Milestones[i]
		what := page.Sentence("\n",
			page.Sentence(", ", d.word("milestone", m.What), d.Date(m.Day)),
			page.Sentence(" ", m.Decision, d.word("decision", m.Outcome)))
		document := m.Reference
		if m.SHA256 != "" {
			document = page.Sentence("\n", document, "SHA-256 "+page.Digest(m.SHA256, 16))
		}
		if m.Replaces != "" {
			document = page.Sentence("\n", document, d.Tr("clocks.replaces", m.Replaces, m.Reason))
		}
		t.Row(page.Bold(m.Number), page.Plain(what), page.Plain(document), page.Plain(d.signed(m.By, m.At)))
	}
	t.End()
}

// acquired says that a silence was kept until the end of a delay, which the contract takes for an acceptance: whoever
// reads the decision must see it.
func (d *doc) acquired() []string {
	var out []string
	if c := d.pv.Clocks; c != nil {
		for i := range c.Runs {
			if day := c.Runs[i].Acquired; day != "" {
				out = append(out, d.word("clock", c.Runs[i].Clock)+d.Colon()+d.Tr("clocks.acquired", d.Date(day)))
			}
		}
	}
	return out
}

// runStatus says where a delay stands.
func (d *doc) runStatus(r *Run) string {
	status := d.word("clock.status", r.Status)
	if r.Ended != "" {
		status = page.Sentence(", ", status, page.Sentence(" ", d.Date(r.Ended), r.End))
	}
	given, acquired := d.word("decision", r.Given), ""
	if r.Acquired != "" {
		acquired = d.Tr("clocks.acquired", d.Date(r.Acquired))
	}
	return page.Sentence("\n", status, given, acquired)
}

// length words how long a delay is.
func (d *doc) length(x *Delay) string {
	unit := d.word("clocks.unit", x.Unit)
	if one, many, two := strings.Cut(unit, "|"); two {
		if unit = many; x.Length == 1 {
			unit = one
		}
	}
	return d.Number(int64(x.Length)) + "\u00a0" + unit
}

// rate writes hundredths of a percent.
func (d *doc) rate(n int) string {
	text := strconv.Itoa(n / 100)
	if part := n % 100; part > 0 {
		point := ","
		if d.Lang == "en" {
			point = "."
		}
		text += point + strings.TrimSuffix(strconv.Itoa(100 + part)[1:], "0")
	}
	if d.Lang == "en" {
		return text + "%"
	}
	return text + "\u00a0" + "%"
}
