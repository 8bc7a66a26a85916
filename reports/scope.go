package reports

import (
	"cmp"
	"slices"
	"strings"

	"recette/reports/page"
)

// f makes a labelled value: its number in the template gives its label.
func (d *doc) f(number, value string) page.Field {
	return page.Field{Number: number, Label: d.Tr("field." + number), Value: value}
}

func (d *doc) parties() {
	pv := &d.pv
	party := func(p Party) string { return page.Sentence(", ", p.Name, p.Representative, p.Title) }
	supplier := party(pv.Supplier)
	supplier = page.Sentence(" – ", supplier, pv.Supplier.Lot)
	ref := pv.Reference
	fields := []page.Field{
		d.f("0.1", pv.Number), d.f("0.3", d.word("nature", pv.Nature)), d.f("0.4", d.state()),
		{Number: "0.5", Label: d.Tr("front.issued"), Value: d.Stamp(pv.IssuedAt)},
		d.f("0.5", pv.Place),
	}
	fields = append(fields, d.sentTo()...)
	d.Fields(append(
		fields,
		d.f("1.1", party(pv.Client)), d.f("1.2", supplier),
		d.f("1.3", page.Sentence(", ", pv.Contract.Reference, d.Date(pv.Contract.Date))),
		d.f("1.4", d.baselineText(ref)),
		d.f("1.6", d.regime()),
	)...)
	d.clocks()
	d.documents()
	d.lots()
}

// state says where the PV was on its way when it was made, and which version of it is on the route.
func (d *doc) state() string {
	said := d.word("state", d.pv.State)
	if s := d.pv.Signoff; s != nil && (d.pv.State == "circulating" || d.pv.State == "to_decide") {
		return page.Sentence(", ", said, d.Tr("state.route", s.Number))
	}
	return said
}

// baselineText says what conformity is measured against.
func (d *doc) baselineText(r Baseline) string {
	status := ""
	if d.has.covers && r.PlanStatus != "" {
		status = d.word("plan", r.PlanStatus)
	}
	lines := []string{
		d.Labelled("baseline.campaign", r.Campaign),
		d.Labelled("baseline.plan", page.Sentence(", ", r.Plan, prefixed("v", r.PlanVersion), status)),
		d.Labelled("baseline.frozen", d.Stamp(r.FrozenAt)),
		d.Labelled("baseline.commit", r.Commit),
		d.Labelled("baseline.manifest", r.Manifest),
	}
	return strings.Join(lines, "\n")
}

func prefixed(prefix, s string) string {
	if s == "" || strings.HasPrefix(s, prefix) {
		return s
	}
	return prefix + s
}

// scope says which roles and entities the cases are about, and which rules where no table does.
func (d *doc) scope() {
	var fields []page.Field
	if !d.has.names || len(d.pv.Names.Rules) == 0 {
		fields = append(fields, d.f("2.3", strings.Join(d.pv.Rules, ", ")))
	}
	roles := slices.Clone(d.pv.Roles)
	for i, code := range roles {
		if d.has.names {
			roles[i] = cmp.Or(NameOf(d.pv.Names.Roles, code), code)
		}
	}
	d.Fields(append(
		fields, d.f("2.4", strings.Join(roles, ", ")), d.f("2.5", strings.Join(d.pv.Entities, ", ")),
	)...)
}

// governs lists the business rules that the cases name, with their titles when any has one.
func (d *doc) governs() {
	if len(d.pv.Names.Rules) == 0 {
		return
	}
	t := d.Table(page.Col(d.Tr("col.rule"), 24), page.Col(d.Tr("col.title"), 150))
	for _, code := range d.pv.Rules {
		t.Row(page.Bold(code), d.Maybe(NameOf(d.pv.Names.Rules, code)))
	}
	t.End()
}

// messages lists the texts of the product that the cases cite, which does not tell that they are to be there.
func (d *doc) messages() {
	if len(d.pv.Messages) == 0 {
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.message"), 24), page.Col(d.Tr("col.shown"), 90), page.Col(d.Tr("col.cases"), 60),
	)
	for i := range d.pv.Messages {
		m := &d.pv.Messages[i]
		t.Row(
			page.Bold(page.Sentence(" – ", m.Code, m.Antenne)), page.Plain(m.Text),
			page.Plain(d.byOutline(m.Cases)),
		)
	}
	t.End()
}

// byOutline lists cases, those of one scenario together: there may be hundreds of them, and the data have each.
func (d *doc) byOutline(ids []string) string {
	var order []string
	rows := map[string][]string{}
	for _, id := range slices.Compact(slices.Clone(ids)) {
		scenario := id
		if i := strings.IndexAny(id, "/@"); i > 0 {
			scenario = id[:i]
		}
		if rows[scenario] == nil {
			order = append(order, scenario)
		}
		rows[scenario] = append(rows[scenario], id)
	}
	for i, scenario := range order {
		order[i] = rows[scenario][0]
		if n := len(rows[scenario]); n > 1 {
			order[i] = d.Tr("messages.rows", scenario, d.Number(int64(n)))
		}
	}
	return strings.Join(order, ", ")
}

func (d *doc) delivery() { d.Fields(d.f("2.7", d.release())) }

func (d *doc) release() string {
	r := d.pv.Release
	if r.Version == "" && r.Build == "" {
		return ""
	}
	return page.Sentence("\n",
		page.Sentence("  ·  ", d.Labelled("release.version", r.Version), d.Labelled("release.build", r.Build)),
		d.Labelled("release.note", page.Sentence(", ", r.Note, d.Date(r.DeliveredAt))))
}

func (d *doc) journeys() {
	if len(d.pv.Journeys) == 0 {
		d.None("absent")
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.code"), 30), page.Col(d.Tr("col.journey"), 74),
		page.Col(d.Tr("col.criticality"), 22), page.Col(d.Tr("col.owner"), 40),
	)
	for _, j := range d.pv.Journeys {
		critical := d.Tr("journey.ordinary")
		if j.Critical {
			critical = d.Tr("journey.critical")
		}
		t.Row(page.Bold(j.Code), page.Plain(j.Title), page.Plain(critical), d.Maybe(j.Owner))
	}
	t.End()
}

func (d *doc) stories() {
	if len(d.pv.Stories) == 0 {
		d.None("absent")
		return
	}
	shares, apart := [4]float64{24, 82, 24, 44}, ", "
	if len(d.pv.Names.Criteria) > 0 && d.has.names {
		shares, apart = [4]float64{18, 46, 32, 78}, "\n"
	}
	t := d.Table(
		page.Col(d.Tr("col.story"), shares[0]), page.Col(d.Tr("col.title"), shares[1]),
		page.Col(d.Tr("col.epic"), shares[2]), page.Col(d.Tr("col.criteria"), shares[3]),
	)
	for _, s := range d.pv.Stories {
		epic, criteria := s.Epic, slices.Clone(s.Criteria)
		if d.has.names {
			epic = Titled(d.pv.Names.Epics, epic)
			for i, code := range criteria {
				criteria[i] = Titled(d.pv.Names.Criteria, code)
			}
		}
		t.Row(page.Bold(s.ID), page.Plain(s.Title), page.Plain(epic), page.Plain(strings.Join(criteria, apart)))
	}
	t.End()
	if d.pv.Antenne != "" || d.has.covers {
		return // whether a criterion is proven is said of all branches
	}
	covered, proven, total := d.coverage()
	d.Fields(
		page.Field{Label: d.Tr("coverage.criteria"), Value: d.Ratio(covered, total) + "  –  " + d.Percent(covered,
			total)},
		page.Field{Label: d.Tr("coverage.proved"), Value: d.Ratio(proven, total) + "  –  " + d.Percent(proven, total)},
	)
}

// sentTo says who the PV is for (0.6); nothing when the plan does not.
func (d *doc) sentTo() []page.Field {
	to := &d.pv.Distribution
	if !d.has.covers || len(to.Recipients) == 0 && to.Confidentiality == "" {
		return nil
	}
	who := strings.Join(to.Recipients, d.semicolon())
	if to.Confidentiality != "" {
		who = page.Sentence("\n", who, d.Labelled("confidentiality", to.Confidentiality))
	}
	return []page.Field{d.f("0.6", who)}
}

// semicolon parts the items of a list: French puts a thin no-break space before it.
func (d *doc) semicolon() string {
	if d.Lang == "en" {
		return "; "
	}
	return "\u202f; "
}

// covered gives what of the criteria and of the rules in scope has a case, and what is proven (4.2). A constat does
// not: what other branches found may prove it, or not.
func (d *doc) covered() (rows []page.Field) {
	if !d.has.covers || d.pv.Antenne != "" {
		return nil
	}
	add := func(label string, n, total int) {
		rows = append(rows, page.Field{Label: label, Value: d.Ratio(n, total) + "  –  " + d.Percent(n, total)})
	}
	covered, proven, total := d.coverage()
	add(d.Tr("coverage.criteria"), covered, total)
	add(d.Tr("coverage.proved"), proven, total)
	covered, proven, total = counted(d.pv.RuleProofs())
	add(d.Tr("coverage.rules"), covered, total)
	add(d.Tr("coverage.rules.proved"), proven, total)
	return rows
}

// coverage counts the criteria in scope that have a case, and those that are proven.
func (d *doc) coverage() (covered, proven, total int) { return counted(d.pv.CriteriaProofs()) }

func counted(proofs []Proof) (covered, proven, total int) {
	for _, p := range proofs {
		total++
		if len(p.Cases) > 0 {
			covered++
		}
		if p.Proven {
			proven++
		}
	}
	return covered, proven, total
}

// agreed says who agreed to what is out of scope, and that nothing verifies a decision out of the journal.
func (d *doc) agreed(x *Exclusion) page.Cell {
	by := d.Maybe(x.AgreedBy)
	if x.Elsewhere && d.has.plain {
		by = append(by, page.Run{Style: page.SmallGrey, Text: d.Tr("met.elsewhere")})
	}
	return by
}

func (d *doc) exclusions() {
	if len(d.pv.OutOfScope) == 0 {
		d.None("absent")
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.excluded"), 66), page.Col(d.Tr("col.reason"), 72),
		page.Col(d.Tr("col.agreed"), 36),
	)
	for _, x := range d.pv.OutOfScope {
		t.Row(page.Plain(x.What), d.Maybe(x.Reason), d.agreed(&x))
	}
	t.End()
}
