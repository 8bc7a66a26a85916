package reports

import (
	"slices"
	"strconv"
	"strings"

	"recette/reports/page"
)

// planLifting lists the sections of a PV of lifting: it is short, since what was tested stands in its parent. The data
// of the campaign are attached as they are to any PV, so that each line is proven.
func (d *doc) planLifting() {
	n := 0
	head := func(key string, draw func()) *page.Section {
		n++
		return d.Section(0, d.Tr("section."+key, strconv.Itoa(n)), draw)
	}
	d.Section(0, d.Tr("section.summary"), nil)
	head("lift.1", func() { d.liftedTable("lifted") }).Keep = page.BottomY // page 1 is a page of its own
	head("lift.2", func() { d.liftedTable("remains") })
	if d.saidOf("lifted_before", "ended") > 0 {
		head("lift.3", func() { d.liftedTable("lifted_before", "ended") })
	}
	head("lift.4", d.heardSince)
	head("lift.5", d.warnings)
	head("lift.6", d.verification)
}

// saidOf counts the reserves of which one of these is said.
func (d *doc) saidOf(says ...string) (n int) {
	for i := range d.pv.Lifting.Reserves {
		if slices.Contains(says, d.pv.Lifting.Reserves[i].Says) {
			n++
		}
	}
	return n
}

// frontLifting draws page 1: of which PV, what it comes to, and each reserve with what shows it; then who signs.
func (d *doc) frontLifting() {
	d.Page.AddPage()
	d.Y = 15 * page.MM
	d.Page.Place(d.Sections[0].Anchor, 0)
	d.Sections[0].Page = 1
	d.frontTitle()
	d.Page.Bookmark(0, d.Clean(page.Sans, d.Sections[0].Title), 0)
	d.frontParent()
	d.frontOutcome()
	boxesTop := page.BottomY - d.boxesHeight()
	d.frontReserves(boxesTop - 6)
	d.signatureBoxes(boxesTop)
}

// frontParent names the PV whose reserves are lifted, by its number and by the digest of its signed file.
func (d *doc) frontParent() {
	const in = 8.0
	p := &d.pv.Lifting.Parent
	lines := []string{
		page.Sentence("  ·  ", d.Tr("lift.parent.signed", d.StampOf(p.SignedAt)),
			d.Tr("lift.parent.decision", d.word("decision", p.Decision), p.Decided, d.StampOf(p.DecidedAt))),
	}
	terms := page.Sentence("  ·  ", d.Labelled("decision.effect", d.Date(p.Effect)), d.liftBy(p.LiftBy))
	if terms != "" {
		lines = append(lines, terms)
	}
	h := 21 + float64(len(lines)+1)*page.Height(page.Small) + 6
	d.Page.Fill(page.Left, d.Y, page.TextW, h, page.Pale)
	d.Line(page.Left+in, d.Y+5, 0, page.Font(page.SansBold, 10.5, page.Navy), d.Tr("lift.parent", p.Number))
	y := d.Y + 20
	for _, l := range lines {
		d.Line(page.Left+in, y, page.TextW-2*in, page.Small, l)
		y += page.Height(page.Small)
	}
	d.Line(page.Left+in, y, page.TextW-2*in, page.Font(page.Mono, 6.8, page.Ink), d.Tr("lift.parent.digest", p.SHA256))
	d.Y += h + 8
}

func (d *doc) liftBy(day string) string {
	if day == "" {
		return ""
	}
	return d.Tr("decision.liftby", d.Date(day))
}

// frontOutcome says what the PV comes to and what that changes to the recette.
func (d *doc) frontOutcome() {
	const in = 8.0
	l := d.pv.Lifting
	whole := l.Outcome == "reserves_lifted"
	icon, color := page.IconWarning, page.Amber
	if whole {
		icon, color = page.IconPassed, page.Green
	}
	counts := d.liftCounts()
	var notes []string
	for _, n := range d.liftEffects(whole) {
		notes = append(notes, d.Wrap(page.Small, n, page.TextW-2*in, 0)...)
	}
	h := 24 + page.Height(page.Body) + float64(len(notes))*page.Height(page.Small) + 8
	d.Page.Frame(page.Left, d.Y, page.TextW, h, 1.2, page.Navy)
	d.Page.Icon(icon, page.Left+in, d.Y+6.5, 11, color)
	d.Line(page.Left+in+17, d.Y+4, page.TextW-2*in-17, page.Font(page.SansBold, 12, color),
		d.word("lifting", l.Outcome))
	d.Line(page.Left+in, d.Y+23, page.TextW-2*in, page.Body, counts)
	y := d.Y + 24 + page.Height(page.Body)
	for _, n := range notes {
		d.Page.Text(page.Left+in, y+page.Baseline(page.Small), page.Small, n)
		y += page.Height(page.Small)
	}
	d.Y += h + 10
}

// liftCounts counts the reserves of the parent by what becomes of them: none is left out.
func (d *doc) liftCounts() string {
	parts := []string{d.Count("lift.count.all", len(d.pv.Lifting.Reserves))}
	for _, c := range []struct{ says, key string }{
		{"lifted", "lift.count.lifted"},
		{"lifted_before", "lift.count.lifted_before"},
		{"ended", "lift.count.ended"},
		{"remains", "lift.count.remains"},
	} {
		if n := d.saidOf(c.says); n > 0 {
			parts = append(parts, d.Count(c.key, n))
		}
	}
	return page.Sentence("  ·  ", parts...)
}

// liftEffects says what the lifting changes: the decision of the parent stays the decision, with reserves that wait or
// without. What it triggered is recalled, as it was recorded.
func (d *doc) liftEffects(whole bool) []string {
	p, key := &d.pv.Lifting.Parent, "lift.effect.part"
	if whole {
		key = "lift.effect.whole"
	}
	out := []string{d.Tr(key, d.word("decision", p.Decision), p.Number)}
	var triggers []string
	for _, t := range p.Triggers {
		triggers = append(triggers, d.word("trigger", t))
	}
	if len(triggers) > 0 {
		out = append(out, d.Tr("lift.effect.triggers", strings.Join(triggers, ", "), d.Date(p.Effect)))
	}
	return out
}

// reserveOf gives a reserve of the PV by number.
func (d *doc) reserveOf(number string) Reserve {
	for i := range d.pv.Reserves {
		if d.pv.Reserves[i].Number == number {
			return d.pv.Reserves[i]
		}
	}
	return Reserve{Number: number}
}

// frontReserves says of each reserve what becomes of it and what shows it, as far as there is room above the boxes.
func (d *doc) frontReserves(limit float64) {
	const number, gap = 62.0, 6.0
	width := page.TextW - number
	all := d.pv.Lifting.Reserves
	for i := range all {
		l := &all[i]
		r := d.reserveOf(l.Number)
		icon, color := saysSign(l.Says)
		text := clipped(d.Wrap(page.Body, r.Text, width, 0), 2)
		shown := append([]string{}, text...)
		under := append([]string{}, clipped(d.Wrap(page.SmallGrey, d.liftedLine(l, &r), width, 0), 3)...)
		h := 13 + float64(len(shown))*page.Height(page.Body) + float64(len(under))*page.Height(page.SmallGrey)
		room := page.Height(page.SmallBold)
		if i == len(all)-1 {
			room = 0
		}
		if d.Y+h+gap+room > limit {
			d.Line(page.Left, d.Y, 0, page.SmallBold, d.Count("lift.more", len(all)-i))
			return
		}
		d.Page.Fill(page.Left, d.Y, page.TextW, 0.5, page.Rule)
		d.Y += gap / 2
		d.Line(page.Left, d.Y, 0, page.BodyBold, l.Number)
		d.Line(page.Left, d.Y+12, number-4, page.SmallGrey, d.word("severity", r.Class))
		d.Page.Icon(icon, page.Left+number, d.Y+2, 8, color)
		d.Line(page.Left+number+12, d.Y, 0, page.Font(page.SansBold, page.SizeBody, color), d.saysOf(l))
		if r.Due != "" {
			d.LineRight(page.Right, d.Y+1.5, page.SmallGrey, d.Tr("lift.due", d.Date(r.Due)))
		}
		y := d.Y + 13
		for _, s := range shown {
			d.Page.Text(page.Left+number, y+page.Baseline(page.Body), page.Body, s)
			y += page.Height(page.Body)
		}
		for _, s := range under {
			d.Page.Text(page.Left+number, y+page.Baseline(page.SmallGrey), page.SmallGrey, s)
			y += page.Height(page.SmallGrey)
		}
		d.Y += h + gap/2
	}
}

// clipped keeps the first lines, and says that there were more.
func clipped(lines []string, most int) []string {
	if len(lines) <= most {
		return lines
	}
	lines = append([]string{}, lines[:most]...)
	lines[most-1] += " …"
	return lines
}

// saysSign gives the sign of what becomes of a reserve: never a colour alone.
func saysSign(says string) (page.Icon, page.Color) {
	switch says {
	case "lifted", "lifted_before":
		return page.IconPassed, page.Green
	case "remains":
		return page.IconWarning, page.Amber
	}
	return page.IconNotApplicable, page.Grey
}

// saysOf words what becomes of a reserve.
func (d *doc) saysOf(l *LiftedReserve) string {
	switch {
	case l.In != "":
		return d.Tr("lift.before", l.In)
	case l.Says == "ended":
		return d.word("reserve", d.reserveOf(l.Number).Status)
	}
	return d.word("says", l.Says)
}

// liftedLine says in one paragraph what shows that a reserve is lifted, or what it waits for.
func (d *doc) liftedLine(l *LiftedReserve, r *Reserve) string {
	parts := []string{d.correction(l, r)}
	if l.Test != nil {
		parts = append(parts, d.testOf(l.Test))
	}
	status := r.Status
	if status == "" {
		status = "issued"
	}
	switch {
	case l.At != nil:
		parts = append(parts, d.Tr("lift.decided", d.word("reserve", status), d.signed(l.By, *l.At)))
	case l.Says == "remains":
		parts = append(parts, d.Tr("lift.waits", d.word("reserve", status)))
	}
	if l.Says == "remains" {
		parts = append(parts, d.Labelled("lift.owner", r.Owner))
	}
	return page.Sentence("  ·  ", parts...)
}

// correction says which build corrects, who made it, and who said so when.
func (d *doc) correction(l *LiftedReserve, r *Reserve) string {
	if l.FixedAt == nil {
		return ""
	}
	return d.Tr("lift.fixed", d.fixed(r.Build, r.FixedBy), d.signed(l.FixedBy, *l.FixedAt))
}

// testOf names the attempt that shows a correction: its case, its result, who conducted it, when, on which build.
func (d *doc) testOf(t *LiftedTest) string {
	said := d.Tr("retest.attempt", t.Case, strconv.Itoa(t.Attempt))
	if t.Verdict == "" || t.At == nil {
		return d.Tr("lift.test.elsewhere", said)
	}
	return d.Tr("lift.test", said, d.word("verdict", t.Verdict), d.signed(t.By, *t.At), d.Known(t.Build))
}

// liftedTable draws the reserves of which one of these is said, with all that is known of each.
func (d *doc) liftedTable(says ...string) {
	if d.saidOf(says...) == 0 {
		d.None("lift.none")
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.number"), 24), page.Col(d.Tr("col.reserve"), 56), page.Col(d.Tr("lift.col.fix"), 32),
		page.Col(d.Tr("lift.col.test"), 32), page.Col(d.Tr("lift.col.decision"), 30),
	)
	for i := range d.pv.Lifting.Reserves {
		l := &d.pv.Lifting.Reserves[i]
		if !slices.Contains(says, l.Says) {
			continue
		}
		r := d.reserveOf(l.Number)
		t.Row(
			page.Cell{
				{Style: page.SmallBold, Text: l.Number},
				{Style: d.severityStyle(r.Class), Text: d.word("severity", r.Class)},
			},
			d.below(
				page.Cell{{Style: page.Small, Text: r.Text}}, aside{"reserve.origin", r.Anomaly},
				aside{"reserve.effect", r.Effect}, aside{"workaround", r.Workaround}, aside{"reserve.check", r.Check},
				aside{"reserve.verification", r.Verification}, aside{"lift.owner", r.Owner},
				aside{"lift.term", d.Date(r.Due)},
			),
			d.fixCell(l, &r), d.testCell(l.Test), d.decisionCell(l, &r),
		)
	}
	t.End()
}

func (d *doc) fixCell(l *LiftedReserve, r *Reserve) page.Cell {
	if l.FixedAt == nil { // it was not corrected: nothing is missing
		return page.Plain(d.Tr("lift.nofix"))
	}
	return page.Cell{
		{Style: page.Small, Text: d.fixed(r.Build, r.FixedBy)},
		{Style: page.SmallGrey, Text: d.Tr("lift.announced", d.signed(l.FixedBy, *l.FixedAt))},
	}
}

func (d *doc) testCell(t *LiftedTest) page.Cell {
	if t == nil {
		return page.Plain(d.Tr("lift.notest"))
	}
	c := page.Cell{{Style: page.SmallBold, Text: d.Tr("retest.attempt", t.Case, strconv.Itoa(t.Attempt))}}
	if t.Verdict == "" || t.At == nil {
		return append(c, page.Run{Style: page.SmallGrey, Text: d.Tr("lift.elsewhere")})
	}
	return append(
		c, page.Run{Style: page.Small, Text: d.word("verdict", t.Verdict) + ", " + d.Known(t.Build)},
		page.Run{Style: page.SmallGrey, Text: d.signed(t.By, *t.At)},
	)
}

func (d *doc) decisionCell(l *LiftedReserve, r *Reserve) page.Cell {
	status := r.Status
	if status == "" {
		status = "issued"
	}
	c := page.Cell{{Style: page.SmallBold, Text: d.word("reserve", status)}}
	if l.In != "" {
		c = append(c, page.Run{Style: page.Small, Text: d.Tr("lift.in", l.In)})
	}
	if l.At != nil {
		c = append(c, page.Run{Style: page.SmallGrey, Text: d.signed(l.By, *l.At)})
	}
	return d.below(
		c, aside{"anomaly.reason", r.Reason}, aside{"reserve.into", r.Into}, aside{"reserve.decision", r.Decision},
	)
}

// heardSince draws the opinions that were given since the parent was signed: those of before are in it.
func (d *doc) heardSince() {
	var since []*Opinion
	for i := range d.pv.Opinions {
		o := &d.pv.Opinions[i]
		if at := d.pv.Lifting.Parent.SignedAt; at == nil || o.At.After(*at) {
			since = append(since, o)
		}
	}
	if len(since) == 0 {
		d.None("lift.unheard")
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.capacity"), 34), page.Col(d.Tr("col.name"), 44), page.Col(d.Tr("lift.col.opinion"), 30),
		page.Col(d.Tr("lift.col.text"), 66),
	)
	for _, o := range since {
		t.Row(
			page.Bold(d.roleName(o.Role)), d.below(page.Plain(d.signed(o.Name, o.At)), aside{"lift.entity", o.Entity}),
			page.Plain(d.word("opinion", o.Opinion)),
			d.below(page.Plain(o.Text), aside{"lift.points", strings.Join(o.Points, ", ")}),
		)
	}
	t.End()
}
