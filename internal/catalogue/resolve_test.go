package catalogue

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"recette/internal/syntax"
)

// TestResolve_onceIsColumnByColumn holds the shortcut against the definition on texts made of angle brackets and names.
func TestResolve_onceIsColumnByColumn(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	parts := []string{"<", ">", "<a>", "<b>", "<ab>", "a", "b", "<x>", " ", "é", "<>", "< a >"}
	values := []string{"", "a", "b", "ab", "c", "<b>", "<", ">", "1 < 2"}
	headers := [][]string{{"a", "b", "ab"}, {"b", "a"}, {"ab", "c", "a", ""}, {"a", "b", "a>", "x"}}
	shortcuts := 0
	for range 200_000 {
		header := headers[r.Intn(len(headers))]
		cells := make([]string, max(0, len(header)-r.Intn(2)))
		for i := range cells {
			cells[i] = values[r.Intn(len(values)-r.Intn(2)*4)]
		}
		var text strings.Builder
		for range 1 + r.Intn(8) {
			text.WriteString(parts[r.Intn(len(parts))])
		}
		want := text.String()
		for i, v := range cells {
			want = strings.ReplaceAll(want, "<"+header[i]+">", v)
		}
		row := columnsOf(header).row(cells, &budget{})
		if got := row.resolve(text.String()); got != want {
			t.Fatalf("%q by %q = %q: got %q, want %q", text.String(), header, cells, got, want)
		}
		if row.budget.searched == 0 && want != text.String() {
			shortcuts++
		}
	}
	if shortcuts < 10_000 {
		t.Errorf("%d texts resolved in one reading: the comparison proves little", shortcuts)
	}
}

// wide is a file whose outline has n columns, some text with angle brackets, and rows of short cells.
func wide(n, rows int, text, cell string) []byte {
	var b strings.Builder
	b.WriteString("# language: fr\nFonctionnalité: F\n  Plan du scénario: p\n    Soit <c0>\n      \"\"\"\n")
	for range 40 {
		b.WriteString("      " + text + "\n")
	}
	b.WriteString("      \"\"\"\n    Exemples:\n      |")
	for i := range n {
		fmt.Fprintf(&b, "c%d|", i)
	}
	for range rows {
		b.WriteString("\n      |" + strings.Repeat(cell+"|", n))
	}
	b.WriteString("\n")
	return []byte(b.String())
}

// TestCompile_manyColumns holds that the work does not grow as columns times text: a file of 1.2 MB took 11 s.
func TestCompile_manyColumns(t *testing.T) {
	text := strings.Repeat("du texte <b>gras</b> et 1 > 0 ", 500)
	src := wide(3000, 60, text, "1")
	doc, list := syntax.Parse(syntax.Source{Path: "x", Bytes: src}, syntax.Options{})
	if syntax.HasErrors(list) {
		t.Fatalf("%+v", list)
	}
	header := values(doc.Feature.Scenarios[0].Examples[0].Header)
	b := budget{}
	row := columnsOf(header).row(values(&doc.Feature.Scenarios[0].Examples[0].Rows[0]), &b)
	content := doc.Feature.Scenarios[0].Steps[0].DocString.Content
	if row.resolve(content) != content || b.searched > 0 {
		t.Errorf("%d bytes searched, want one reading", b.searched)
	}
	if f := Parse(syntax.Source{Path: "x", Bytes: src}, Options{}); len(f.Cases) != 60 {
		t.Errorf("%d cases, %+v", len(f.Cases), f.Diagnostics)
	}
	// Values with an angle bracket ask for the long way, which is bounded.
	src = wide(3000, 60, text, "x<")
	f := Parse(syntax.Source{Path: "x", Bytes: src}, Options{})
	if len(f.Cases) > 0 || len(f.Diagnostics) != 1 || f.Diagnostics[0].Code != syntax.CodeExpansionSize {
		t.Errorf("%d cases, %+v", len(f.Cases), f.Diagnostics)
	}
}
