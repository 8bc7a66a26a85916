package chart

import "recette/reports/page"

// Map is a table of rows and columns whose cells are patterns.
type Map struct {
	Title   string
	Width   float64
	Columns []string
	Rows    []MapRow
	Keys    []Key
}

// MapRow is a row of a map, with one cell a column.
type MapRow struct {
	Label string
	Cells []MapCell
}

// MapCell is a cell: a pattern with a mark in it; no mark is no cell.
type MapCell struct {
	Pattern Pattern
	Mark    string
}

const (
	mapLabel = 62 * page.MM
	mapCell  = 20.0
	mapRow   = 12.0
	mapHead  = 96.0 // at most
	mapRows  = 46   // of one drawing
)

// Draw makes the figures: as many as its rows and its columns take, each with the names of its columns and the legend.
func (m *Map) Draw(pen Pen) []*Drawing {
	across := max(int((m.Width-mapLabel)/mapCell), 1)
	var all []*Drawing
	for c := 0; c < len(m.Columns); c += across {
		for r := 0; r < len(m.Rows); r += mapRows {
			all = append(all, m.part(pen, m.Rows[r:min(r+mapRows, len(m.Rows))], c, min(c+across, len(m.Columns))))
		}
	}
	return all
}

func (m *Map) part(pen Pen, rows []MapRow, from, to int) *Drawing {
	d := &Drawing{Title: m.Title, Width: m.Width}
	head := 0.0
	names := make([]string, to-from)
	for i, name := range m.Columns[from:to] {
		names[i] = pen.Fit(page.SmallBold, name, mapHead)
		head = max(head, pen.Width(page.SmallBold, names[i]))
	}
	for i, name := range names {
		d.upward(pen, mapLabel+(float64(i)+0.5)*mapCell, head, page.SmallBold, name)
	}
	y := head + 4
	for i := range rows {
		r := &rows[i]
		if i%2 == 1 {
			d.fill(0, y, mapLabel+float64(to-from)*mapCell, mapRow, page.Pale)
		}
		d.text(pen, 0, y+1, left, page.Small, pen.Fit(page.Small, r.Label, mapLabel-6))
		for k := from; k < min(to, len(r.Cells)); k++ {
			c := &r.Cells[k]
			if c.Mark == "" {
				continue
			}
			x := mapLabel + float64(k-from)*mapCell
			d.swatch(x+1, y+1, mapCell-2, mapRow-2, c.Pattern)
			st := page.Font(page.SansBold, page.SizeSmall, c.Pattern.Ink)
			if c.Pattern.Kind == Plain {
				st.Color = page.White
			} else if w := pen.Width(st, pen.Clean(st.Face, c.Mark)); c.Pattern.Kind != Empty {
				d.fill(x+mapCell/2-w/2-1.5, y+1.8, w+3, mapRow-3.6, page.White)
			}
			d.text(pen, x+mapCell/2, y+mapRow/2-page.Height(st)/2, centre, st, c.Mark)
		}
		y += mapRow
	}
	y += 3
	d.Height = y + d.legend(pen, 0, y, m.Width, m.Keys)
	return d
}
