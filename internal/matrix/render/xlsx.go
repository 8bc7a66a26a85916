package render

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"recette/internal/matrix"
	"recette/internal/standing"
	"recette/reports/xlsx"
)

// XLSX writes the matrix as a workbook: a sheet of the criteria, one of the scenarios, one of the totals and one that
// says how to read the states. Headers are frozen and filter, dates are dates, a state has a colour beside its word.
// Cells are texts and numbers, never formulas: what people wrote is not computed. The same matrix gives the same bytes.
func XLSX(w io.Writer, m matrix.Matrix, o Options) (err error) {
	if err := m.Validate(); err != nil {
		return err
	}
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	b := &workbook{f: f, w: newWording(&m, &o), states: map[standing.State]int{}}
	if err := b.build(&m, o.Reverse); err != nil {
		return fmt.Errorf("write the matrix as a workbook: %w", err)
	}
	raw, err := f.WriteToBuffer()
	if err != nil {
		return fmt.Errorf("write the matrix as a workbook: %w", err)
	}
	return xlsx.InOrder(w, raw.Bytes())
}

type workbook struct {
	f                       *excelize.File
	w                       wording
	header, body, date, big int
	states                  map[standing.State]int
}

// build fills the sheets; the first one shown is that of the direction that was asked for.
func (b *workbook) build(m *matrix.Matrix, reverse bool) error {
	if err := b.styles(); err != nil {
		return err
	}
	if err := b.properties(m); err != nil {
		return err
	}
	names := []string{
		b.w.t("matrix.sheet.criteria"), b.w.t("matrix.sheet.scenarios"), b.w.t("matrix.sheet.totals"),
		b.w.t("matrix.sheet.legend"),
	}
	if err := b.f.SetSheetName("Sheet1", names[0]); err != nil {
		return err
	}
	for _, n := range names[1:] {
		if _, err := b.f.NewSheet(n); err != nil {
			return err
		}
	}
	err := errors.Join(
		flatSheet(b, names[0], "criteria", rowColumns(), m.Rows, 5),
		flatSheet(b, names[1], "scenarios", scenarioColumns(), m.Scenarios, 3),
		b.totals(names[2], m),
		b.legend(names[3]),
	)
	if reverse {
		b.f.SetActiveSheet(1)
	}
	return err
}

// Colours of states, dark on light: they keep 4.5:1, and the word is always there.
func matrixColours(s standing.State) (ink, paper string) {
	switch s {
	case standing.Failed:
		return "8C1616", "FBE3E1"
	case standing.Uncovered:
		return "6B3A00", "FDEBD3"
	case standing.NotRun:
		return "3D4450", "E9ECF0"
	case standing.Stale:
		return "5A4300", "FBF2C9"
	case standing.Accepted:
		return "0A4C61", "DCEFF5"
	case standing.Proved:
		return "14562E", "DDF1E3"
	case standing.OutOfScope, matrix.Draft, matrix.Obsolete, matrix.Orphan:
	}
	return "4E5560", "F4F5F7"
}

func (b *workbook) styles() error {
	top := excelize.Alignment{Vertical: "top", WrapText: true}
	format := "dd/mm/yyyy hh:mm"
	if b.w.m.Language == "en" {
		format = "yyyy-mm-dd hh:mm"
	}
	text := 49 // "@": what looks like a number or a date stays what it is
	var errs []error
	style := func(s excelize.Style) int {
		id, err := b.f.NewStyle(&s)
		errs = append(errs, err)
		return id
	}
	b.header = style(excelize.Style{
		Font:      &excelize.Font{Bold: true, Color: "FFFFFF"},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1B365D"}},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	})
	b.body = style(excelize.Style{Alignment: &top, NumFmt: text})
	b.date = style(excelize.Style{Alignment: &top, CustomNumFmt: &format})
	b.big = style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 14, Color: "1B365D"}})
	for _, s := range append(standing.States(), matrix.Draft, matrix.Obsolete) {
		ink, paper := matrixColours(s)
		b.states[s] = style(excelize.Style{
			Font: &excelize.Font{Bold: true, Color: ink}, Alignment: &top,
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{paper}},
		})
	}
	return errors.Join(errs...)
}

func (b *workbook) properties(m *matrix.Matrix) error {
	at := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // a matrix without a date is not dated by a clock
	if m.MadeAt != nil {
		at = m.MadeAt.UTC()
	}
	stamp := at.Format(time.RFC3339)
	return b.f.SetDocProps(&excelize.DocProperties{
		Title: xlsx.Text(b.w.t("matrix.title", m.Project)), Creator: xlsx.Text(m.Producer), Created: stamp,
		Modified: stamp,
		Language: m.Language,
	})
}

// flatSheet writes a list with its header, the first columns frozen with it.
func flatSheet[T any](b *workbook, sheet, table string, columns []column[T], rows []T, frozen int) error {
	s, err := b.f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	corner, err := excelize.CoordinatesToCellName(frozen+1, 2)
	if err != nil {
		return err
	}
	errs := []error{
		s.SetPanes(
			&excelize.Panes{Freeze: true, XSplit: frozen, YSplit: 1, TopLeftCell: corner, ActivePane: "bottomRight"},
		),
	}
	line := make([]any, len(columns))
	for i, c := range columns {
		errs = append(errs, s.SetColWidth(i+1, i+1, c.width))
		line[i] = excelize.Cell{StyleID: b.header, Value: b.w.t("matrix.col." + c.key)}
	}
	errs = append(errs, s.SetRow("A1", line, excelize.RowOpts{Height: 32}))
	for r := range rows {
		for i, c := range columns {
			line[i] = b.cell(c.cell(b.w, &rows[r]))
		}
		errs = append(errs, s.SetRow("A"+strconv.Itoa(r+2), line))
	}
	if len(rows) > 0 {
		end, err := excelize.CoordinatesToCellName(len(columns), len(rows)+1)
		striped := false
		errs = append(errs, err, s.AddTable(&excelize.Table{Range: "A1:" + end, Name: table, ShowRowStripes: &striped}))
	}
	return errors.Join(append(errs, s.Flush())...)
}

// cell gives a value its type: a state its colour, an instant a real date in the zone of the reader.
func (b *workbook) cell(c cell) any {
	switch c.kind {
	case 'n':
		return c.number
	case 'd':
		if c.at == nil {
			return nil
		}
		at := c.at.In(b.w.loc)
		// A spreadsheet has no zones: the wall clock of the reader is what it shows.
		wall := time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, time.UTC)
		return excelize.Cell{StyleID: b.date, Value: wall}
	case 's':
		return excelize.Cell{StyleID: b.states[c.state], Value: xlsx.Text(glyph(c.state) + " " + c.text)}
	}
	if c.text == "" {
		return nil
	}
	return excelize.Cell{StyleID: b.body, Value: xlsx.Text(c.text)}
}

// totals writes the counts with their states, by epic and by journey.
func (b *workbook) totals(sheet string, m *matrix.Matrix) error {
	s, err := b.f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	errs := []error{s.SetColWidth(1, 1, 26), s.SetColWidth(2, 2, 34), s.SetColWidth(3, 20, 13)}
	at := 0
	row := func(cells ...any) {
		at++
		errs = append(errs, s.SetRow("A"+strconv.Itoa(at), cells))
	}
	head := func(title string) {
		cells := []any{excelize.Cell{StyleID: b.header, Value: title}, excelize.Cell{StyleID: b.header}}
		for _, key := range []string{"criteria", "in-scope", "covered", "proved"} {
			cells = append(cells, excelize.Cell{StyleID: b.header, Value: b.w.t("matrix.total." + key)})
		}
		for _, st := range standing.States() {
			cells = append(cells, excelize.Cell{StyleID: b.header, Value: b.w.state(st)})
		}
		row(cells...)
	}
	line := func(key string, t *matrix.Total) {
		title := t.Title
		if t.Critical {
			title = joined(" – ", title, b.w.critical(true))
		}
		cells := []any{xlsx.Text(key), xlsx.Text(title), t.Criteria, t.InScope, t.Covered, t.Proved}
		for _, st := range standing.States() {
			var v any = t.States.Of(st)
			if t.States.Of(st) > 0 {
				v = excelize.Cell{StyleID: b.states[st], Value: v}
			}
			cells = append(cells, v)
		}
		row(cells...)
	}
	row(excelize.Cell{StyleID: b.big, Value: xlsx.Text(b.w.t("matrix.title", m.Project))})
	if sel := b.w.selection(); sel != "" {
		row(xlsx.Text(b.w.t("matrix.selection", sel)))
	}
	row()
	head(b.w.t("matrix.sheet.criteria"))
	line(b.w.t("matrix.total"), &m.Totals.All)
	for _, g := range []struct {
		title, none string
		list        []matrix.Total
	}{
		{"matrix.by-epic", "matrix.no-epic", m.Totals.Epics},
		{"matrix.by-journey", "matrix.no-journey", m.Totals.Journeys},
	} {
		row()
		head(b.w.t(g.title))
		for i := range g.list {
			line(cmp.Or(g.list[i].Key, b.w.t(g.none)), &g.list[i])
		}
	}
	row()
	r := &m.Totals.Reverse
	row(excelize.Cell{StyleID: b.header, Value: b.w.t("matrix.sheet.scenarios")}, excelize.Cell{StyleID: b.header})
	for _, c := range []struct {
		label string
		n     int
	}{
		{b.w.t("matrix.sheet.scenarios"), r.Scenarios},
		{b.w.t("matrix.col.cases"), r.Cases},
		{b.w.t("matrix.orphan.story"), r.NoStory},
		{b.w.t("matrix.orphan.criterion"), r.NoCriterion},
		{b.w.state(standing.Failed), r.Failed},
		{b.w.state(standing.NotRun), r.NotRun},
		{b.w.state(standing.Stale), r.Stale},
		{b.w.state(standing.Accepted), r.Accepted},
		{b.w.state(standing.Proved), r.Proved},
		{b.w.state(matrix.Draft), r.Draft},
		{b.w.state(matrix.Obsolete), r.Obsolete},
	} {
		row(c.label, c.n)
	}
	return errors.Join(append(errs, s.Flush())...)
}

// legend says what the states mean, and what the matrix was made of.
func (b *workbook) legend(sheet string) error {
	s, err := b.f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	errs := []error{s.SetColWidth(1, 1, 26), s.SetColWidth(2, 2, 100)}
	at := 0
	row := func(cells ...any) {
		at++
		errs = append(errs, s.SetRow("A"+strconv.Itoa(at), cells))
	}
	row(
		excelize.Cell{StyleID: b.header, Value: b.w.t("matrix.col.state")},
		excelize.Cell{StyleID: b.header, Value: b.w.t("matrix.legend")},
	)
	for _, st := range standing.States() {
		row(
			excelize.Cell{StyleID: b.states[st], Value: glyph(st) + " " + b.w.state(st)},
			excelize.Cell{StyleID: b.body, Value: b.w.t("matrix.meaning." + string(st))},
		)
	}
	row()
	for _, n := range b.w.notes() {
		row(nil, excelize.Cell{StyleID: b.body, Value: xlsx.Text(n)})
	}
	return errors.Join(append(errs, s.Flush())...)
}
