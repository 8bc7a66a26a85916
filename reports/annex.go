package reports

import (
	"strconv"
	"strings"

	"recette/reports/page"
)

// verification prints the checkpoint, and how anyone checks the document without the database.
func (d *doc) verification() {
	j := d.pv.Journal
	size, layout := "", ""
	if j.Size > 0 {
		size = d.Number(j.Size)
	}
	if d.pv.Layout > 0 {
		layout = strconv.Itoa(d.pv.Layout)
	}
	d.Fields(page.Field{Label: d.Tr("journal.origin"), Value: j.Origin},
		page.Field{Label: d.Tr("journal.size"), Value: size},
		page.Field{Label: d.Tr("journal.root"), Value: j.Root},
		page.Field{Label: d.Tr("journal.verifier"), Value: j.Verifier},
		page.Field{Label: d.Tr("journal.leaves"), Value: d.Number(int64(len(j.Leaves)))},
		page.Field{Label: d.Tr("layout.version"), Value: layout},
		page.Field{Label: d.Tr("layout.zone"), Value: d.pv.TimeZone})
	d.certificates()
	if j.Checkpoint != "" {
		d.Note(page.SmallBold, d.Tr("journal.checkpoint"))
		d.Source(page.Left, page.TextW, j.Checkpoint)
	}
	d.Gap(4)
	d.Note(page.BodyBold, d.Tr("verify.title"))
	for i := 1; i <= 6; i++ {
		d.Lead(page.Left+4, page.TextW-4, page.BodyBold, strconv.Itoa(i)+". ", page.Body,
			d.Tr("verify."+strconv.Itoa(i)))
		d.Gap(2)
	}
}

// certificates prints the fingerprints of those who sign and of who issued them, to be read out loud.
func (d *doc) certificates() {
	var list []page.Field
	for _, s := range d.pv.Signers {
		for _, f := range []page.Field{
			{Label: d.Tr("signers.certificate", s.Field), Value: s.Certificate},
			{Label: d.Tr("signers.authority", s.Field), Value: s.Authority},
		} {
			if f.Value != "" {
				list = append(list, page.Field{Label: f.Label, Value: inHalves(f.Value)})
			}
		}
	}
	if len(list) > 0 {
		d.Fields(list...)
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
	d.Note(page.BodyBold, d.Tr("rollup.title"))
	d.Note(page.Body, d.Tr("rollup.text"))
	d.Note(page.Body, d.Tr("rollup.rates"))
	d.Gap(4)
	d.Note(page.BodyBold, d.Tr("absent.title"))
	if len(d.pv.Absent) == 0 {
		d.Note(page.Body, d.Tr("absent.none"))
		return
	}
	d.Note(page.BodyGrey, d.Tr("absent.intro", d.Tr("absent")))
	items := make([]string, len(d.pv.Absent))
	for i, n := range d.pv.Absent {
		items[i] = n
		for _, m := range mandatory() {
			if m == n {
				items[i] = strings.TrimSpace(n + "  " + d.Tr("field."+n))
			}
		}
	}
	d.Bullets(items)
}
