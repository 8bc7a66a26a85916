package lint

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

func printed(rule, path, text string, s Severity) Finding {
	list := []Finding{{Rule: rule, Path: path, Line: 7, Severity: s}}
	Print(list, func(string, int) string { return text })
	return list[0]
}

func TestPrint(t *testing.T) {
	base := printed("word", "a.feature", "    Alors  é x", syntax.Warning)
	moved := []Finding{base}
	moved[0].Line, moved[0].Column, moved[0].Severity, moved[0].Args = 99, 4, syntax.Error, []string{"autre"}
	Print(moved, func(string, int) string { return "\tAlors e\u0301 x " })
	if moved[0].Fingerprint != base.Fingerprint {
		t.Error("a line that moves, is laid out or decomposed anew is another finding")
	}
	for name, other := range map[string]Finding{
		"rule": printed("x", "a.feature", "Alors é x", ""), "path": printed("word", "b.feature", "Alors é x", ""),
		"text": printed("word", "a.feature", "Alors y", ""),
	} {
		if other.Fingerprint == base.Fingerprint {
			t.Errorf("another %s has the same fingerprint", name)
		}
	}
	whole := []Finding{{Rule: "word"}}
	Print(whole, func(string, int) string { t.Error("asked for the text of the project"); return "" })
}

func TestBaseline(t *testing.T) {
	rules := testRules()
	a, b := printed("word", "a.feature", "x", syntax.Warning), printed("word", "b.feature", "y", syntax.Error)
	lost := printed(RuleSyntax, "a.feature", "Alosr", syntax.Error)
	odd := printed(RuleSyntax, "a.feature", "\ufeff", syntax.Info)
	first := (&Baseline{}).Accept([]Finding{a, a, b, lost, odd}, rules, func(string) bool { return false })
	data, err := first.Encode()
	if err != nil {
		t.Fatal(err)
	}
	again, err := first.Encode()
	if err != nil || string(again) != string(data) {
		t.Errorf("not stable: %v", err)
	}
	read, err := ReadBaseline(data)
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	if diff := cmp.Diff(first, read); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
	accepted, stale := read.Match([]Finding{a, a, a, b, lost, odd}, &Options{Rules: rules})
	if diff := cmp.Diff([]bool{true, true, false, true, false, true}, accepted); diff != "" || stale != 0 {
		t.Errorf("stale %d (-want +got):\n%s", stale, diff)
	}
	if _, stale := read.Match([]Finding{a}, &Options{Rules: rules}); stale != 3 {
		t.Errorf("%d entries find nothing any more, want 3", stale)
	}
	if accepted, stale := read.Match([]Finding{a}, &Options{Rules: rules, Partial: true}); stale != 0 || !accepted[0] {
		t.Errorf("of a part of the project: %d entries find nothing any more, accepted %v", stale, accepted)
	}
	if got := read.Count(); got != 4 {
		t.Errorf("Count() = %d, want 4", got)
	}
	part := read.Accept([]Finding{a}, rules, func(path string) bool { return path == "b.feature" })
	if len(part.Entries) != 2 || part.Entries[0].Path != "b.feature" || part.Entries[1].Count != 1 {
		t.Errorf("of a part of the project: %+v", part.Entries)
	}
	empty, err := (&Baseline{}).Accept(nil, rules, func(string) bool { return true }).Encode()
	if err != nil || strings.Count(string(empty), "\n") != 4 {
		t.Errorf("empty: %v %q", err, empty)
	}
}

func TestReadBaseline_Refuses(t *testing.T) {
	for _, text := range []string{
		"", "[]", `{"v":2,"findings":[]}`, `{"v":1,"findings":[],"x":1}`, `{"v":1,"findings":[]} {}`,
		`{"v":1,"findings":[{"path":"a","rule":"b","fingerprint":"","count":1}]}`,
		`{"v":1,"findings":[{"path":"a","rule":"b","fingerprint":"c","count":0}]}`,
	} {
		if _, err := ReadBaseline([]byte(text)); !errors.Is(err, ErrBaseline) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func edit(start, end int, text string) syntax.Edit {
	return syntax.Edit{Span: syntax.Span{Start: start, End: end}, New: text}
}

func TestMend(t *testing.T) {
	src := []byte("abcdef")
	out, mended, err := Mend(src, []Finding{
		{Rule: "late", Edits: []syntax.Edit{edit(5, 6, "F")}},
		{Rule: "first", Edits: []syntax.Edit{edit(0, 1, "A"), edit(3, 4, "D")}},
		{Rule: "meets", Edits: []syntax.Edit{edit(1, 2, "B")}},
		{Rule: "none"},
	})
	if err != nil || string(out) != "AbcDeF" || len(mended) != 2 || mended[0].Rule != "first" ||
		mended[1].Rule != "late" {
		t.Errorf("%q, %v, %v", out, mended, err)
	}
	if _, _, err := Mend(src, []Finding{{Edits: []syntax.Edit{edit(5, 99, "")}}}); !errors.Is(err, syntax.ErrEdit) {
		t.Errorf("out of the file: %v", err)
	}
	if out, mended, err := Mend(src, []Finding{{}}); err != nil || string(out) != "abcdef" || mended != nil {
		t.Errorf("nothing to mend: %q, %v, %v", out, mended, err)
	}
}

func TestHarmed(t *testing.T) {
	parse := func(src string) *File {
		f := catalogue.Parse(syntax.Source{Path: "a.feature", Bytes: []byte(src)}, catalogue.Options{OutlineOnly: true})
		return FileOf(&f)
	}
	good := head + "  Scénario: a\n    Quand x\n    Alors y\n"
	tests := map[string]struct{ before, after, want string }{
		"nothing":     {good, good, ""},
		"a lost line": {head + "  Scénario: a\n    Qand x\n    Alors y\n", good, ""},
		"a new error": {good, head + "  Scénario: a\n    Qand x\n    Alors y\n", "E134"},
		"a step":      {good, head + "  Scénario: a\n    Alors y\n", "step"},
		"a scenario":  {good + "  Scénario: b\n    Alors y\n", good, "scenario"},
		"an error that was hidden": {
			head + "  Scénario : a\n    Soit x\n    Lorsqu’il paie\n    Alors y\n",
			head + "  Scénario: a\n    Soit x\n    Lorsqu’il paie\n    Alors y\n", "",
		},
		"a stable id": {
			head + "  @SC-0001\n  Scénario: a\n    Alors y\n", head + "  Scénario: a\n    Alors y\n", "identity",
		},
		"a row by another name": {
			head + "  @SC-0001\n  Plan du scénario: a\n    Alors <x>\n    Exemples:\n      | x |\n      | 1 |\n",
			head + "  @SC-0001\n  Plan du scénario: a\n    Alors <y>\n    Exemples:\n      | y |\n      | 1 |\n",
			"identity",
		},
		"a row that has its id": {
			head +
				"  @SC-0001\n  Plan du scénario: a\n    Alors <x>\n    Exemples:\n      | id | x |\n      | a | 1 |\n",
			head +
				"  @SC-0001\n  Plan du scénario: a\n    Alors <y>\n    Exemples:\n      | id | y |\n      | a | 1 |\n",
			"",
		},
		"UTF-16 mended":  {"\xff\xfea\x00", good, ""},
		"a text no more": {good, "\xff\xfea\x00", "E102"},
	}
	for name, tc := range tests {
		if got := Harmed(parse(tc.before), parse(tc.after), vocabulary.Vocabulary{}); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}
