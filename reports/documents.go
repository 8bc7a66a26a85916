package reports

import (
	"maps"
	"slices"

	"recette/reports/page"
)

// globalNature is the nature (0.3) of a recette whose PV lists those of its journeys.
const globalNature = "global"

// project is the standing of a PV that the decision-maker did not sign.
const project = "project"

// replaces says whose place this PV takes, and from when on; empty when it takes none.
func (d *doc) replaces() string {
	var all []string
	for i := range d.pv.Documents {
		if x := &d.pv.Documents[i]; slices.Contains(d.pv.Replaces, x.Number) {
			all = append(all, d.Tr("replaces", x.Number, d.StampOf(x.SignedAt), x.SHA256, x.Reason))
		}
	}
	return page.Sentence("\n", all...)
}

// documents draws the earlier PVs of the campaign (1.5), and what each is worth; nothing when there is none.
func (d *doc) documents() {
	if len(d.pv.Documents) == 0 {
		return
	}
	if s := d.replaces(); s != "" {
		d.Fields(d.f("1.5", s))
	} else {
		d.Fields(d.f("1.5", d.Count("documents", len(d.pv.Documents))))
	}
	t := d.Table(
		page.Col(d.Tr("col.number"), 32), page.Col(d.Tr("col.signed"), 30), page.Col(d.Tr("col.standing"), 56),
		page.Col(d.Tr("col.digest"), 56),
	)
	for i := range d.pv.Documents {
		x := &d.pv.Documents[i]
		about := d.Tr("documents.all")
		if x.Journey != "" {
			about = d.journeyTitle(x.Journey)
		}
		said := page.Cell{d.worth(x)}
		if x.DecidedAt != nil {
			said = append(
				said, page.Run{Style: page.Small, Text: x.Reason},
				page.Run{Style: page.SmallGrey, Text: d.signed(x.DecidedBy, *x.DecidedAt)},
			)
		}
		signed := d.Tr("documents.unsigned")
		if x.SignedAt != nil {
			signed = d.Stamp(*x.SignedAt)
		}
		t.Row(
			page.Cell{{Style: page.SmallBold, Text: x.Number}, {Style: page.SmallGrey, Text: about}},
			page.Plain(signed), said, d.Sha(x.SHA256),
		)
	}
	t.End()
}

func (d *doc) standingStyle(standing string) page.Style {
	switch standing {
	case "cancelled":
		return page.Font(page.SansBold, page.SizeSmall, page.Red)
	case "replaced", "to_replace":
		return page.Font(page.SansBold, page.SizeSmall, page.Amber)
	}
	return page.SmallBold
}

// lots draws the PVs of journeys in that of a campaign of several (1.5): what each decides, who signed it, and what it
// is worth. Where the plan wants a PV of all of them, a journey without one is listed too.
func (d *doc) lots() {
	pv := &d.pv
	if !d.has.lots || pv.Antenne != "" || pv.Lifting != nil || len(pv.Journeys) < 2 {
		return
	}
	global, found := pv.Nature == globalNature, 0
	by := map[string][]*Document{}
	for i := range pv.Documents {
		if x := &pv.Documents[i]; x.Journey != "" {
			by[x.Journey] = append(by[x.Journey], x)
			found++
		}
	}
	switch {
	case found > 0:
		d.Fields(page.Field{Number: "1.5", Label: d.Tr("lots"), Value: d.Count("lots.count", found)})
	case global || len(pv.Unsigned) > 0:
		d.Fields(page.Field{Number: "1.5", Label: d.Tr("lots"), Value: d.Tr("lots.none")})
	}
	if found == 0 && len(pv.Unsigned) == 0 {
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.journey"), 40), page.Col(d.Tr("col.lot"), 30), page.Col(d.Tr("col.decided"), 44),
		page.Col(d.Tr("col.signers"), 34), page.Col(d.Tr("col.worth"), 26),
	)
	for _, code := range d.lotted(by) {
		for _, x := range by[code] {
			t.Row(
				page.Plain(d.journeyTitle(code)), page.Bold(x.Number), d.lotDecision(x), d.lotSigned(x),
				page.Cell{d.worth(x)},
			)
		}
		said := d.unsigned(t, code)
		if len(by[code]) == 0 && !said && global {
			t.Row(page.Plain(d.journeyTitle(code)), page.Plain(d.Tr("lots.missing")), nil, nil, nil)
		}
	}
	t.End()
}

// unsigned adds to the table what was decided of a journey alone and that no signed PV shows; false when there is
// nothing.
func (d *doc) unsigned(t *page.Table, code string) bool {
	i := slices.IndexFunc(d.pv.Unsigned, func(x Unsigned) bool { return x.Journey == code })
	if i < 0 {
		return false
	}
	x := &d.pv.Unsigned[i]
	lot, worth := page.Plain(d.Tr("lots.missing")), page.Cell(nil)
	if x.PV != "" {
		lot, worth = page.Bold(x.PV), page.Cell{{Style: d.standingStyle(project), Text: d.word("pv", project)}}
	}
	by := page.Sentence(" – ", d.word("role", x.Role), x.By)
	said := append(d.lotDecided(&x.Decision), page.Run{Style: page.Small, Text: d.Tr("lots.pronounced", by)})
	t.Row(page.Plain(d.journeyTitle(code)), lot, said, page.Plain(d.Tr("lots.unsigned")), worth)
	return true
}

// lotted gives the journeys of the PV in order, then those of earlier PVs that the plan holds no more.
func (d *doc) lotted(by map[string][]*Document) (codes []string) {
	for i := range d.pv.Journeys {
		codes = append(codes, d.pv.Journeys[i].Code)
	}
	for _, code := range slices.Sorted(maps.Keys(by)) {
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// lotDecision says what an earlier PV decides, and when that was.
func (d *doc) lotDecision(x *Document) page.Cell {
	switch {
	case x.Lifts != "":
		return page.Plain(d.Tr("lots.lifts", x.Lifts))
	case x.Decision == nil:
		return page.Plain(d.Tr("lots.undecided"))
	}
	return d.lotDecided(x.Decision)
}

// lotDecided words a decision on a journey.
func (d *doc) lotDecided(x *DocumentDecision) page.Cell {
	return page.Cell{
		{Style: page.SmallBold, Text: d.word("decision", x.Decision)},
		{Style: page.SmallGrey, Text: page.Sentence(", ", x.Number, d.Stamp(x.At))},
	}
}

// lotSigned says who signed an earlier PV, each in which role.
func (d *doc) lotSigned(x *Document) page.Cell {
	if len(x.Signed) == 0 {
		return page.Plain(d.Tr("documents.unsigned"))
	}
	var cell page.Cell
	for _, s := range x.Signed {
		cell = append(
			cell, page.Run{Style: page.Small, Text: page.Sentence(" – ", d.word("role", s.Role), s.By)},
			page.Run{Style: page.SmallGrey, Text: d.Stamp(s.At)},
		)
	}
	return cell
}

// worth says what an earlier PV is worth.
func (d *doc) worth(x *Document) page.Run {
	said := page.Run{Style: d.standingStyle(x.Standing), Text: d.word("pv", x.Standing)}
	if x.With != "" {
		said.Text = d.Tr("documents.replaced", x.With)
	}
	return said
}
