package reports

import (
	"slices"
	"strconv"
	"strings"

	"recette/reports/page"
)

func (d *doc) conditions() {
	pv := &d.pv
	var flags []string
	for _, f := range pv.Flags {
		flags = append(flags, f.Name+d.Colon()+f.State)
	}
	where := page.Sentence("\n", pv.Environment.Name, pv.Environment.URL, pv.Environment.Notes)
	if len(flags) > 0 {
		where = page.Sentence("\n", where, d.Labelled("flags", strings.Join(flags, d.semicolon())))
	}
	d.Fields(d.f("3.1", where))
}

// period says when the cases were conducted, after what was attested of the data (3.3, 3.4).
func (d *doc) period() {
	pv, period := &d.pv, ""
	if pv.FirstRunAt != nil && pv.LastRunAt != nil {
		period = d.spanned() + "\n" +
			page.Sentence(", ", d.Count("period.days", pv.RunDays), d.Tr("period.duration", d.Duration(pv.RunMicros)))
	}
	d.Fields(d.f("3.3", d.attested("no-production-data")), d.f("3.4", period))
}

func (d *doc) dataSets() {
	if len(d.pv.DataSets) == 0 {
		d.None("datasets.none")
	} else {
		t := d.Table(
			page.Col(d.Tr("col.code"), 30), page.Col(d.Tr("col.label"), 66),
			page.Col(d.Tr("col.origin"), 22), page.Col(d.Tr("col.digest"), 56),
		)
		for _, s := range d.pv.DataSets {
			label := page.Sentence("\n", s.Label, d.owned(s.Owner))
			t.Row(page.Bold(s.Code), page.Plain(label), d.Maybe(d.plainly("origin", s.Origin)), d.Sha(s.SHA256))
		}
		t.End()
	}
	d.dataLoads()
}

// owned says who keeps a data set up to date.
func (d *doc) owned(owner string) string {
	if owner == "" {
		return ""
	}
	return d.Tr("dataset.owner", owner)
}

// dataLoads draws when data sets were loaded, or put back, and by whom; nothing when it was not recorded.
func (d *doc) dataLoads() {
	if len(d.pv.DataLoads) == 0 {
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.code"), 30), page.Col(d.Tr("col.load"), 54),
		page.Col(d.Tr("col.recorded"), 40), page.Col(d.Tr("col.digest"), 50),
	)
	for i := range d.pv.DataLoads {
		l := &d.pv.DataLoads[i]
		if ended(d.pv.DataLoads[i:]) {
			continue
		}
		act := "load.done."
		if l.Act == "reset" {
			act = "load.reset."
		}
		what := d.Tr(act + l.Mode)
		if l.Outcome != "done" {
			what = page.Sentence(", ", what, d.Tr("load.outcome."+l.Outcome))
		}
		where := page.Sentence(", ", l.Environment, l.Build)
		why := ""
		if l.Reason != "" {
			why = d.Tr("load.anyway", l.Reason)
		}
		t.Row(
			page.Bold(l.Set), page.Plain(page.Sentence("\n", what, where, why)), page.Plain(d.signed(l.By, l.At)),
			d.Sha(l.SHA256),
		)
	}
	t.End()
	d.printed()
}

// ended tells of the first of some loadings that it is the beginning of one whose end is there too: the next one of the
// same set, act and person. One that began again never ended.
func ended(list []DataLoad) bool {
	for _, l := range list[1:] {
		if l.Set == list[0].Set && l.Act == list[0].Act && l.By == list[0].By && l.Mode == list[0].Mode {
			return list[0].Outcome == "begun" && l.Outcome != "begun"
		}
	}
	return false
}

func (d *doc) sessions() {
	d.meetings()
	if len(d.pv.Sessions) == 0 {
		d.None("sessions.none")
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.day"), 24), page.Col(d.Tr("col.who"), 46), page.Col(d.Tr("col.role"), 32),
		page.Col(d.Tr("col.from"), 20), page.Col(d.Tr("col.to"), 20), page.Col(d.Tr("col.meeting"), 24),
		page.Amounts(d.Tr("col.cases"), 18),
	)
	for _, s := range d.pv.Sessions {
		meeting := s.Meeting
		if meeting == "" {
			meeting = d.Tr("meeting.none")
		}
		day, who, from, to := d.Day(s.From.In(d.Location())), d.Known(s.Actor), d.Hour(s.From), d.Hour(s.To)
		if s.TakenBy != "" { // nobody knows at what time it was played
			day, from, to = d.Date(s.Day), "–", "–"
			who = page.Sentence("\n", who, d.Tr("taken.by", s.TakenBy, d.Stamp(s.From)))
		}
		t.Row(
			page.Plain(day), page.Plain(who), page.Plain(d.roleName(s.Role)),
			page.Plain(from), page.Plain(to), page.Plain(meeting),
			page.Plain(d.Number(int64(s.Cases))),
		)
	}
	t.End()
}

func (d *doc) entry() {
	d.criteria(d.pv.Entry)
	d.waivers()
	d.pauses()
	d.departures()
}

// waivers draws the rules of reading that were set aside; nothing when there are none.
func (d *doc) waivers() {
	if len(d.pv.Waivers) == 0 {
		return
	}
	d.Note(page.Body, d.Tr("waivers.intro"))
	t := d.Table(
		page.Col(d.Tr("col.waived-rule"), 42), page.Col(d.Tr("col.place"), 54),
		page.Col(d.Tr("col.reason"), 62),
		page.Amounts(d.Tr("col.findings"), 16),
	)
	for _, w := range d.pv.Waivers {
		t.Row(
			page.Bold(w.Rule), page.Plain(w.Path+":"+strconv.Itoa(w.Line)), page.Plain(w.Reason),
			page.Plain(d.Number(int64(w.Count))),
		)
	}
	t.End()
}

func (d *doc) exit() { d.criteria(d.pv.Exit) }

// criteria draws entry or exit criteria: threshold, measure, met or not.
func (d *doc) criteria(cs []Criterion) {
	if len(cs) == 0 {
		d.None("absent")
		return
	}
	if d.has.gauges {
		d.gauged(cs)
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.criterion"), 80), page.Col(d.Tr("col.threshold"), 28),
		page.Col(d.Tr("col.measured"), 32), page.Col(d.Tr("col.met"), 34),
	)
	for _, c := range cs {
		measured := d.Maybe(c.Measured)
		if c.At != nil {
			measured = page.Plain(d.Tr("criterion.attested", d.signed(c.By, *c.At)))
		}
		t.Row(page.Plain(c.Text), page.Plain(c.Threshold), measured, page.Cell{d.metRun(c.Met)})
	}
	t.End()
}

// gauged draws criteria with what makes them measurable: threshold, base, window, who measures, and whether the value
// was measured, with its terms, or declared.
func (d *doc) gauged(cs []Criterion) {
	t := d.Table(
		page.Col(d.Tr("col.criterion"), 52), page.Col(d.Tr("col.threshold"), 20), page.Col(d.Tr("col.base"), 34),
		page.Col(d.Tr("col.measured"), 38), page.Col(d.Tr("col.met"), 30),
	)
	for i := range cs {
		c := &cs[i]
		base := page.Cell{{Style: page.Small, Text: Base(d.Words, c.Base, c.Measure)}}
		if c.Window != "" {
			base = append(base, page.Run{Style: page.SmallGrey, Text: c.Window})
		}
		by := d.who(c.MeasuredBy)
		value := page.Cell{{Style: page.SmallGrey, Text: d.Tr("criterion.nobody")}}
		switch {
		case c.Measured != "":
			value = page.Cell{
				{Style: page.SmallBold, Text: c.Measured}, {Style: page.SmallGrey, Text: d.Tr("criterion.measured")},
			}
		case c.At != nil:
			value = page.Cell{{
				Style: page.Small, Text: d.Tr("criterion.attested", d.acted(c.By, c.Delegation, *c.At)),
			}}
		case c.Met == "yes" || c.Met == "no" && c.Void == "":
			value = page.Cell{{Style: page.Small, Text: d.Tr("criterion.plan")}}
		}
		switch {
		case by == "":
		case c.Measured == "" && c.At == nil:
			value = append(value, page.Run{Style: page.SmallGrey, Text: d.Tr("criterion.expected", by)})
		case c.Measured != "":
			value = append(value, page.Run{Style: page.SmallGrey, Text: d.Tr("criterion.by", by)})
		}
		met := page.Cell{d.metRun(c.Met)}
		if c.Void != "" {
			met = append(met, page.Run{
				Style: page.Font(page.SansBold, page.SizeSmall, page.Amber),
				Text:  d.Tr("criterion.void", c.Cited, d.word("void", c.Void)),
			})
		}
		if excused := !slices.Contains([]string{"", "yes", "no", "unknown"}, c.Met); excused && !d.journaled(c.Met) {
			met = append(met, page.Run{Style: page.SmallGrey, Text: d.Tr("met.elsewhere")})
		}
		t.Row(page.Plain(c.Text), page.Plain(c.Threshold), base, value, met)
	}
	t.End()
}

// who is the word for what somebody does, or their name.
func (d *doc) who(who string) string {
	if slices.Contains(vocabulary("role"), who) {
		return d.word("role", who)
	}
	return who
}

func (d *doc) metRun(met string) page.Run {
	switch met {
	case "yes":
		return page.Run{
			Style: page.Font(page.SansBold, page.SizeSmall, page.Green), Text: d.Tr("met.yes"),
			Icon: page.IconPassed,
		}
	case "no":
		return page.Run{
			Style: page.Font(page.SansBold, page.SizeSmall, page.Red), Text: d.Tr("met.no"),
			Icon: page.IconFailed,
		}
	case "", "unknown":
		return page.Run{
			Style: page.Font(page.SansBold, page.SizeSmall, page.Slate), Text: d.Tr("met.unknown"),
			Icon: page.IconNotRun,
		}
	}
	return page.Run{
		Style: page.Font(page.SansBold, page.SizeSmall, page.Teal), Text: d.Tr("met.derogation", met),
		Icon: page.IconRemark,
	}
}

func (d *doc) warnings() {
	if len(d.pv.Warnings) == 0 {
		d.Note(page.Body, d.Tr("warnings.none"))
		return
	}
	items := make([]string, len(d.pv.Warnings))
	for i, w := range d.pv.Warnings {
		if items[i] = w.Text; d.has.answers {
			items[i] += " " + d.answer(&w)
		}
	}
	d.Bullets(items)
}

func (d *doc) decision() {
	dec := d.pv.Decision
	decided := d.word("decision", dec.Decision)
	if decided == "" {
		decided = d.Tr("decision.none")
	}
	effect, golive := d.Date(dec.Effect), d.word("golive", dec.GoLive)
	if dec.Derogation != "" { // a rule was waived: whoever reads the decision must see it
		decided += "\n" + d.waived()
	}
	if by := d.delegation(dec.Delegation); by != "" {
		decided += "\n" + by
	}
	fields := []page.Field{
		d.f("8.1", decided),
		{Label: d.Tr("decision.by"), Value: page.Sentence(", ", dec.By, d.StampOf(dec.At))},
		{Label: d.Tr("decision.reserves"), Value: d.OrNone(strings.Join(dec.Reserves, ", "), dec.Decision != "")},
		d.f("8.2", dec.Reason), d.f("8.3", effect), d.f("8.4", golive),
	}
	if !d.has.terms {
		d.Fields(append(fields, d.f("8.8", dec.Number))...)
		return
	}
	d.Fields(fields...)
	d.terms(&dec)
	d.Fields(d.f("8.8", dec.Number))
}

func (d *doc) signatures() {
	if len(d.pv.Signers) == 0 {
		d.None("signers.none")
		return
	}
	cols := []page.Column{
		page.Amounts(d.Tr("col.rank"), 15), page.Col(d.Tr("col.capacity"), 40),
		page.Col(d.Tr("col.name"), 52), page.Col(d.Tr("col.meaning"), 70),
	}
	if d.has.covers {
		cols = []page.Column{
			page.Amounts(d.Tr("col.rank"), 13), page.Col(d.Tr("col.capacity"), 31), page.Col(d.Tr("col.name"), 42),
			page.Col(d.Tr("col.meaning"), 48), page.Col(d.Tr("col.method"), 43),
		}
	}
	t := d.Table(cols...)
	rank := d.routed(t, 0, "visa", "opinion")
	for _, s := range d.pv.Signers {
		rank++
		row := []page.Cell{
			page.Plain(d.Number(int64(rank))), d.capacity(s.Role, s.Role), d.signatory(&s),
			page.Plain(page.Sentence("\n", d.meaning(s.Role), d.delegation(s.Delegation))),
		}
		if d.has.covers {
			row = append(row, d.method(&s))
		}
		t.Row(row...)
	}
	rank = d.routed(t, rank, "note")
	t.End()
	if rank > len(d.pv.Signers) {
		d.Note(page.BodyGrey, d.Tr("signers.route"))
	}
	for rest := d.pv.Signers[min(
		len(d.pv.Signers), frontSigners,
	):]; len(rest) > 0; rest = rest[min(len(rest), frontSigners):] {
		d.Need(captionH + boxH + 10)
		d.boxRow(d.Y, rest[:min(len(rest), frontSigners)])
		d.Y += captionH + boxH + 10
	}
	d.missing("9b")
	reminder := "signers.reminder"
	if d.pv.Antenne != "" {
		reminder = "signers.reminder.constat"
	}
	d.Note(page.BodyGrey, d.Tr(reminder))
	if s := d.signedUnprinted(); s != "" {
		d.Note(page.Body, s)
	}
}

// signatory names who is to sign, with what they do and for whom.
func (d *doc) signatory(s *Signatory) page.Cell {
	if !d.has.covers {
		return page.Plain(page.Sentence("\n", d.Known(s.Name), s.Entity))
	}
	return page.Plain(page.Sentence("\n", d.Known(s.Name), d.Known(s.Function), s.Entity))
}

// method says how somebody signs, and where the moment and the digest that they sign are to be read: a page that is
// signed cannot hold its own digest.
func (d *doc) method(s *Signatory) page.Cell {
	return append(
		page.Plain(d.Known(d.word("method", s.Method))), page.Run{Style: page.SmallGrey, Text: d.Tr("method.frame")},
	)
}

func (d *doc) lifting() { d.Note(page.Body, d.Tr("lifting.text")) }
