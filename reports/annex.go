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
	d.certificates()
	if j.Checkpoint != "" {
		d.note(smallB, d.tr("journal.checkpoint"))
		d.source(left, textW, j.Checkpoint)
	}
	d.gap(4)
	d.note(bodyBold, d.tr("verify.title"))
	for i := 1; i <= 6; i++ {
		d.lead(left+4, textW-4, bodyBold, strconv.Itoa(i)+". ", body, d.tr("verify."+strconv.Itoa(i)))
		d.gap(2)
	}
}

// certificates prints the fingerprints of those who sign and of who issued them, to be read out loud.
func (d *doc) certificates() {
	var list []field
	for _, s := range d.pv.Signers {
		for _, f := range []field{
			{label: d.tr("signers.certificate", s.Field), value: s.Certificate},
			{label: d.tr("signers.authority", s.Field), value: s.Authority},
		} {
			if f.value != "" {
				list = append(list, field{label: f.label, value: inHalves(f.value)})
			}
		}
	}
	if len(list) > 0 {
		d.fields(list...)
	}
}

// Grouped parts a fingerprint so that it can be read out loud, and compared by another channel.
func Grouped(fingerprint string) string {
	var b strings.Builder
	for i, c := range fingerprint {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// inHalves prints a fingerprint on two lines of one length: no group is left alone at the end.
func inHalves(fingerprint string) string {
	half := (len(fingerprint)/2 + 3) / 4 * 4
	return Grouped(fingerprint[:half]) + "\n" + Grouped(fingerprint[half:])
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
