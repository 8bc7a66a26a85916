package reports

import (
	"slices"
	"strconv"
	"strings"

	"recette/reports/page"
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
			out = append(out, tested{source: c.Source, anchor: d.Page.Anchor()})
		}
		out[n].cases = append(out[n].cases, i)
		d.textOf[i] = out[n].anchor
	}
	return out
}

// texts prints each scenario as it was tested, once, under the cases that it gave.
func (d *doc) texts() {
	d.Note(page.BodyGrey, d.Tr("texts.intro"))
	d.Gap(4)
	for i := range d.tested {
		d.text(&d.tested[i])
	}
}

func (d *doc) text(t *tested) {
	c := &d.pv.Cases[t.cases[0]]
	outline := len(t.cases) > 1
	title := page.Sentence(" – ", c.ID, c.Name)
	if outline {
		title = page.Sentence(" – ", d.common(t.cases), d.outline(t))
	}
	head, lines := 44.0, d.SourceHeight(t.source, page.TextW)
	if outline {
		head += d.rowsHeight(t)
	}
	d.Again = nil
	// a short scenario is not cut
	if h := head + float64(lines)*page.Height(page.Code); lines <= keptLines && h < (page.BottomY-page.TopY)*0.6 {
		d.Need(h)
	} else {
		d.Need(min(head+4*page.Height(page.Code), (page.BottomY-page.TopY)*0.6))
	}
	d.Page.Place(t.anchor, max(d.Y-6, 0))
	d.Para(page.Left, page.TextW, page.Font(page.SansBold, 8.6, page.Ink), title)
	d.Again = func() {
		d.Line(page.Left, d.Y, page.TextW, page.Font(page.SansBold, page.SizeSmall, page.Navy),
			title+" "+d.Tr("continued"))
		d.Y += 13
	}
	if outline {
		d.rows(t)
	} else {
		d.origin(c)
	}
	if t.source == "" {
		d.None("absent")
	} else {
		d.Source(page.Left, page.TextW, t.source)
	}
	d.Again = nil
	d.Gap(5)
}

// origin draws the place of a text and the digest of its content, whole: on two lines when one is too short.
func (d *doc) origin(c *Case) {
	st := page.Font(page.Mono, 6.2, page.Grey)
	words := []string{place(c), hashed(c.Content)}
	if d.Width(st, d.Clean(page.Mono, page.Sentence("  ", words...))) <= page.TextW {
		words = []string{page.Sentence("  ", words...)}
	}
	for _, w := range words {
		for _, l := range d.Wrap(st, w, page.TextW, 0) {
			d.Need(page.Height(st))
			d.Page.Text(page.Left, d.Y+page.Baseline(st), st, l)
			d.Y += page.Height(st)
		}
	}
	d.Y += 1.5
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
	rowID  = page.Font(page.SansBold, page.SizeSmall, page.LinkBlue)
	rowSum = page.Font(page.Mono, 5.6, page.Grey)
)

const rowIndent = 8.0

// row lays out a case: its name, which has the placeholders filled; or its cells, when the name has none.
func (d *doc) row(c *Case, named bool) row {
	what := c.Name
	if !named && c.Row != "" {
		what = d.exampleRow(c)
	}
	r := row{id: d.Clean(page.SansBold, c.ID)}
	at := ""
	if c.Line > 0 {
		at = ":" + strconv.Itoa(c.Line)
	}
	r.sum = d.Clean(page.Mono, page.Sentence("  ", at, hashed(c.Content)))
	r.idW, r.sumW = d.Width(rowID, r.id)+rowIndent, d.Width(rowSum, r.sum)
	room, indent := page.TextW-rowIndent-r.sumW-8, r.idW
	if r.apart = r.idW > room*0.6; r.apart {
		indent = 0
	}
	r.lines = append(r.lines, d.Wrap(page.Small, what, room, indent)...)
	return r
}

func (r *row) height() float64 {
	n := len(r.lines)
	if r.apart {
		n++
	}
	return float64(n)*page.Height(page.Small) + 1
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
	d.Para(page.Left, page.TextW, page.Font(page.Mono, 6.2, page.Grey), d.pv.Cases[t.cases[0]].Path)
	d.Line(page.Left, d.Y, page.TextW, page.SmallGrey, d.Count("texts.rows", len(t.cases)))
	d.Y += page.Height(page.SmallGrey) + 1
	h, named := page.Height(page.Small), d.named(t)
	for _, i := range t.cases {
		r := d.row(&d.pv.Cases[i], named)
		d.Need(min(r.height(), 6*h))
		d.Page.Text(page.Left+rowIndent, d.Y+page.Baseline(rowID), d.linked(rowID, r.id), r.id)
		if at := d.to(d.pv.Cases[i].ID); at > 0 {
			d.Page.LinkTo(page.Left+rowIndent, d.Y, r.idW-rowIndent, h, at-1)
		}
		d.Page.Text(page.Right-r.sumW, d.Y+page.Baseline(page.Small), rowSum, r.sum)
		x := page.Left + rowIndent + r.idW
		if r.apart {
			x = page.Left + rowIndent
			d.Y += h
		}
		for k, l := range r.lines {
			if k > 0 {
				d.Need(h)
				x = page.Left + rowIndent
			}
			d.Page.Text(x, d.Y+page.Baseline(page.Small), page.Small, l)
			d.Y += h
		}
		d.Y++
	}
	d.Gap(3)
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
