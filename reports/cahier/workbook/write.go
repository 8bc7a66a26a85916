package workbook

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"recette/reports/cahier"
	"recette/reports/page"
	"recette/reports/xlsx"
)

// errBinding says that the sheet that binds the rows is not as the product wrote it.
var errBinding = errors.New("the binding of the workbook is not as it was written")

// Write writes the workbook of a cahier. It returns cahier.ErrOptions, cahier.ErrSchema, the errors of the library, and
// those of w.
func Write(w io.Writer, c cahier.Cahier, o cahier.Options) (err error) {
	if err := o.Check(&c); err != nil {
		return err
	}
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	b := &book{
		f: f, c: &c, texts: o.Texts, flow: &page.Flow{Words: o.Texts, Lang: c.Language, Zone: o.Location},
		contexts: map[string]*cahier.Context{}, verdicts: map[string]int{},
	}
	for i := range c.Contexts {
		b.contexts[c.Contexts[i].Number] = &c.Contexts[i]
	}
	if err := b.build(); err != nil {
		return fmt.Errorf("write cahier %s as a workbook: %w", c.Campaign, err)
	}
	raw, err := f.WriteToBuffer()
	if err != nil {
		return fmt.Errorf("write cahier %s as a workbook: %w", c.Campaign, err)
	}
	return xlsx.InOrder(w, raw.Bytes())
}

// book is a workbook in the making.
type book struct {
	f        *excelize.File
	c        *cahier.Cahier
	texts    page.Texts
	flow     *page.Flow // formats of the language alone
	contexts map[string]*cahier.Context
	ranges   map[string]string // of the lists to choose from, by name
	verdicts map[string]int    // styles

	title, note, head, sheet, label, body, expected, fill, day, number int
}

func (b *book) t(key string, args ...any) string { return xlsx.Text(b.texts("cahier."+key, args...)) }

func (b *book) word(kind, value string) string {
	if value == "" {
		return ""
	}
	return b.texts("reports." + kind + "." + value)
}

func (b *book) blank() bool { return b.c.Kind == cahier.Blank }

func (b *book) build() error {
	if err := b.styles(); err != nil {
		return err
	}
	at := b.c.IssuedAt.UTC().Format(time.RFC3339)
	err := b.f.SetDocProps(&excelize.DocProperties{
		Title: xlsx.Text(b.t("title."+string(b.c.Kind)) + " – " + b.c.Title), Creator: xlsx.Text(b.c.Producer),
		Created: at, Modified: at, Language: b.c.Language,
	})
	front := b.t("sheet.front")
	names := b.names(front)
	err = errors.Join(err, b.f.SetSheetName("Sheet1", front))
	for _, name := range append(names, Lists, Binding) {
		_, e := b.f.NewSheet(name)
		err = errors.Join(err, e)
	}
	if err != nil {
		return err
	}
	if err := b.lists(); err != nil {
		return err
	}
	bound := Bound{
		Campaign: b.c.Campaign, Manifest: b.c.Reference.Manifest, Kind: string(b.c.Kind), Language: b.c.Language,
		Build: b.c.Environment.Build,
	}
	if b.c.Reference.File != "" { // nothing is frozen: what will be has another digest
		bound.Manifest = ""
	}
	from := 0
	for i := range b.c.Journeys {
		n := b.c.Journeys[i].Cases
		if err := b.journey(names[i], &b.c.Journeys[i], b.c.Cases[from:from+n], from); err != nil {
			return err
		}
		from += n
	}
	for i := range b.c.Cases {
		c := &b.c.Cases[i]
		bound.Cases = append(bound.Cases, BoundCase{
			ID: c.ID, Content: c.Content, Prior: c.Prior, Steps: c.StepCount(), Attempt: c.Attempt,
		})
	}
	return errors.Join(
		b.front(front, names), b.plain(Binding, bound.rows()), b.f.SetSheetVisible(Lists, false),
		b.f.SetSheetVisible(Binding, false, true),
	)
}

// names gives the sheets of the journeys, each of its own name.
func (b *book) names(front string) []string {
	taken := map[string]bool{strings.ToLower(front): true, Binding: true, Lists: true}
	out := make([]string, len(b.c.Journeys))
	for i := range b.c.Journeys {
		title := b.c.Journeys[i].Title
		if title == "" {
			title = b.t("journey.none")
		}
		title = strings.Map(func(r rune) rune {
			switch {
			case strings.ContainsRune(`:\/?*[]`, r), r < ' ':
				return ' '
			case r == '\'': // none may begin or end the name of a sheet
				return '’'
			}
			return r
		}, xlsx.Text(title))
		name := cut(strconv.Itoa(i+1)+" "+strings.TrimSpace(title), 31)
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = cut(fmt.Sprintf("%d-%d %s", i+1, n, title), 31)
		}
		taken[strings.ToLower(name)] = true
		out[i] = name
	}
	return out
}

// cut keeps the first characters of a text, as spreadsheets count them.
func cut(s string, most int) string {
	n := 0
	for i, r := range s {
		if n++; r > 0xFFFF {
			n++
		}
		if n > most {
			return strings.TrimSpace(s[:i])
		}
	}
	return strings.TrimSpace(s)
}

// plain writes a sheet of texts, locked.
func (b *book) plain(sheet string, rows [][]string) error {
	s, err := b.f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := b.protect(sheet); err != nil {
		return err
	}
	var errs []error
	for i, row := range rows {
		cells := make([]any, len(row))
		for k := range row {
			cells[k] = excelize.Cell{StyleID: b.body, Value: xlsx.Text(row[k])}
		}
		errs = append(errs, s.SetRow("A"+strconv.Itoa(i+1), cells))
	}
	return errors.Join(append(errs, s.Flush())...)
}

func (b *book) protect(sheet string) error {
	return b.f.ProtectSheet(sheet, &excelize.SheetProtectionOptions{
		SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true, AutoFilter: true,
	})
}

// lists writes what the cells offer to choose from.
func (b *book) lists() error {
	columns := []struct {
		name   string
		values []string
	}{{name: "verdict"}, {name: "cause"}, {name: "severity"}, {name: "tester"}}
	for _, v := range Verdicts() {
		columns[0].values = append(columns[0].values, b.word("verdict", v))
	}
	for _, v := range Causes() {
		columns[1].values = append(columns[1].values, b.word("cause", v))
	}
	for _, v := range Severities() {
		columns[2].values = append(columns[2].values, b.word("severity", v))
	}
	for i := range b.c.People {
		columns[3].values = append(columns[3].values, b.c.People[i].Name)
	}
	var rows [][]string
	b.ranges = map[string]string{}
	for k, c := range columns {
		for i, v := range c.values {
			if i == len(rows) {
				rows = append(rows, make([]string, len(columns)))
			}
			rows[i][k] = v
		}
		if len(c.values) > 0 {
			letter := string(rune('A' + k))
			b.ranges[c.name] = fmt.Sprintf("%s!$%s$1:$%s$%d", Lists, letter, letter, len(c.values))
		}
	}
	return b.plain(Lists, rows)
}

// Verdicts lists the verdicts that a cell offers, as the model names them.
func Verdicts() []string {
	return []string{"passed", "passed_with_remark", "failed", "blocked", "not_applicable", "not_run"}
}

// Causes lists the causes of a blocking that a cell offers.
func Causes() []string { return []string{"environment", "data", "rights", "dependency", "anomaly"} }

// Severities lists the severities that a cell offers.
func Severities() []string { return []string{"blocking", "major", "minor", "observation"} }

// choose lets the cells of a range take a value of a list and no other.
func (b *book) choose(sheet, cells, list string) error {
	from := b.ranges[list]
	if from == "" {
		return nil
	}
	dv := excelize.NewDataValidation(true)
	dv.SetSqref(cells)
	dv.SetSqrefDropList(from)
	dv.SetError(excelize.DataValidationErrorStyleStop, b.t("choose.title"), b.t("choose.text"))
	return b.f.AddDataValidation(sheet, dv)
}

func (b *book) styles() error {
	wrap := excelize.Alignment{Vertical: "top", WrapText: true}
	edge := func(color string) []excelize.Border {
		var out []excelize.Border
		for _, side := range []string{"left", "right", "top", "bottom"} {
			out = append(out, excelize.Border{Type: side, Color: color, Style: 1})
		}
		return out
	}
	fill := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	text := 49 // "@": what looks like a number or a date stays what it is
	day := "dd/mm/yyyy"
	if b.c.Language == "en" {
		day = "yyyy-mm-dd"
	}
	open := &excelize.Protection{Locked: !b.blank()}
	yellow := fill("FFFBE6")
	if !b.blank() {
		yellow = fill("FFFFFF")
	}
	var errs []error
	style := func(s excelize.Style) int {
		s.Font = font(s.Font)
		id, err := b.f.NewStyle(&s)
		errs = append(errs, err)
		return id
	}
	b.title = style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 12, Color: "1B365D"}})
	b.note = style(excelize.Style{Font: &excelize.Font{Color: "555B66"}})
	b.head = style(excelize.Style{
		Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: fill("1B365D"), Border: edge("C3C9D2"),
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	})
	b.sheet = style(excelize.Style{
		Font: &excelize.Font{Bold: true, Color: "1B365D"}, Fill: fill("E4EAF2"), Alignment: &wrap, NumFmt: text,
		Border: edge("C3C9D2"),
	})
	b.label = style(excelize.Style{Font: &excelize.Font{Color: "555B66"}, Alignment: &wrap})
	b.body = style(excelize.Style{Alignment: &wrap, NumFmt: text, Border: edge("E4EAF2")})
	b.expected = style(excelize.Style{
		Font: &excelize.Font{Bold: true}, Alignment: &wrap, NumFmt: text, Border: edge("E4EAF2"),
	})
	b.fill = style(excelize.Style{
		Fill: yellow, Alignment: &wrap, NumFmt: text, Border: edge("C3C9D2"), Protection: open,
	})
	b.day = style(excelize.Style{
		Fill: yellow, Alignment: &wrap, CustomNumFmt: &day, Border: edge("C3C9D2"), Protection: open,
	})
	b.number = style(excelize.Style{Fill: yellow, Alignment: &wrap, Border: edge("C3C9D2"), Protection: open})
	for _, v := range []struct{ verdict, ink, paper string }{
		{"passed", "1A6B3A", "DDF1E3"},
		{"passed_with_remark", "0B617A", "DCEFF5"},
		{"failed", "B01E1E", "FBE3E1"},
		{"blocked", "8A4B00", "FDEBD3"},
		{"not_applicable", "4E5560", "F4F5F7"},
	} {
		id, err := b.f.NewConditionalStyle(&excelize.Style{
			Font: &excelize.Font{Bold: true, Color: v.ink}, Fill: fill(v.paper),
		})
		errs = append(errs, err)
		b.verdicts[v.verdict] = id
	}
	return errors.Join(errs...)
}

// font gives the font of a style: that of the product, which every office suite has or knows by its like.
func font(f *excelize.Font) *excelize.Font {
	if f == nil {
		f = &excelize.Font{}
	}
	f.Family = "Arial"
	if f.Size == 0 {
		f.Size = 10
	}
	return f
}

// colour gives each verdict of a range its colour beside its word.
func (b *book) colour(sheet, cells string) error {
	var rules []excelize.ConditionalFormatOptions
	for _, v := range Verdicts() {
		if id, ok := b.verdicts[v]; ok {
			rules = append(rules, excelize.ConditionalFormatOptions{
				Type: "cell", Criteria: "==", Format: &id, Value: `"` + b.word("verdict", v) + `"`,
			})
		}
	}
	return b.f.SetConditionalFormat(sheet, cells, rules)
}
