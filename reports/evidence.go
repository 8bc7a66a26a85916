package reports

import (
	"iter"
	"slices"

	"recette/reports/page"
)

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

// Holder is what a piece of evidence goes with: a step of a case, an anomaly, the loading of a data set.
type Holder struct {
	Of   string // id of the case, number of the anomaly, code of the set
	Step int    // from 1; 0 when it is no step
}

// Pieces yields the pieces of evidence that the PV names, in the order in which it lists them: those of steps, those of
// anomalies, what the commands that loaded data printed. One that goes with two things comes twice.
func (pv *PV) Pieces() iter.Seq2[Holder, Evidence] {
	return func(yield func(Holder, Evidence) bool) {
		for i := range pv.Cases {
			c := &pv.Cases[i]
			for j := range c.Steps {
				for _, e := range c.Steps[j].Evidence {
					if !yield(Holder{c.ID, j + 1}, e) {
						return
					}
				}
			}
		}
		for i := range pv.Anomalies {
			for _, e := range pv.Anomalies[i].Evidence {
				if !yield(Holder{Of: pv.Anomalies[i].Number}, e) {
					return
				}
			}
		}
		for i := range pv.DataLoads {
			for _, e := range pv.DataLoads[i].Evidence {
				if !yield(Holder{Of: pv.DataLoads[i].Set}, e) {
					return
				}
			}
		}
	}
}

// evidence lists every piece of evidence with its digest, so that files can be compared with what was recorded.
func (d *doc) evidence() {
	var t *page.Table
	for at, e := range d.pv.Pieces() {
		if t == nil {
			d.Note(page.BodyGrey, d.Tr("evidence.intro"))
			t = d.Table(
				page.Col(d.Tr("col.scenario"), 42), page.Col(d.Tr("col.file"), 54),
				page.Amounts(d.Tr("col.size"), 22), page.Col(d.Tr("col.sha"), 56),
			)
		}
		where := page.Cell{{
			Style: d.linked(page.Font(page.Sans, page.SizeSmall, page.LinkBlue), at.Of), Text: at.Of, Link: d.to(at.Of),
		}}
		if at.Step > 0 {
			where = append(where, page.Run{
				Style: page.SmallGrey, Text: d.Tr("step.number", d.Number(int64(at.Step))),
			})
		}
		t.Row(
			where, page.Cell{{Style: page.Small, Text: e.Name}, {Style: page.SmallGrey, Text: e.MIME}},
			page.Plain(d.Bytes(e.Size)), d.Sha(e.SHA256),
		)
	}
	if t == nil {
		d.None("evidence.none")
		return
	}
	t.End()
}

// shown draws what was attached to anomalies, below their table: whoever decides sees it. What goes with a step too is
// drawn on the sheet of its case.
func (d *doc) shown() {
	steps := map[string]bool{}
	for at, e := range d.pv.Pieces() {
		steps[e.SHA256] = steps[e.SHA256] || at.Step > 0
	}
	for i := range d.pv.Anomalies {
		a := &d.pv.Anomalies[i]
		rest := slices.DeleteFunc(slices.Clone(a.Evidence), func(e Evidence) bool { return steps[e.SHA256] })
		if len(rest) == 0 {
			continue
		}
		d.Note(page.Font(page.SansBold, page.SizeSmall, page.Ink), d.Tr("anomaly.shown", a.Number))
		d.proofs(rest)
	}
}
