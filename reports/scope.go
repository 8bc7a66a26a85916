package reports

import "strings"

// f makes a labelled value: its number in the template gives its label.
func (d *doc) f(number, value string) field {
	return field{number: number, label: d.tr("field." + number), value: value}
}

func (d *doc) parties() {
	pv := &d.pv
	party := func(p Party) string { return sentence(", ", p.Name, p.Representative, p.Title) }
	supplier := party(pv.Supplier)
	supplier = sentence(" – ", supplier, pv.Supplier.Lot)
	ref := pv.Reference
	d.fields(
		d.f("0.1", pv.Number), d.f("0.3", d.word("nature", pv.Nature)), d.f("0.4", d.word("state", pv.State)),
		field{number: "0.5", label: d.tr("front.issued"), value: d.stamp(pv.IssuedAt)}, d.f("0.5", pv.Place),
		d.f("1.1", party(pv.Client)), d.f("1.2", supplier),
		d.f("1.3", sentence(", ", pv.Contract.Reference, d.date(pv.Contract.Date))),
		d.f("1.4", d.baselineText(ref)),
		d.f("1.6", pv.Regime),
	)
}

// baselineText says what conformity is measured against.
func (d *doc) baselineText(r Baseline) string {
	lines := []string{
		d.labelled("baseline.campaign", r.Campaign),
		d.labelled("baseline.plan", sentence(", ", r.Plan, prefixed("v", r.PlanVersion))),
		d.labelled("baseline.frozen", d.stamp(r.FrozenAt)),
		d.labelled("baseline.commit", r.Commit),
		d.labelled("baseline.manifest", r.Manifest),
	}
	return strings.Join(lines, "\n")
}

func prefixed(prefix, s string) string {
	if s == "" || strings.HasPrefix(s, prefix) {
		return s
	}
	return prefix + s
}

func (d *doc) scope() {
	d.fields(d.f("2.3", strings.Join(d.pv.Rules, ", ")), d.f("2.4", strings.Join(d.pv.Roles, ", ")),
		d.f("2.5", strings.Join(d.pv.Entities, ", ")))
}

func (d *doc) delivery() { d.fields(d.f("2.7", d.release())) }

func (d *doc) release() string {
	r := d.pv.Release
	if r.Version == "" && r.Build == "" {
		return ""
	}
	return sentence("\n",
		sentence("  ·  ", d.labelled("release.version", r.Version), d.labelled("release.build", r.Build)),
		d.labelled("release.note", sentence(", ", r.Note, d.date(r.DeliveredAt))))
}

func (d *doc) journeys() {
	if len(d.pv.Journeys) == 0 {
		d.none("absent")
		return
	}
	t := d.table(
		column{d.tr("col.code"), 30, false}, column{d.tr("col.journey"), 74, false},
		column{d.tr("col.criticality"), 22, false}, column{d.tr("col.owner"), 40, false},
	)
	for _, j := range d.pv.Journeys {
		critical := d.tr("journey.ordinary")
		if j.Critical {
			critical = d.tr("journey.critical")
		}
		t.row(cell{{st: smallB, text: j.Code}}, plain(j.Title), plain(critical), d.maybe(j.Owner))
	}
	t.end()
}

func (d *doc) stories() {
	if len(d.pv.Stories) == 0 {
		d.none("absent")
		return
	}
	t := d.table(
		column{d.tr("col.story"), 24, false}, column{d.tr("col.title"), 82, false}, column{d.tr("col.epic"), 24, false},
		column{d.tr("col.criteria"), 44, false},
	)
	for _, s := range d.pv.Stories {
		t.row(cell{{st: smallB, text: s.ID}}, plain(s.Title), plain(s.Epic), plain(strings.Join(s.Criteria, ", ")))
	}
	t.end()
	covered, proven, total := d.coverage()
	d.fields(
		field{label: d.tr("coverage.criteria"), value: d.ratio(covered, total) + "  –  " + d.percent(covered, total)},
		field{label: d.tr("coverage.proved"), value: d.ratio(proven, total) + "  –  " + d.percent(proven, total)},
	)
}

// coverage counts the criteria in scope that have a case, and those that are proven.
func (d *doc) coverage() (covered, proven, total int) {
	for _, p := range d.pv.CriteriaProofs() {
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

func (d *doc) exclusions() {
	if len(d.pv.OutOfScope) == 0 {
		d.none("absent")
		return
	}
	t := d.table(
		column{d.tr("col.excluded"), 66, false}, column{d.tr("col.reason"), 72, false},
		column{d.tr("col.agreed"), 36, false},
	)
	for _, x := range d.pv.OutOfScope {
		t.row(plain(x.What), d.maybe(x.Reason), d.maybe(x.AgreedBy))
	}
	t.end()
}
