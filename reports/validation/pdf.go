package validation

import (
	"fmt"
	"io"
	"strings"

	"recette/reports/page"
)

// doc lays a plan out.
type doc struct {
	page.Flow

	p *Plan
	t *teller
}

// PDF writes the plan as an A4 PDF. The same plan and options give the same bytes. It returns ErrOptions, ErrSchema,
// page.ErrRender, and the errors of w.
func PDF(w io.Writer, p Plan, o Options) (err error) {
	if err := o.check(&p); err != nil {
		return err
	}
	defer page.Caught(&err)
	d := &doc{p: &p, t: o.teller(&p)}
	d.Flow = page.Flow{Words: o.Texts, Lang: p.Language, Zone: o.Location}
	d.Page = page.NewCanvas(page.PaperW, page.PaperH, p.IssuedAt)
	defer d.Page.End()
	d.Offset = page.OffsetOf(p.IssuedAt.In(d.Location()))
	title := page.Sentence(" – ", d.t.t("title"), p.Title)
	d.Page.About(
		d.Clean(page.Sans, title), d.Clean(page.Sans, p.Name), d.Clean(page.Sans, p.Author),
		d.Clean(page.Sans, p.Producer),
	)
	for _, c := range d.t.chapters() {
		d.Section(0, c.number+". "+c.title, func() {
			for i := range c.blocks {
				d.block(&c.blocks[i])
			}
		})
	}
	d.front()
	reserved := d.Reserve(nil)
	d.DrawSections()
	d.Contents(reserved)
	foot := d.Origin(p.IssuedAt, p.Reference.Commit, p.Reference.Manifest)
	err = d.Page.Output(w, false, d.Furniture(page.Furniture{
		Number: page.Sentence(" ", p.Name, prefixed("v", p.Version)), Title: p.Title, Foot: foot,
	}, d.Page.Pages()))
	if err != nil {
		return fmt.Errorf("render plan %s: %w", p.Name, err)
	}
	return nil
}

// block draws a piece of a section.
func (d *doc) block(x *block) {
	if x.title != "" {
		d.Gap(4)
		keep := 46.0
		if x.draw != nil {
			keep = 150
		}
		d.Need(keep)
		d.Para(page.Left, page.TextW, page.Font(page.SansBold, 10.5, page.Navy), x.title)
		d.Gap(3)
	}
	switch {
	case x.text != "" && x.quiet:
		d.Note(page.Font(page.SansItalic, page.SizeBody, page.Grey), x.text)
	case x.text != "":
		d.Note(page.Body, x.text)
	}
	if len(x.fields) > 0 {
		d.Fields(x.fields...)
	}
	if x.draw != nil {
		x.draw(d)
	}
	if len(x.cols) > 0 {
		d.rows(x)
	}
}

func (d *doc) rows(x *block) {
	cols := make([]page.Column, len(x.cols))
	for i, c := range x.cols {
		if cols[i] = page.Col(c.title, c.share); c.right {
			cols[i] = page.Amounts(c.title, c.share)
		}
	}
	t := d.Table(cols...)
	for _, row := range x.rows {
		cells := make([]page.Cell, len(row))
		for i, s := range row {
			cells[i] = d.cell(s, i == 0)
		}
		t.Row(cells...)
	}
	t.End()
}

// cell is a text of a table. What is left to be filled is seen at once.
func (d *doc) cell(s string, first bool) page.Cell {
	switch {
	case ToFill(s):
		return page.Cell{{Style: page.Font(page.SansItalic, page.SizeSmall, page.Amber), Text: s}}
	case first:
		return page.Bold(s)
	}
	return page.Plain(s)
}

// ToFill tells a text that is left to be filled: the marks are those of the plans that the product begins.
func ToFill(s string) bool {
	return strings.Contains(s, "[à compléter") || strings.Contains(s, "[to be filled")
}

// front draws page 1: what the plan is of, who answers for it, and how large it is.
func (d *doc) front() {
	p, c := d.p, d.Page
	c.AddPage()
	d.Y = 15 * page.MM
	d.Line(page.Left, d.Y, 0, page.Font(page.SansBold, page.SizeBody, page.Navy), strings.ToUpper(d.t.t("title")))
	d.LineRight(page.Right, d.Y, page.Font(page.SansBold, page.SizeBody, page.Navy),
		page.Sentence(" ", p.Name, prefixed("v", p.Version)))
	d.Y += 14
	c.Fill(page.Left, d.Y, page.TextW, 1.6, page.Navy)
	d.Y += 16
	st := page.Font(page.SansBold, 22, page.Ink)
	for _, l := range append([]string{}, d.Wrap(st, page.Together(p.Title), page.TextW, 0)...) {
		c.Text(page.Left, d.Y+page.Baseline(st), st, l)
		d.Y += st.Size * 1.22
	}
	d.Gap(3)
	d.Para(page.Left, page.TextW, page.BodyGrey, page.Sentence("  ·  ", p.Project, p.Client.Name,
		d.t.word("nature", p.Nature)))
	d.Gap(14)
	d.strip()
	d.Gap(16)
	environment := ""
	if len(p.Environments) > 0 {
		environment = p.Environments[0].Name
	}
	d.Fields(
		d.t.field("version", page.Sentence(" – ", p.Version, d.t.word("status", p.Status))),
		d.t.field("author", p.Author),
		d.t.field("release", page.Sentence(", ", p.Release.Version, prefixed(d.t.t("build")+" ", p.Release.Build),
			d.t.date(p.Release.DeliveredAt))),
		d.t.field("environment", environment),
		d.t.field("period", page.Sentence(" – ", d.t.date(p.Calendar.From), d.t.date(p.Calendar.To))),
		d.t.field("decision", page.Sentence(" – ", p.Expected.What, d.t.who(p.Expected.By), d.t.date(p.Expected.On))),
		d.t.field("purpose", p.Purpose),
	)
	if n := len(p.Remaining); n > 0 {
		d.Gap(4)
		d.Page.Icon(page.IconWarning, page.Left, d.Y+0.5, 10, page.Amber)
		d.Line(page.Left+14, d.Y, 0, page.Font(page.SansBold, page.SizeBody, page.Amber), d.count("remaining", n))
		d.Gap(18)
	}
	d.Gap(8)
	d.journeyBars()
	d.Gap(8)
	d.summary()
}

// summary draws what the recette must reach and who approves the plan, as far as page 1 holds it: all of it stands in
// sections 12 and 18.
func (d *doc) summary() {
	exit := block{title: d.t.t("criteria.exit"), cols: []col{
		d.t.col("criterion", 84), d.t.col("threshold", 24), d.t.col("measured", 66),
	}, rows: rowsOf(d.p.Exit, func(c *Criterion) []string { return []string{c.Text, c.Threshold, d.t.how(c)} })}
	approve := block{title: d.t.t("section.18"), cols: []col{
		d.t.col("who", 60), d.t.col("capacity", 34), d.t.col("date", 30), d.t.col("signature", 50),
	}, rows: rowsOf(d.p.Approval, func(x *Approval) []string {
		return []string{d.t.who(x.Who), d.t.word("capacity", x.As), "", ""}
	})}
	for _, b := range []block{exit, approve} {
		if n := float64(len(b.rows)); n > 0 && d.Room() > 60+24*n {
			d.block(&b)
			d.Gap(4)
		}
	}
}

func (d *doc) count(key string, n int) string {
	if n == 1 || n == 0 && d.Lang != "en" {
		return d.t.t(key+".one", d.t.number(n))
	}
	return d.t.t(key+".many", d.t.number(n))
}

// strip draws the figures of the plan, in a row.
func (d *doc) strip() {
	p := d.p
	critical, measured, criteria := 0, 0, 0
	for _, j := range p.Journeys {
		if j.Criticality == "critical" {
			critical++
		}
	}
	for _, l := range [][]Criterion{p.Entry, p.Exit, p.Suspension, p.Resumption} {
		for _, c := range l {
			if criteria++; c.Measure != "" {
				measured++
			}
		}
	}
	figures := []struct{ key, value, of string }{
		{"journeys", d.t.number(len(p.Journeys)), d.t.t("figure.critical", d.t.number(critical))},
		{"cases", d.t.number(p.Reference.Cases), d.t.t("figure.automated", d.t.number(p.Estimate.Automated))},
		{"sessions", d.t.number(len(p.Sessions)), d.t.t("figure.holds", d.t.number(p.Estimate.Available))},
		{"risks", d.t.number(len(p.Risks)), ""},
		{"criteria", d.t.number(criteria), d.t.t("figure.measured", d.t.number(measured))},
	}
	const h = 52.0
	w := page.TextW / float64(len(figures))
	for i, f := range figures {
		x := page.Left + float64(i)*w
		d.Page.Fill(x+1.5, d.Y, w-3, h, page.Pale)
		d.LineCentred(x+w/2, d.Y+5, page.Font(page.SansBold, 17, page.Navy), f.value)
		d.LineCentred(x+w/2, d.Y+28, page.SmallBold, d.t.t("figure."+f.key))
		d.LineCentred(x+w/2, d.Y+39, page.Tiny, f.of)
	}
	d.Y += h
}
