package catalogue

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/syntax"
)

// TestParse_rowsThatEmptyAStep holds that a row of examples which leaves a step or a title without a letter or a digit
// is an error at the row, whether cases are made or titles alone, and that no case comes of the file.
func TestParse_rowsThatEmptyAStep(t *testing.T) {
	outline := func(title, step, header string, rows ...string) string {
		s := "# language: fr\nFonctionnalité: F\n  Plan du scénario: " + title + "\n    Soit x\n    Alors " + step +
			"\n" +
			"    Exemples:\n      | " + header + " |\n"
		for _, r := range rows {
			s += "      | " + r + " |\n"
		}
		return s
	}
	tests := map[string]struct {
		src  string
		want []string
	}{
		"one row":            {outline("t", "<m>", "m", "un", "", "deux"), []string{"E171 9:7 Alors|<m>|5"}},
		"no-break spaces":    {outline("t", "<m>", "m", "\u00a0\u200b"), []string{"E171 8:7 Alors|<m>|5"}},
		"punctuation":        {outline("t", "« <m> » !", "m", "…"), []string{"E171 8:7 Alors|« <m> » !|5"}},
		"two columns":        {outline("t", "<m><n>", "m | n", "| a", "|", "a |"), []string{"E171 9:7 Alors|<m><n>|5"}},
		"words remain":       {outline("t", "le message <m>", "m", ""), nil},
		"title":              {outline("<m>", "ok", "m", "un", "-"), []string{"E172 9:7 <m>|3"}},
		"name with an angle": {outline("t", "<a>b>", "a>b", "1"), nil},
		"brought too late":   {outline("t", "dit <n>", "m | n", "un | <m>"), []string{"E176 8:7 m"}},
		"brought in time":    {outline("t", "dit <m>", "m | n", "<n> | un"), nil},
		"brought and near": {
			outline("t", "dit <m>", "m | date d'effet", "<date d’effet> | un"),
			[]string{"E173 8:7 date d’effet|date d'effet"},
		},
		"brought, markup":    {outline("t", "dit <n>", "m | n", "un | <m>deux</m>"), nil},
		"brought, no column": {outline("t", "dit <m>", "m", "<b>gras</b>"), nil},
	}
	for name, tc := range tests {
		for _, only := range []bool{false, true} {
			f := Parse(syntax.Source{Path: "x", Bytes: []byte(tc.src)}, Options{OutlineOnly: only})
			var got []string
			for _, d := range f.Diagnostics {
				if d.Severity == syntax.Error && d.Code > syntax.CodePlaceholderSpace {
					got = append(got, fmt.Sprintf("%s %d:%d %s", d.Code, d.Line, d.Column, strings.Join(d.Args, "|")))
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
			if tc.want != nil && len(f.Cases) > 0 {
				t.Errorf("%s: %d cases of a file that must not run", name, len(f.Cases))
			}
		}
	}
}

func TestCase_Wordless(t *testing.T) {
	whole := Case{Name: "n", Feature: Feature{Name: "f"}, Rule: &Block{Name: "r"}, Steps: []Step{{Text: "a"}}}
	tests := map[string]func(*Case){
		"":        func(*Case) {},
		"step":    func(c *Case) { c.Steps = append(c.Steps, Step{Text: "\u00a0…"}) },
		"name":    func(c *Case) { c.Name = "\u3164" },
		"feature": func(c *Case) { c.Feature.Name = "" },
		"rule":    func(c *Case) { c.Rule = &Block{} },
	}
	for want, change := range tests {
		c := whole
		change(&c)
		if got := c.Wordless(); got != want {
			t.Errorf("Wordless() = %q, want %q", got, want)
		}
	}
}

// TestPlaceholders_oneReading holds that what the parser says of placeholders and what replaces them agree: in a file
// without error, no text of a case shows the name of a column between angle brackets, typed otherwise or not.
func TestPlaceholders_oneReading(t *testing.T) {
	names := []string{"date d'effet", "HT/TTC", "total ?", "a=b", "n°\u00a04", "prénom", "!urgent", `dit "oui"`, "x"}
	written := append([]string{
		"date d’effet", "Date d'effet", " prénom ", "prenom", "HT-TTC", "n° 4", "total?", "b", "br", "a b",
	}, names...)
	values := []string{"1", "", "<x>", "<prénom>", "<b>gras</b>", "…", "<date d’effet>"}
	clean := 0
	for seed := range uint64(4000) {
		r := rand.New(rand.NewPCG(3, seed))
		any := func(list []string) string { return list[r.IntN(len(list))] }
		columns := slices.Clone(names)
		r.Shuffle(len(columns), func(i, j int) { columns[i], columns[j] = columns[j], columns[i] })
		columns = columns[:1+r.IntN(3)]
		src := "# language: fr\nFonctionnalité: F\n"
		pick := func() string {
			if r.IntN(2) == 0 {
				return any(columns)
			}
			return any(written)
		}
		if r.IntN(4) == 0 {
			src += "  Contexte:\n    Soit z <" + any(written) + ">\n"
		}
		src += "  Plan du scénario: t <" + pick() + ">\n    Soit z <" + pick() + "> <" + pick() + ">\n" +
			"    Alors <" + any(columns) + ">\n    Exemples:\n"
		src += "      | " + strings.Join(columns, " | ") + " |\n      |"
		for range columns {
			src += " " + any(values) + " |"
		}
		f := Parse(syntax.Source{Path: "x", Bytes: []byte(src + "\n")}, Options{})
		if syntax.HasErrors(f.Diagnostics) {
			continue
		}
		known := syntax.NewColumns(columns)
		for i := range f.Cases {
			c := &f.Cases[i]
			texts := []string{c.Name}
			for _, s := range c.Steps {
				texts = append(texts, s.Text)
			}
			for _, text := range texts {
				clean++
				syntax.EachTag(text, func(name string) {
					if column := known.Like(name); column != "" {
						t.Errorf(
							"seed %d: %q shows <%s> for the column %q and nothing is said:\n%s", seed, text, name,
							column, src,
						)
					}
				})
				if !syntax.Worded(text) {
					t.Errorf("seed %d: %q says nothing and nothing is said:\n%s", seed, text, src)
				}
			}
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	if clean < 500 {
		t.Errorf("%d texts of files without error: the example shows little", clean)
	}
}
