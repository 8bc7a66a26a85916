package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"recette/internal/api"
	"recette/internal/matrix"
	"recette/internal/standing"
	"recette/internal/term"
)

type producer func(io.Writer, matrix.Matrix, Options) error

func producers() map[string]producer {
	return map[string]producer{
		"csv": CSV, "html": HTML, "xlsx": XLSX, "table": Table,
		"json": func(w io.Writer, m matrix.Matrix, _ Options) error { return api.WriteMatrix(w, &m) },
	}
}

func produce(t testing.TB, p producer, m matrix.Matrix, o Options) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := p(&buf, m, o); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// Every producer, in both languages and both directions: all texts are there, and twice the same bytes.
func TestMatrix_SameInputSameBytes(t *testing.T) {
	for name, p := range producers() {
		for _, lang := range []string{"fr", "en"} {
			for _, reverse := range []bool{false, true} {
				m, o := sample(), options(t, lang)
				m.Language, o.Reverse = lang, reverse
				first := produce(t, p, m, o)
				for range 3 {
					if !bytes.Equal(first, produce(t, p, m, o)) {
						t.Errorf("%s %s: not the same bytes twice", name, lang)
						break
					}
				}
			}
		}
	}
}

func TestMatrix_RefusesWhatItDoesNotKnow(t *testing.T) {
	for name, p := range producers() {
		for what, change := range map[string]func(*matrix.Matrix){
			"schema": func(m *matrix.Matrix) { m.Schema = "recette/matrix/2" },
			"state":  func(m *matrix.Matrix) { m.Rows[0].State = "green" },
		} {
			m := sample()
			change(&m)
			var buf bytes.Buffer
			if err := p(&buf, m, options(t, "fr")); !errors.Is(err, matrix.ErrFormat) || buf.Len() > 0 {
				t.Errorf("%s, other %s: error %v after %d bytes, want ErrMatrix and none", name, what, err, buf.Len())
			}
		}
	}
}

// An empty matrix is a document too: a project that has nothing yet.
func TestMatrix_Empty(t *testing.T) {
	for name, p := range producers() {
		got := produce(t, p, matrix.Matrix{Schema: matrix.Schema, Language: "fr"}, options(t, "fr"))
		if len(got) == 0 {
			t.Errorf("%s: nothing", name)
		}
	}
}

func TestJSON_ReadsBack(t *testing.T) {
	want := sample()
	data := produce(t, producers()["json"], want, Options{})
	var got matrix.Matrix
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
	if bytes.Contains(data, []byte("null")) {
		t.Error("a list is null")
	}
}

func readCSV(t *testing.T, data []byte, comma rune) [][]string {
	t.Helper()
	rest, ok := bytes.CutPrefix(data, []byte("\xef\xbb\xbf"))
	if !ok {
		t.Fatal("no byte order mark: Excel would read Windows-1252")
	}
	if bytes.Contains(bytes.ReplaceAll(rest, []byte("\r\n"), nil), []byte("\n")) {
		t.Error("a line does not end with CR LF")
	}
	r := csv.NewReader(bytes.NewReader(rest))
	r.Comma = comma
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestCSV(t *testing.T) {
	m, o := sample(), options(t, "fr")
	lines := readCSV(t, produce(t, CSV, m, o), ';')
	if len(lines) != len(m.Rows)+1 {
		t.Fatalf("%d lines, want %d", len(lines), len(m.Rows)+1)
	}
	column := func(name string) int { return slices.Index(lines[0], name) }
	for _, tt := range []struct {
		line         int
		column, want string
	}{
		{1, "Critère", "CA-1.1"},
		{1, "État", "prouvé"},
		{1, "Cas prouvés", "9"},
		{1, "Date du dernier résultat", "2026-11-23 10:05"},
		{
			1, "Verdicts par version et environnement",
			"conforme (8 cas sur 9) – 1.4.0 (1.4.0-rc2), recette, 23/11/2026, séances SES-0002, " +
				"SES-0003 ; conforme (9 cas) – 1.3.0, " +
				"préproduction, 02/11/2026",
		},
		{2, "Anomalies majeures", "2"},
		{2, "Énoncé", "'" + oneLine(hostile)},
		{3, "Fraîcheur", "périmé\u00a0: texte modifié"},
		{5, "Brouillons", "SC-6"},
		{5, "Scénarios", ""},
		{6, "Accepté par", "DEC-REC-0001"},
		{7, "État", "hors périmètre"},
		{7, "Écarté par", "DEC-0007"},
		{8, "Déclaration", "non déclaré"},
		{9, "Critère", "aucun critère"},
		{1, "Antennes couvertes / attendues", "1\u00a0/\u00a02 (Bretagne)"},
		{1, "Natures présentes", "nominal, exception"},
		{1, "Règles", "RG-1"},
		{1, "Intitulés des règles", "RG-1 – Une entreprise n’adhère qu’une fois"},
	} {
		i := column(tt.column)
		if i < 0 {
			t.Errorf("no column %q", tt.column)
			continue
		}
		if got := lines[tt.line][i]; got != tt.want {
			t.Errorf("line %d, %s = %q, want %q", tt.line, tt.column, got, tt.want)
		}
	}
	o.Reverse = true
	if back := readCSV(
		t, produce(t, CSV, m, o), ';',
	); len(back) != len(m.Scenarios)+1 || back[3][25] != "'@Gaëlle Riou" ||
		back[3][4] != "EPIC-a – Adhésion" || back[3][8] != lines[1][column("Intitulés des règles")] {
		t.Errorf("scenarios: %d lines, %q", len(back), back[3])
	}
	english := sample()
	english.Language = "en"
	if lines := readCSV(t, produce(t, CSV, english, options(t, "en")), ','); lines[0][0] != "Epic" {
		t.Errorf("English header = %q", lines[0])
	}
}

func TestXLSX_OpensAgain(t *testing.T) {
	m := sample()
	m.Rows[0].Text = strings.Repeat("é", 40_000) + "\x01"
	data := produce(t, XLSX, m, options(t, "fr"))
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if diff := cmp.Diff([]string{"Critères", "Scénarios", "Totaux", "Lecture"}, f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	for sheet, n := range map[string]int{"Critères": len(m.Rows), "Scénarios": len(m.Scenarios)} {
		rows, err := f.GetRows(sheet)
		if err != nil || len(rows) != n+1 {
			t.Errorf("%s: %d rows, %v; want %d", sheet, len(rows), err, n+1)
		}
		tables, err := f.GetTables(sheet)
		if err != nil || len(tables) != 1 {
			t.Errorf("%s: %d filters, %v", sheet, len(tables), err)
		}
		panes, err := f.GetPanes(sheet)
		if err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: panes %+v, %v", sheet, panes, err)
		}
		for c := range rows[0] {
			cell, _ := excelize.CoordinatesToCellName(c+1, 3)
			if formula, err := f.GetCellFormula(sheet, cell); formula != "" || err != nil {
				t.Errorf("%s %s is a formula: %q, %v", sheet, cell, formula, err)
			}
		}
	}
	header, err := f.GetRows("Critères")
	if err != nil {
		t.Fatal(err)
	}
	cell := func(name string, line int) string {
		at, err := excelize.CoordinatesToCellName(slices.Index(header[0], name)+1, line)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	date := cell("Date du dernier résultat", 2)
	if raw, err := f.GetCellValue(
		"Critères", date, excelize.Options{RawCellValue: true},
	); err != nil || !regexp.MustCompile(`^\d{5}\.\d+$`).MatchString(raw) {
		t.Errorf("the date is %q in the file, %v: no real date", raw, err)
	}
	if shown, err := f.GetCellValue("Critères", date); err != nil || shown != "23/11/2026 10:05" {
		t.Errorf("the date shows %q, %v", shown, err)
	}
	seen := map[int]bool{}
	for i, s := range []standing.State{
		standing.Proved, standing.Failed, standing.Stale, standing.NotRun, standing.Uncovered, standing.Accepted,
		standing.OutOfScope,
	} {
		style, err := f.GetCellStyle("Critères", cell("État", i+2))
		if err != nil || seen[style] {
			t.Errorf("%s: style %d, %v: no colour of its own", s, style, err)
		}
		seen[style] = true
	}
	if got, _ := f.GetCellValue("Critères", cell("État", 3)); got != "✗ en échec" {
		t.Errorf("state = %q", got)
	}
	if got, _ := f.GetCellValue(
		"Critères", cell("Énoncé", 2),
	); len([]rune(got)) != excelize.TotalCellChars || !strings.HasSuffix(got, "…") {
		t.Errorf("a text of 40,000 characters has %d", len([]rune(got)))
	}
	if width, _ := f.GetColWidth("Critères", "E"); width < 40 {
		t.Errorf("the wording is %v wide", width)
	}
	props, err := f.GetDocProps()
	if err != nil || props.Created != m.MadeAt.Format(time.RFC3339) {
		t.Errorf("made on %q, %v", props.Created, err)
	}
}

// The page is well formed, holds what people wrote as text, and asks nothing of anybody.
func TestHTML_IsClosed(t *testing.T) {
	page := string(produce(t, HTML, sample(), options(t, "fr")))
	if strings.Contains(page, "<script>alert") || !strings.Contains(page, "&lt;script&gt;alert(1)") {
		t.Error("what people wrote is markup")
	}
	if !strings.Contains(page, ">RG-1</th><td>Une entreprise n’adhère qu’une fois</td>") {
		t.Error("the page does not say what a rule is")
	}
	if i := strings.IndexAny(page, "\u202e\u202a\u2066"); i >= 0 {
		t.Error("a mark of direction is left")
	}
	for _, bad := range []string{"http://", "https://", "src=", "@import", "url("} {
		for _, part := range []string{styleSheet, script, strings.ReplaceAll(page, "http://x.example", "")} {
			if strings.Contains(part, bad) {
				t.Errorf("the page holds %q", bad)
			}
		}
	}
	for i, id := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if n := strings.Count(page, id[0]); n != 1 {
			t.Errorf("id %d, %s, stands %d times", i, id[1], n)
		}
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !ids[m[1]] {
			t.Errorf("a link leads to %s, which is not there", m[1])
		}
	}
	body := regexp.MustCompile(`(?s)<(style|script)>.*?</(style|script)>`).ReplaceAllString(page, "")
	body = regexp.MustCompile(`<(meta|col|input)\b([^>]*)>`).ReplaceAllString(body, "<$1$2/>")
	body = strings.NewReplacer(" hidden>", ">", " hidden ", " ").Replace(body)
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(body, "<!DOCTYPE html>\n")))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("not well formed: %v", err)
		}
	}
}

// Lines fit whatever width they are given, and no state is told by a sign alone.
func TestTable_Fits(t *testing.T) {
	for _, width := range []int{40, 72, 80, 100, 160} {
		for _, reverse := range []bool{false, true} {
			o := options(t, "fr")
			o.Width, o.Reverse = width, reverse
			out := string(produce(t, Table, sample(), o))
			for line := range strings.SplitSeq(out, "\n") {
				if n := term.Width(line); n > width && width >= 72 {
					t.Errorf("width %d: a line of %d: %q", width, n, line)
				}
			}
			for _, s := range []string{"✗ en échec", "✓ prouvé", "↻ périmé", "◌ non exécuté"} {
				if !strings.Contains(out, s) {
					t.Errorf("width %d, reverse %v: no %q", width, reverse, s)
				}
			}
			if strings.ContainsAny(out, "\x1b\u202e\t") {
				t.Error("a control character is left")
			}
		}
	}
}

func TestTable_Says(t *testing.T) {
	o := options(t, "fr")
	out := string(produce(t, Table, sample(), o))
	for _, want := range []string{
		"B1 M2 m0", "US-3", "aucun critère", "couverts 5\u00a0/\u00a08 · prouvés 1\u00a0/\u00a08", "ANO-9 (majeure)",
		"9 critères", "1 scénario orphelin", "Par épopée", "Par parcours",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
	o.Reverse = true
	back := string(produce(t, Table, sample(), o))
	for _, want := range []string{"→ US-1 CA-1.1", "sans US, sans critère", "SC-99 n’existe plus", "✎ brouillon"} {
		if !strings.Contains(back, want) {
			t.Errorf("no %q in:\n%s", want, back)
		}
	}
}

// What a result rests on, and what became of the frozen text, stands in every format, with the same words.
func TestMatrix_FormatsAgree(t *testing.T) {
	m, o := sample(), options(t, "fr")
	m.Rows, m.Scenarios = m.Rows[:1], m.Scenarios[2:3]
	m.Rows[0].Evidence, m.Rows[0].Drift, m.Rows[0].Sessions = 4711, "removed", []string{"SES-0005"}
	m.Scenarios[0].Evidence, m.Scenarios[0].Drift, m.Scenarios[0].Session = 4712, "moved", "SES-0006"
	words := []string{
		"4711", "4712", "supprimé depuis le gel", "déplacé depuis le gel", "SES-0005", "SES-0006", "SES-0002",
	}
	book, err := excelize.OpenReader(bytes.NewReader(produce(t, XLSX, m, o)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	flat, sheets := "", ""
	for reverse, sheet := range map[bool]string{false: "Critères", true: "Scénarios"} {
		o.Reverse = reverse
		lines := readCSV(t, produce(t, CSV, m, o), ';')
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(lines[0], rows[0]); diff != "" {
			t.Errorf("%s: columns of the CSV and of the workbook (-csv +xlsx):\n%s", sheet, diff)
		}
		flat, sheets = flat+fmt.Sprint(lines), sheets+fmt.Sprint(rows)
	}
	// The cells of a page break where they are full.
	joined := strings.Join(strings.Fields(drawn(t, m)), " ")
	for format, text := range map[string]string{
		"csv": flat, "xlsx": sheets, "html": string(produce(t, HTML, m, o)), "pdf": joined,
	} {
		for _, word := range words {
			if format == "pdf" { // its last word stands alone on a line of its cell
				word = strings.Fields(word)[0]
			}
			if !strings.Contains(text, word) {
				t.Errorf("%s: no %q", format, word)
			}
		}
	}
}

func BenchmarkMatrix(b *testing.B) {
	m, o := large(10_000), options(b, "fr")
	for _, name := range []string{"csv", "json", "html", "table", "xlsx"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				n = len(produce(b, producers()[name], m, o))
			}
			b.ReportMetric(float64(n)/1e6, "MB/doc")
		})
	}
}

// A table of a workbook needs headers that differ, whatever their case: Excel repairs the file otherwise.
func TestColumns_HaveNamesOfTheirOwn(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		words := texts(t, lang)
		for what, keys := range map[string][]string{
			"criteria": keysOf(rowColumns()), "scenarios": keysOf(scenarioColumns()),
		} {
			seen := map[string]bool{}
			for _, k := range keys {
				name := strings.ToLower(words("matrix.col." + k))
				if seen[name] {
					t.Errorf("%s, %s: two columns are called %q", lang, what, name)
				}
				seen[name] = true
			}
		}
	}
}

func keysOf[T any](columns []column[T]) []string {
	var keys []string
	for _, c := range columns {
		keys = append(keys, c.key)
	}
	return keys
}

// Each title stands after its own code: a rule that has none takes no other's.
func TestTitlesOfRules(t *testing.T) {
	m := sample()
	m.Rules = []matrix.Rule{{ID: "RG-1"}, {ID: "RG-2", Title: "Deux"}, {ID: "RG-3", Title: "Trois"}}
	for language, want := range map[string]string{
		"fr": "RG-2 – Deux\u00a0; RG-3 – Trois", "en": "RG-2 – Deux; RG-3 – Trois",
	} {
		m.Language = language
		if got := newWording(&m, &Options{}).titles([]string{"RG-1", "RG-2", "RG-3"}); got != want {
			t.Errorf("%s: %q, want %q", language, got, want)
		}
	}
}
