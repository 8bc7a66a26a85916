package reports

import (
	"strconv"
	"strings"
)

// verification prints the checkpoint, and how anyone checks the document without the database.
func (d *doc) verification() {
	j := d.pv.Journal
	size, layout := "", ""
	if j.Size > 0 {
		size = d.number(j.Size)
	}
	if d.pv.Layout > 0 {
		layout = strconv.Itoa(d.pv.Layout)
	}
	d.fields(field{label: d.tr("journal.origin"), value: j.Origin}, field{label: d.tr("journal.size"), value: size},
		field{label: d.tr("journal.root"), value: j.Root}, field{label: d.tr("journal.verifier"), value: j.Verifier},
		field{label: d.tr("journal.leaves"), value: d.number(int64(len(j.Leaves)))},
		field{label: d.tr("layout.version"), value: layout}, field{label: d.tr("layout.zone"), value: d.pv.TimeZone})
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
