package reports

import (
	"slices"
	"strconv"
	"strings"
)

// keptLines is the length, in lines, up to which a scenario stays on one page.
const keptLines = 24

// tested is a text that was tested, and the cases that come from it: one, or the rows of an outline.
type tested struct {
	source string
	cases  []int // in the order of the PV
	anchor int
}

// sources gathers the cases by text, in the order of the first case of each. The rows of an outline share one: printed
// for each of them, it would hide the others.
func (d *doc) sources() []tested {
	type place struct{ path, source string }
	var out []tested
	known := make(map[place]int, len(d.pv.Cases))
	for i := range d.pv.Cases {
		c := &d.pv.Cases[i]
		at := place{c.Path, c.Source}
		n, ok := known[at]
		if !ok || c.Source == "" {
			n = len(out)
			known[at] = n
			out = append(out, tested{source: c.Source, anchor: d.c.anchor()})
		}
		out[n].cases = append(out[n].cases, i)
		d.textOf[i] = out[n].anchor
	}
	return out
}

// texts prints each scenario as it was tested, once, under the cases that it gave.
func (d *doc) texts() {
	d.note(bodyGrey, d.tr("texts.intro"))
	d.gap(4)
	for i := range d.tested {
		d.text(&d.tested[i])
	}
}

func (d *doc) text(t *tested) {
	c := &d.pv.Cases[t.cases[0]]
	outline := len(t.cases) > 1
	title := sentence(" – ", c.ID, c.Name)
	if outline {
		title = sentence(" – ", d.common(t.cases), d.outline(t))
	}
	head, lines := 44.0, len(d.sourceLines(t.source, textW-14))
	if outline {
		head += d.rowsHeight(t)
	}
	d.again = nil
	// a short scenario is not cut
	if h := head + float64(lines)*height(code); lines <= keptLines && h < (bottomY-topY)*0.6 {
		d.need(h)
	} else {
		d.need(min(head+4*height(code), (bottomY-topY)*0.6))
	}
	d.c.place(t.anchor, max(d.y-6, 0))
	d.para(left, textW, style{sansBold, 8.6, ink}, title)
	d.again = func() {
		d.line(left, d.y, textW, style{sansBold, sizeSmall, navy}, title+" "+d.tr("continued"))
		d.y += 13
	}
	if outline {
		d.rows(t)
	} else {
		d.origin(c)
	}
	if t.source == "" {
		d.none("absent")
	} else {
		d.source(left, textW, t.source)
	}
	d.again = nil
	d.gap(5)
}

// origin draws the place of a text and the digest of its content, whole: on two lines when one is too short.
func (d *doc) origin(c *Case) {
	st := style{mono, 6.2, grey}
	words := []string{place(c), hashed(c.Content)}
	if d.width(st, d.clean(mono, sentence("  ", words...))) <= textW {
		words = []string{sentence("  ", words...)}
	}
	for _, w := range words {
		for _, l := range d.wrap(st, w, textW, 0) {
			d.need(height(st))
			d.c.text(left, d.y+baseline(st), st, l)
			d.y += height(st)
		}
	}
	d.y += 1.5
}

func place(c *Case) string {
	if c.Line == 0 {
		return c.Path
	}
	return c.Path + ":" + strconv.Itoa(c.Line)
}

// hashed names the algorithm of a digest, unless the digest does (« content/1:… »).
func hashed(digest string) string {
	if digest == "" || strings.Contains(digest, ":") {
		return digest
	}
	return "sha256:" + digest
}

// row is one case of an outline as it is listed: id, what tells it from the others, and digest.
type row struct {
	id, sum   string
	idW, sumW float64
	apart     bool // the id has a line of its own
	lines     []string
}

var (
	rowID  = style{sansBold, sizeSmall, linkBl}
	rowSum = style{mono, 5.6, grey}
)

const rowIndent = 8.0

// row lays out a case: its name, which has the placeholders filled; or its cells, when the name has none.
func (d *doc) row(c *Case, named bool) row {
	what := c.Name
	if !named && c.Row != "" {
		what = d.exampleRow(c)
	}
	r := row{id: d.clean(sansBold, c.ID)}
	at := ""
	if c.Line > 0 {
		at = ":" + strconv.Itoa(c.Line)
	}
	r.sum = d.clean(mono, sentence("  ", at, hashed(c.Content)))
	r.idW, r.sumW = d.width(rowID, r.id)+rowIndent, d.width(rowSum, r.sum)
	room, indent := textW-rowIndent-r.sumW-8, r.idW
	if r.apart = r.idW > room*0.6; r.apart {
		indent = 0
	}
	r.lines = append(r.lines, d.wrap(small, what, room, indent)...)
	return r
}

func (r *row) height() float64 {
	n := len(r.lines)
	if r.apart {
		n++
	}
	return float64(n)*height(small) + 1
}

// named reports whether names tell the cases apart.
func (d *doc) named(t *tested) bool {
	seen := make(map[string]bool, len(t.cases))
	for _, i := range t.cases {
		seen[d.pv.Cases[i].Name] = true
	}
	return len(seen) == len(t.cases)
}

func (d *doc) rowsHeight(t *tested) float64 {
	h, named := 13.0, d.named(t)
	for _, i := range t.cases {
		r := d.row(&d.pv.Cases[i], named)
		h += r.height()
	}
	return h
}

// rows lists the cases of an outline, each leading to its sheet.
func (d *doc) rows(t *tested) {
	d.para(left, textW, style{mono, 6.2, grey}, d.pv.Cases[t.cases[0]].Path)
	d.line(left, d.y, textW, smallG, d.count("texts.rows", len(t.cases)))
	d.y += height(smallG) + 1
	h, named := height(small), d.named(t)
	for _, i := range t.cases {
		r := d.row(&d.pv.Cases[i], named)
		d.need(min(r.height(), 6*h))
		d.c.text(left+rowIndent, d.y+baseline(rowID), rowID, r.id)
		d.c.linkTo(left+rowIndent, d.y, r.idW-rowIndent, h, d.anchors[d.pv.Cases[i].ID])
		d.c.text(right-r.sumW, d.y+baseline(small), rowSum, r.sum)
		x := left + rowIndent + r.idW
		if r.apart {
			x = left + rowIndent
			d.y += h
		}
		for k, l := range r.lines {
			if k > 0 {
				d.need(h)
				x = left + rowIndent
			}
			d.c.text(x, d.y+baseline(small), small, l)
			d.y += h
		}
		d.y++
	}
	d.gap(3)
}

// common is the part of the ids that the rows of an outline share, up to a slash: « SC-0042 » of « SC-0042/cle ».
func (d *doc) common(cases []int) string {
	base, _, _ := strings.Cut(d.pv.Cases[cases[0]].ID, "/")
	for _, i := range cases {
		if b, _, _ := strings.Cut(d.pv.Cases[i].ID, "/"); b != base {
			return ""
		}
	}
	return base
}

// outline finds the title of an outline in its text: the first line whose words after the colon, placeholders aside,
// are in the name of every case. The names of the cases have the placeholders filled.
func (d *doc) outline(t *tested) string {
	for line := range strings.SplitSeq(t.source, "\n") {
		_, title, ok := strings.Cut(line, ":")
		title = strings.TrimSpace(title)
		if !ok || title == "" {
			continue
		}
		other := func(i int) bool { return !fills(title, d.pv.Cases[i].Name) }
		if !slices.ContainsFunc(t.cases, other) {
			return title
		}
	}
	return d.pv.Cases[t.cases[0]].Name
}

// fills reports whether name is title with something in the place of each « <placeholder> ».
func fills(title, name string) bool {
	first := true
	for {
		before, rest, more := strings.Cut(title, "<")
		_, after, closed := strings.Cut(rest, ">")
		if !more || !closed { // the last literal part
			if first {
				return title == name
			}
			return strings.HasSuffix(name, title)
		}
		at := strings.Index(name, before)
		if at < 0 || first && at > 0 {
			return false
		}
		name, title, first = name[at+len(before):], after, false
	}
}
