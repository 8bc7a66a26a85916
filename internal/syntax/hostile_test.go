package syntax

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// brief writes diagnostics as code:line:column.
func brief(list []Diagnostic) string {
	var out []string
	for _, d := range list {
		out = append(out, fmt.Sprintf("%s:%d:%d", d.Code, d.Line, d.Column))
	}
	return strings.Join(out, " ")
}

// TestHostileSizes is about size: bounded answers, no panic.
func TestHostileSizes(t *testing.T) {
	const head = "# language: fr\nFonctionnalité: F\n"
	long := strings.Repeat("a", 64<<10)
	rows := strings.Repeat("      | 1 |\n", 10_000)
	tests := map[string]struct {
		src  string
		want string
	}{
		"step of 64 KiB":         {head + "  Scénario: a\n    Soit " + long + "\n", "E106:4:1"},
		"cell of 64 KiB":         {head + "  Scénario: a\n    Soit x\n      |" + long + "|\n", "E106:5:1"},
		"comment of 64 KiB":      {"#" + long + "\n" + head, "E106:1:1"},
		"doc string of 64 KiB":   {head + "  Scénario: a\n    Soit x\n\"\"\"\n" + long + "\n\"\"\"\n", "E106:6:1"},
		"100,000 tags on a line": {strings.Repeat("@a ", 100_000) + "\n" + head, "E106:1:1"},
		"line at the limit": {
			head + "  Scénario: a\n    Soit " + strings.Repeat("a", defaultMaxLine-9) + "\n", "",
		},
		"6 MB":                   {head + strings.Repeat("  Scénario: a\n    Soit x\n", 240_000), "E101:1:1"},
		"10,000 rows of a table": {head + "  Scénario: a\n    Soit x\n" + rows, ""},
		"10,000 examples": {
			head + "  Plan du scénario: a\n    Soit <x>\n    Exemples:\n      | x |\n" + rows, "",
		},
		"steps times examples": {
			head + "  Plan du scénario: a\n" + strings.Repeat("    Soit <x>\n", 1000) + "    Exemples:\n      | x |\n" +
				strings.Repeat("      | 1 |\n", 1000),
			"E167:2:1",
		},
		"tags of one scenario": {head + strings.Repeat("  @a @b\n", 150) + "  Scénario: a\n    Soit x\n", "E155:103:3"},
		"markup everywhere": {
			head + "  Plan du scénario: a\n    Soit x\n      \"\"\"\n" + strings.Repeat(
				"      <a> <b/> </a>\n", 20_000,
			) + "      \"\"\"\n    Exemples:\n      | x |\n      | 1 |\n", "",
		},
		"1 MB of anything":  {strings.Repeat("\x00\x91\xfe\x07", 256<<10), "E105:1:1"},
		"100,000 scenarios": {head + strings.Repeat("  Scénario: a\n    Soit x\n", 100_000), ""},
		"long doc string": {
			head + "  Scénario: a\n    Soit x\n      \"\"\"\n" + strings.Repeat("      ligne\n", 50_000) +
				"      \"\"\"\n", "",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, list := Parse(Source{Path: "x.feature", Bytes: []byte(tc.src)}, Options{})
			if got := brief(list); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// TestErrorListsAreCut holds that garbage costs 50 lines, not 18 MB.
func TestErrorListsAreCut(t *testing.T) {
	const head = "# language: fr\nFonctionnalité: F\n  Scénario: a\n    Soit x\n"
	tests := map[string]struct {
		src                  string
		listed, more, unread string // arguments of the diagnostics that end the list, "" for none
	}{
		"garbage":           {head + strings.Repeat("n'importe quoi\n", 100_000), "48", "4", "99948"},
		"garbage with gaps": {head + strings.Repeat("n'importe quoi\n\n", 60), "48", "4", "8"},
		"faults in order":   {head + strings.Repeat("  Scénario: b\n", 60), "49", "11", ""},
		"many faults":       {head + strings.Repeat("  Scénario: b\n", 10_000), "49", "9951", ""},
		"empty tags": {
			"# language: fr\n" + strings.Repeat("@ @ @\n", 1000) + strings.TrimPrefix(head, "# language: fr\n"), "49",
			"2951", "",
		},
		"fifty faults": {head + strings.Repeat("  Scénario: b\n", 50), "", "", ""},
	}
	for name, tc := range tests {
		_, list := Parse(Source{Path: "x.feature", Bytes: []byte(tc.src)}, Options{})
		got := map[Code][]string{}
		for _, d := range list[defaultMaxErrors-2:] {
			if d.Code == CodeTooMany || d.Code == codeUnread {
				got[d.Code] = d.Args
			}
		}
		want := map[Code][]string{}
		if tc.more != "" {
			want[CodeTooMany] = []string{tc.listed, tc.more}
		}
		if tc.unread != "" {
			want[codeUnread] = []string{tc.unread}
		}
		if diff := cmp.Diff(want, got); diff != "" || !HasErrors(list) || len(list) != defaultMaxErrors {
			t.Errorf("%s: %s", name, diff)
		}
	}
	mixed := "# language: fr\nFonctionnalité: F\n" + strings.Repeat("# a\x1bb\n", 2000) + "  Scénario : a\n    Soit x\n"
	if _, list := Parse(Source{Path: "x.feature", Bytes: []byte(mixed)}, Options{}); !HasErrors(list) {
		t.Errorf("the error is lost among %d warnings", len(list))
	}
}

// TestPositionsReferToTheFile holds columns against the file as it stands, decomposed accents included.
func TestPositionsReferToTheFile(t *testing.T) {
	// "é" takes two runes in the file: the tail starts at rune 15, not 14.
	src := "# language: fr\nFonctionnalité: F\n  Scénario: a\n    Soit x\n      | e\u0301 | perdu\n"
	_, list := Parse(Source{Path: "x.feature", Bytes: []byte(src)}, Options{})
	if got := brief(list); got != "E111:5:1 E148:5:14" {
		t.Errorf("got %q", got)
	}
	if d := list[len(list)-1]; d.EndColumn != 19 || d.Args[0] != "perdu" {
		t.Errorf("extent: %+v", d)
	}
}
