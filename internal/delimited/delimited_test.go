package delimited_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"recette/internal/delimited"
)

// No cell of a spreadsheet begins as a formula does, whatever spaces stand before; what is read is what was written.
func TestInert(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"=1": "'=1", "+1": "'+1", "-1": "'-1", "@x": "'@x", " =1": "' =1", "\t=1": "'\t=1", "＝1": "'＝1",
		"\u00a0=1": "'\u00a0=1",
		"":         "", "a=1": "a=1", "CA-1": "CA-1", "'x": "'x", "é": "é",
	} {
		if got := delimited.Inert(s); got != want {
			t.Errorf("Inert(%q) = %q, want %q", s, got, want)
		}
		if got := delimited.Plain(want); got != s {
			t.Errorf("Plain(%q) = %q, want %q", want, got, s)
		}
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	want := []delimited.Row{
		{Line: 1, Cells: []string{"Clé", "Résumé"}}, {Line: 2, Cells: []string{"A-1", "été; \"x\"\n2"}},
	}
	for name, text := range map[string]string{
		"French Excel": "\ufeffClé;Résumé\r\nA-1;\"été; \"\"x\"\"\n2\"\r\n",
		"Windows-1252": "Cl\xe9;R\xe9sum\xe9\r\nA-1;\"\xe9t\xe9; \"\"x\"\"\n2\"\r\n;\r\n",
		"commas":       "Clé,Résumé\nA-1,\"été; \"\"x\"\"\n2\"\n",
		"tabs":         "Clé\tRésumé\nA-1\t\"été; \"\"x\"\"\n2\"",
		"a formula":    "Clé;Résumé\n'A-1;\"été; \"\"x\"\"\n2\"",
	} {
		rows, err := delimited.Read([]byte(text))
		if name == "a formula" {
			if err != nil || rows[1].Cells[0] != "'A-1" {
				t.Errorf("an apostrophe before what no spreadsheet computes: %v, %v", rows, err)
			}
			continue
		}
		if err != nil || !slices.EqualFunc(rows, want, func(a, b delimited.Row) bool {
			return a.Line == b.Line && slices.Equal(a.Cells, b.Cells)
		}) {
			t.Errorf("%s: %v, %v", name, rows, err)
		}
	}
	rows, err := delimited.Read([]byte("sep=,\n\nA,B\n1;2,3\n"))
	if err != nil || len(rows) != 2 || rows[0].Line != 3 || rows[1].Cells[0] != "1;2" {
		t.Errorf("sep=: %v, %v", rows, err)
	}
}

// How a file was understood is told, and its rows are counted as a spreadsheet does.
func TestReadTable_SaysHowItRead(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		text     string
		encoding delimited.Encoding
		comma    rune
		shown    []int
	}{
		"UTF-8":                {"\ufeffÉtape;B\r\n1;2\r\n", delimited.UTF8, ';', []int{1, 2}},
		"Windows-1252":         {"\xc9tape,B\r\n1,2\r\n", delimited.Windows1252, ',', []int{1, 2}},
		"lines within cells":   {"A;B\n\"1\n\n2\";\"3\n\"\n\n4;5\n", delimited.UTF8, ';', []int{1, 2, 4}},
		"what « sep= » says":   {"sep=;\r\nA, B, C;D\r\n1;2\r\n", delimited.UTF8, ';', []int{1, 2}},
		"« sep= » says a word": {"sep=ab\nA;B\n", delimited.UTF8, ';', []int{1}},
	} {
		table, err := delimited.ReadTable([]byte(tt.text))
		var shown []int
		for _, r := range table.Rows {
			shown = append(shown, r.Shown)
		}
		if err != nil || table.Encoding != tt.encoding || table.Comma != tt.comma || !slices.Equal(shown, tt.shown) {
			t.Errorf("%s: %s, %q, rows %v, %v", name, table.Encoding, table.Comma, shown, err)
		}
	}
}

func TestRead_Refuses(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		data []byte
		want error
	}{
		"a workbook":       {[]byte("PK\x03\x04\x00\x00"), delimited.ErrFormat},
		"no encoding":      {[]byte("R\xe9sum\x81;B\n"), delimited.ErrFormat},
		"an endless quote": {[]byte("A;B\n\"1;2\n"), delimited.ErrFormat},
		"many rows":        {[]byte(strings.Repeat("a\n", 30_000)), delimited.ErrLarge},
		"many cells":       {[]byte(strings.Repeat(";", 2_000)), delimited.ErrLarge},
		"many bytes":       {bytes.Repeat([]byte("a"), delimited.MaxBytes+1), delimited.ErrLarge},
	} {
		if _, err := delimited.Read(tt.data); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	_, err := delimited.Read([]byte("A;B\n1;2\n\"1;2\n"))
	if bad, ok := errors.AsType[*delimited.LineError](err); !ok || bad.Line != 3 {
		t.Errorf("the line of a bad quote: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("\ufeffClé;Résumé\r\nA-1;\"été\"\r\n"))
	f.Add([]byte("sep=,\na,b\n\xe9,'=1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := delimited.Read(data)
		if err != nil {
			return
		}
		var out bytes.Buffer
		w := delimited.NewWriter(&out, ';')
		for _, r := range rows {
			cells := make([]string, len(r.Cells))
			for i, c := range r.Cells {
				cells[i] = delimited.Inert(c)
			}
			w.Row(append(cells, "x"))
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(out.String(), "\r\n") {
			if len(line) > 0 && strings.ContainsRune("=+@", rune(line[0])) {
				// Only what a quoted cell goes on with may stand there.
				if strings.Count(out.String()[:strings.Index(out.String(), line)], `"`)%2 == 0 {
					t.Errorf("a row begins with %q", line)
				}
			}
		}
	})
}
