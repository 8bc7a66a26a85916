package reports

import (
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
	d.again = nil
	head := 40.0
	if len(t.cases) > 1 {
		head += float64(len(t.cases)+1) * height(small)
	}
	if n := strings.Count(t.source, "\n"); n <= keptLines { // a short scenario is not cut
		head = min(head+float64(n+1)*height(code), bottomY-topY)
	} else {
		head = min(head+50, (bottomY-topY)/2)
	}
	d.need(head)
	d.c.place(t.anchor, max(d.y-6, 0))
	title := sentence(" – ", c.ID, c.Name)
	if len(t.cases) > 1 {
		title = sentence(" – ", d.common(t.cases), d.outline(t))
	}
	d.para(left, textW, style{sansBold, 8.6, ink}, title)
	d.again = func() {
		d.line(left, d.y, textW, style{sansBold, sizeSmall, navy}, title+" "+d.tr("continued"))
		d.y += 13
	}
	if len(t.cases) > 1 {
		d.rows(t)
	} else {
		d.line(left, d.y, textW, style{mono, 6.2, grey}, sentence("  ", place(c), hashed(c.Content)))
		d.y += 10
	}
	if t.source == "" {
		d.none("absent")
	} else {
		d.source(left, textW, t.source)
	}
	d.again = nil
	d.gap(5)
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

// rows lists the cases of an outline: id, row of the examples, digest of the content, each leading to its sheet.
func (d *doc) rows(t *tested) {
	path := d.pv.Cases[t.cases[0]].Path
	d.line(left, d.y, textW, style{mono, 6.2, grey}, path)
	d.y += 9
	d.line(left, d.y, textW, smallG, d.count("texts.rows", len(t.cases)))
	d.y += height(smallG) + 1
	digest := style{mono, 5.6, grey}
	for _, i := range t.cases {
		c := &d.pv.Cases[i]
		id := d.clean(sansBold, c.ID)
		st := style{sansBold, sizeSmall, linkBl}
		idW := d.width(st, id) + 8
		sum := d.clean(mono, sentence("  ", ":"+strconv.Itoa(c.Line), hashed(c.Content)))
		sumW := d.width(digest, sum)
		what := c.Row
		if what == "" {
			what = c.Name
		}
		room := textW - 8 - sumW - 8
		apart := idW > room/2 // an id that long has a line of its own
		indent := idW
		if apart {
			indent = 0
		}
		lines := d.wrap(small, what, room, indent)
		h := height(small)
		n := len(lines)
		if apart {
			n++
		}
		d.need(float64(min(n, 4)) * h)
		d.c.text(left+8, d.y+baseline(st), st, id)
		d.c.linkTo(left+8, d.y, idW-8, h, d.anchors[c.ID])
		d.c.text(right-sumW, d.y+baseline(small), digest, sum)
		if apart {
			d.y += h
		}
		for k, l := range lines {
			x := left + 8.0
			if k == 0 {
				x += indent
			}
			if k > 0 {
				d.need(h)
			}
			d.c.text(x, d.y+baseline(small), small, l)
			d.y += h
		}
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

// outline finds the title of an outline in its text: the first line whose words after the colon, placeholders aside, are
// in the name of every case. The names of the cases have the placeholders filled.
func (d *doc) outline(t *tested) string {
	for line := range strings.SplitSeq(t.source, "\n") {
		_, title, ok := strings.Cut(line, ":")
		title = strings.TrimSpace(title)
		if !ok || title == "" {
			continue
		}
		fits := true
		for _, i := range t.cases {
			fits = fits && fills(title, d.pv.Cases[i].Name)
		}
		if fits {
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
