package reports

import (
	"slices"

	"recette/reports/page"
)

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
		said := page.Cell{{Style: d.standingStyle(x.Standing), Text: d.word("pv", x.Standing)}}
		if x.With != "" {
			said[0].Text = d.Tr("documents.replaced", x.With)
		}
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
