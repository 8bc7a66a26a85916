package importer

import (
	"slices"
	"strconv"
	"strings"

	"recette/internal/importer/sheet"
	"recette/internal/recette"
)

// head is the head of a sheet: which column holds what.
type head struct {
	of      map[int]string // what each known column holds
	unknown map[int]string // titles of the others
	twice   map[int]string // titles of the columns that hold what one before them holds
	row     int
}

// column gives the column that holds something, 0 when none does.
func (h *head) column(holds string) int {
	for column, of := range h.of {
		if of == holds {
			return column
		}
	}
	return 0
}

// headOf reads a row as the head of a sheet: it has a verdict, an identifier or a title, and another known column. A
// second column of one thing is no choice that a program may make. Comments may stand in several, and steps, of which
// one may hold ranks; where there is an identifier, a second title says nothing.
func headOf(row *sheet.Row) (*head, bool) {
	h := &head{of: map[int]string{}, unknown: map[int]string{}, twice: map[int]string{}, row: row.Number}
	holds := map[string]bool{}
	for i := range row.Cells {
		c := &row.Cells[i]
		switch name := heading(c.Text); {
		case name == "":
			h.unknown[c.Column] = c.Text
		case holds[name] && name != fieldComment && name != columnStep:
			h.twice[c.Column] = c.Text
		default:
			h.of[c.Column], holds[name] = name, true
		}
	}
	for c, title := range h.twice {
		if holds[columnID] && heading(title) == columnTitle {
			h.unknown[c] = title
			delete(h.twice, c)
		}
	}
	return h, holds[fieldVerdict] && (holds[columnID] || holds[columnTitle]) && len(holds) >= 3
}

// french reads a workbook in the usual French layout: a row a scenario, or a row a step.
func (r *reading) french() error {
	found, blocks, cases := false, 0, indexOf(r.book)
	for i := range r.file.book.Sheets {
		s := &r.file.book.Sheets[i]
		if s.Hidden {
			r.note(Place{Sheet: s.Name}, "sheet-hidden")
			continue
		}
		merges, err := r.beside(s)
		if err != nil {
			return err
		}
		l := &layout{reading: r, cases: cases, sheet: s, merges: merges, blocks: blocks, strays: map[int]int{}}
		if err := r.file.book.Rows(s, func(row *sheet.Row) error {
			l.row(row)
			return nil
		}); err != nil {
			return err //nolint:wrapcheck // it says where
		}
		if l.head == nil {
			r.note(Place{Sheet: s.Name}, "sheet-foreign")
			continue
		}
		l.end()
		l.leave()
		found, blocks = true, l.blocks
	}
	if !found {
		return ErrLayout
	}
	return nil
}

// layout reads a sheet in the usual French layout.
type layout struct {
	*reading
	cases  *index
	sheet  *sheet.Sheet
	merges merged
	head   *head
	above  []Line      // what stands above the head
	strays map[int]int // columns that are not taken, by how many cells they hold
	blocks int         // how many scenarios were read, over all the sheets

	id, title string // of the scenario that the rows speak of: it is named once
	named     bool
	until     int // the last row that its name, in merged cells, stands for; 0: up to the next name
	rows      []*line
	alien     int // column of its titles that name no case of ours

	who, when carried // in merged cells
}

// carried is what merged cells say, of each of their rows.
type carried struct {
	text  string
	until int
}

// line is a row of a scenario.
type line struct {
	answer
	step, expected, rank string
	until                int      // the last row that its verdict, in merged cells, stands for; 0: its own
	other                []string // what columns that are not taken say
	faults               []Line   // of its cells
}

// headWithin is how many rows may come before the head.
const headWithin = 40

func (l *layout) row(row *sheet.Row) {
	switch h, ok := headOf(row); {
	case l.head == nil && ok && row.Number <= headWithin:
		l.head = h
		for _, a := range l.above {
			l.note(a.Place, a.Code, a.Args...)
		}
		l.doubles()
	case l.head == nil && row.Number <= headWithin:
		if !l.marked(row) {
			l.over(row)
		}
	case l.head == nil:
	case ok && h.same(l.head): // a page begins anew
	case ok: // another table
		l.end()
		l.leave()
		l.id, l.title, l.named, l.head = "", "", false, h
		l.doubles()
	default:
		l.data(row)
	}
}

// same tells whether two heads have the same columns.
func (h *head) same(o *head) bool {
	if len(h.of) != len(o.of) || len(h.twice) != len(o.twice) {
		return false
	}
	for c, holds := range h.of {
		if o.of[c] != holds {
			return false
		}
	}
	return true
}

// doubles refuses a sheet that has two columns of one thing: nobody can tell which holds.
func (l *layout) doubles() {
	for c, title := range l.head.twice {
		l.halt(Place{l.sheet.Name, l.head.row, c}, "two-columns", title)
	}
}

// over reads a row above the head: which version was tested, and where, is compared; the rest is noted.
func (l *layout) over(row *sheet.Row) {
	for i := 0; i < len(row.Cells); i++ {
		c := &row.Cells[i]
		label, value, _ := strings.Cut(c.Text, ":")
		at, code := Place{l.sheet.Name, row.Number, c.Column}, unwritten(c)
		if value = clean(value); value == "" && i+1 < len(row.Cells) && heading(label) != "" {
			i++
			value, code = clean(row.Cells[i].Text), unwritten(&row.Cells[i])
			at.Column = row.Cells[i].Column
		}
		holds := heading(label)
		switch {
		case value != "" && code == "" && holds == columnBuild && l.build == "":
			l.build, l.buildAt = value, at
		case value != "" && code == "" && holds == columnPlace && l.site == "":
			l.site, l.siteAt = value, at
		case at.Column != c.Column:
			l.above = append(l.above, Line{Place: at, Code: "above", Args: []string{c.Text + " " + value}})
		default:
			l.above = append(l.above, Line{Place: at, Code: "above", Args: []string{c.Text}})
		}
	}
}

// data reads a row under the head. Each of its cells has its case here.
func (l *layout) data(row *sheet.Row) {
	x := &line{answer: answer{at: Place{Sheet: l.sheet.Name, Row: row.Number}, place: -1, attempt: -1}}
	var id, title string
	until := 0
	for i := range row.Cells {
		c := &row.Cells[i]
		m := l.merges.tall(c.Column, row.Number)
		holds := l.head.of[c.Column]
		if m != nil && (m.Row != row.Number || m.Column != c.Column) && holds != "" { // what no sheet shows
			x.fault(c.Column, "merged")
			continue
		}
		switch holds {
		case columnID:
			id = clean(c.Text)
		case columnTitle:
			title = clean(c.Text)
		case columnStep:
			if _, err := strconv.Atoi(c.Text); err == nil && x.rank == "" {
				x.rank = c.Text
			} else {
				x.step = joined(x.step, clean(c.Text))
			}
		case columnExpected:
			x.expected = clean(c.Text)
		case columnRank:
			x.rank = clean(c.Text)
		case columnBuild:
			x.build, x.buildAt = clean(c.Text), Place{l.sheet.Name, row.Number, c.Column}
		case columnPlace:
			x.site, x.siteAt = clean(c.Text), Place{l.sheet.Name, row.Number, c.Column}
		case "":
			l.strays[c.Column]++
			x.other = append(x.other, c.Text)
		default:
			if code := x.take(l.file.book, c, holds); code != "" {
				x.fault(c.Column, code, c.Text)
			}
		}
		if m == nil {
			continue
		}
		switch holds {
		case columnID, columnTitle:
			until = max(until, m.ToRow)
		case fieldVerdict:
			x.until = m.ToRow
		case fieldTester:
			l.who = carried{x.tester, m.ToRow}
		case fieldDay:
			l.when = carried{x.day, m.ToRow}
		}
	}
	l.carry(x, row.Number)
	l.begin(x, id, title, until)
	l.spread(x, row)
	l.rows = append(l.rows, x)
}

// take fills a field with a cell. Where no column is of the causes, a verdict may have its own behind it: « Bloqué :
// donnée ». Two causes that differ are refused: nobody can tell which holds.
func (x *line) take(b *sheet.Book, c *sheet.Cell, holds string) (code string) {
	was, said := x.cause, *c
	if holds == fieldVerdict {
		verdict, cause, found := strings.Cut(c.Text, ":")
		of, known := causeOf(cause)
		if v, _ := verdictOf(verdict); found && known && v == recette.Blocked {
			said.Text, x.cause = strings.TrimSpace(verdict), of
		}
	}
	code = x.fill(b, &said, holds)
	if code == "" && was != "" && x.cause != was {
		return "bad-cause"
	}
	return code
}

// fault keeps why a cell of a row cannot be taken: it is said when its case is known.
func (x *line) fault(column int, code string, args ...string) {
	x.bad = true
	x.faults = append(x.faults, Line{Place: Place{x.at.Sheet, x.at.Row, column}, Code: code, Args: args})
}

// carry gives a row what merged cells that begin above it say of who and when.
func (l *layout) carry(x *line, row int) {
	if x.tester == "" && row <= l.who.until {
		x.tester = l.who.text
	}
	if x.day == "" && row <= l.when.until {
		x.day = l.when.text
	}
}

// spread refuses what merged cells say of several rows, unless the verdict stands for the very same.
func (l *layout) spread(x *line, row *sheet.Row) {
	for i := range row.Cells {
		c := row.Cells[i].Column
		m := l.merges.tall(c, row.Number)
		if m == nil || m.Row != row.Number {
			continue
		}
		switch l.head.of[c] {
		case fieldObserved, fieldComment, fieldReason, fieldCause, fieldSeverity, fieldEvidence, fieldMinutes:
			if m.ToRow != x.until {
				x.fault(c, "merged")
			}
		}
	}
}

// begin ends the scenario before when a row names another.
func (l *layout) begin(x *line, id, title string, until int) {
	switch {
	case id != "" && (!l.named || id != l.id), id == "" && title != "" && (!l.named || title != l.title):
		l.cut(x)
		l.id, l.title, l.named, l.until = id, title, true, until
	case id == "" && title == "" && l.until > 0 && x.at.Row > l.until: // what named it ends above
		l.cut(x)
		l.id, l.title, l.named, l.until = "", "", false, 0
	default:
		l.until = max(l.until, until)
	}
}

// cut ends a scenario at a row that is not of it. A merged verdict that goes on there is of nobody.
func (l *layout) cut(x *line) {
	for _, y := range l.rows {
		if y.until >= x.at.Row {
			y.fault(l.head.column(fieldVerdict), "merged")
		}
	}
	l.end()
}

// leave notes the columns that are not taken, at the end of their table.
func (l *layout) leave() {
	for column := range l.strays {
		title := l.head.unknown[column]
		if title == "" {
			title = l.head.twice[column]
		}
		l.note(Place{l.sheet.Name, l.head.row, column}, "column", first(title, sheet.Name(column, l.head.row)))
	}
	if l.alien > 0 {
		l.note(Place{l.sheet.Name, l.head.row, l.alien}, "alien-title")
	}
	l.strays, l.alien = map[int]int{}, 0
}

// empty tells whether a row holds nothing that a scenario needs.
func (x *line) empty() bool {
	return !x.filled() && !x.bad && x.step == "" && x.expected == "" && x.rank == "" && len(x.other) == 0
}

// end matches the rows of a scenario to a case.
func (l *layout) end() {
	rows := l.rows
	l.rows = nil
	if len(rows) == 0 {
		return
	}
	l.blocks++
	place, code, args := l.cases.find(l.id, l.title)
	named := first(l.id, l.title)
	if place >= 0 {
		named = l.book.Cases[place].ID
	}
	for _, x := range rows {
		for _, f := range x.faults {
			l.refuse(f.Place, named, f.Code, f.Args...)
		}
	}
	if place >= 0 {
		c := &l.book.Cases[place]
		if rest := slices.DeleteFunc(slices.Clone(rows), (*line).empty); len(rest) > 0 {
			rows = rest
		}
		if l.id != "" && l.title != "" && folded(l.title) != folded(c.Name) {
			l.alien = l.head.column(columnTitle)
		}
		for _, x := range rows {
			x.id, x.place, x.content, x.block = c.ID, place, c.Content, l.blocks
		}
		m := &match{layout: l, c: c, rows: rows}
		m.all()
		return
	}
	for _, x := range rows {
		switch {
		case x.said():
			l.refuse(x.at, named, code, args...)
		case !x.bad: // nothing is made of it
			l.note(x.at, "row-foreign", first(named, joined(x.step, x.expected, x.rank)))
		}
	}
}
