package importer

import (
	"recette/internal/importer/sheet"
	"recette/reports/cahier"
	"recette/reports/cahier/workbook"
)

// reading is what is read of a workbook. Each cell that holds something is taken, refused or noted: a reader of rows
// goes over the cells of each, and what it has no place for falls to a note or a refusal.
type reading struct {
	file    *File
	stand   *Stand
	book    *cahier.Cahier
	answers []*answer
	lines   []Line
	refused map[Place]bool // rows of which it is said already that they cannot be recorded
	halted  bool           // what holds for the whole cahier cannot be read: no case is recorded

	build, site     string // that the application showed, for the cases whose own row says none
	buildAt, siteAt Place
	marks           []mark // what sheets of the product in the usual layout were made for
	tester, day     string
	dayAt           Place
}

func (r *reading) refuse(at Place, id, code string, args ...string) {
	r.lines = append(r.lines, Line{Place: at, Case: id, Status: Conflict, Code: code, Args: args})
	r.refused[Place{Sheet: at.Sheet, Row: at.Row}] = true
}

// halt refuses what holds for the whole cahier.
func (r *reading) halt(at Place, code string, args ...string) {
	r.refuse(at, "", code, args...)
	r.halted = true
}

func (r *reading) note(at Place, code string, args ...string) {
	r.lines = append(r.lines, Line{Place: at, Status: leftOut, Code: code, Args: args})
}

// beside notes what stands beside the cells of a sheet, and gives which cells are merged.
func (r *reading) beside(s *sheet.Sheet) (merged, error) {
	b, err := r.file.book.Beside(s)
	for _, n := range b.Comments {
		r.note(Place{s.Name, n.Row, n.Column}, "cell-note", n.Text)
	}
	for _, n := range b.Drawings {
		at := Place{s.Name, n.Row, n.Column}
		if n.Text == "" {
			r.note(at, "drawing")
		} else {
			r.note(at, "drawing-text", n.Text)
		}
	}
	return mergedOf(b.Merges), err //nolint:wrapcheck // it says where
}

// places gives where each case of a cahier stands in it.
func places(c *cahier.Cahier) map[string]int {
	at := make(map[string]int, len(c.Cases))
	for i := range c.Cases {
		at[c.Cases[i].ID] = i
	}
	return at
}

// ours reads the sheets of a workbook that the product made.
type ours struct {
	*reading
	at     map[string]int // places of the cases
	seen   map[workbook.Key]bool
	front  map[string]Place // what holds for the whole cahier, by what it is
	sheet  *sheet.Sheet
	number int
	keyed  bool   // the sheet has a row of the product
	stray  []Line // rows of it that have none
	merges merged
}

// own reads a workbook that the product made.
func (r *reading) own() error {
	o := &ours{
		reading: r, at: places(r.book), seen: map[workbook.Key]bool{}, front: map[string]Place{},
	}
	for i := range r.file.book.Sheets {
		s := &r.file.book.Sheets[i]
		if s.Name == workbook.Binding || s.Name == workbook.Lists {
			continue
		}
		o.sheet, o.number, o.keyed, o.stray = s, i, false, nil
		var err error
		if o.merges, err = r.beside(s); err != nil {
			return err
		}
		if err := r.file.book.Rows(s, func(row *sheet.Row) error {
			o.row(row)
			return nil
		}); err != nil {
			return err //nolint:wrapcheck // it says where
		}
		if !o.keyed {
			r.note(Place{Sheet: s.Name}, "sheet-foreign")
			continue
		}
		for _, l := range o.stray {
			r.refuse(l.Place, "", l.Code, l.Args...)
		}
	}
	return nil
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// row reads a row, by what the product wrote in its first column.
func (o *ours) row(row *sheet.Row) {
	head, seal := workbook.CutSeal(row.Text(workbook.ColKey))
	sealed := func(from, to int) bool {
		var said []string
		for i := from; i <= to; i++ {
			if c := row.Cell(i); c != nil && unwritten(c) != "" {
				return false
			}
			said = append(said, row.Text(i))
		}
		return seal == workbook.Seal(said...)
	}
	last := row.Cells[len(row.Cells)-1].Column
	switch head {
	case workbook.FrontTester, workbook.FrontDay, workbook.FrontBuild:
		o.keyed = true
		o.whole(row, head, seal)
		return
	case "":
		if seal == "" {
			o.strays(row)
			return
		}
		o.keyed = true
		if !sealed(workbook.ColKey+1, max(last, workbook.ColKey+1)) {
			o.refuse(Place{Sheet: o.sheet.Name, Row: row.Number}, "", "changed", row.Text(last))
		}
		return
	}
	k, ok := workbook.ParseKey(head)
	if !ok {
		o.strays(row)
		return
	}
	o.keyed = true
	o.one(row, k, sealed(workbook.ColKey+1, workbook.ColVerdict-1))
}

// strays refuses what stands in a row that the product did not write.
func (o *ours) strays(row *sheet.Row) {
	for i := range row.Cells {
		c := &row.Cells[i]
		o.stray = append(o.stray, Line{
			Place: Place{o.sheet.Name, row.Number, c.Column}, Code: "stray", Args: []string{c.Text},
		})
	}
}

// whole reads a row of what holds for the whole cahier. What cannot be read there holds every case back.
func (o *ours) whole(row *sheet.Row, what, seal string) {
	for i := range row.Cells {
		c := &row.Cells[i]
		at := Place{o.sheet.Name, row.Number, c.Column}
		switch {
		case c.Column == workbook.ColKey:
			continue
		case c.Column < workbook.ColFront:
			if seal != workbook.Seal(c.Text) || unwritten(c) != "" {
				o.halt(at, "changed", c.Text)
			}
			continue
		case c.Column > workbook.ColFront:
			o.halt(at, "stray", c.Text)
			continue
		case o.front[what] != Place{}:
			o.halt(at, "twice-said", c.Text)
			continue
		}
		o.front[what] = at
		if code := unwritten(c); code != "" {
			o.halt(at, code, c.Text)
			continue
		}
		switch what {
		case workbook.FrontTester:
			o.tester = clean(c.Text)
		case workbook.FrontDay:
			said, ok := dayOf(o.file.book, c)
			if !ok {
				o.halt(at, "bad-day", c.Text)
			}
			o.day, o.dayAt = said, at
		case workbook.FrontBuild:
			o.build, o.buildAt = clean(c.Text), at
		}
	}
}

// one reads a row of a case. intact tells whether what the product wrote in it is as it was.
func (o *ours) one(row *sheet.Row, k workbook.Key, intact bool) {
	bound := o.file.bound
	here := Place{Sheet: o.sheet.Name, Row: row.Number}
	if k.Case > len(bound.Cases) || k.To > bound.Cases[k.Case-1].Steps {
		o.refuse(here, "", "bad-key", row.Text(workbook.ColKey))
		return
	}
	c := &bound.Cases[k.Case-1]
	a := &answer{
		at: here, block: o.number, place: -1, id: c.ID, from: k.From, to: k.To, content: c.Content, attempt: c.Attempt,
	}
	if n, known := o.at[c.ID]; known {
		a.place = n
	}
	refuse := func(column int, code string, args ...string) {
		a.bad = true
		o.refuse(Place{o.sheet.Name, row.Number, column}, c.ID, code, args...)
	}
	if !intact {
		refuse(workbook.ColVerdict-1, "changed", row.Text(workbook.ColVerdict-1))
	}
	for i := range row.Cells {
		cell := &row.Cells[i]
		field := own(cell.Column)
		switch {
		case cell.Column < workbook.ColVerdict: // sealed
		case field == "":
			refuse(cell.Column, "stray", cell.Text)
		case o.merges.tall(cell.Column, row.Number) != nil:
			refuse(cell.Column, "merged")
		default:
			if code := a.fill(o.file.book, cell, field); code != "" {
				refuse(cell.Column, code, cell.Text)
			}
		}
	}
	if o.seen[k] && a.filled() {
		o.refuse(here, c.ID, "twice")
		a.bad = true
	}
	o.seen[k] = o.seen[k] || a.filled()
	if a.filled() || a.bad {
		o.answers = append(o.answers, a)
	}
}
