package format

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"recette/internal/syntax"
)

const untidy = `# language: fr
Fonctionnalité: Portail
En tant que visiteur
Contexte:
Soit un portail
# au-dessus du premier
@SC-0001
Scénario: Premier
Quand je lis
|a|
|bcd|
Alors je vois
Plan du scénario: Second
Quand je lis <x>
Alors je vois
Exemples:
|x|
|1|
`

func TestRangeFormatsWholeBlocks(t *testing.T) {
	const (
		head  = "# language: fr\nFonctionnalité: Portail\n  En tant que visiteur\n"
		first = "\n  # au-dessus du premier\n  @SC-0001\n  Scénario: Premier\n    Quand je lis\n      | a   |\n     " +
			" | bcd |\n    Alors je vois\n"
		table  = "\n    Exemples:\n      | x |\n      | 1 |\n"
		rawTop = "# language: fr\nFonctionnalité: Portail\nEn tant que visiteur\n"
	)
	rest := untidy[strings.Index(untidy, "Plan du"):]
	background := "Contexte:\nSoit un portail\n"
	tests := map[string]struct {
		first, last int
		want        string
	}{
		"a row gives its scenario":        {11, 11, rawTop + background + first + rest},
		"a comment gives what follows it": {6, 6, rawTop + background + first + rest},
		"the title of the feature":        {2, 2, head + background + untidy[strings.Index(untidy, "# au-dessus"):]},
		"examples by themselves":          {17, 99, strings.Replace(untidy, "Exemples:\n|x|\n|1|\n", table, 1)},
		"below the end":                   {40, 50, untidy},
		"two blocks": {
			3, 4, head + "\n  Contexte:\n    Soit un portail\n" + untidy[strings.Index(untidy, "# au-dessus"):],
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			src := syntax.Source{Path: "a.feature", Bytes: []byte(untidy)}
			o := Options{First: tc.first, Last: tc.last}
			r, err := Format(src, o)
			if err != nil {
				t.Fatal(err)
			}
			if string(r.Bytes) != tc.want {
				t.Errorf("got:\n%s\nwant:\n%s", r.Bytes, tc.want)
			}
			for _, c := range holds(src, r, o) {
				t.Error(c)
			}
		})
	}
}

// A range leaves the rest of the file alone: its byte order mark and its line ends too, which the new lines take.
func TestRangeKeepsTheFileAroundIt(t *testing.T) {
	text := byteOrderMark + strings.ReplaceAll(untidy, "\n", "\r\n")
	r, err := Format(syntax.Source{Bytes: []byte(text)}, Options{First: 8, Last: 8})
	if err != nil || !r.Changed {
		t.Fatalf("changed %v, %v", r.Changed, err)
	}
	if !bytes.HasPrefix(
		r.Bytes, []byte(byteOrderMark),
	) || strings.Count(string(r.Bytes), "\n") != strings.Count(string(r.Bytes), "\r\n") {
		t.Errorf("the file lost its mark or its line ends: %q", r.Bytes)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for name, o := range map[string]Options{
		"indent": {Indent: 3}, "eol": {EOL: "cr"}, "range": {First: 4, Last: 2}, "negative": {First: -1},
	} {
		r, err := Format(syntax.Source{Bytes: []byte(untidy)}, o)
		if !errors.Is(err, ErrOption) || string(r.Bytes) != untidy {
			t.Errorf("%s: error %v, want ErrOption and the source", name, err)
		}
	}
}

// The indentation of the file is kept when that is asked for.
func TestOwnIndent(t *testing.T) {
	for _, indent := range []int{2, 4} {
		want, err := Format(syntax.Source{Bytes: []byte(untidy)}, Options{Indent: indent, EOL: crlf})
		if err != nil || !want.Changed {
			t.Fatal(err)
		}
		got, err := Format(syntax.Source{Bytes: want.Bytes}, Options{Indent: OwnIndent, EOL: Keep})
		if err != nil || got.Changed {
			t.Errorf("indent %d: changed %v, %v", indent, got.Changed, err)
		}
	}
}

// A document gives what its file gives.
func TestDocument(t *testing.T) {
	src := syntax.Source{Path: "a.feature", Bytes: []byte(byteOrderMark + untidy)}
	doc, list := syntax.Parse(src, syntax.Options{})
	got, err := Document(doc, list, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want, err := Format(src, Options{})
	if err != nil || string(got.Bytes) != string(want.Bytes) {
		t.Errorf("Document() = %q, Format() = %q, %v", got.Bytes, want.Bytes, err)
	}
	if _, err := Document(nil, nil, Options{}); !errors.Is(err, ErrSyntax) {
		t.Errorf("no document: %v", err)
	}
}

func TestSourceIsNeverModified(t *testing.T) {
	src := []byte(untidy)
	if _, err := Format(syntax.Source{Bytes: src}, Options{Accents: true, Indent: 4}); err != nil {
		t.Fatal(err)
	}
	if string(src) != untidy {
		t.Error("the bytes of the source changed")
	}
}

func TestFinder(t *testing.T) {
	files := map[string]string{
		"/.editorconfig": "[*]\nindent_size = 8\nend_of_line = crlf\n",
		"/p/.editorconfig": "root = true\n[*]\nindent_size=4\nend_of_line = lf\n[*.{feature,md}]\n" +
			"indent_size = 2\n[vieux/**.feature]\nEND_OF_LINE = CRLF\n[tab.feature]\nindent_style = tab\nindent_size " +
			"= tab\ntab_width = 4\n",
		"/p/sous/.editorconfig":           "[*.feature]\nindent_size = 4\n[un/deux/*]\nindent_size = 3\n",
		"/mal/.editorconfig":              "[*.feature\nindent_size = 4\n",
		"/p/sans/racine/.editorconfig":    "[*.feature]\nend_of_line = cr\n",
		"/p/etrange/.editorconfig":        "[*.feature]\ntrim_trailing_whitespace = peut-être\nindent_size = 4\n",
		"/interdit/dessous/.editorconfig": "root = true\n",
	}
	reads := map[string]int{}
	finder := NewFinder(func(name string) ([]byte, error) {
		reads[name]++
		if name == "/interdit/.editorconfig" {
			return nil, fs.ErrPermission
		}
		if text, ok := files[name]; ok {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	})
	tests := map[string]struct {
		indent int
		eol    string
	}{
		"/p/a.feature":               {2, lf},
		"/p/a.txt":                   {4, lf},
		"/p/vieux/a.feature":         {2, crlf},
		"/p/vieux/profond/a.feature": {2, crlf},
		"/p/sous/a.feature":          {4, lf},
		"/p/sous/un/deux/a.feature":  {0, lf}, // 3 is no choice of ours
		"/p/tab.feature":             {4, lf},
		"/p/sans/racine/a.feature":   {2, ""}, // neither is cr
		"/p/etrange/a.feature":       {4, lf},
		"/ailleurs/a.feature":        {0, crlf},
		"/interdit/a.feature":        {0, crlf},
	}
	for name, tc := range tests {
		indent, eol, err := finder.Layout(name)
		if err != nil || indent != tc.indent || eol != tc.eol {
			t.Errorf("%s: %d %q %v, want %d %q", name, indent, eol, err, tc.indent, tc.eol)
		}
	}
	if _, _, err := finder.Layout("/mal/a.feature"); !errors.Is(err, ErrEditorConfig) {
		t.Errorf("malformed file: error %v", err)
	}
	for name, n := range reads {
		if n > 1 {
			t.Errorf("%s was read %d times", name, n)
		}
	}
}

// What a file can make the formatter write grows with its size, and not faster; how long it takes is for the
// benchmarks.
func TestHostileFilesCostLittle(t *testing.T) {
	head := "# language: fr\nFonctionnalité: x\n  Scénario: y\n    Quand z\n    Alors t\n"
	long := strings.Repeat("large ", 3000)
	tests := map[string]string{
		"comments and blank lines": head + strings.Repeat("# c\n\n", 50_000),
		"tags above a scenario": head + strings.Repeat("# c\n\n", 25_000) + strings.Repeat("@a\n\n", 150) +
			"  Scénario: z\n    Quand z\n    Alors t\n",
		"one huge cell, many rows": head + strings.Repeat("|a|b|\n", 25_000) + "|" + long + "|b|\n",
		"two huge cells":           head + "|" + long + "|b|\n|a|" + long + "|\n",
		"spaces after the keyword": head + strings.Repeat("    Et  que x\n", 50_000),
		"long doc string":          head + "\"\"\"\n" + strings.Repeat("   ligne\n", 75_000) + "\"\"\"\n",
		"description of many lines": strings.Replace(
			head, "  Scénario", strings.Repeat("   texte\n\n", 50_000)+"  Scénario", 1,
		),
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			r, err := Format(syntax.Source{Bytes: []byte(text)}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Bytes) > 12*len(text)+1<<21 {
				t.Errorf("%d bytes became %d", len(text), len(r.Bytes))
			}
			again, err := Format(syntax.Source{Bytes: r.Bytes}, Options{})
			if err != nil || again.Changed {
				t.Errorf("a second formatting: changed %v, %v", again.Changed, err)
			}
		})
	}
}

// The accents that were asked for are those of the range: a step outside it is left alone, and is no reason to refuse.
func TestFormatWritesTheAccentsOfTheRangeOnly(t *testing.T) {
	text := "# language: fr\nFonctionnalité: x\n\n  Scénario: a\n    Etant donné x\n    Alors y\n\n  Scénario: b\n   " +
		" Etant donné   x\n    Alors   z\n"
	for name, tc := range map[string]struct {
		line int
		want string
	}{
		"first":  {5, strings.Replace(text, "Etant", "Étant", 1)},
		"second": {9, strings.Replace(text, "Etant donné   x\n    Alors   z", "Étant donné x\n    Alors z", 1)},
	} {
		r, err := Format(syntax.Source{Bytes: []byte(text)}, Options{Accents: true, First: tc.line, Last: tc.line})
		if err != nil || string(r.Bytes) != tc.want {
			t.Errorf("%s: error %v, got:\n%s", name, err, r.Bytes)
		}
		edited, err := syntax.Apply([]byte(text), r.Edits)
		if err != nil || string(edited) != tc.want {
			t.Errorf("%s: the edits give, with error %v:\n%s", name, err, edited)
		}
	}
}

// The file that says root is the last that is asked: what stands above belongs to others.
func TestFinderStopsAtTheRoot(t *testing.T) {
	files := map[string]string{
		"/.editorconfig":   "[*.feature]\nindent_size = 4\n",
		"/p/.editorconfig": "root = true\n[*.feature]\nend_of_line = crlf\n",
	}
	finder := NewFinder(func(name string) ([]byte, error) {
		if text, ok := files[name]; ok {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	})
	if indent, eol, err := finder.Layout("/p/a.feature"); indent != 0 || eol != crlf || err != nil {
		t.Errorf("layout %d, %q, %v; want that of the nearest file only", indent, eol, err)
	}
}
