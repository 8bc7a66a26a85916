package usual

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"recette/internal/delimited"
	"recette/reports/cahier"
	"recette/reports/xlsx"
)

// CSV writes a cahier as delimited text, as spreadsheets of its language do it. No cell of it is computed. It returns
// cahier.ErrOptions, cahier.ErrSchema and the errors of w.
func CSV(w io.Writer, c cahier.Cahier, o cahier.Options) error {
	if err := o.Check(&c); err != nil {
		return err
	}
	out := delimited.NewWriter(w, delimited.Comma(c.Language))
	for _, r := range of(&c, o).rows() {
		out.Row(inert(r))
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("write cahier %s: %w", c.Campaign, err)
	}
	return nil
}

// XLSX writes a cahier as a workbook of one sheet. Its cells are texts, which nothing computes. It returns
// cahier.ErrOptions, cahier.ErrSchema, the errors of the library, and those of w.
func XLSX(w io.Writer, c cahier.Cahier, o cahier.Options) (err error) {
	if err := o.Check(&c); err != nil {
		return err
	}
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := fill(f, of(&c, o)); err != nil {
		return fmt.Errorf("write cahier %s as a workbook: %w", c.Campaign, err)
	}
	raw, err := f.WriteToBuffer()
	if err != nil {
		return fmt.Errorf("write cahier %s as a workbook: %w", c.Campaign, err)
	}
	return xlsx.InOrder(w, raw.Bytes())
}

// widths of the columns, in characters.
func widths() [columns]float64 { return [columns]float64{16, 28, 28, 28, 44, 44, 32, 22, 28, 18, 12} }

// fill makes the sheet of a table.
func fill(f *excelize.File, t *table) error {
	at := t.c.IssuedAt.UTC().Format(time.RFC3339)
	name := t.t("sheet")
	err := errors.Join(
		f.SetDocProps(&excelize.DocProperties{
			Title:   xlsx.Text(t.texts("cahier.title."+string(t.c.Kind)) + " – " + t.c.Title),
			Creator: xlsx.Text(t.c.Producer), Created: at, Modified: at, Language: t.c.Language,
		}),
		f.SetSheetName("Sheet1", name),
	)
	wrap := &excelize.Alignment{Vertical: "top", WrapText: true}
	font := func(bold bool) *excelize.Font { return &excelize.Font{Family: "Arial", Size: 10, Bold: bold} }
	head, e1 := f.NewStyle(&excelize.Style{Font: font(true), Alignment: wrap})
	body, e2 := f.NewStyle(&excelize.Style{Font: font(false), Alignment: wrap, NumFmt: 49})
	s, e3 := f.NewStreamWriter(name)
	if err := errors.Join(err, e1, e2, e3); err != nil {
		return err
	}
	var errs []error
	for i, width := range widths() {
		errs = append(errs, s.SetColWidth(i+1, i+1, width))
	}
	errs = append(errs, s.SetPanes(&excelize.Panes{
		Freeze: true, YSplit: above + 1, TopLeftCell: fmt.Sprintf("A%d", above+2), ActivePane: "bottomLeft",
	}))
	rows := t.rows()
	for i, r := range rows {
		style := body
		if i <= above {
			style = head
		}
		cells := make([]any, columns)
		for k, text := range r {
			cells[k] = excelize.Cell{StyleID: style, Value: xlsx.Text(text)}
		}
		errs = append(errs, s.SetRow("A"+strconv.Itoa(i+1), cells))
	}
	errs = append(errs, s.Flush())
	if t.c.Kind == cahier.Blank && len(rows) > above+1 {
		offered := excelize.NewDataValidation(true)
		offered.SetSqref(fmt.Sprintf("%[1]c%[2]d:%[1]c%[3]d", 'A'+colVerdict, above+2, len(rows)))
		errs = append(errs, offered.SetDropList(t.answers()))
		offered.SetError(excelize.DataValidationErrorStyleWarning, t.texts("cahier.choose.title"),
			t.texts("cahier.choose.text"))
		errs = append(errs, f.AddDataValidation(name, offered))
	}
	return errors.Join(errs...)
}
