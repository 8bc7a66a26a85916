package cahier

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"recette/reports/page"
)

// doc lays a cahier out.
type doc struct {
	page.Flow

	c        *Cahier
	contexts map[string]*shared // by number
	sheets   map[string]int     // anchors of the cases, by id
}

// shared is a Contexte, with its place once it was drawn.
type shared struct {
	*Context
	anchor int
	page   int
}

// PDF writes the cahier as an A4 PDF. The same cahier and options give the same bytes. It returns ErrOptions,
// ErrSchema, page.ErrRender, and the errors of w.
func PDF(w io.Writer, c Cahier, o Options) (err error) {
	if err := o.Check(&c); err != nil {
		return err
	}
	defer page.Caught(&err)
	d := &doc{c: &c, contexts: map[string]*shared{}, sheets: map[string]int{}}
	d.Flow = page.Flow{Words: o.Texts, Lang: c.Language, Zone: o.Location}
	d.Page = page.NewCanvas(page.PaperW, page.PaperH, c.IssuedAt)
	defer d.Page.End()
	d.Offset = page.OffsetOf(c.IssuedAt.In(d.Location()))
	d.Page.About(
		d.Clean(page.Sans, page.Sentence(" – ", d.title(), c.Title)), d.Clean(page.Sans, c.Campaign),
		d.Clean(page.Sans, c.Client), d.Clean(page.Sans, c.Producer),
	)
	for i := range c.Contexts {
		d.contexts[c.Contexts[i].Number] = &shared{Context: &c.Contexts[i], anchor: d.Page.Anchor()}
	}
	for i := range c.Cases {
		d.sheets[c.Cases[i].ID] = d.Page.Anchor()
	}
	d.chapters()
	d.front()
	reserved := d.Reserve(nil)
	d.DrawSections()
	d.Contents(reserved)
	foot := d.t("foot", d.Known(page.Digest(c.Reference.Commit, 12)), page.Digest(c.Reference.Manifest, 12))
	err = d.Page.Output(w, false, d.Furniture(page.Furniture{
		Number: page.Sentence(" ", c.Campaign, prefixed("v", c.PlanVersion)), Title: d.title() + " – " + c.Title,
		Foot: foot,
	}, d.Page.Pages()))
	if err != nil {
		return fmt.Errorf("render cahier %s: %w", c.Campaign, err)
	}
	return nil
}

// chapters makes the sections, in the order of the document.
func (d *doc) chapters() {
	n := 0
	add := func(title string, draw func()) *page.Section {
		n++
		s := d.Section(0, strconv.Itoa(n)+". "+title, draw)
		s.Keep = 130
		return s
	}
	add(d.t("section.instructions"), d.instructions)
	add(d.t("section.setting"), d.setting)
	at := 0
	for i := range d.c.Journeys {
		j := &d.c.Journeys[i]
		from := at
		at += j.Cases
		cases := d.c.Cases[from:at]
		add(d.journeyTitle(j), func() { d.journey(j, cases) })
	}
	if d.c.Kind == Executed {
		add(d.t("section.anomalies"), d.anomalies)
	}
	if len(d.c.Branches) > 0 {
		add(d.t("section.branches"), d.branches)
	}
	add(d.t("section.summary"), d.summary)
	add(d.t("section.presence"), d.presence)
	add(d.t("section.visa"), d.visa).Keep = 60 + d.NoteHeight(page.Body, d.t("visa.text")) + visaH
	add(d.t("section.references"), d.references)
}

func (d *doc) blank() bool { return d.c.Kind == Blank }

func (d *doc) t(key string, args ...any) string { return d.Words("cahier."+key, args...) }

// word gives the word of the reports for a value that has one; an empty one stays empty.
func (d *doc) word(kind, value string) string {
	if value == "" {
		return ""
	}
	return d.Tr(kind + "." + value)
}

func (d *doc) number(n int) string { return d.Number(int64(n)) }

// count says how many there are.
func (d *doc) count(key string, n int) string {
	if n == 1 || n == 0 && d.Lang != "en" {
		return d.t(key+".one", d.number(n))
	}
	return d.t(key+".many", d.number(n))
}

func (d *doc) title() string { return d.t("title." + string(d.c.Kind)) }

func (d *doc) journeyTitle(j *Journey) string {
	if j.Code == "" {
		return d.t("journey.none")
	}
	return d.t("journey", j.Title)
}

func (d *doc) field(key, value string) page.Field {
	return page.Field{Label: d.t("field." + key), Value: value}
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

// sub draws the title of a part.
func (d *doc) sub(title string, keep float64) {
	d.Gap(4)
	d.Need(keep)
	d.Para(page.Left, page.TextW, page.Font(page.SansBold, 10.5, page.Navy), title)
	d.Gap(3)
}

// sign gives the shape and the colour that go with a verdict; its word always stands beside.
func sign(verdict string) (page.Icon, page.Color) {
	switch verdict {
	case "passed":
		return page.IconPassed, page.Green
	case "passed_with_remark":
		return page.IconRemark, page.Teal
	case "failed":
		return page.IconFailed, page.Red
	case "blocked":
		return page.IconBlocked, page.Amber
	case "not_applicable":
		return page.IconNotApplicable, page.Slate
	}
	return page.IconNotRun, page.Slate
}

// verdictRun is a verdict as a paragraph of a cell.
func (d *doc) verdictRun(verdict string) page.Run {
	if verdict == "" {
		verdict = "not_run"
	}
	k, col := sign(verdict)
	return page.Run{Style: page.Font(page.SansBold, page.SizeSmall, col), Text: d.word("verdict", verdict), Icon: k}
}

// box is a box to tick, with its words.
func box(text string) page.Run {
	return page.Run{Style: page.Small, Text: text, Icon: page.IconBox}
}

// front draws page 1: what the cahier is of, against what, where, and how far it is.
func (d *doc) front() {
	c := d.c
	d.Page.AddPage()
	d.Y = 15 * page.MM
	d.Line(page.Left, d.Y, 0, page.Font(page.SansBold, page.SizeBody, page.Navy), strings.ToUpper(d.title()))
	d.LineRight(page.Right, d.Y, page.Font(page.SansBold, page.SizeBody, page.Navy),
		page.Sentence(" ", c.Campaign, prefixed("v", c.PlanVersion)))
	d.Y += 14
	d.Page.Fill(page.Left, d.Y, page.TextW, 1.6, page.Navy)
	d.Y += 16
	st := page.Font(page.SansBold, 22, page.Ink)
	for _, l := range append([]string{}, d.Wrap(st, page.Together(c.Title), page.TextW, 0)...) {
		d.Page.Text(page.Left, d.Y+page.Baseline(st), st, l)
		d.Y += st.Size * 1.22
	}
	d.Gap(3)
	d.Para(page.Left, page.TextW, page.BodyGrey, page.Sentence("  ·  ", c.Project, c.Client, c.Supplier))
	d.Gap(14)
	d.strip()
	d.Gap(16)
	scope := d.t("scope.all")
	if c.Journey != "" || c.Antenne != "" {
		scope = page.Sentence(", ", d.scopeJourney(), prefixed(d.t("antenne")+" ", c.Antenne))
	}
	iteration := ""
	if c.Iteration > 0 {
		iteration = d.t("iteration", d.number(c.Iteration))
	}
	d.Fields(
		d.field("reference", page.Sentence(", ", c.Campaign, iteration)),
		d.field("plan", page.Sentence(", ", c.Title, prefixed(d.t("version")+" ", c.PlanVersion))),
		d.field("scope", scope),
		d.field("release", page.Sentence(", ", c.Release.Version, prefixed("build ", c.Release.Build), c.Release.Note,
			d.Date(c.Release.DeliveredAt))),
		d.field("environment", page.Sentence(", ", c.Environment.Name, c.Environment.URL,
			prefixed("build ", c.Environment.Build))),
		d.field("data", d.codes()),
		d.field("commit", c.Reference.Commit),
		d.field("manifest", c.Reference.Manifest),
		d.field("issued", d.Stamp(c.IssuedAt)),
	)
	if d.blank() && c.Left > 0 {
		d.Gap(2)
		d.Note(page.SmallGrey, d.t("left", d.number(c.Left)))
	}
	if n := c.Trials; n != nil {
		d.Gap(2)
		d.Note(page.SmallGrey, d.Tr("figure.trials", d.number(n.Rehearsal), d.number(n.Exploratory)))
	}
	d.Gap(6)
	d.legend()
}

func (d *doc) scopeJourney() string {
	for i := range d.c.Journeys {
		if j := &d.c.Journeys[i]; j.Code != "" && j.Code == d.c.Journey {
			return d.journeyTitle(j)
		}
	}
	return ""
}

func (d *doc) codes() string {
	codes := make([]string, len(d.c.DataSets))
	for i := range d.c.DataSets {
		codes[i] = d.c.DataSets[i].Code
	}
	return strings.Join(codes, ", ")
}

// strip draws the figures of the cahier, in a row.
func (d *doc) strip() {
	c := d.c
	steps, minutes, critical := 0, 0, 0
	all := &c.Figures
	for i := range c.Cases {
		steps += c.Cases[i].StepCount()
		if c.Cases[i].Critical {
			critical++
		}
	}
	for i := range c.Journeys {
		minutes += c.Journeys[i].Minutes
	}
	type figure struct{ key, value, of string }
	figures := []figure{
		{"journeys", d.number(len(c.Journeys)), ""},
		{"cases", d.number(len(c.Cases)), d.t("figure.critical", d.number(critical))},
	}
	if d.blank() {
		figures = append(figures, figure{"steps", d.number(steps), ""},
			figure{"contexts", d.number(len(c.Contexts)), d.t("figure.once")})
		if minutes > 0 {
			figures = append(figures, figure{"time", d.Duration(int64(minutes) * 60_000_000), d.t("figure.people")})
		}
	} else {
		figures = append(figures,
			figure{"executed", d.Ratio(all.Executed, all.Planned), d.Percent(all.Executed, all.Planned)},
			figure{"conform", d.Ratio(all.Conform(), all.Planned), d.Percent(all.Conform(), all.Planned)},
			figure{"anomalies", d.number(len(c.Anomalies)), ""})
	}
	const h = 52.0
	w := page.TextW / float64(len(figures))
	for i, f := range figures {
		x := page.Left + float64(i)*w
		d.Page.Fill(x+1.5, d.Y, w-3, h, page.Pale)
		d.LineCentred(x+w/2, d.Y+6, page.Font(page.SansBold, 15, page.Navy), f.value)
		d.LineCentred(x+w/2, d.Y+28, page.SmallBold, d.t("figure."+f.key))
		d.LineCentred(x+w/2, d.Y+39, page.Tiny, f.of)
	}
	d.Y += h
}

func verdicts() []string {
	return []string{"passed", "passed_with_remark", "failed", "blocked", "not_run", "not_applicable"}
}

// legend says what each verdict means, and what it asks of whoever gives it.
func (d *doc) legend() {
	d.sub(d.t("legend"), 120)
	t := d.Table(page.Col(d.t("col.verdict"), 46), page.Col(d.t("col.meaning"), 74), page.Col(d.t("col.asks"), 54))
	for _, v := range verdicts() {
		t.Row(page.Cell{d.verdictRun(v)}, page.Plain(d.t("meaning."+v)), page.Plain(d.t("asks."+v)))
	}
	t.End()
}
