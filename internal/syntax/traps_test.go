package syntax_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/i18n"
	"recette/internal/lint"
	"recette/internal/lint/rules"
	"recette/internal/syntax"
)

var update = flag.Bool("update", false, "rewrite the golden files and what edits make of the traps")

// golden holds, for each trap, what a French reader is told and the tree once it is mended.
const golden = "testdata/traps.golden.txt"

// sprung is a trap and what the parser makes of it.
type sprung struct {
	trap
	src, fixed  []byte
	diagnostics []syntax.Diagnostic
	after       *syntax.Document // of the mended file, nil when it is removed
}

// TestTraps proves that no trap is silent: each raises exactly what the table says, the fix leaves no error, and the
// tree is then the one that the author meant.
func TestTraps(t *testing.T) {
	paths, err := filepath.Glob("testdata/traps/*.feature")
	if err != nil {
		t.Fatal(err)
	}
	words := french(t)
	var out strings.Builder
	known := 0
	for _, theme := range traps {
		for _, tr := range theme.list {
			known++
			t.Run(tr.name, func(t *testing.T) { out.WriteString(check(t, tr).golden(words)) })
		}
	}
	if len(paths) != known || known < 45 {
		t.Errorf("%d trap files, %d expectations", len(paths), known)
	}
	compareGolden(t, golden, out.String())
}

// check springs a trap and mends it.
func check(t *testing.T, tr trap) sprung {
	t.Helper()
	s := spring(t, tr)
	var got []string
	for _, d := range s.diagnostics {
		got = append(got, fmt.Sprintf("%s:%d:%d", d.Code, d.Line, d.Column))
	}
	if diff := cmp.Diff(tr.raises, strings.Join(got, " ")); diff != "" {
		t.Errorf("diagnostics: %s", diff)
	}
	switch tr.fix {
	case byEdits:
		mended := mend(t, s.src)
		if *update {
			if err := os.WriteFile("testdata/fixed/"+tr.name+".feature", mended, 0o644); err != nil {
				t.Fatal(err)
			}
			s = spring(t, tr)
		}
		if diff := cmp.Diff(string(s.fixed), string(mended)); diff != "" {
			t.Errorf("edits: %s", diff)
		}
	case byNothing:
		if tr.raises != "" {
			t.Error("a trap that raises something needs a fix")
		}
	case byHand, byRemoval:
	}
	if tr.fix != byRemoval {
		var left []syntax.Diagnostic
		s.after, left = syntax.Parse(syntax.Source{Path: tr.name, Bytes: s.fixed}, syntax.Options{})
		if len(left) > 0 {
			t.Errorf("left once mended: %+v", left)
		}
	}
	if tr.rule != "" && !slices.ContainsFunc(findings(s.src), s.isOfRule) {
		t.Errorf("no finding of %s", tr.rule)
	}
	return s
}

func spring(t *testing.T, tr trap) sprung {
	t.Helper()
	s := sprung{trap: tr, src: read(t, "testdata/traps/"+tr.name+".feature")}
	_, s.diagnostics = syntax.Parse(syntax.Source{Path: tr.name, Bytes: s.src}, syntax.Options{})
	switch tr.fix {
	case byHand:
		s.fixed = read(t, "testdata/fixed/"+tr.name+".feature")
	case byEdits:
		s.fixed, _ = os.ReadFile("testdata/fixed/" + tr.name + ".feature") // absent before the first -update
	case byNothing:
		s.fixed = s.src
	case byRemoval:
	}
	return s
}

// mend does what "recette lint --fix --rule syntax" does: it mends and judges again, until nothing is left to mend.
func mend(t *testing.T, src []byte) []byte {
	t.Helper()
	for range 5 {
		faults := slices.DeleteFunc(findings(src), func(f lint.Finding) bool { return f.Rule != lint.RuleSyntax })
		out, mended, err := lint.Mend(src, faults)
		if err != nil {
			t.Fatal(err)
		}
		if len(mended) == 0 {
			return src
		}
		src = out
	}
	t.Fatal("edits never end")
	return nil
}

// findings gives what lint says of a file alone.
func findings(src []byte) []lint.Finding {
	f := catalogue.Parse(syntax.Source{Path: "a.feature", Bytes: src}, catalogue.Options{})
	l := lint.New(lint.Options{Rules: rules.All()})
	l.Add(l.Judge(lint.FileOf(&f)))
	return l.Findings()
}

// golden writes what is said of a trap, and the tree of the mended file.
func (s sprung) golden(words *i18n.Printer) string {
	var b strings.Builder
	fmt.Fprintf(&b, "== %s\n", s.name)
	for _, d := range s.diagnostics {
		fmt.Fprintf(
			&b, "%s %s %d:%d-%d %s\n", d.Code, d.Severity, d.Line, d.Column, d.EndColumn, message(words, d, "message"),
		)
		fmt.Fprintf(&b, "  → %s\n", message(words, d, "remedy"))
	}
	if s.rule != "" {
		fmt.Fprintf(&b, "lint %s\n", s.rule)
	}
	fmt.Fprintf(&b, "%s\n", [...]string{"mended by edits:", "mended by hand:", "as it stands:", "removed"}[s.fix])
	b.WriteString(tree(s.after))
	return b.String()
}

func message(words *i18n.Printer, d syntax.Diagnostic, part string) string {
	return words.T("syntax."+string(d.Code)+"."+part, d.Values()...)
}

func french(t *testing.T) *i18n.Printer {
	t.Helper()
	words, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	return words
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func compareGolden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := read(t, path); !bytes.Equal(want, []byte(got)) {
		t.Errorf("%s (-update rewrites it): %s", path, cmp.Diff(string(want), got))
	}
}

func (s sprung) isOfRule(f lint.Finding) bool { return f.Rule == s.rule }
