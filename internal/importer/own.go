package importer

import (
	"strings"

	"recette/internal/importer/sheet"
	"recette/reports/cahier"
	"recette/reports/cahier/workbook"
)

// reading is what is read of a workbook.
type reading struct {
	file    *File
	book    *cahier.Cahier
	answers []*answer
	lines   []Line
	refused map[Place]bool // rows of which it is said already that they cannot be recorded
	build   string         // that the application showed
	builtAt Place
	tester  string // of the cases whose own row names none
	day     string
}

func (r *reading) refuse(at Place, id, code string, args ...string) {
	r.lines = append(r.lines, Line{Place: at, Case: id, Status: Conflict, Code: code, Args: args})
	r.refused[Place{Sheet: at.Sheet, Row: at.Row}] = true
}

func (r *reading) note(at Place, code string, args ...string) {
	r.lines = append(r.lines, Line{Place: at, Status: leftOut, Code: code, Args: args})
}

// places gives where each case of a cahier stands in it.
func places(c *cahier.Cahier) map[string]int {
	at := make(map[string]int, len(c.Cases))
	for i := range c.Cases {
		at[c.Cases[i].ID] = i
	}
	return at
}

// own reads a workbook that the product made.
func (r *reading) own() error {
	at := places(r.book)
	for i := range r.file.book.Sheets {
		s := &r.file.book.Sheets[i]
		if strings.HasPrefix(s.Name, "_") && s.Hidden { // those that the product hides
			continue
		}
		keyed, seen := false, map[workbook.Key]bool{}
		err := r.file.book.Rows(s, func(row *sheet.Row) error {
			k, ok := workbook.ParseKey(row.Text(workbook.ColKey))
			switch {
			case i == 0 && !ok:
				r.front(s, row)
			case !ok && keyed:
				r.stray(s, row)
			case ok:
				keyed = true
				r.row(s, row, k, seen, at)
			}
			return nil
		})
		if err != nil {
			return err //nolint:wrapcheck // it says where
		}
		if !keyed && i > 0 {
			r.note(Place{Sheet: s.Name}, "sheet-foreign")
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

// front reads what holds for the whole cahier.
func (r *reading) front(s *sheet.Sheet, row *sheet.Row) {
	c := row.Cell(workbook.ColFront)
	if c == nil {
		return
	}
	at := Place{s.Name, row.Number, workbook.ColFront}
	switch row.Number {
	case workbook.RowTester:
		r.tester = clean(c.Text)
	case workbook.RowDay:
		said, ok := dayOf(r.file.book, c)
		if !ok {
			r.refuse(at, "", "bad-day", c.Text)
		}
		r.day = said
	case workbook.RowBuild:
		r.build, r.builtAt = clean(c.Text), at
	}
}

// stray refuses what stands in a row that the product did not write.
func (r *reading) stray(s *sheet.Sheet, row *sheet.Row) {
	for i := range row.Cells {
		if c := &row.Cells[i]; c.Column > workbook.ColKey {
			r.refuse(Place{s.Name, row.Number, c.Column}, "", "stray", c.Text)
			return
		}
	}
}

// row reads a row of a case.
func (r *reading) row(
	s *sheet.Sheet, row *sheet.Row, k workbook.Key, seen map[workbook.Key]bool, at map[string]int,
) {
	bound := r.file.bound
	here := Place{Sheet: s.Name, Row: row.Number}
	if k.Case > len(bound.Cases) || k.To > bound.Cases[max(k.Case, 1)-1].Steps {
		r.refuse(here, "", "bad-key", row.Text(workbook.ColKey))
		return
	}
	c := &bound.Cases[k.Case-1]
	a := &answer{
		at: here, place: -1, id: c.ID, from: k.From, to: k.To, content: c.Content, attempt: c.Attempt,
	}
	if n, known := at[c.ID]; known {
		a.place = n
	}
	bad := false
	own().fill(r.file.book, row, a, func(column int, code string, args ...string) {
		bad = true
		r.refuse(Place{s.Name, row.Number, column}, c.ID, code, args...)
	})
	for i := range row.Cells {
		if row.Cells[i].Column > workbook.ColMinutes {
			bad = true
			r.refuse(Place{s.Name, row.Number, row.Cells[i].Column}, c.ID, "stray", row.Cells[i].Text)
		}
	}
	if seen[k] && a.said() {
		r.refuse(here, c.ID, "twice")
		bad = true
	}
	seen[k] = seen[k] || a.said()
	a.bad = bad
	if !k.Whole() && !a.said() && !bad {
		return
	}
	r.answers = append(r.answers, a)
}
