package cahier

import (
	"slices"
	"strconv"
	"strings"

	"recette/reports/page"
)

// sheet draws the sheet of a case: what it is, its steps with what was found of each or the room for it, and what
// concludes it.
func (d *doc) sheet(c *Case) {
	d.Again = nil
	if d.Y > page.TopY+1 {
		d.Gap(12)
	}
	d.Need(150)
	d.Page.Place(d.sheets[c.ID], max(d.Y-6, 0))
	d.Page.Bookmark(1, d.Clean(page.Sans, page.Sentence(" – ", c.ID, c.Name)), max(d.Y-6, 0))
	d.band(c)
	d.identity(c)
	d.steps(c)
	if d.blank() {
		d.conclude(c)
	} else {
		d.concluded(c)
	}
}

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
		{"aim", page.Sentence(" – ", c.Rule, c.Aim)},
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
		out[i] = role
		if len(logins) > 0 {
			out[i] = d.t("account", role, strings.Join(logins, ", "))
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

// prior refers to the Contexte of a case, which was printed once, and says what was found of it.
func (d *doc) prior(c *Case, x *shared) {
	where := d.t("prior", x.Number, strconv.Itoa(x.page), d.number(c.Prior))
	d.Need(page.Height(page.Small) + 2)
	y := d.Y
	label := d.t("sheet.prior") + d.Colon()
	d.Line(page.Left, y, 0, page.SmallBold, label)
	at := page.Left + d.Width(page.SmallBold, d.Clean(page.SansBold, label))
	st := page.Font(page.Sans, page.SizeSmall, page.LinkBlue)
	d.Line(at, y, 0, st, where)
	w := d.Width(st, d.Clean(page.Sans, where))
	d.Page.LinkTo(at, y, w, page.Height(st), x.anchor)
	at += w + 14
	if d.blank() {
		for _, key := range []string{"prior.done", "prior.blocked"} {
			d.Page.Icon(page.IconBox, at, y+1, 7.5, page.Ink)
			d.Line(at+11, y, 0, page.Small, d.t(key))
			at += 11 + d.Width(page.Small, d.Clean(page.Sans, d.t(key))) + 12
		}
		d.Y += page.Height(page.Small) + 1
		return
	}
	conform, worst := 0, "passed"
	for _, s := range c.Background {
		if s.Verdict == "passed" || s.Verdict == "passed_with_remark" {
			conform++
		} else if worst == "passed" {
			worst = s.Verdict
		}
	}
	if conform < c.Prior && worst == "passed" {
		worst = "not_run"
	}
	k, col := sign(worst)
	d.Page.Icon(k, at, y+1.2, 7, col)
	d.Line(at+10, y, 0, page.Font(page.SansBold, page.SizeSmall, col), d.t("prior.conform", d.Ratio(conform, c.Prior)))
	d.Y += page.Height(page.Small) + 1
}

// steps draws the steps in a table.
func (d *doc) steps(c *Case) {
	d.Again = d.goesOn(c)
	t := d.Table(page.Col(d.t("col.rank"), 9), page.Col(d.t("col.step"), 80), page.Col(d.t("col.observed"), 54),
		page.Col(d.t("col.verdict"), 31)).Lined()
	if !d.blank() {
		for i := range c.Background {
			if s := &c.Background[i]; s.said() {
				t.Row(page.Plain(d.number(i+1)), page.Plain(d.contexts[c.Context].Steps[i].Text), d.seen(s),
					d.verdict(s))
			}
		}
	}
	for i := range c.Steps {
		s := &c.Steps[i]
		if d.blank() {
			t.Row(page.Plain(d.number(s.Number)), d.stepCell(s), page.Cell{}, d.boxes(s))
			continue
		}
		t.Row(page.Plain(d.number(s.Number)), d.stepCell(s), d.seen(&s.Seen), d.verdict(&s.Seen))
	}
	t.End()
}

// goesOn gives what says, at the top of a page, of which case the steps go on there.
func (d *doc) goesOn(c *Case) func() {
	began := d.Page.Number
	return func() {
		if d.Page.Number != began {
			d.Line(page.Left, d.Y, page.TextW, page.SmallBold, d.t("goes-on", c.ID, c.Name))
			d.Y += page.Height(page.SmallBold) + 2
		}
	}
}

// said tells whether more than a plain conform was found.
func (s *Seen) said() bool {
	return s.Verdict != "" && s.Verdict != "passed" || s.Observed != "" || s.Comment != "" || len(s.Evidence) > 0
}

// stepCell is the text of a step: an expected result is told from an action at once.
func (d *doc) stepCell(s *Step) page.Cell {
	st := page.Small
	var cell page.Cell
	if s.Expects() {
		st = page.SmallBold
		cell = append(cell, page.Run{Style: page.Font(page.SansBold, page.SizeTiny, page.Teal), Text: d.t("expected")})
	}
	cell = append(cell, page.Run{Style: st, Text: joined(s.Keyword, s.Text)})
	for _, row := range table(s.Table) {
		cell = append(cell, page.Run{Style: page.Font(page.Mono, 6.4, page.Ink), Text: row})
	}
	if s.DocString != "" {
		cell = append(cell, page.Run{Style: page.Font(page.Mono, 6.4, page.Ink), Text: s.DocString})
	}
	for _, m := range s.Messages {
		cell = append(cell, page.Run{Style: page.SmallItalic, Text: d.t("message", m.Code, m.Text)})
	}
	return cell
}

// joined puts a keyword before a text: no space follows an elided one.
func joined(keyword, text string) string {
	if strings.HasSuffix(keyword, "'") || strings.HasSuffix(keyword, "’") {
		return keyword + text
	}
	return page.Sentence(" ", keyword, text)
}

// table writes the rows of a table with their columns under each other.
func table(rows [][]string) []string {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], len([]rune(cell)))
		}
	}
	out := make([]string, len(rows))
	for r, row := range rows {
		var b strings.Builder
		b.WriteByte('|')
		for i, cell := range row {
			b.WriteString("\u00a0" + strings.ReplaceAll(cell, " ", "\u00a0"))
			b.WriteString(strings.Repeat("\u00a0", widths[i]-len([]rune(cell))) + "\u00a0|")
		}
		out[r] = b.String()
	}
	return out
}

// boxes are what a tester ticks of a step: an action is done or blocked, an expected result has a verdict.
func (d *doc) boxes(s *Step) page.Cell {
	if s.Expects() {
		return page.Cell{
			box(d.word("verdict", "passed")), box(d.t("with-remark")), box(d.word("verdict", "failed")),
			box(d.word("verdict", "blocked")), box(d.word("verdict", "not_applicable")),
		}
	}
	return page.Cell{box(d.t("done")), box(d.word("verdict", "blocked"))}
}

// seen is what was found of a step, in words.
func (d *doc) seen(s *Seen) page.Cell {
	var cell page.Cell
	add := func(st page.Style, text string) {
		if text != "" {
			cell = append(cell, page.Run{Style: st, Text: text})
		}
	}
	add(page.Small, s.Observed)
	if s.Comment != "" {
		add(page.Small, d.t("said.comment")+d.Colon()+s.Comment)
	}
	if s.Cause != "" {
		add(page.Small, d.t("said.cause")+d.Colon()+d.word("cause", s.Cause))
	}
	if s.Reason != "" {
		add(page.Small, d.t("said.reason")+d.Colon()+s.Reason)
	}
	if s.Outcome != "" {
		add(page.SmallItalic, d.t("said.outcome")+d.Colon()+d.word("outcome", s.Outcome))
	}
	for _, e := range s.Evidence {
		add(page.Font(page.Sans, page.SizeTiny, page.Grey), d.t("evidence", e.Name, d.Bytes(e.Size),
			page.Digest(e.SHA256, 12)))
	}
	return cell
}

// verdict is that of a step, with when it was given, and by whom when it was not the tester of the case.
func (d *doc) verdict(s *Seen) page.Cell {
	cell := page.Cell{d.verdictRun(s.Verdict)}
	if s.At != nil {
		cell = append(cell, page.Run{
			Style: page.Font(page.Sans, page.SizeTiny, page.Grey),
			Text:  page.Sentence(", ", d.Short(*s.At), d.word("mode.short", s.Mode)),
		})
	}
	if s.By != "" {
		cell = append(cell, page.Run{Style: page.Font(page.Sans, page.SizeTiny, page.Grey), Text: s.By})
	}
	return cell
}

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
	if o := c.Origin; o != nil {
		line("origin", d.t("origin", o.File, page.Digest(o.SHA256, 12), d.Date(o.Day), o.By))
	}
	for _, o := range []struct {
		key string
		*Objection
	}{{"invalid", c.Invalid}, {"contested", c.Contested}} {
		if o.Objection != nil {
			line(o.key, page.Sentence(", ", d.word("verdict", o.Verdict), d.word("flawed", o.Cause), o.Reason, o.By,
				d.StampOf(o.At)))
		}
	}
	line("anomalies", d.anomalyLine(c))
	for i := range slices.Backward(c.Former) {
		f := &c.Former[i]
		line("retest", d.t("former", d.number(f.Attempt), d.word("verdict", f.Verdict), f.Tester, d.StampOf(f.At),
			f.Build))
	}
	d.Gap(2)
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
