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
	lines := []string{d.pv.Regime}
	if c := d.pv.Clocks; c != nil {
		for i := range c.Delays {
			lines = append(lines, d.delay(&c.Delays[i]))
		}
		lines = append(lines, d.Tr("clocks.days", d.word("region", d.region())), d.Tr("clocks.prevails"))
	}
	return page.Sentence("\n", lines...)
}

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
