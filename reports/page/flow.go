package page

import (
	"strings"
	"time"
)

// Texts gives the words of a document: a message by key, in the language of the document, with fmt-like arguments.
type Texts func(key string, args ...any) string

// Flow lays a document out: a cursor that goes down the pages of a canvas.
type Flow struct {
	Page   *Canvas
	Words  Texts
	Lang   string         // of the document, "fr" or "en"
	Zone   *time.Location // time zone of printed times; nil is UTC
	Y      float64        // top of what comes next
	Again  func()         // draws, at the top of a new page, what the broken block repeats
	Offset string         // offset that the document announces, and that its times do not repeat
	Former bool           // days as the first layout of a PV writes them, which is frozen
	Whole  bool           // what is short is not cut: a table, a list of fields; nor does one row go over alone
	First  float64        // what the first rows of a section take beyond two lines: its heading goes with them

	lines    []string
	Sections []*Section
}

// Tr gives a text of the domain « reports ».
func (d *Flow) Tr(key string, args ...any) string { return d.Words("reports."+key, args...) }

// The pages of a flow are as large as its canvas, with the margins of every document.

// TextWidth is what lies between the margins, in points.
func (d *Flow) TextWidth() float64 { return d.Page.w - 2*Left }

// RightEdge is where texts end, in points.
func (d *Flow) RightEdge() float64 { return d.Page.w - Left }

// Bottom is where pages are full, in points.
func (d *Flow) Bottom() float64 { return d.Page.h - (PaperH - BottomY) }

// Room is the height left on the page.
func (d *Flow) Room() float64 { return d.Bottom() - d.Y }

// turn goes to a new page.
func (d *Flow) turn() {
	d.Page.AddPage()
	d.Y = TopY
	if d.Again != nil {
		d.Again()
	}
}

// Need turns the page unless h points are left.
func (d *Flow) Need(h float64) {
	if d.Room() < h && d.Y > TopY+1 {
		d.turn()
	}
}

// Gap leaves h points.
func (d *Flow) Gap(h float64) { d.Y += h }

// Clean cleans a text for a face.
func (d *Flow) Clean(f FaceID, s string) string { return d.Page.load(f).clean(s) }

// Width measures a clean text, in points.
func (d *Flow) Width(st Style, s string) float64 {
	return float64(d.Page.load(st.Face).width(s)) * st.Size / 1000
}

// Wrap cuts a text into lines; the result is valid until the next call.
func (d *Flow) Wrap(st Style, s string, width, indent float64) []string {
	f := d.Page.load(st.Face)
	d.lines = f.wrap(d.lines[:0], f.clean(s), st.Size, width, indent)
	return d.lines
}

// Fit cleans a text and cuts it to width points, with an ellipsis when it was cut.
func (d *Flow) Fit(st Style, s string, width float64) string {
	return d.Page.load(st.Face).fit(s, st.Size, width)
}

// Line draws one line whose top is y, cut to width when width is positive.
func (d *Flow) Line(x, y, width float64, st Style, s string) {
	f := d.Page.load(st.Face)
	if width > 0 {
		s = f.fit(s, st.Size, width)
	} else {
		s = strings.ReplaceAll(f.clean(s), "\n", " ")
	}
	d.Page.Text(x, y+Baseline(st), st, s)
}

// LineRight draws one line that ends at x.
func (d *Flow) LineRight(x, y float64, st Style, s string) {
	s = d.Clean(st.Face, s)
	d.Page.Text(x-d.Width(st, s), y+Baseline(st), st, s)
}

// LineCentred draws one line around x.
func (d *Flow) LineCentred(x, y float64, st Style, s string) {
	s = d.Clean(st.Face, s)
	d.Page.Text(x-d.Width(st, s)/2, y+Baseline(st), st, s)
}

// Baseline is the distance from the top of a line to its baseline.
func Baseline(st Style) float64 { return st.Size * (Leading/2 + 0.33) }

// Height is what a line takes, from top to top.
func Height(st Style) float64 { return st.Size * Leading }

// Para draws a wrapped paragraph at x, breaking pages between lines without leaving a line alone.
func (d *Flow) Para(x, width float64, st Style, s string) { d.Lead(x, width, Style{}, "", st, s) }

// Lead draws a paragraph that begins with words in another style.
func (d *Flow) Lead(x, width float64, first Style, words string, st Style, s string) {
	indent := 0.0
	if words != "" {
		words = d.Clean(first.Face, words)
		indent = d.Width(first, words)
	}
	if indent > width*0.8 {
		d.Para(x, width, first, words)
		words, indent = "", 0
	}
	lines := d.Wrap(st, s, width, indent)
	h := Height(st)
	d.Need(h * float64(min(len(lines), 2)))
	for i, l := range lines {
		if left := len(lines) - i; left == 2 && len(lines) > 3 {
			d.Need(2 * h)
		} else {
			d.Need(h)
		}
		dx := 0.0
		if i == 0 && words != "" {
			d.Page.Text(x, d.Y+Baseline(st), first, words)
			dx = indent
		}
		d.Page.Text(x+dx, d.Y+Baseline(st), st, l)
		d.Y += h
	}
}

// Section is a heading of the document, with its place once drawn.
type Section struct {
	Level  int // 0 chapter, 1 part of it, 2 case sheet: a bookmark only
	Title  string
	draw   func()
	Anchor int
	Page   int
	Keep   float64 // points to keep with a heading, beside the usual ones
}

// Section makes a section, after the others. All are made before any is drawn: the table of contents then knows how
// many pages it takes. One without draw is a mark of the table of contents, which the caller places.
func (d *Flow) Section(level int, title string, draw func()) *Section {
	s := &Section{Level: level, Title: title, draw: draw, Anchor: d.Page.Anchor()}
	d.Sections = append(d.Sections, s)
	return s
}

// DrawSections draws them all, in their order.
func (d *Flow) DrawSections() {
	for _, s := range d.Sections {
		if s.draw != nil {
			d.Again = nil
			d.heading(s)
			s.draw()
		}
	}
	d.Again = nil
}

// heading draws the title of a section and marks its place.
func (d *Flow) heading(s *Section) {
	switch s.Level {
	case 0:
		if d.Y > TopY+1 {
			d.Gap(16)
		}
		d.Need(max(78+d.First, s.Keep))
	default:
		if d.Y > TopY+1 {
			d.Gap(10)
		}
		d.Need(max(64+d.First, s.Keep))
	}
	d.Mark(s, d.Y)
	if s.Level == 0 {
		st := Style{SansBold, 14, Navy}
		d.paraKeep(st, s.Title)
		d.Gap(2)
		d.Page.Fill(Left, d.Y, d.TextWidth(), 1.1, Navy)
		d.Gap(9)
		return
	}
	d.paraKeep(Style{SansBold, 10.5, Navy}, s.Title)
	d.Gap(4)
}

func (d *Flow) paraKeep(st Style, s string) {
	for _, l := range d.Wrap(st, s, d.TextWidth(), 0) {
		d.Page.Text(Left, d.Y+Baseline(st), st, l)
		d.Y += Height(st)
	}
}

// Mark notes where a section is, for links, the table of contents and bookmarks.
func (d *Flow) Mark(s *Section, y float64) {
	s.Page = d.Page.Number
	d.Page.Place(s.Anchor, max(y-6, 0))
	d.Page.Bookmark(s.Level, d.Clean(Sans, s.Title), max(y-6, 0))
}

// Field is a labelled value of the template. No value is printed as « non renseigné », never left out.
type Field struct{ Number, Label, Value string }

// short is what is rather moved to the next page than cut, in points, where the flow is to keep it whole.
const short = 210.0

// FieldsHeight is what Fields takes.
func (d *Flow) FieldsHeight(fs ...Field) float64 {
	h := 3.0
	for _, f := range fs {
		value := f.Value
		if value == "" {
			value = d.Tr("absent")
		}
		lines := max(len(d.Wrap(Body, value, d.TextWidth()-labelW-4, 0)), 1)
		h += Height(Body)*float64(max(lines, len(d.Wrap(Body, f.Label, labelW-3*MM, 0)))) + 4.4
	}
	return h
}

// LeastFields is what Fields wants of a page to begin on it: all of them when they are short, else two lines.
func (d *Flow) LeastFields(fs ...Field) float64 {
	if h := d.FieldsHeight(fs...); h <= short {
		return h
	}
	return 2 * (Height(Body) + 5)
}

const labelW = 56 * MM // of fields, where values begin

// Fields draws labelled values, one under the other, label at left.
func (d *Flow) Fields(fs ...Field) {
	indent := 0.0
	if d.Whole {
		d.Need(d.LeastFields(fs...))
	}
	for _, f := range fs {
		if f.Number != "" {
			indent = 8 * MM
		}
	}
	for _, f := range fs {
		label := d.Clean(Sans, f.Label)
		st, value := Body, f.Value
		if value == "" {
			st, value = unknown, d.Tr("absent")
		}
		f2 := d.Page.load(st.Face)
		values := f2.wrap(nil, f2.clean(value), st.Size, d.TextWidth()-labelW-4, 0)
		labels := d.Page.load(Sans).wrap(nil, label, SizeBody, labelW-indent-3*MM, 0)
		h := Height(Body)
		d.Need(h*float64(min(max(len(values), len(labels)), 6)) + 5)
		y := d.Y + 2
		if f.Number != "" {
			d.Line(Left, y+0.8, 0, Tiny, f.Number)
		}
		for i, l := range labels {
			d.Page.Text(Left+indent, y+float64(i)*h+Baseline(Body), BodyGrey, l)
		}
		low := y + float64(len(labels))*h
		for _, l := range values {
			if y+h > d.Bottom() {
				d.turn()
				y, low = d.Y, d.Y
			}
			d.Page.Text(Left+labelW, y+Baseline(st), st, l)
			y += h
		}
		d.Y = max(y, low) + 2
		d.Page.Fill(Left, d.Y, d.TextWidth(), 0.4, Rule)
		d.Y += 0.4
	}
	d.Gap(3)
}

// Note draws a paragraph of the full width.
func (d *Flow) Note(st Style, s string) {
	d.Para(Left, d.TextWidth(), st, s)
	d.Gap(3)
}

// NoteHeight is what Note takes, in points.
func (d *Flow) NoteHeight(st Style, s string) float64 {
	return 3 + Height(st)*float64(len(d.Wrap(st, s, d.TextWidth(), 0)))
}

// None says that there is nothing to list.
func (d *Flow) None(key string) { d.Note(Style{SansItalic, SizeBody, Grey}, d.Tr(key)) }

// Bullets draws a list.
func (d *Flow) Bullets(items []string) {
	for _, it := range items {
		lines := len(d.Wrap(Body, it, d.TextWidth()-12, 0))
		d.Need(Height(Body) * float64(min(lines, 2)))
		d.Page.circle(Left+4, d.Y+Height(Body)*0.48, 1.3, 0, Navy)
		d.Para(Left+12, d.TextWidth()-12, Body, it)
		d.Gap(2)
	}
	d.Gap(2)
}

// Location is the time zone of printed times.
func (d *Flow) Location() *time.Location {
	if d.Zone != nil {
		return d.Zone
	}
	return time.UTC
}
