package reports

import (
	"slices"
	"strings"

	"recette/reports/page"
)

// The annexes whose printing is a choice. Annexes D and E are always printed, as everything before the annexes is: how
// to verify the file, and what nobody filled.
const (
	AnnexSheets   = "A" // the sheet of each case
	AnnexEvidence = "B" // the list of the pieces of evidence
	AnnexTexts    = "C" // the text of each scenario
	AnnexMatrix   = "F" // what each criterion and each scenario show
	AnnexGaps     = "G" // the sheet of each anomaly
	AnnexAudit    = "H" // what the journal of the campaign holds, a line a fact: nobody who does not ask for it has it
)

// auditBearable is how many facts annex H prints: some ten pages. The data hold more of them, which nobody would read.
const auditBearable = 400

// ChosenAnnexes lists the annexes whose printing is a choice, in order.
func ChosenAnnexes() []string {
	return append(UsualAnnexes(), AnnexAudit)
}

// UsualAnnexes lists those that a PV which says nothing of it prints whole, in order.
func UsualAnnexes() []string {
	return []string{AnnexSheets, AnnexEvidence, AnnexTexts, AnnexMatrix, AnnexGaps}
}

// prints tells whether an annex is printed whole. A PV that says nothing of it prints all the usual ones, and one that
// holds nothing leaves nothing out. A long journal is joined, even to a PV that is asked to print it.
func (pv *PV) prints(annex string) bool {
	if annex == AnnexAudit {
		return len(pv.Audit) <= auditBearable
	}
	return pv.Printed == nil || slices.Contains(pv.Printed, annex) || annex == AnnexGaps && len(pv.Anomalies) == 0
}

// Telling tells whether a case says something that whoever signs must read, beside its line in the table of results:
// the sheet of such a case is printed whatever the choice. Only a case that is conform, for the text and the version
// delivered, of which nobody observed, raised or attached a word of doubt, may do without. Nothing was written on the
// sheet of a case that nobody began: chapter 4.5 gives its reason.
func (c *Case) Telling() bool {
	if c.Attempt == 0 {
		return false
	}
	if c.Verdict != "passed" || c.Freshness != "fresh" || c.Outcome != "" && c.Outcome != "passed" ||
		c.Reason != "" || c.Message != "" || len(c.Anomalies) > 0 {
		return true
	}
	return slices.ContainsFunc(c.Steps, func(s Step) bool { return !s.plain() })
}

// plain tells whether a step is conform, and nothing was said of it.
func (s *Step) plain() bool {
	return s.Verdict == "passed" && (s.Outcome == "" || s.Outcome == "passed") && s.Observed == "" &&
		s.Comment == "" && s.Cause == "" && s.Reason == "" && s.GivenAt == nil
}

// left lists the annexes that are not printed whole.
func (d *doc) left() []string {
	return slices.DeleteFunc(ChosenAnnexes(), func(annex string) bool {
		return d.pv.prints(annex) || annex == AnnexMatrix && !d.has.crossed || annex == AnnexGaps && !d.has.gaps ||
			annex == AnnexAudit && !d.has.audit
	})
}

// annexTitle is the heading of an annex, which says when it is not printed whole: so does the table of contents.
func (d *doc) annexTitle(annex string) string {
	title := d.Tr("section." + annex)
	switch {
	case d.pv.prints(annex):
		return title
	case annex == AnnexSheets && len(d.sheets) > 0:
		return title + " " + d.Tr("annex.part")
	}
	return title + " " + d.Tr("annex.left")
}

// chosen lists the cases whose sheet is printed.
func (d *doc) chosen() []int {
	all := make([]int, 0, len(d.pv.Cases))
	whole := d.pv.prints(AnnexSheets)
	for i := range d.pv.Cases {
		if whole || d.pv.Cases[i].Telling() {
			all = append(all, i)
		}
	}
	return all
}

// to gives the link to the sheet of a case, 0 when it has none on these pages.
func (d *doc) to(id string) int {
	if n, ok := d.anchors[id]; ok {
		return n + 1
	}
	return 0
}

// linked gives the colour of what leads to the sheet of a case, when it is printed.
func (d *doc) linked(st page.Style, id string) page.Style {
	if d.to(id) == 0 {
		st.Color = page.Ink
	}
	return st
}

// holds says what an annex holds, of which some may be printed.
func (d *doc) holds(annex string) string {
	switch annex {
	case AnnexSheets:
		return d.Count("annex.A", len(d.pv.Cases)-len(d.sheets))
	case AnnexEvidence:
		n := 0
		for range d.pv.Pieces() {
			n++
		}
		return d.Count("annex.B", n)
	case AnnexMatrix:
		return d.Count("annex.F", len(d.pv.CriteriaProofs()))
	case AnnexGaps:
		return d.Count("annex.G", len(d.pv.Anomalies))
	case AnnexAudit:
		return d.Count("annex.H", len(d.pv.Audit))
	}
	return d.Count("annex.C", len(d.tested))
}

// attachedAs says, in the place of an annex, what is not printed, and under which name and digest it travels in this
// very file: below the annexes that are left out together, when there are some.
func (d *doc) attachedAs(annex string) {
	d.Note(page.Body, d.holds(annex))
	if annex == AnnexSheets {
		d.Note(page.BodyGrey, d.Tr("annex.telling"))
	}
	if len(d.together()) == 0 {
		d.attachments([]string{annex})
	}
}

// together lists the annexes of which nothing is printed, when they are several: what is true of each is said once.
func (d *doc) together() []string {
	whole := slices.DeleteFunc(d.left(), func(annex string) bool {
		return annex == AnnexSheets && len(d.sheets) > 0 || annex == AnnexAudit && d.pv.Audit == nil
	})
	if !d.has.plain || len(whole) < 2 {
		return nil
	}
	return whole
}

// leftTogether makes the one section of the annexes that are left out together, in the place of the first.
func (d *doc) leftTogether(all []string) *page.Section {
	last := len(all) - 1
	title := d.Tr("annex.together", strings.Join(all[:last], ", "), all[last])
	return d.Section(0, title, func() {
		items := make([]string, len(all))
		for i, annex := range all {
			items[i] = page.Sentence(". ", d.annexTitle(annex), d.holds(annex))
			if annex == AnnexSheets {
				items[i] += " " + d.Tr("annex.telling")
			}
		}
		d.Bullets(items)
		d.attachments(all)
	})
}

// attachments names the files that hold what is left out of some annexes.
func (d *doc) attachments(annexes []string) {
	sum, err := d.hash()
	if err != nil { // it is asked for again, and said, once all is drawn
		return
	}
	fields := []page.Field{{Label: d.Tr("annex.file", DataName), Value: inHalves(sum)}}
	if slices.Contains(annexes, AnnexTexts) {
		fields = append(fields, page.Field{
			Label: d.Tr("annex.file", ManifestName), Value: inHalves(d.pv.Reference.Manifest),
		})
	}
	d.Fields(fields...)
	d.Note(page.BodyGrey, d.Tr("annex.proof"))
}

// signedUnprinted reminds whoever signs that the annexes that are not printed are signed too; empty when all are.
func (d *doc) signedUnprinted() string {
	left := d.left()
	if len(left) == 0 {
		return ""
	}
	return d.Tr("annex.signed", strings.Join(left, ", "))
}

// grounds notes, of each sheet that is printed, which sheet before it has the same background: it is printed there,
// once. One of which something was said, or that is not conform, is printed where it is.
func (d *doc) grounds() {
	d.ground = make(map[int]int, len(d.sheets))
	if !d.has.once {
		return
	}
	first := map[string]int{}
	for _, i := range d.sheets {
		c := &d.pv.Cases[i]
		n := c.background()
		if n == 0 {
			continue
		}
		text := groundText(c.Steps[:n])
		at, known := first[text]
		switch quiet := !slices.ContainsFunc(c.Steps[:n], func(s Step) bool {
			return !s.plain() || len(s.Evidence) > 0
		}); {
		case !known:
			first[text] = i
		case quiet:
			d.ground[i] = at
		}
	}
}

// background counts the steps of the common background, which come first.
func (c *Case) background() int {
	n := 0
	for n < len(c.Steps) && c.Steps[n].Background {
		n++
	}
	return n
}

// groundText tells a background from another by all that is printed of its text.
func groundText(steps []Step) string {
	var b strings.Builder
	for i := range steps {
		s := &steps[i]
		parts := []string{s.Keyword, s.Text, s.MediaType, s.DocString}
		for _, row := range s.Table {
			parts = append(parts, strings.Join(row, "\x1f"))
		}
		b.WriteString(strings.Join(parts, "\x1e") + "\x1d")
	}
	return b.String()
}
