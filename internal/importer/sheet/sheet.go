// Package sheet reads the cells of a workbook that somebody else wrote (XLSX, ECMA-376), row after row: texts as they
// are shown, which cells hold a formula, which hold a date. It reads bytes that nobody vouches for: what is larger than
// the bounds, or not what it says it is, is refused with the sheet and the cell. It computes nothing, follows no link,
// and refuses what the format calls macros, external references and encryption by not reading them.
package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// The bounds of what is read.
const (
	maxPart    = 64 << 20  // bytes of a part, deflated no more
	maxWhole   = 256 << 20 // bytes of all the parts
	maxParts   = 4096
	maxShared  = 2_000_000 // shared texts
	maxText    = 64 << 20  // bytes of shared texts
	maxRows    = 300_000   // of a sheet
	maxColumns = 256
	maxCell    = 64 << 10 // bytes of the text of a cell
)

// errWorkbook is the root of the refusals of a workbook.
var errWorkbook = errors.New("workbook")

// The refusals. A *CellError says where.
var (
	ErrFormat = fmt.Errorf("%w: not a workbook that can be read", errWorkbook)
	ErrLarge  = fmt.Errorf("%w: too large", errWorkbook)
)

// CellError says where a workbook is refused. It wraps ErrFormat or ErrLarge.
type CellError struct {
	Sheet string
	Cell  string // "B12"; empty for the whole sheet
	Err   error
}

func (e *CellError) Error() string { return fmt.Sprintf("%v: %s!%s", e.Err, e.Sheet, e.Cell) }

// Unwrap gives ErrFormat or ErrLarge.
func (e *CellError) Unwrap() error { return e.Err }

// Book is a workbook.
type Book struct {
	Sheets []Sheet // in order

	parts  map[string]*zip.File
	shared []string
	dates  []bool // by style: numbers of it are dates
	late   bool   // days are counted from 1904
}

// Sheet is a sheet of a workbook.
type Sheet struct {
	Name   string
	Hidden bool

	part string
	rows []Row // of a table that is no workbook
}

// Row is a row that has something in it.
type Row struct {
	Number int // from 1
	Hidden bool
	Cells  []Cell // in order of column; those that hold nothing are left out
}

// Cell is a cell with something in it.
type Cell struct {
	Column  int    // from 1
	Text    string // as it is shown, spaces around it cut; a date as YYYY-MM-DD, with its time when it has one
	Formula bool   // what is shown was computed
	Failed  bool   // what is shown is the error of a formula
	Date    bool
	Number  bool
	Value   float64 // of a number
}

// Text gives the text of a column, empty when its cell holds nothing.
func (r *Row) Text(column int) string {
	if c := r.Cell(column); c != nil {
		return c.Text
	}
	return ""
}

// Cell gives the cell of a column, nil when it holds nothing.
func (r *Row) Cell(column int) *Cell {
	for i := range r.Cells {
		if r.Cells[i].Column == column {
			return &r.Cells[i]
		}
	}
	return nil
}

// Open reads what a workbook holds beside its rows. It returns ErrFormat and ErrLarge.
func Open(data []byte) (*Book, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if len(z.File) > maxParts {
		return nil, fmt.Errorf("%w: %d parts", ErrLarge, len(z.File))
	}
	b := &Book{parts: map[string]*zip.File{}}
	var whole uint64
	for _, f := range z.File {
		whole += f.UncompressedSize64
		if f.UncompressedSize64 > maxPart || whole > maxWhole {
			return nil, fmt.Errorf("%w: %s", ErrLarge, f.Name)
		}
		b.parts[strings.TrimPrefix(path.Clean("/"+f.Name), "/")] = f
	}
	if err := b.workbook(); err != nil {
		return nil, err
	}
	if err := b.styles(); err != nil {
		return nil, err
	}
	return b, b.sharedTexts()
}

// part opens a part; nil when there is none. What it gives is never more than the part said.
func (b *Book) part(name string) (io.ReadCloser, error) {
	f := b.parts[name]
	if f == nil {
		return nil, nil //nolint:nilnil // a part may be missing
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrFormat, name, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(r, maxPart), r}, nil
}

// decode reads a small part whole.
func (b *Book) decode(name string, into any) error {
	r, err := b.part(name)
	if err != nil || r == nil {
		return err
	}
	defer r.Close()
	if err := decoder(io.LimitReader(r, 16<<20)).Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, unread(err))
	}
	return nil
}

// relations says which parts go with a part.
type relations struct {
	List []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
	} `xml:"Relationship"`
}

// workbook reads the names of the sheets and where they are. No two may have one name: a cell is told by it.
func (b *Book) workbook() error {
	var w struct {
		Properties struct {
			From1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			ID    string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels relations
	const home = "xl/workbook.xml"
	if b.parts[home] == nil {
		return fmt.Errorf("%w: no %s", ErrFormat, home)
	}
	if err := errors.Join(b.decode(home, &w), b.decode("xl/_rels/workbook.xml.rels", &rels)); err != nil {
		return err
	}
	b.late = w.Properties.From1904 == "1" || w.Properties.From1904 == "true"
	where := map[string]string{}
	for _, r := range rels.List {
		target := path.Join("/xl", r.Target)
		if strings.HasPrefix(r.Target, "/") {
			target = path.Clean(r.Target)
		}
		where[r.ID] = strings.TrimPrefix(target, "/")
	}
	taken := map[string]bool{}
	for _, s := range w.Sheets {
		part, folded := where[s.ID], strings.ToLower(s.Name)
		if b.parts[part] == nil || taken[folded] {
			return &CellError{Sheet: s.Name, Err: ErrFormat}
		}
		taken[folded] = true
		b.Sheets = append(b.Sheets, Sheet{Name: s.Name, Hidden: s.State != "" && s.State != "visible", part: part})
	}
	if len(b.Sheets) == 0 {
		return fmt.Errorf("%w: no sheet", ErrFormat)
	}
	return nil
}

// styles notes which styles show numbers as dates.
func (b *Book) styles() error {
	var s struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Styles []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.decode("xl/styles.xml", &s); err != nil {
		return err
	}
	own := map[int]bool{}
	for _, f := range s.Formats {
		own[f.ID] = showsDate(f.Code)
	}
	for _, x := range s.Styles {
		date, known := own[x.Format]
		if !known {
			date = x.Format >= 14 && x.Format <= 22 || x.Format >= 27 && x.Format <= 36 ||
				x.Format >= 45 && x.Format <= 47 || x.Format >= 50 && x.Format <= 58
		}
		b.dates = append(b.dates, date)
	}
	return nil
}

// showsDate tells whether a format has the parts of a date or of a time, beside what it quotes.
func showsDate(code string) bool {
	code = strings.ToLower(strings.SplitN(code, ";", 2)[0])
	quoted, bracketed := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			bracketed = true
		case c == ']':
			bracketed = false
		case bracketed:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == 'y' || c == 'd' || c == 'h' || c == 's' || c == 'm':
			return true
		}
	}
	return false
}

// sharedTexts reads the texts that cells share. Phonetic readings are no part of them.
func (b *Book) sharedTexts() error {
	const name = "xl/sharedStrings.xml"
	r, err := b.part(name)
	if err != nil || r == nil {
		return err
	}
	defer r.Close()
	d := decoder(r)
	size := 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, unread(err))
		}
		if el, ok := t.(xml.StartElement); ok && el.Name.Local == "si" {
			said, err := texts(d)
			if err != nil {
				return fmt.Errorf("%s: %w", name, unread(err))
			}
			b.shared, size = append(b.shared, said), size+len(said)
			if len(b.shared) > maxShared || size > maxText {
				return fmt.Errorf("%w: %s", ErrLarge, name)
			}
		}
	}
}

// texts reads the texts inside of an element, up to its end, phonetic readings aside.
func texts(d *xml.Decoder) (string, error) {
	var b strings.Builder
	depth, inText, phonetic := 1, false, 0
	for depth > 0 {
		t, err := d.Token()
		if err != nil {
			return "", err //nolint:wrapcheck // its caller names the part
		}
		switch el := t.(type) {
		case xml.StartElement:
			depth++
			inText = el.Name.Local == "t" || el.Name.Local == "text" // of a cell; of a note in a thread
			if el.Name.Local == "rPh" {
				phonetic = depth
			}
		case xml.EndElement:
			if phonetic == depth {
				phonetic = 0
			}
			depth--
			inText = false
		case xml.CharData:
			if inText && phonetic == 0 && b.Len() <= maxCell {
				b.Write(el)
			}
		}
	}
	return b.String(), nil
}
