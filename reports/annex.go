package reports

import (
	"strconv"
	"strings"
)

// keptLines is the length, in lines, up to which a scenario stays on one page.
const keptLines = 24

// texts prints each scenario as it was tested.
func (d *doc) texts() {
	d.note(bodyGrey, d.tr("texts.intro"))
	d.gap(4)
	for i := range d.pv.Cases {
		c := &d.pv.Cases[i]
		d.again = nil
		if n := strings.Count(c.Source, "\n"); n <= keptLines { // a short scenario is not cut
			d.need(40 + float64(n+1)*height(code))
		} else {
			d.need(90)
		}
		d.para(left, textW, style{sansBold, 8.6, ink}, sentence(" – ", c.ID, c.Name))
		where := c.Path
		if c.Line > 0 {
			where += ":" + strconv.Itoa(c.Line)
		}
		d.line(left, d.y, textW, style{mono, 6.2, grey}, sentence("  ", where, prefixed("sha256:", c.Content)))
		d.y += 10
		d.again = func() {
			d.line(left, d.y, textW, style{sansBold, sizeSmall, navy}, sentence(" – ", c.ID, c.Name)+" "+d.tr("continued"))
			d.y += 13
		}
		if c.Source == "" {
			d.none("absent")
		} else {
			d.source(left, textW, c.Source)
		}
		d.again = nil
		d.gap(5)
	}
}

// verification prints the checkpoint, and how anyone checks the document without the database.
func (d *doc) verification() {
	j := d.pv.Journal
	size := ""
	if j.Size > 0 {
		size = d.number(j.Size)
	}
	d.fields(field{label: d.tr("journal.origin"), value: j.Origin}, field{label: d.tr("journal.size"), value: size},
		field{label: d.tr("journal.root"), value: j.Root}, field{label: d.tr("journal.verifier"), value: j.Verifier},
		field{label: d.tr("journal.leaves"), value: d.number(int64(len(j.Leaves)))})
	if j.Checkpoint != "" {
		d.note(smallB, d.tr("journal.checkpoint"))
		d.source(left, textW, j.Checkpoint)
	}
	d.gap(4)
	d.note(bodyBold, d.tr("verify.title"))
	for i := 1; i <= 5; i++ {
		d.lead(left+4, textW-4, bodyBold, strconv.Itoa(i)+". ", body, d.tr("verify."+strconv.Itoa(i)))
		d.gap(2)
	}
}

// rules prints the roll-up rule and the mandatory fields that nobody filled.
func (d *doc) rules() {
	d.note(bodyBold, d.tr("rollup.title"))
	d.note(body, d.tr("rollup.text"))
	d.note(body, d.tr("rollup.rates"))
	d.gap(4)
	d.note(bodyBold, d.tr("absent.title"))
	if len(d.pv.Absent) == 0 {
		d.note(body, d.tr("absent.none"))
		return
	}
	d.note(bodyGrey, d.tr("absent.intro", d.tr("absent")))
	items := make([]string, len(d.pv.Absent))
	for i, n := range d.pv.Absent {
		items[i] = n
		for _, m := range mandatory() {
			if m == n {
				items[i] = strings.TrimSpace(n + "  " + d.tr("field."+n))
			}
		}
	}
	d.bullets(items)
}
