package reports

const (
	thumbBoxW = 46 * mm
	thumbBoxH = 30 * mm
	thumbGap  = 4 * mm
)

// proofs draws pieces of evidence, three a row: a thumbnail, or a placeholder, with name, size and digest below.
func (d *doc) proofs(es []Evidence) {
	const perRow = 3
	for i := 0; i < len(es); i += perRow {
		row := es[i:min(i+perRow, len(es))]
		pics := make([]picture, len(row))
		h := 0.0
		for j, e := range row {
			pics[j] = d.thumb(e)
			h = max(h, thumbHeight(pics[j]))
		}
		d.need(h + 26)
		for j, e := range row {
			d.proof(stepX+float64(j)*(thumbBoxW+thumbGap), d.y, h, e, pics[j])
		}
		d.y += h + 26
	}
}

// thumb gives the picture of a piece of evidence, or none: evidence that cannot be shown never blocks a PV.
func (d *doc) thumb(e Evidence) picture {
	at, ok := d.thumbs[e.SHA256]
	if !ok || d.o.File == nil || !pictured(e) {
		return picture{}
	}
	data, ok := d.o.File(d.files[at].Name)
	if !ok {
		return picture{}
	}
	kind, p, err := fits(data, d.files[at], at)
	if err != nil {
		return picture{}
	}
	p, _ = d.c.picture(d.files[at].Name, kind, p, data)
	return p
}

func thumbSize(p picture) (w, h float64) {
	s := min(thumbBoxW/float64(p.w), thumbBoxH/float64(p.h), 0.6)
	return float64(p.w) * s, float64(p.h) * s
}

func thumbHeight(p picture) float64 {
	if p.w == 0 {
		return 0
	}
	_, h := thumbSize(p)
	return h
}

func (d *doc) proof(x, y, h float64, e Evidence, p picture) {
	if p.w > 0 {
		w, ph := thumbSize(p)
		d.c.show(p, x, y, ph)
		d.c.frame(x, y, w, ph, 0.5, slate)
	} else if h > 0 {
		d.c.frame(x, y, thumbBoxW, h, 0.5, rule)
		d.lineCentred(x+thumbBoxW/2, y+h/2-5, smallG, d.tr("evidence.nopreview"))
	}
	d.line(x, y+h+2, thumbBoxW, style{sansBold, sizeTiny, ink}, e.Name)
	d.line(x, y+h+10, thumbBoxW, tiny, sentence(" · ", e.MIME, d.bytes(e.Size)))
	d.line(x, y+h+18, thumbBoxW, style{mono, 6, grey}, digest(e.SHA256, 16)+"…")
}

// evidence lists every piece of evidence with its digest, so that files can be compared with what was recorded.
func (d *doc) evidence() {
	var t *table
	for i := range d.pv.Cases {
		c := &d.pv.Cases[i]
		for j := range c.Steps {
			for _, e := range c.Steps[j].Evidence {
				if t == nil {
					d.note(bodyGrey, d.tr("evidence.intro"))
					t = d.table(
						column{d.tr("col.scenario"), 42, false}, column{d.tr("col.file"), 54, false},
						column{d.tr("col.size"), 22, true}, column{d.tr("col.sha"), 56, false},
					)
				}
				t.row(
					cell{
						{st: style{sans, sizeSmall, linkBl}, text: c.ID, link: d.anchors[c.ID] + 1},
						{st: smallG, text: d.tr("step.number", d.number(int64(j+1)))},
					},
					cell{{st: small, text: e.Name}, {st: smallG, text: e.MIME}}, plain(d.bytes(e.Size)),
					d.sha(e.SHA256),
				)
			}
		}
	}
	if t == nil {
		d.none("evidence.none")
		return
	}
	t.end()
}
