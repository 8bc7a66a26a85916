package reports

import (
	"strings"
	"time"
)

// flow lays a document out: a cursor that goes down the pages of a canvas.
type flow struct {
	c     *canvas
	words Texts
	lang  string         // of the document, "fr" or "en"
	loc   *time.Location // time zone of printed times; nil is UTC
	y     float64        // top of what comes next
	again func()         // draws, at the top of a new page, what the broken block repeats
	zone  string         // offset that the document announces, and that its times do not repeat

	lines    []string
	sections []*section
}

// tr gives a text of the domain « reports ».
func (d *flow) tr(key string, args ...any) string { return d.words("reports."+key, args...) }

// room is the height left on the page.
func (d *flow) room() float64 { return bottomY - d.y }

// turn goes to a new page.
func (d *flow) turn() {
	d.c.addPage()
	d.y = topY
	if d.again != nil {
		d.again()
	}
}

// need turns the page unless h points are left.
func (d *flow) need(h float64) {
	if d.room() < h && d.y > topY+1 {
		d.turn()
	}
}

func (d *flow) gap(h float64) { d.y += h }

// clean cleans a text for a face.
func (d *flow) clean(f faceID, s string) string { return d.c.load(f).clean(s) }

// width measures a clean text, in points.
func (d *flow) width(st style, s string) float64 {
	return float64(d.c.load(st.face).width(s)) * st.size / 1000
}

// wrap cuts a text into lines; the result is valid until the next call.
func (d *flow) wrap(st style, s string, width, indent float64) []string {
	f := d.c.load(st.face)
	d.lines = f.wrap(d.lines[:0], f.clean(s), st.size, width, indent)
	return d.lines
}

// line draws one line whose top is y, cut to width when width is positive.
func (d *flow) line(x, y, width float64, st style, s string) {
	f := d.c.load(st.face)
	if width > 0 {
		s = f.fit(s, st.size, width)
	} else {
		s = strings.ReplaceAll(f.clean(s), "\n", " ")
	}
	d.c.text(x, y+baseline(st), st, s)
}

// lineRight draws one line that ends at x.
func (d *flow) lineRight(x, y float64, st style, s string) {
	s = d.clean(st.face, s)
	d.c.text(x-d.width(st, s), y+baseline(st), st, s)
}

// lineCentred draws one line around x.
func (d *flow) lineCentred(x, y float64, st style, s string) {
	s = d.clean(st.face, s)
	d.c.text(x-d.width(st, s)/2, y+baseline(st), st, s)
}

// baseline is the distance from the top of a line to its baseline.
func baseline(st style) float64 { return st.size * (leading/2 + 0.33) }

func height(st style) float64 { return st.size * leading }

// para draws a wrapped paragraph at x, breaking pages between lines without leaving a line alone.
func (d *flow) para(x, width float64, st style, s string) { d.lead(x, width, style{}, "", st, s) }

// lead draws a paragraph that begins with words in another style.
func (d *flow) lead(x, width float64, first style, words string, st style, s string) {
	indent := 0.0
	if words != "" {
		words = d.clean(first.face, words)
		indent = d.width(first, words)
	}
	if indent > width*0.8 {
		d.para(x, width, first, words)
		words, indent = "", 0
	}
	lines := d.wrap(st, s, width, indent)
	h := height(st)
	d.need(h * float64(min(len(lines), 2)))
	for i, l := range lines {
		if left := len(lines) - i; left == 2 && len(lines) > 3 {
			d.need(2 * h)
		} else {
			d.need(h)
		}
		dx := 0.0
		if i == 0 && words != "" {
			d.c.text(x, d.y+baseline(st), first, words)
			dx = indent
		}
		d.c.text(x+dx, d.y+baseline(st), st, l)
		d.y += h
	}
}

// section is a heading of the document, with its place once drawn.
type section struct {
	level  int // 0 chapter, 1 part of it, 2 case sheet: a bookmark only
	title  string
	draw   func()
	anchor int
	page   int
	keep   float64 // points to keep with a heading, beside the usual ones
}

// add makes a section, after the others. All are made before any is drawn: the table of contents then knows how many
// pages it takes. One without draw is a mark of the table of contents, which the caller places.
func (d *flow) add(level int, title string, draw func()) *section {
	s := &section{level: level, title: title, draw: draw, anchor: d.c.anchor()}
	d.sections = append(d.sections, s)
	return s
}

// drawSections draws them all, in their order.
func (d *flow) drawSections() {
	for _, s := range d.sections {
		if s.draw != nil {
			d.again = nil
			d.heading(s)
			s.draw()
		}
	}
	d.again = nil
}

// heading draws the title of a section and marks its place.
func (d *flow) heading(s *section) {
	switch s.level {
	case 0:
		if d.y > topY+1 {
			d.gap(16)
		}
		d.need(max(78, s.keep))
	default:
		if d.y > topY+1 {
			d.gap(10)
		}
		d.need(max(64, s.keep))
	}
	d.mark(s, d.y)
	if s.level == 0 {
		st := style{sansBold, 14, navy}
		d.paraKeep(st, s.title)
		d.gap(2)
		d.c.fill(left, d.y, textW, 1.1, navy)
		d.gap(9)
		return
	}
	d.paraKeep(style{sansBold, 10.5, navy}, s.title)
	d.gap(4)
}

func (d *flow) paraKeep(st style, s string) {
	for _, l := range d.wrap(st, s, textW, 0) {
		d.c.text(left, d.y+baseline(st), st, l)
		d.y += height(st)
	}
}

// mark notes where a section is, for links, the table of contents and bookmarks.
func (d *flow) mark(s *section, y float64) {
	s.page = d.c.page
	d.c.place(s.anchor, max(y-6, 0))
	d.c.bookmark(s.level, d.clean(sans, s.title), max(y-6, 0))
}

// field is a labelled value of the template. No value is printed as « non renseigné », never left out.
type field struct{ number, label, value string }

// fields draws labelled values, one under the other, label at left.
func (d *flow) fields(fs ...field) {
	const labelW = 56 * mm
	indent := 0.0
	for _, f := range fs {
		if f.number != "" {
			indent = 8 * mm
		}
	}
	for _, f := range fs {
		label := d.clean(sans, f.label)
		st, value := body, f.value
		if value == "" {
			st, value = unknown, d.tr("absent")
		}
		f2 := d.c.load(st.face)
		values := f2.wrap(nil, f2.clean(value), st.size, textW-labelW-4, 0)
		labels := d.c.load(sans).wrap(nil, label, sizeBody, labelW-indent-3*mm, 0)
		h := height(body)
		d.need(h*float64(min(max(len(values), len(labels)), 6)) + 5)
		y := d.y + 2
		if f.number != "" {
			d.line(left, y+0.8, 0, tiny, f.number)
		}
		for i, l := range labels {
			d.c.text(left+indent, y+float64(i)*h+baseline(body), bodyGrey, l)
		}
		low := y + float64(len(labels))*h
		for _, l := range values {
			if y+h > bottomY {
				d.turn()
				y, low = d.y, d.y
			}
			d.c.text(left+labelW, y+baseline(st), st, l)
			y += h
		}
		d.y = max(y, low) + 2
		d.c.fill(left, d.y, textW, 0.4, rule)
		d.y += 0.4
	}
	d.gap(3)
}

// note draws a paragraph of the full width.
func (d *flow) note(st style, s string) {
	d.para(left, textW, st, s)
	d.gap(3)
}

// none says that there is nothing to list.
func (d *flow) none(key string) { d.note(style{sansItalic, sizeBody, grey}, d.tr(key)) }

// bullets draws a list.
func (d *flow) bullets(items []string) {
	for _, it := range items {
		lines := len(d.wrap(body, it, textW-12, 0))
		d.need(height(body) * float64(min(lines, 2)))
		d.c.circle(left+4, d.y+height(body)*0.48, 1.3, 0, navy)
		d.para(left+12, textW-12, body, it)
		d.gap(2)
	}
	d.gap(2)
}

func (d *flow) location() *time.Location {
	if d.loc != nil {
		return d.loc
	}
	return time.UTC
}
