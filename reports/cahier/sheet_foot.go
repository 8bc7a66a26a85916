package cahier

import (
	"slices"
	"strings"

	"recette/reports/page"
)

// conclude draws the foot of a blank sheet: the verdict of the case, its anomalies, and who, when, on which build.
func (d *doc) conclude(c *Case) {
	const line = 17.0
	d.Again = nil
	d.Gap(-4)
	d.Need(6*line + 6)
	top := d.Y
	y := top + 4
	x := page.Left + 5.0
	x = d.words(x, y, d.t("sheet.verdict")+d.Colon(), page.SmallBold)
	for _, v := range verdicts() {
		if v != "not_run" {
			x = d.tick(x, y, d.word("verdict", v))
		}
	}
	if x+d.Width(page.SmallBold, d.Clean(page.SansBold, c.ID)) > page.Right-5 {
		y += line
	}
	d.LineRight(page.Right-5, y, page.SmallBold, c.ID)
	y += line
	x = d.words(page.Left+5, y, d.t("sheet.cause")+d.Colon(), page.SmallBold)
	for _, cause := range []string{"environment", "data", "rights", "dependency", "anomaly"} {
		x = d.tick(x, y, d.word("cause", cause))
	}
	d.rule(d.words(x+4, y, d.t("sheet.reason")+d.Colon(), page.SmallBold), y, page.Right-6)
	y += line
	x = d.words(page.Left+5, y, d.t("sheet.anomalies")+d.Colon(), page.SmallBold)
	d.rule(x, y, x+100)
	x = d.words(x+108, y, d.t("sheet.severity")+d.Colon(), page.SmallBold)
	for _, s := range []string{"blocking", "major", "minor", "observation"} {
		x = d.tick(x, y, d.word("severity", s))
	}
	y += line
	d.rule(d.words(page.Left+5, y, d.t("sheet.remark")+d.Colon(), page.SmallBold), y, page.Left+page.TextW*0.62)
	d.rule(d.words(page.Left+page.TextW*0.64, y, d.t("sheet.evidence")+d.Colon(), page.SmallBold), y, page.Right-6)
	y += line
	x = page.Left + 5
	for _, f := range []struct {
		key  string
		to   float64
		said string
	}{
		{"tester", 0.36, c.Assigned},
		{"date", 0.56, ""},
		{"duration", 0.70, ""},
		{"seen-build", 0.86, ""},
		{"initials", 1, ""},
	} {
		to := page.Left + page.TextW*f.to - 6
		from := d.words(x, y, d.t("sheet."+f.key)+d.Colon(), page.SmallBold)
		if f.said != "" {
			d.Line(from, y, to-from, page.Small, f.said)
		} else {
			d.rule(from, y, to)
		}
		x = to + 6
	}
	d.Y = y + line - 2
	d.Page.Frame(page.Left, top, page.TextW, d.Y-top, 0.8, page.Slate)
	d.Gap(4)
}

// words draws a few words and gives where they end.
func (d *doc) words(x, y float64, s string, st page.Style) float64 {
	d.Line(x, y, 0, st, s)
	return x + d.Width(st, d.Clean(st.Face, s)) + 3
}

// tick draws a box with its words and gives where the next one goes.
func (d *doc) tick(x, y float64, s string) float64 {
	d.Page.Icon(page.IconBox, x, y+0.8, 7.5, page.Ink)
	return d.words(x+10, y, s, page.Small) + 6
}

// rule draws a line to write on.
func (d *doc) rule(from, y, to float64) {
	if to > from {
		d.Page.Dash(from, y+page.Baseline(page.Small)+1, to, y+page.Baseline(page.Small)+1, 0.6, 0.8, 1.8, page.Grey)
	}
}

// concluded says how the case ended, by whom, when and on which build, and what was tried before.
func (d *doc) concluded(c *Case) {
	d.Again = nil
	d.Gap(-3)
	d.Need(40)
	k, col := sign(c.Verdict)
	d.Page.Icon(k, page.Left, d.Y+1.2, 8.5, col)
	said := page.Sentence(" · ", d.word("verdict", c.Verdict), d.word("freshness", stale(c)),
		d.word("outcome", c.Outcome))
	d.Lead(page.Left+13, page.TextW-13, page.BodyBold, d.t("sheet.verdict")+d.Colon(),
		page.Font(page.SansBold, page.SizeBody, col), said)
	line := func(key, value string) {
		if value != "" {
			d.Lead(page.Left+13, page.TextW-13, page.SmallBold, d.t("sheet."+key)+d.Colon(), page.Small, value)
		}
	}
	if c.Attempt == 0 {
		line("state", d.t("never"))
	} else {
		line("tester", page.Sentence(", ", c.Tester, d.identityOf(c)))
		line("date", page.Sentence(" – ", d.StampOf(c.StartedAt), d.StampOf(c.EndedAt)))
		if c.Micros > 0 {
			line("duration", d.Duration(c.Micros))
		}
		line("seen-build", c.Build)
		line("message", c.Message)
	}
	if c.Open {
		line("state", d.t("open"))
	}
	if c.Unread {
		line("reading", d.t("state.unread"))
	}
	if o := c.Origin; o != nil {
		line("origin", d.t("origin", o.File, page.Digest(o.SHA256, 12), d.Date(o.Day), o.By))
	}
	for _, o := range []struct {
		key string
		*Objection
	}{
		{"invalid", c.Invalid}, {"contested", c.Contested}, {"accepted", c.Accepted}, {"returned", c.Returned},
	} {
		if o.Objection != nil {
			line(o.key, page.Sentence(", ", d.word("verdict", o.Verdict), d.word("flawed", o.Cause), o.Reason, o.By,
				d.StampOf(o.At)))
		}
	}
	for _, said := range Corrections(&d.Flow, c.Amended) {
		line("state", said)
	}
	line("anomalies", d.anomalyLine(c))
	for i := range slices.Backward(c.Former) {
		f := &c.Former[i]
		line("retest", d.t("former", d.number(f.Attempt), d.word("verdict", f.Verdict), f.Tester, d.StampOf(f.At),
			f.Build))
		for _, said := range Corrections(&d.Flow, f.Amended) {
			line("state", page.Sentence(", ", d.t("attempt.number", d.number(f.Attempt)), said))
		}
	}
	d.Gap(2)
}

// Corrections words what the author of a result corrected of it, a sentence each.
func Corrections(f *page.Flow, amended []Objection) []string {
	out := make([]string, 0, len(amended))
	for i := range amended {
		a := &amended[i]
		out = append(out, f.Words("cahier.amended", f.StampOf(a.At), a.By, a.Reason,
			f.Words("reports.verdict."+a.Verdict)))
	}
	return out
}

// stale leaves « à jour » unsaid where nothing was found.
func stale(c *Case) string {
	if c.Attempt == 0 {
		return ""
	}
	return c.Freshness
}

func (d *doc) identityOf(c *Case) string {
	if c.Declared {
		return d.t("identity.declared")
	}
	return d.t("identity.authenticated")
}

func (d *doc) anomalyLine(c *Case) string {
	var out []string
	for _, number := range c.Anomalies {
		for i := range d.c.Anomalies {
			if a := &d.c.Anomalies[i]; a.Number == number {
				out = append(out, d.t("anomaly", a.Number, d.word("severity", a.Severity), d.word("status", a.Status)))
			}
		}
	}
	return strings.Join(out, " ; ")
}
