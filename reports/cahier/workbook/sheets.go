package workbook

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"recette/reports/cahier"
	"recette/reports/page"
	"recette/reports/xlsx"
)

// firstRow is the row of the first case, under the title and the head of the columns.
const firstRow = 4

// front writes the sheet that says what the workbook is, how to fill it, and what holds for all of it.
func (b *book) front(sheet string, names []string) error {
	c := b.c
	if err := b.landscape(sheet); err != nil { // before the sheet is begun: the library writes it first
		return err
	}
	s, err := b.f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	errs := []error{
		b.protect(sheet), s.SetColWidth(1, 1, keyWidth), s.SetColWidth(2, 2, 40), s.SetColWidth(3, 3, 100),
	}
	n := 0
	row := func(cells ...any) {
		if n++; len(cells) > 0 {
			cells[0] = excelize.Cell{StyleID: b.body, Value: sealed("", cells[1:])}
		}
		errs = append(errs, s.SetRow("A"+strconv.Itoa(n), cells, height(cells, []float64{keyWidth, 40, 100})))
	}
	field := func(label, value string) {
		row(nil, excelize.Cell{StyleID: b.label, Value: b.t(label)}, excelize.Cell{
			StyleID: b.body,
			Value:   xlsx.Text(value),
		})
	}
	row(nil, excelize.Cell{StyleID: b.title, Value: b.t("title."+string(c.Kind)) + " – " + xlsx.Text(c.Title)})
	row()
	iteration := ""
	if c.Iteration > 0 {
		iteration = b.t("iteration", strconv.Itoa(c.Iteration))
	}
	field("field.reference", page.Sentence(", ", c.Campaign, iteration))
	field("field.plan", page.Sentence(", ", c.Title, c.PlanVersion))
	field("field.release", page.Sentence(", ", c.Release.Version, c.Release.Build))
	field("field.environment", page.Sentence(", ", c.Environment.Name, c.Environment.URL, c.Environment.Notes))
	field("field.build", c.Environment.Build)
	field("field.data", b.codes())
	field("field.commit", c.Reference.Commit)
	field("field.manifest", c.Reference.Manifest)
	field("field.issued", b.flow.Stamp(c.IssuedAt))
	row()
	if b.blank() {
		row(nil, excelize.Cell{StyleID: b.sheet, Value: b.t("front.fill")}, excelize.Cell{StyleID: b.sheet, Value: ""})
		for _, f := range []struct {
			what, key string
			style     int
		}{
			{FrontTester, "front.tester", b.fill},
			{FrontDay, "front.day", b.day},
			{FrontBuild, "front.build", b.fill},
		} {
			n++
			label := excelize.Cell{StyleID: b.label, Value: b.t(f.key)}
			errs = append(errs, s.SetRow("A"+strconv.Itoa(n), []any{
				excelize.Cell{StyleID: b.body, Value: sealed(f.what, []any{label})},
				label,
				excelize.Cell{StyleID: f.style, Value: nil},
			}))
		}
		errs = append(errs, b.choose(sheet, cell(ColFront, RowTester), "tester"),
			b.days(sheet, cell(ColFront, RowDay)))
	}
	for n < RowBuild+1 {
		row()
	}
	row(nil, excelize.Cell{StyleID: b.sheet, Value: b.t("section.instructions")},
		excelize.Cell{StyleID: b.sheet, Value: ""})
	for i, key := range []string{"sheet", "cells", "whole", "step", "evidence", "text", "severity", "back"} {
		if b.blank() || i > 3 {
			row(nil, excelize.Cell{StyleID: b.label, Value: strconv.Itoa(i + 1)},
				excelize.Cell{StyleID: b.body, Value: b.t("workbook." + key)})
		}
	}
	row()
	row(nil, excelize.Cell{StyleID: b.sheet, Value: b.t("legend")}, excelize.Cell{StyleID: b.sheet, Value: ""})
	for _, v := range Verdicts() {
		row(nil, excelize.Cell{StyleID: b.expected, Value: b.word("verdict", v)},
			excelize.Cell{StyleID: b.body, Value: page.Sentence(" ", b.t("meaning."+v), b.asks(v))})
	}
	row()
	row(nil, excelize.Cell{StyleID: b.sheet, Value: b.t("part.contacts")}, excelize.Cell{StyleID: b.sheet, Value: ""})
	for i := range c.Contacts {
		p := &c.Contacts[i]
		row(nil, excelize.Cell{StyleID: b.body, Value: xlsx.Text(p.Name)}, excelize.Cell{
			StyleID: b.body, Value: xlsx.Text(page.Sentence(", ", b.word("role", p.Role), p.Function, p.Entity)),
		})
	}
	row()
	row(nil, excelize.Cell{StyleID: b.sheet, Value: b.t("part.data")}, excelize.Cell{StyleID: b.sheet, Value: ""})
	for i := range c.DataSets {
		d := &c.DataSets[i]
		row(nil, excelize.Cell{StyleID: b.body, Value: xlsx.Text(d.Code)}, excelize.Cell{
			StyleID: b.body,
			Value: xlsx.Text(page.Sentence("\n", page.Sentence(" – ", d.Label, d.OriginWord(b.texts), d.Owner),
				d.States, d.Load, d.Reset)),
		})
	}
	row()
	row(nil, excelize.Cell{StyleID: b.sheet, Value: b.t("contents")}, excelize.Cell{StyleID: b.sheet, Value: ""})
	for i, name := range names {
		j := &c.Journeys[i]
		said := b.t("contents.blank", strconv.Itoa(j.Cases))
		if !b.blank() {
			said = b.t("figures", b.flow.Ratio(j.Figures.Executed, j.Figures.Planned),
				b.flow.Ratio(j.Figures.Conform(), j.Figures.Planned))
		}
		row(nil, excelize.Cell{StyleID: b.body, Value: name}, excelize.Cell{StyleID: b.body, Value: said})
	}
	return errors.Join(append(errs, s.Flush())...)
}

func (b *book) asks(verdict string) string {
	if said := b.t("asks." + verdict); said != "–" {
		return "(" + said + ")"
	}
	return ""
}

func (b *book) codes() string {
	out := make([]string, len(b.c.DataSets))
	for i := range b.c.DataSets {
		out[i] = b.c.DataSets[i].Code
	}
	return strings.Join(out, ", ")
}

// cell names a cell by its column and row, from 1.
func cell(column, row int) string { return string(rune('A'+column-1)) + strconv.Itoa(row) }

// days lets the cells of a range take a date and nothing else.
func (b *book) days(sheet, cells string) error {
	dv := excelize.NewDataValidation(true)
	dv.SetSqref(cells)
	err := dv.SetRange(36526, 73050, excelize.DataValidationTypeDate,
		excelize.DataValidationOperatorBetween) // 2000-2099
	dv.SetError(excelize.DataValidationErrorStyleStop, b.t("choose.title"), b.t("choose.day"))
	return errors.Join(err, b.f.AddDataValidation(sheet, dv))
}

// journey writes the sheet of a journey. first is the place of its first case among those of the cahier.
func (b *book) journey(sheet string, j *cahier.Journey, cases []cahier.Case, first int) error {
	last := firstRow - 1
	for i := range cases {
		last += 1 + min(cases[i].Prior, 1) + len(cases[i].Steps)
	}
	if err := b.rules(sheet, last); err != nil {
		return err
	}
	s, err := b.f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	var errs []error
	for i, width := range widths() {
		errs = append(errs, s.SetColWidth(i+1, i+1, width))
	}
	errs = append(errs, s.SetPanes(&excelize.Panes{
		Freeze: true, XSplit: colText, YSplit: firstRow - 1, TopLeftCell: cell(ColVerdict, firstRow),
		ActivePane: "bottomRight",
	}))
	w := &writer{book: b, s: s, widths: widths(), errs: errs}
	title := j.Title
	if title == "" {
		title = b.t("journey.none")
	}
	w.fixed(excelize.Cell{StyleID: b.title, Value: xlsx.Text(title)})
	w.fixed(excelize.Cell{StyleID: b.note, Value: b.t("workbook.head")})
	var head []any
	for _, key := range []string{
		"rank", "kind", "step", "verdict", "observed", "comment", "cause", "reason", "evidence", "severity", "tester",
		"day", "time",
	} {
		head = append(head, excelize.Cell{StyleID: b.head, Value: b.t("col." + key)})
	}
	if !b.blank() {
		head = append(head, excelize.Cell{StyleID: b.head, Value: b.t("col.state")})
	}
	w.fixed(head...)
	for i := range cases {
		w.one(&cases[i], first+i+1)
	}
	return errors.Join(append(w.errs, s.Flush())...)
}

// rules says what the columns of a journey take, and protects the rest. They are said before the
// rows are written: the library writes them with the sheet.
func (b *book) rules(sheet string, last int) error {
	span := func(column int) string { return cell(column, firstRow) + ":" + cell(column, max(last, firstRow)) }
	errs := []error{
		b.protect(sheet), b.colour(sheet, span(ColVerdict)),
		b.landscape(sheet),
	}
	if b.blank() {
		errs = append(errs, b.choose(sheet, span(ColVerdict), "verdict"), b.choose(sheet, span(ColCause), "cause"),
			b.choose(sheet, span(ColSeverity), "severity"), b.choose(sheet, span(ColTester), "tester"),
			b.days(sheet, span(ColDay)))
	}
	return errors.Join(errs...)
}

// landscape makes a sheet print as wide as a page.
func (b *book) landscape(sheet string) error {
	return errors.Join(
		b.f.SetPageLayout(sheet, &excelize.PageLayoutOptions{
			Orientation: new("landscape"), Size: new(9), FitToWidth: new(1), FitToHeight: new(0), // 9 is A4
		}),
		b.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: new(true)}),
	)
}

// height gives the height of a row whose texts are cut by the widths of their columns, in characters: not every office
// suite computes it when it opens a file.
func height(cells []any, widths []float64) excelize.RowOpts {
	most := 1
	for i, c := range cells {
		said, ok := c.(excelize.Cell)
		text, isText := said.Value.(string)
		if !ok || !isText || i >= len(widths) || widths[i] < 1 {
			continue
		}
		lines := 0
		for line := range strings.SplitSeq(text, "\n") {
			lines += 1 + int(float64(len([]rune(line)))*0.98/widths[i])
		}
		most = max(most, lines)
	}
	const line, highest = 13.2, 400
	return excelize.RowOpts{Height: min(float64(most)*line+3, highest)}
}

// widths are those of the columns of a journey, in characters.
func widths() []float64 {
	return []float64{keyWidth, 8, 11, 62, 20, 38, 30, 15, 24, 22, 14, 20, 12, 9, 44}
}

// writer writes the rows of a sheet.
type writer struct {
	*book
	s      *excelize.StreamWriter
	widths []float64
	n      int // rows written
	errs   []error
}

func (w *writer) put(cells ...any) {
	w.n++
	widths := w.widths
	if w.n < firstRow-1 { // a title goes over the columns beside it
		widths = nil
	}
	if err := w.s.SetRow("A"+strconv.Itoa(w.n), cells, height(cells, widths)); err != nil && len(w.errs) < 100 {
		w.errs = append(w.errs, err)
	}
}

// fixed writes a row of which nothing is filled.
func (w *writer) fixed(cells ...any) {
	w.put(append([]any{excelize.Cell{StyleID: w.body, Value: sealed("", cells)}}, cells...)...)
}

// sealed is what the first column of a row of texts says.
func sealed(what string, cells []any) string {
	texts := make([]string, len(cells))
	for i := range cells {
		if c, ok := cells[i].(excelize.Cell); ok {
			texts[i], _ = c.Value.(string)
		}
	}
	return what + Seal(texts...)
}

// keyWidth is the width of the first column: almost none, as the library writes no hidden column as it streams.
const keyWidth = 0.1

// one writes the rows of a case: the whole, its Contexte, its steps.
func (w *writer) one(c *cahier.Case, place int) {
	w.row(Key{Case: place}, w.sheet, xlsx.Text(c.ID), w.word("mode", c.Mode), w.about(c), w.whole(c))
	if x := w.contexts[c.Context]; x != nil && c.Prior > 0 {
		lines := make([]string, len(x.Steps))
		for i := range x.Steps {
			lines[i] = text(&x.Steps[i])
		}
		w.row(Key{place, 0, c.Prior}, w.body, span(1, c.Prior), w.t("kind.context"), strings.Join(lines, "\n"),
			w.prior(c))
	}
	for i := range c.Steps {
		s := &c.Steps[i]
		style, kind := w.body, w.t("kind.action")
		if s.Expects() {
			style, kind = w.expected, w.t("kind.expected")
		}
		lines := []string{text(s)}
		for _, m := range s.Messages {
			lines = append(lines, w.t("message", m.Code, m.Text))
		}
		w.row(Key{place, s.Number - 1, s.Number}, style, strconv.Itoa(s.Number), kind, strings.Join(lines, "\n"),
			seen(w.book, &s.Seen, s.Expects()))
	}
}

func span(from, to int) string {
	if from == to {
		return strconv.Itoa(from)
	}
	return fmt.Sprintf("%d-%d", from, to)
}

// row writes a row: what it is about, locked, then what is filled, empty in a blank cahier.
func (w *writer) row(k Key, style int, rank, kind, said string, filled [colState + 1]any) {
	cells := []any{
		excelize.Cell{StyleID: w.body, Value: k.String() + Seal(rank, kind, xlsx.Text(said))},
		excelize.Cell{StyleID: style, Value: rank},
		excelize.Cell{StyleID: style, Value: kind},
		excelize.Cell{StyleID: style, Value: xlsx.Text(said)},
	}
	for column := ColVerdict; column <= columnCount; column++ {
		open := w.fill
		switch column {
		case ColTester, ColDay, ColMinutes:
			if !k.Whole() {
				cells = append(cells, excelize.Cell{StyleID: w.body, Value: filled[column]})
				continue
			}
			open = map[int]int{ColTester: w.fill, ColDay: w.day, ColMinutes: w.number}[column]
		}
		cells = append(cells, excelize.Cell{StyleID: open, Value: filled[column]})
	}
	if !w.blank() {
		cells = append(cells, excelize.Cell{StyleID: w.body, Value: filled[colState]})
	}
	w.put(cells...)
}

// about says what a case is about, in a few lines.
func (b *book) about(c *cahier.Case) string {
	row := make([]string, len(c.Row))
	for i, v := range c.Row {
		row[i] = page.Sentence(" = ", v.Name, v.Text)
	}
	lines := []string{page.Sentence(" – ", c.Name, c.Antenne), c.Purpose(b.texts)}
	add := func(key string, parts ...string) {
		if said := page.Sentence(", ", parts...); said != "" {
			lines = append(lines, b.t(key)+b.flow.Colon()+said)
		}
	}
	add("sheet.trace", c.Story, strings.Join(c.Criteria, ", "), strings.Join(c.Rules, ", "))
	roles := make([]string, len(c.Roles))
	for i, code := range c.Roles {
		roles[i] = b.c.RoleName(code)
	}
	add("sheet.role", strings.Join(roles, ", "))
	if b.blank() { // said, and not filled in: who was to play it may not be who did
		add("sheet.assigned", c.Assigned)
	}
	add("sheet.data", strings.Join(c.DataSets, ", "), strings.Join(row, ", "))
	return page.Sentence("\n", lines...)
}

// text is a step as a cell shows it.
func text(s *cahier.Step) string {
	said := page.Sentence(" ", s.Keyword, s.Text)
	if strings.HasSuffix(s.Keyword, "'") || strings.HasSuffix(s.Keyword, "’") {
		said = s.Keyword + s.Text
	}
	lines := []string{said}
	for _, row := range s.Table {
		lines = append(lines, "| "+strings.Join(row, " | ")+" |")
	}
	return page.Sentence("\n", append(lines, s.DocString)...)
}
