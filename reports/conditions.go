package reports

import (
	"strconv"
	"strings"
)

func (d *doc) conditions() {
	pv := &d.pv
	d.fields(d.f("3.1", sentence("\n", pv.Environment.Name, pv.Environment.URL, pv.Environment.Notes)))
}

// period says when the cases were conducted, after what nobody attested yet of the data (3.3, 3.4).
func (d *doc) period() {
	pv, period := &d.pv, ""
	if pv.FirstRunAt != nil && pv.LastRunAt != nil {
		period = d.tr("period.range", d.stamp(*pv.FirstRunAt), d.stamp(*pv.LastRunAt)) + "\n" +
			sentence(", ", d.count("period.days", pv.RunDays), d.tr("period.duration", d.duration(pv.RunMicros)))
	}
	d.fields(d.f("3.3", ""), d.f("3.4", period))
}

func (d *doc) dataSets() {
	if len(d.pv.DataSets) == 0 {
		d.none("datasets.none")
		return
	}
	t := d.table(
		column{d.tr("col.code"), 30, false}, column{d.tr("col.label"), 66, false},
		column{d.tr("col.origin"), 22, false}, column{d.tr("col.digest"), 56, false},
	)
	for _, s := range d.pv.DataSets {
		t.row(cell{{st: smallB, text: s.Code}}, plain(s.Label), d.maybe(s.Origin), d.sha(s.SHA256))
	}
	t.end()
}

func (d *doc) sessions() {
	if len(d.pv.Sessions) == 0 {
		d.none("sessions.none")
		return
	}
	t := d.table(
		column{d.tr("col.day"), 24, false}, column{d.tr("col.who"), 52, false}, column{d.tr("col.role"), 38, false},
		column{d.tr("col.from"), 24, false}, column{d.tr("col.to"), 24, false}, column{d.tr("col.cases"), 18, true},
	)
	for _, s := range d.pv.Sessions {
		t.row(
			plain(d.day(s.From.In(d.location()))), plain(d.known(s.Actor)), plain(d.roleName(s.Role)),
			plain(d.hour(s.From)), plain(d.hour(s.To)), plain(d.number(int64(s.Cases))),
		)
	}
	t.end()
}

func (d *doc) entry() {
	d.criteria(d.pv.Entry)
	d.waivers()
	d.fields(d.f("3.8", ""))
}

// waivers draws the rules of reading that were set aside; nothing when there are none.
func (d *doc) waivers() {
	if len(d.pv.Waivers) == 0 {
		return
	}
	d.note(body, d.tr("waivers.intro"))
	t := d.table(
		column{d.tr("col.waived-rule"), 42, false}, column{d.tr("col.place"), 54, false},
		column{d.tr("col.reason"), 62, false},
		column{d.tr("col.findings"), 16, true},
	)
	for _, w := range d.pv.Waivers {
		t.row(
			cell{{st: smallB, text: w.Rule}}, plain(w.Path+":"+strconv.Itoa(w.Line)), plain(w.Reason),
			plain(d.number(int64(w.Count))),
		)
	}
	t.end()
}

func (d *doc) exit() { d.criteria(d.pv.Exit) }

// criteria draws entry or exit criteria: threshold, measure, met or not.
func (d *doc) criteria(cs []Criterion) {
	if len(cs) == 0 {
		d.none("absent")
		return
	}
	t := d.table(
		column{d.tr("col.criterion"), 80, false}, column{d.tr("col.threshold"), 28, false},
		column{d.tr("col.measured"), 32, false}, column{d.tr("col.met"), 34, false},
	)
	for _, c := range cs {
		t.row(plain(c.Text), plain(c.Threshold), d.maybe(c.Measured), cell{d.metRun(c.Met)})
	}
	t.end()
}

func (d *doc) metRun(met string) run {
	switch met {
	case "yes":
		return run{st: style{sansBold, sizeSmall, green}, text: d.tr("met.yes"), icon: iconPassed}
	case "no":
		return run{st: style{sansBold, sizeSmall, red}, text: d.tr("met.no"), icon: iconFailed}
	case "", "unknown":
		return run{st: style{sansBold, sizeSmall, slate}, text: d.tr("met.unknown"), icon: iconNotRun}
	}
	return run{st: style{sansBold, sizeSmall, teal}, text: d.tr("met.derogation", met), icon: iconRemark}
}

func (d *doc) warnings() {
	if len(d.pv.Warnings) == 0 {
		d.note(body, d.tr("warnings.none"))
		return
	}
	items := make([]string, len(d.pv.Warnings))
	for i, w := range d.pv.Warnings {
		items[i] = w.Text
	}
	d.bullets(items)
}

func (d *doc) opinions() {
	d.fields(d.f("7.1", ""), d.f("7.2", ""), d.f("7.3", ""))
}

func (d *doc) decision() {
	dec := d.pv.Decision
	decided := d.word("decision", dec.Decision)
	if decided == "" {
		decided = d.tr("decision.none")
	}
	effect, golive := d.date(dec.Effect), d.word("golive", dec.GoLive)
	if dec.Derogation != "" { // a rule was waived: whoever reads the decision must see it
		decided += "\n" + d.tr("decision.derogation", dec.Derogation)
	}
	d.fields(d.f("8.1", decided),
		field{label: d.tr("decision.by"), value: sentence(", ", dec.By, d.stampOf(dec.At))},
		field{label: d.tr("decision.reserves"), value: d.orNone(strings.Join(dec.Reserves, ", "), dec.Decision != "")},
		d.f("8.2", dec.Reason), d.f("8.3", effect), d.f("8.4", golive), d.f("8.8", dec.Number))
}

func (d *doc) signatures() {
	if len(d.pv.Signers) == 0 {
		d.none("signers.none")
		return
	}
	t := d.table(
		column{d.tr("col.rank"), 15, true}, column{d.tr("col.capacity"), 40, false},
		column{d.tr("col.name"), 52, false}, column{d.tr("col.meaning"), 70, false},
	)
	for i, s := range d.pv.Signers {
		t.row(
			plain(d.number(int64(i+1))), cell{{st: smallB, text: d.roleName(s.Role)}},
			plain(sentence("\n", d.known(s.Name), s.Entity)), plain(d.meaning(s.Role)),
		)
	}
	t.end()
	for rest := d.pv.Signers[min(
		len(d.pv.Signers), frontSigners,
	):]; len(rest) > 0; rest = rest[min(len(rest), frontSigners):] {
		d.need(captionH + boxH + 10)
		d.boxRow(d.y, rest[:min(len(rest), frontSigners)])
		d.y += captionH + boxH + 10
	}
	d.note(bodyGrey, d.tr("signers.reminder"))
}

func (d *doc) lifting() { d.note(body, d.tr("lifting.text")) }
