package cahier

import (
	"strconv"
	"strings"

	"recette/reports/page"
)

// band draws the head of a sheet: its identifier, in words and as a bar code, and its title.
func (d *doc) band(c *Case) {
	const h = 22.0
	d.Page.Fill(page.Left, d.Y, page.TextW, h, page.Pale)
	d.Page.Fill(page.Left, d.Y, 3, h, page.Navy)
	id := page.Font(page.SansBold, 11.5, page.Navy)
	side := page.Sentence(" · ", d.word("mode", c.Mode), d.minutes(c))
	room := page.TextW - 9 - 6 - 14 - d.Width(page.SmallGrey, d.Clean(page.Sans, side))
	for id.Size > page.SizeSmall && d.Width(id, d.Clean(page.SansBold, c.ID)) > room {
		id.Size -= 0.5
	}
	bars, ok := code128(c.ID)
	x := page.Right - 6
	const module = 0.72
	// A reader wants each bar at its width: when they leave no room for the words, the words stay.
	if wide := float64(len(bars))*module + 8; ok && d.Width(id, d.Clean(page.SansBold, c.ID))+wide <= room {
		room -= wide
		x -= float64(len(bars)) * module
		for i := 0; i < len(bars); {
			n := 1
			for i+n < len(bars) && bars[i+n] == bars[i] {
				n++
			}
			if bars[i] {
				d.Page.Fill(x+float64(i)*module, d.Y+3.5, float64(n)*module, h-7, page.Ink)
			}
			i += n
		}
		x -= 8
	}
	d.Line(page.Left+9, d.Y+3, room, id, c.ID)
	d.LineRight(x, d.Y+6, page.SmallGrey, side)
	d.Y += h + 3
	d.Para(page.Left, page.TextW, page.Font(page.SansBold, 10.5, page.Ink), page.Sentence(" – ", c.Name, c.Antenne))
	d.Gap(2)
}

func (d *doc) minutes(c *Case) string {
	if c.Minutes == 0 {
		return ""
	}
	return d.t("minutes", d.number(c.Minutes))
}

// Purpose says what a case is played for: its aim, else what its criteria say, else nothing but the rule that holds it.
func (c *Case) Purpose(texts page.Texts) string {
	aim := c.Aim
	if aim == "" && len(c.Proves) > 0 {
		aim = texts("cahier.aim.criteria", strings.Join(c.Proves, "\u202f; "))
	}
	return page.Sentence(" – ", c.Rule, aim)
}

// identity draws what the case is about, in small type, two values a line when they are short.
func (d *doc) identity(c *Case) {
	criticality := ""
	if c.Critical {
		criticality = d.t("criticality.critical")
	}
	scope := c.Antenne
	switch {
	case c.Antenne != "":
		scope = d.t("scope.antenne", c.Antenne)
	case c.National:
		scope = d.t("scope.national")
	}
	trace := page.Sentence(", ", c.Story, strings.Join(c.Criteria, ", "), strings.Join(c.Rules, ", "),
		strings.Join(c.Decisions, ", "))
	weight := page.Sentence(", ", d.journeyOf(c), criticality, d.named("priority", c.Priority),
		d.namedAll("nature", c.Natures), prefixed(d.t("risk")+" ", strings.Join(c.Risks, ", ")))
	row := make([]string, len(c.Row))
	for i, v := range c.Row {
		row[i] = page.Sentence(" = ", v.Name, v.Text)
	}
	for _, f := range [][2]string{
		{"aim", c.Purpose(d.Words)},
		{"trace", trace},
		{"weight", weight},
		{"role", d.roles(c)},
		{"where", scope},
		{"data", page.Sentence(" – ", strings.Join(c.DataSets, ", "), strings.Join(row, ", "))},
		{"source", d.t("source", c.Path, strconv.Itoa(c.Line), page.Digest(strings.TrimPrefix(c.Content, "content/1:"),
			12))},
	} {
		if f[1] != "" {
			d.Lead(page.Left, page.TextW, page.SmallBold, d.t("sheet."+f[0])+d.Colon(), page.Small, f[1])
		}
	}
	if x := d.contexts[c.Context]; x != nil {
		d.prior(c, x)
	}
	if c.Replay != "" && d.blank() {
		d.Lead(page.Left, page.TextW, page.SmallBold, d.t("sheet.replay")+d.Colon(), page.Small,
			d.t("replay."+c.Replay))
	}
	if c.Drift != "" {
		d.Lead(page.Left, page.TextW, page.SmallBold, d.t("sheet.drift")+d.Colon(), page.Small,
			d.word("drift", c.Drift))
	}
	d.Gap(4)
}

func (d *doc) named(kind, value string) string {
	if value == "" {
		return ""
	}
	return d.t(kind + "." + value)
}

func (d *doc) namedAll(kind string, values []string) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = d.named(kind, v)
	}
	return strings.Join(out, ", ")
}

// roles names who acts, each with its accounts.
func (d *doc) roles(c *Case) string {
	out := make([]string, len(c.Roles))
	for i, role := range c.Roles {
		var logins []string
		for _, a := range d.c.Accounts {
			if strings.EqualFold(a.Role, role) && (a.Entity == "" || c.Antenne == "" || a.Entity == c.Antenne) {
				logins = append(logins, a.Login)
			}
		}
		out[i] = d.c.RoleName(role)
		if len(logins) > 0 {
			out[i] = d.t("account", out[i], strings.Join(logins, ", "))
		}
	}
	return strings.Join(out, " ; ")
}

func (d *doc) journeyOf(c *Case) string {
	for i := range d.c.Journeys {
		if j := &d.c.Journeys[i]; j.Code == c.Journey && j.Code != "" {
			return j.Title
		}
	}
	return ""
}
