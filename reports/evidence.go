package reports

import "recette/reports/page"

const (
	thumbBoxW = 46 * page.MM
	thumbBoxH = 30 * page.MM
	thumbGap  = 4 * page.MM
)

// proofs draws pieces of evidence, three a row: a thumbnail, or a placeholder, with name, size and digest below.
func (d *doc) proofs(es []Evidence) {
	const perRow = 3
	for i := 0; i < len(es); i += perRow {
		row := es[i:min(i+perRow, len(es))]
		pics := make([]page.Picture, len(row))
		h := 0.0
		for j, e := range row {
			pics[j] = d.thumb(e)
			h = max(h, thumbHeight(pics[j]))
		}
		d.Need(h + 26)
		for j, e := range row {
			d.proof(stepX+float64(j)*(thumbBoxW+thumbGap), d.Y, h, e, pics[j])
		}
		d.Y += h + 26
	}
}

// thumb gives the picture of a piece of evidence, or none: evidence that cannot be shown never blocks a PV.
func (d *doc) thumb(e Evidence) page.Picture {
	at, ok := d.thumbs[e.SHA256]
	if !ok || d.o.File == nil || !pictured(e) {
		return page.Picture{}
	}
	data, ok := d.o.File(d.files[at].Name)
	if !ok {
		return page.Picture{}
	}
	kind, p, err := fits(data, d.files[at], at)
	if err != nil {
		return page.Picture{}
	}
	p, _ = d.Page.Picture(d.files[at].Name, kind, p, data)
	return p
}

func thumbSize(p page.Picture) (w, h float64) {
	s := min(thumbBoxW/float64(p.W), thumbBoxH/float64(p.H), 0.6)
	return float64(p.W) * s, float64(p.H) * s
}

func thumbHeight(p page.Picture) float64 {
	if p.W == 0 {
		return 0
	}
	_, h := thumbSize(p)
	return h
}

func (d *doc) proof(x, y, h float64, e Evidence, p page.Picture) {
	if p.W > 0 {
		w, ph := thumbSize(p)
		d.Page.Show(p, x, y, ph)
		d.Page.Frame(x, y, w, ph, 0.5, page.Slate)
	} else if h > 0 {
		d.Page.Frame(x, y, thumbBoxW, h, 0.5, page.Rule)
		d.LineCentred(x+thumbBoxW/2, y+h/2-5, page.SmallGrey, d.Tr("evidence.nopreview"))
	}
	d.Line(x, y+h+2, thumbBoxW, page.Font(page.SansBold, page.SizeTiny, page.Ink), e.Name)
	d.Line(x, y+h+10, thumbBoxW, page.Tiny, page.Sentence(" · ", e.MIME, d.Bytes(e.Size)))
	d.Line(x, y+h+18, thumbBoxW, page.Font(page.Mono, 6, page.Grey), page.Digest(e.SHA256, 16)+"…")
}

// evidence lists every piece of evidence with its digest, so that files can be compared with what was recorded.
func (d *doc) evidence() {
	var t *page.Table
	for i := range d.pv.Cases {
		c := &d.pv.Cases[i]
		for j := range c.Steps {
			for _, e := range c.Steps[j].Evidence {
				if t == nil {
					d.Note(page.BodyGrey, d.Tr("evidence.intro"))
					t = d.Table(
						page.Col(d.Tr("col.scenario"), 42), page.Col(d.Tr("col.file"), 54),
						page.Amounts(d.Tr("col.size"), 22), page.Col(d.Tr("col.sha"), 56),
					)
				}
				t.Row(
					page.Cell{
						{
							Style: d.linked(page.Font(page.Sans, page.SizeSmall, page.LinkBlue), c.ID), Text: c.ID,
							Link: d.to(c.ID),
						},
						{Style: page.SmallGrey, Text: d.Tr("step.number", d.Number(int64(j+1)))},
					},
					page.Cell{{Style: page.Small, Text: e.Name}, {Style: page.SmallGrey, Text: e.MIME}},
					page.Plain(d.Bytes(e.Size)),
					d.Sha(e.SHA256),
				)
			}
		}
	}
	if t == nil {
		d.None("evidence.none")
		return
	}
	t.End()
}
