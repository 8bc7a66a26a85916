package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// parts are those of a workbook with one sheet; each may be replaced, or left out when it is empty.
func parts(rows string, more ...string) map[string]string {
	p := map[string]string{
		"xl/workbook.xml": `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
			`<sheets><sheet name="Un" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/>` +
			`</Relationships>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`,
	}
	for i := 0; i+1 < len(more); i += 2 {
		p[more[i]] = more[i+1]
	}
	return p
}

func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(data []byte) (rows []Row, err error) {
	b, err := Open(data)
	if err != nil {
		return nil, err
	}
	for i := range b.Sheets {
		if err := b.Rows(&b.Sheets[i], func(r *Row) error {
			rows = append(rows, *r)
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func TestRows(t *testing.T) {
	styles := `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>` +
		`<numFmt numFmtId="165" formatCode="0.0&quot; mois&quot;"/></numFmts>` +
		`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>` +
		`</styleSheet>`
	shared := `<sst><si><t>partagé</t></si><si><r><t>en </t></r><r><rPr/><t>deux</t></r><rPh><t>lu</t></rPh>` +
		`</si></sst>`
	for name, tt := range map[string]struct {
		rows string
		more []string
		want []string // texts of the cells, by name
	}{
		"texts": {
			`<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" t="inlineStr"><is>` +
				`<t> ici </t></is></c></row>`,
			nil,
			[]string{"A2=partagé", "C2=en deux", "D2=ici"},
		},
		"dates": {
			`<row r="1"><c r="A1" s="1"><v>46349</v></c><c r="B1" s="2"><v>46349.5</v></c><c r="C1" s="3">` +
				`<v>46349.5</v></c></row>`,
			nil,
			[]string{"A1=2026-11-23", "B1=2026-11-23 12:00", "C1=46349.5"},
		},
		"the first days of 1900": {
			`<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" s="1"><v>61</v></c></row>`, nil,
			[]string{"A1=1900-01-01", "B1=1900-03-01"},
		},
		"days from 1904": {
			`<row r="1"><c r="A1" s="1"><v>44887</v></c></row>`,
			[]string{
				"xl/workbook.xml",
				`<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
					`<workbookPr date1904="1"/><sheets><sheet name="Un" r:id="r1"/></sheets></workbook>`,
			},
			[]string{"A1=2026-11-23"},
		},
		"numbers": {
			`<row r="1"><c r="A1"><v>0.30000000000000004</v></c><c r="B1"><v>12</v></c><c r="C1" t="b"><v>1</v>` +
				`</c></row>`,
			nil,
			[]string{"A1=0.3", "B1=12", "C1=VRAI"},
		},
		"formulas": {
			`<row r="1"><c r="A1" t="str"><f>B1</f><v>OK</v></c><c r="B1"><f>1/0</f></c><c r="C1" t="e">` +
				`<v>#N/A</v></c></row>`,
			nil,
			[]string{"A1=OK (formula)", "B1= (formula)", "C1=#N/A (failed)"},
		},
		"no places": {
			`<row><c t="inlineStr"><is><t>a</t></is></c><c/><c t="inlineStr"><is><t>b</t></is></c></row><row/><row>` +
				`<c t="inlineStr"><is><t>c</t></is></c></row>`, nil, []string{"A1=a", "C1=b", "A3=c"},
		},
		"what is unknown": {
			`<row r="1"><extra><c r="Z9"/></extra><c r="A1" t="inlineStr"><is><t>a</t></is><ext><v>9</v></ext></c>` +
				`</row>`,
			nil,
			[]string{"A1=a"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			more := append([]string{"xl/styles.xml", styles, "xl/sharedStrings.xml", shared}, tt.more...)
			rows, err := read(zipped(t, parts(tt.rows, more...)))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range rows {
				for _, c := range r.Cells {
					said := Name(c.Column, r.Number) + "=" + c.Text
					if c.Formula {
						said += " (formula)"
					}
					if c.Failed {
						said += " (failed)"
					}
					got = append(got, said)
				}
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("cells (-want +got):\n%s", d)
			}
		})
	}
}

func TestOpen_Refuses(t *testing.T) {
	wide := strings.Repeat(`<c/>`, maxColumns+1)
	lies := func() []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for name, content := range parts("") {
			h := &zip.FileHeader{Name: name, Method: zip.Store, UncompressedSize64: maxPart + 1}
			h.CompressedSize64 = uint64(len(content))
			w, err := z.CreateRaw(h)
			if err == nil {
				_, err = w.Write([]byte(content))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for name, tt := range map[string]struct {
		data []byte
		want error
		cell string
	}{
		"no zip":               {[]byte("PK, ou presque"), ErrFormat, ""},
		"nothing":              {nil, ErrFormat, ""},
		"another zip":          {zipped(t, map[string]string{"word/document.xml": "<w/>"}), ErrFormat, ""},
		"a sheet that is gone": {zipped(t, parts("", "xl/_rels/workbook.xml.rels", "<Relationships/>")), ErrFormat, ""},
		"no XML":               {zipped(t, parts(`<row r="1"><c`)), ErrFormat, ""},
		"rows that go back":    {zipped(t, parts(`<row r="2"/><row r="1"/>`)), ErrFormat, "A1"},
		"cells that go back": {
			zipped(t, parts(`<row r="1"><c r="B1"/><c r="A1"/></row>`)), ErrFormat, "A1",
		},
		"a cell of another row": {zipped(t, parts(`<row r="1"><c r="A2"/></row>`)), ErrFormat, "A2"},
		"a row too far":         {zipped(t, parts(`<row r="1048577"/>`)), ErrFormat, "A1048577"},
		"too wide":              {zipped(t, parts(`<row r="1">`+wide+`</row>`)), ErrLarge, "IW1"},
		"too wide at once":      {zipped(t, parts(`<row r="1"><c r="XFD1"/></row>`)), ErrLarge, "XFD1"},
		"no shared text":        {zipped(t, parts(`<row r="1"><c r="A1" t="s"><v>7</v></c></row>`)), ErrFormat, "A1"},
		"no number":             {zipped(t, parts(`<row r="1"><c r="A1"><v>un</v></c></row>`)), ErrFormat, "A1"},
		"a cell too long": {
			zipped(t, parts(`<row r="1"><c r="A1" t="str"><v>`+strings.Repeat("x", maxCell+1)+`</v></c></row>`)),
			ErrLarge, "A1",
		},
		"a bomb": {lies(), ErrLarge, ""},
		"entities": {
			zipped(t, parts(`<row r="1"><c r="A1" t="str"><v>&boom;</v></c></row>`, "xl/sharedStrings.xml",
				`<!DOCTYPE x [<!ENTITY boom "x">]><sst/>`)), ErrFormat, "",
		},
		"an entity": {zipped(t, parts(`<row r="1"><c r="A1" t="str"><v>&boom;</v></c></row>`)), ErrFormat, "A1"},
		"elements within elements": {
			zipped(t, parts("", "xl/sharedStrings.xml", strings.Repeat("<si>", 2_000_000))), ErrLarge, "",
		},
		"elements within a cell": {
			zipped(t, parts(`<row r="1"><c r="A1"><is>`+strings.Repeat("<r>", 2_000_000))), ErrLarge, "A1",
		},
		"attributes": {
			zipped(t, parts(`<row r="1"><c r="A1"`+strings.Repeat(` a=""`, 90_000)+`/></row>`)), ErrLarge, "A1",
		},
		"an attribute": {
			zipped(t, parts(`<row r="1"><c r="A1" a="`+strings.Repeat(`a`, 1<<20)+`"/></row>`)), ErrLarge, "A1",
		},
		"two sheets of one name": {
			zipped(t, parts("", "xl/workbook.xml", `<workbook xmlns:r="http://schemas.openxmlformats.org/`+
				`officeDocument/2006/relationships"><sheets><sheet name="Un" r:id="r1"/><sheet name="UN" r:id="r1"/>`+
				`</sheets></workbook>`)), ErrFormat, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read(tt.data)
			if !errors.Is(err, tt.want) {
				t.Fatalf("error = %v, want %v", err, tt.want)
			}
			if at, ok := errors.AsType[*CellError](err); tt.cell != "" &&
				(!ok || at.Cell != tt.cell || at.Sheet != "Un") {
				t.Errorf("error = %v, want one at Un!%s", err, tt.cell)
			}
		})
	}
}

// What a part really holds counts, not what the archive says of it.
func TestOpen_HoldsAPartToItsSize(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts(`<row r="1"><c r="A1" t="str"><v>a</v></c></row>`) {
		h := &zip.FileHeader{
			Name: name, Method: zip.Store, UncompressedSize64: 8,
			CompressedSize64: uint64(len(content)),
		}
		w, err := z.CreateRaw(h)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := read(b.Bytes()); !errors.Is(err, ErrFormat) {
		t.Errorf("error = %v, want ErrFormat", err)
	}
}

// A large sheet is read as it comes: what is kept does not grow with it.
func TestRows_Streams(t *testing.T) {
	var rows strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%d" t="inlineStr"><is><t>ligne %d</t></is></c></row>`, i+1, i+1, i)
	}
	b, err := Open(zipped(t, parts(rows.String())))
	if err != nil {
		t.Fatal(err)
	}
	n, began := 0, time.Now()
	if err := b.Rows(&b.Sheets[0], func(*Row) error { n++; return nil }); err != nil || n != 20_000 {
		t.Errorf("%d rows, %v", n, err)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("20,000 rows took %s", took)
	}
	kept := func(rows int) uint64 {
		var said strings.Builder
		for i := range rows {
			fmt.Fprintf(&said, `<row r="%d"><c r="A%d" t="inlineStr"><is><t>ligne %d</t></is></c></row>`, i+1, i+1, i)
		}
		b, err := Open(zipped(t, parts(said.String())))
		if err != nil {
			t.Fatal(err)
		}
		var before, now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		most, n := before.HeapAlloc, 0
		if err := b.Rows(&b.Sheets[0], func(*Row) error {
			if n++; n%(rows/4) == 0 {
				runtime.GC()
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapAlloc)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return most - before.HeapAlloc
	}
	if few, many := kept(400), kept(40_000); many > few+1<<20 {
		t.Errorf("%d bytes are kept of 40,000 rows, %d of 400", many, few)
	}
}

func TestName(t *testing.T) {
	for name, at := range map[string][2]int{"A1": {1, 1}, "Z9": {26, 9}, "AA10": {27, 10}, "XFD3": {16384, 3}} {
		if got := Name(at[0], at[1]); got != name {
			t.Errorf("Name(%v) = %s, want %s", at, got, name)
		}
		if n, err := columnOf(name, at[1]); err != nil || n != at[0] {
			t.Errorf("columnOf(%s) = %d, %v", name, n, err)
		}
	}
}

// FuzzRows: whatever the parts hold, the reader ends, refuses under errWorkbook, gives rows in order, of texts that can
// be kept.
func FuzzRows(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>46349.5</v></c></row>`,
		`<sst><si><t>a</t></si></sst>`,
		`<styleSheet><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>`)
	f.Add(`<row><c t="inlineStr"><is><r><t>x</t></r></is></c></row>`, ``, ``)
	f.Add(`<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData><mergeCells/>`, `<sst/>`,
		`<styleSheet/>`)
	f.Fuzz(func(t *testing.T, rows, shared, styles string) {
		got, err := read(zipped(t, parts(rows, "xl/sharedStrings.xml", "<sst>"+shared, "xl/styles.xml", styles+" ")))
		if err != nil && !errors.Is(err, errWorkbook) {
			t.Fatalf("error = %v, want one under errWorkbook", err)
		}
		last := 0
		for _, r := range got {
			if r.Number <= last || len(r.Cells) == 0 {
				t.Fatalf("row %d after %d, with %d cells", r.Number, last, len(r.Cells))
			}
			last = r.Number
			column := 0
			for _, c := range r.Cells {
				if c.Column <= column || c.Column > maxColumns || !utf8.ValidString(c.Text) || len(c.Text) > maxCell*3 {
					t.Fatalf("row %d: %+v after column %d", r.Number, c, column)
				}
				column = c.Column
			}
		}
	})
}

// The format writes some characters as _xHHHH_: what somebody typed is what is read.
func TestRows_Unescapes(t *testing.T) {
	for said, want := range map[string]string{
		"a_x000D_\nb": "a\nb", "a_x000d_b": "a\nb", "_x005F_x000D_": "_x000D_", "x_x00_": "x_x00_", "_x": "_x",
		"a_x0041_": "aA", "_x0000_": "_x0000_",
	} {
		rows, err := read(zipped(t, parts(`<row r="1"><c r="A1" t="inlineStr"><is><t>`+said+`</t></is></c></row>`)))
		if err != nil || len(rows) != 1 || rows[0].Text(1) != want {
			t.Errorf("%q is read as %+v, %v, want %q", said, rows, err, want)
		}
	}
}

// What stands beside the cells is read: merged cells, notes, what was laid on the sheet.
func TestBeside(t *testing.T) {
	const rels = `<Relationships>` +
		`<Relationship Id="a" Type="http://x/relationships/comments" Target="../comments1.xml"/>` +
		`<Relationship Id="b" Type="http://x/relationships/threadedComment" Target="/xl/threads/t1.xml"/>` +
		`<Relationship Id="c" Type="http://x/relationships/drawing" Target="../drawings/d1.xml"/></Relationships>`
	p := parts(`<row r="1"><c r="A1"><v>1</v></c></row>`, "xl/worksheets/_rels/sheet1.xml.rels", rels,
		"xl/comments1.xml", `<comments><commentList><comment ref="E7"><text><r><t>en fait </t></r><r><t>KO</t></r>`+
			`</text></comment></commentList></comments>`,
		"xl/threads/t1.xml", `<ThreadedComments><threadedComment ref="F9"><text>à voir</text></threadedComment>`+
			`</ThreadedComments>`,
		"xl/drawings/d1.xml", `<wsDr><twoCellAnchor><from><col>5</col><row>2</row></from><pic/></twoCellAnchor>`+
			`<oneCellAnchor><from><col>0</col><row>0</row></from><sp><txBody><p><r><t>KO</t></r></p></txBody></sp>`+
			`</oneCellAnchor></wsDr>`)
	p["xl/worksheets/sheet1.xml"] = strings.Replace(p["xl/worksheets/sheet1.xml"], `</worksheet>`,
		`<mergeCells><mergeCell ref="E2:F4"/></mergeCells></worksheet>`, 1)
	b, err := Open(zipped(t, p))
	if err != nil {
		t.Fatal(err)
	}
	got, err := b.Beside(&b.Sheets[0])
	want := Beside{
		Merges: []Merge{{5, 2, 6, 4}}, Comments: []Note{{5, 7, "en fait KO"}, {6, 9, "à voir"}},
		Drawings: []Note{{6, 3, ""}, {1, 1, "KO"}},
	}
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("%v, (-want +got):\n%s", err, d)
	}
	for part, bad := range map[string]string{
		"xl/comments1.xml":   `<comments><comment ref="7"/></comments>`,
		"xl/drawings/d1.xml": `<wsDr><twoCellAnchor><from><col>-9</col></from></twoCellAnchor></wsDr>`,
		"xl/threads/t1.xml":  `<a`,
	} {
		was := p[part]
		p[part] = bad
		if b, err := Open(zipped(t, p)); err != nil {
			t.Fatal(err)
		} else if _, err := b.Beside(&b.Sheets[0]); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: error = %v, want ErrFormat", part, err)
		}
		p[part] = was
	}
}
