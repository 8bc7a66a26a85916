package cahier

import (
	"strings"

	"recette/reports/page"
)

// instructions tells the tester how to connect, which evidence is expected and whom to call.
func (d *doc) instructions() {
	var list []string
	for _, key := range []string{"connect", "order", "step", "evidence", "text", "stop"} {
		list = append(list, d.t("instruction."+key))
	}
	if d.blank() {
		list = append(list, d.t("instruction.import"))
	}
	d.Bullets(list)
	d.sub(d.t("part.contacts"), 60)
	if len(d.c.Contacts) == 0 {
		d.none()
		return
	}
	t := d.Table(page.Col(d.t("col.name"), 60), page.Col(d.t("col.function"), 60), page.Col(d.t("col.entity"), 54))
	for i := range d.c.Contacts {
		p := &d.c.Contacts[i]
		t.Row(page.Bold(p.Name), page.Plain(page.Sentence(", ", d.word("role", p.Role), p.Function)),
			page.Plain(p.Entity))
	}
	t.End()
}

func (d *doc) none() { d.Note(page.Font(page.SansItalic, page.SizeBody, page.Grey), d.t("none")) }

// setting tells the environment, the accounts, the data sets and, of a blank cahier, the planned sessions.
func (d *doc) setting() {
	c := d.c
	d.Fields(
		d.field("environment", c.Environment.Name), d.field("url", c.Environment.URL),
		d.field("build", c.Environment.Build), d.field("notes", c.Environment.Notes),
	)
	d.sub(d.t("part.accounts"), 60)
	if len(c.Accounts) == 0 {
		d.none()
	} else {
		t := d.Table(page.Col(d.t("col.role"), 44), page.Col(d.t("col.login"), 44), page.Col(d.t("col.entity"), 34),
			page.Col(d.t("col.note"), 52))
		for _, a := range c.Accounts {
			t.Row(page.Bold(d.c.RoleName(a.Role)), page.Plain(a.Login), page.Plain(a.Entity), page.Plain(a.Note))
		}
		t.End()
	}
	d.Note(page.SmallGrey, d.t("accounts.note"))
	d.sub(d.t("part.data"), 60)
	if len(c.DataSets) == 0 {
		d.none()
	}
	for i := range c.DataSets {
		d.dataSet(&c.DataSets[i])
	}
	if d.blank() && len(c.Sessions) > 0 {
		d.sub(d.t("part.sessions"), 110) // a row holds several testers
		t := d.Table(page.Col(d.t("col.session"), 36), page.Col(d.t("col.when"), 32),
			page.Amounts(d.t("col.minutes"), 16),
			page.Col(d.t("col.place"), 30), page.Col(d.t("col.animator"), 28), page.Col(d.t("col.testers"), 32))
		for i := range c.Sessions {
			s := &c.Sessions[i]
			t.Row(page.Bold(page.Sentence(" – ", s.Code, s.Title)), page.Plain(page.Sentence(" ", d.Date(s.Date),
				s.Start)),
				page.Plain(d.number(s.Minutes)), page.Plain(s.Place), page.Plain(s.Animator),
				page.Plain(strings.Join(s.Testers, ", ")))
		}
		t.End()
	}
}

// dataSet draws the card of a data set.
func (d *doc) dataSet(s *DataSet) {
	d.Need(80)
	d.Page.Fill(page.Left, d.Y, page.TextW, 15, page.Pale)
	d.Line(page.Left+4, d.Y+2, 0, page.BodyBold, page.Sentence(" – ", s.Code, s.Label))
	d.Y += 17
	var fs []page.Field
	for _, f := range [][2]string{
		{"origin", s.OriginWord(d.Words)},
		{"owner", s.Owner},
		{"antenne", s.Antenne},
		{"states", s.States},
		{"limits", s.Limits},
		{"load", s.Load},
		{"reset", s.Reset},
		{"digest", s.SHA256},
	} {
		if f[1] != "" {
			fs = append(fs, d.field(f[0], f[1]))
		}
	}
	d.Fields(fs...)
	if len(s.Values) > 0 {
		t := d.Table(page.Col(d.t("col.value"), 44), page.Col(d.t("col.is"), 130))
		for _, v := range s.Values {
			t.Row(page.Bold(v.Name), page.Plain(v.Text))
		}
		t.End()
	}
	d.Gap(4)
}

// journey draws a journey: its summary, then the sheets of its cases, each Contexte before the first that has it.
func (d *doc) journey(j *Journey, cases []Case) {
	criticality := ""
	switch {
	case j.Code == "":
	case j.Critical:
		criticality = d.t("criticality.critical")
	default:
		criticality = d.t("criticality.ordinary")
	}
	order := d.t("order.free")
	if j.Blocking {
		order = d.t("order.blocking")
	}
	fs := []page.Field{d.field("code", j.Code), d.field("criticality", criticality), d.field("owner", j.Owner)}
	if j.Consequence != "" {
		fs = append(fs, d.field("consequence", j.Consequence))
	}
	fs = append(fs, d.field("order", order))
	if !d.blank() {
		fs = append(fs, d.field("figures", d.t("figures", d.Ratio(j.Figures.Executed, j.Figures.Planned),
			d.Ratio(j.Figures.Conform(), j.Figures.Planned))))
	} else if j.Left > 0 {
		fs = append(fs, d.field("machine", d.count("machine", j.Left)))
	}
	if j.Code != "" {
		d.Fields(fs...)
	}
	if len(cases) > 0 {
		d.list(cases)
	}
	for i := range cases {
		c := &cases[i]
		if x := d.contexts[c.Context]; x != nil && x.page == 0 {
			d.context(x)
		}
		d.sheet(c)
	}
}

// list is the table of contents of a journey.
func (d *doc) list(cases []Case) {
	last := page.Col(d.t("col.done"), 20)
	if !d.blank() {
		last = page.Col(d.t("col.verdict"), 34)
	}
	t := d.Table(page.Col(d.t("col.case"), 30), page.Col(d.t("col.title"), 82), page.Col(d.t("col.mode"), 20),
		page.Col(d.t("col.tester"), 30), last)
	for i := range cases {
		c := &cases[i]
		who, end := c.Assigned, page.Cell{box(" ")}
		if !d.blank() {
			who, end = c.Tester, page.Cell{d.verdictRun(c.Verdict)}
		}
		t.Row(page.Cell{{
			Style: page.Font(page.SansBold, page.SizeSmall, page.LinkBlue), Text: c.ID,
			Link: d.sheets[c.ID] + 1,
		}},
			page.Plain(page.Sentence(" – ", c.Name, c.Antenne)), page.Plain(d.word("mode", c.Mode)), page.Plain(who),
			end)
	}
	t.End()
}

// context draws a Contexte, once for all the cases that have it.
func (d *doc) context(x *shared) {
	d.Gap(6)
	d.Need(90)
	x.page = d.Page.Number
	d.Page.Place(x.anchor, max(d.Y-6, 0))
	d.Page.Fill(page.Left, d.Y, 2.4, 15, page.Teal)
	d.Line(page.Left+8, d.Y+2, page.TextW-8, page.Font(page.SansBold, page.SizeBody, page.Teal),
		d.t("context", x.Number, x.Feature))
	d.Y += 17
	t := d.Table(page.Col(d.t("col.rank"), 10), page.Col(d.t("col.prior"), 164))
	for i := range x.Steps {
		s := &x.Steps[i]
		t.Row(page.Plain(d.number(s.Number)), d.stepCell(s))
	}
	t.End()
}
