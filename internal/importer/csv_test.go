package importer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"recette/internal/delimited"
	"recette/internal/importer/sheet"
	"recette/reports/cahier"
)

// A table of delimited text is read by the rules of a sheet of the usual layout, whatever wrote it.
func TestAgainst_DelimitedText(t *testing.T) {
	want := []string{
		"SC-0001 by Théo Legrand on 2026-11-23: failed 1=passed 2=passed 3=passed 5=failed(l’échéance dit" +
			"\u00a0: «\u00a01er\u00a0»\n2 € \"de trop\")",
		"SC-0002@nord by Théo Legrand on 2026-11-23: passed 1=passed 2=passed(=vu)",
	}
	lines := func(comma, end string) string {
		row := func(cells ...string) string {
			out := ""
			for i, c := range cells {
				if i > 0 {
					out += comma
				}
				out += c
			}
			return out + end
		}
		head := []string{
			"ID", "Fonction testée", "Résultat obtenu", "Statut OK/KO", "Commentaires", "Testé par", "Date",
		}
		return row(head...) +
			row("SC-0001", "", `"l’échéance dit`+"\u00a0: «\u00a01er\u00a0»"+end+`2 € ""de trop"""`, "KO", "",
				"Théo Legrand", "23/11/2026") +
			row("", `"Rien n’est dû"`, "", "OK", "'=vu", "THEO LEGRAND", "2026-11-23")
	}
	ansi := func(s string) string {
		out, err := charmap.Windows1252.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for name, tt := range map[string]struct {
		data     string
		encoding string
		comma    rune
	}{
		"French Excel":     {"\ufeff" + lines(";", "\r\n"), "UTF-8", ';'},
		"French ANSI":      {ansi(lines(";", "\r\n")), "Windows-1252", ';'},
		"commas":           {lines(",", "\n"), "UTF-8", ','},
		"ANSI with commas": {ansi(lines(",", "\n")), "Windows-1252", ','},
		"tabs":             {lines("\t", "\n"), "UTF-8", '\t'},
	} {
		t.Run(name, func(t *testing.T) {
			file, err := Open("jour 1.CSV", []byte(tt.data))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(&Delimited{tt.encoding, tt.comma}, file.Table); d != "" {
				t.Errorf("it was understood (-want +got):\n%s", d)
			}
			p := againstNamed(t, "jour 1.CSV", []byte(tt.data), book(cahier.Executed))
			if d := cmp.Diff([]string{"A2 record", "A3 record"}, said(&p)); d != "" {
				t.Errorf("lines (-want +got):\n%s", d)
			}
			if d := cmp.Diff(want, recorded(&p)); d != "" {
				t.Errorf("entries (-want +got):\n%s", d)
			}
		})
	}
}

func TestOpen_RefusesDelimitedText(t *testing.T) {
	wide := bytes.Repeat([]byte("a;"), 300)
	for name, tt := range map[string]struct {
		file, data string
		want       error
	}{
		"a quote that nothing ends": {"c.csv", "ID;Statut\n\"SC-0001;OK\n", delimited.ErrFormat},
		"UTF-16":                    {"c.csv", "\xff\xfeI\x00D\x00", delimited.ErrFormat},
		"a byte of no character":    {"c.csv", "ID;Statut\n\x81;OK\n", delimited.ErrFormat},
		"many columns":              {"c.csv", string(wide), sheet.ErrLarge},
		"another name":              {"c.txt", "ID;Statut\nSC-0001;OK\n", sheet.ErrFormat},
	} {
		if _, err := Open(tt.file, []byte(tt.data)); !errors.Is(err, tt.want) {
			t.Errorf("%s: error = %v, want %v", name, err, tt.want)
		}
	}
	if _, err := Open("c.csv", filled(t, nil)); err != nil {
		t.Errorf("a workbook of another name: %v", err)
	}
}

// csv writes the cells of the one sheet of a world as delimited text, in one of the ways in which it comes.
func (w *world) csv(t *testing.T) []byte {
	t.Helper()
	var rows [][]string
	for _, x := range w.cells {
		for len(rows) < x.row {
			rows = append(rows, []string{""})
		}
		row := rows[x.row-1]
		for len(row) < x.col {
			row = append(row, "")
		}
		row[x.col-1] = delimited.Inert(x.text)
		rows[x.row-1] = row
	}
	var out bytes.Buffer
	comma := []rune{';', ',', '\t'}[w.r.IntN(3)]
	if w.r.IntN(2) == 0 {
		fmt.Fprintf(&out, "sep=%c\r\n", comma)
	} else { // what parts the cells must show in the first row
		for len(rows[0]) < 30 {
			rows[0] = append(rows[0], "")
		}
	}
	c := csv.NewWriter(&out)
	c.Comma, c.UseCRLF = comma, w.r.IntN(2) == 0
	if err := c.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	if w.r.IntN(2) == 0 {
		return append([]byte("\ufeff"), out.Bytes()...)
	}
	data, err := charmap.Windows1252.NewEncoder().Bytes(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Whatever tables people make, each cell that they filled is in the report, and what is to be recorded is what the
// cells say.
func TestAgainst_DelimitedText_AccountsForEachCell(t *testing.T) {
	accountsForEachCell(t, func(w *world) (string, []byte) {
		w.words, w.plain = "=dit %d ; « l’été », \"juin\",\u00a0n°", true
		w.sheet("c.csv")
		return "c.csv", w.csv(t)
	})
}

// FuzzDelimited: whatever the bytes of a table, they are read without a fault, and what is to be recorded keeps the
// rules of the kernel.
func FuzzDelimited(f *testing.F) {
	f.Add([]byte("\ufeffID;Statut OK/KO;Résultat obtenu;Testé par\r\n" +
		"SC-0001;KO;\"345 €\nau lieu de 12\";Théo Legrand\r\n"))
	f.Add([]byte("ID,Statut,Testeur\nSC-0002,OK,Th\xe9o Legrand\n"))
	f.Add([]byte("sep=;\nN°;Étape;Statut\nSC-0001;'=elle;OK\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Open("x.csv", data)
		if err != nil {
			if !errors.Is(err, delimited.ErrFormat) && !errors.Is(err, delimited.ErrLarge) &&
				!errors.Is(err, sheet.ErrLarge) && !bytes.HasPrefix(data, []byte("PK")) {
				t.Fatal(err)
			}
			return
		}
		now := book(cahier.Executed)
		p, err := file.Against(stand(&now))
		if err != nil && !errors.Is(err, ErrLayout) {
			t.Fatal(err)
		}
		for i := range p.Entries {
			for _, o := range p.Entries[i].Steps {
				if code := flaw(&o); code != "" {
					t.Fatalf("step %d breaks a rule: %s", o.Step+1, code)
				}
			}
		}
	})
}
