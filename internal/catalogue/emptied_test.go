package catalogue

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/syntax"
)

// TestParse_rowsThatEmptyAStep holds that a row of examples which leaves a step or a title without a letter or a digit is an
// error at the row, whether cases are made or titles alone, and that no case comes of the file.
func TestParse_rowsThatEmptyAStep(t *testing.T) {
	outline := func(title, step, header string, rows ...string) string {
		s := "# language: fr\nFonctionnalité: F\n  Plan du scénario: " + title + "\n    Soit x\n    Alors " + step + "\n    Exemples:\n      | " + header + " |\n"
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
		"brought too late":   {outline("t", "dit <n>", "m | n", "un | <m>"), []string{"E173 8:7 m|m"}},
		"brought in time":    {outline("t", "dit <m>", "m | n", "<n> | un"), nil},
		"brought and near":   {outline("t", "dit <m>", "m | date d'effet", "<date d’effet> | un"), []string{"E173 8:7 date d’effet|date d'effet"}},
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
