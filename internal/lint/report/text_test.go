package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

func TestText(t *testing.T) {
	tests := map[string][]string{
		"":                  nil,
		"a":                 {"a"},
		"a\n":               {"a"},
		"a\nb":              {"a", "b"},
		"a\r\n\r\nb\r\n":    {"a", "", "b"},
		"\ufeffa\nb":        {"a", "b"},
		"a\rb\r":            {"a", "b"},
		"é\n\n  \xff\xfe\n": {"é", "", "  \xff\xfe"},
	}
	for src, want := range tests {
		text := NewText([]byte(src))
		for i, line := range append(want, "", "") {
			if got := text.Line(i + 1); got != line {
				t.Errorf("%q, line %d: %q, want %q", src, i+1, got, line)
			}
		}
		if text.Line(0) != "" || text.Line(-1) != "" {
			t.Errorf("%q: a line before the first", src)
		}
	}
	var none *Text
	if none.Line(1) != "" || none.units(1, 4) != 4 {
		t.Error("a file that is gone")
	}
}

func TestText_UTF16(t *testing.T) {
	text := NewText([]byte("\ufeffé😀日x\n"))
	for column, want := range map[int]int{1: 1, 2: 2, 3: 4, 4: 5, 5: 6, 9: 9} {
		if got := text.units(1, column); got != want {
			t.Errorf("column %d in runes is %d in UTF-16, want %d", column, got, want)
		}
	}
}

func TestText_At(t *testing.T) {
	src := "\ufeffé😀\nab\n"
	text := NewText([]byte(src))
	tests := map[int]struct {
		line, column int
		ok           bool
	}{
		0: {}, 2: {}, 3: {1, 1, true}, 5: {1, 2, true}, 9: {1, 4, true}, 10: {2, 1, true}, 12: {2, 3, true},
		13: {2, 4, true}, 14: {},
	}
	for offset, want := range tests {
		line, column, ok := text.At(offset)
		if ok != want.ok || ok && (line != want.line || column != want.column) {
			t.Errorf("byte %d of %q: %d:%d %v, want %+v", offset, src, line, column, ok, want)
		}
	}
	if _, _, ok := NewText(nil).At(0); ok {
		t.Error("a place in an empty file")
	}
}

func TestFrame(t *testing.T) {
	tests := map[string]struct {
		line             string
		column, end      int
		wantText, wanted string // below the bar: the line, and the carets
	}{
		"plain":           {"  Alosr x", 3, 8, "  Alosr x", "  ^^^^^"},
		"no extent":       {"  Alosr x", 3, 0, "  Alosr x", "  ^"},
		"wide characters": {"日本 Alosr", 4, 9, "日本 Alosr", "     ^^^^^"},
		"an emoji":        {"😀é Alosr", 4, 9, "😀é Alosr", "    ^^^^^"},
		"wide fault":      {"a 日本", 3, 5, "a 日本", "  ^^^^"},
		"decomposed":      {"e\u0301te\u0301 x", 7, 8, "e\u0301te\u0301 x", "    ^"},
		"tabs":            {"\tAlosr\tx", 2, 7, "    Alosr    x", "    ^^^^^"},
		"a fault of tabs": {"a\tb", 2, 3, "a    b", " ^^^^"},
		"beyond the end":  {"ab", 9, 12, "ab", "  ^"},
		"escape sequence": {"a\x1b[31mb", 7, 8, "a·[31mb", "      ^"},
		"right to left":   {"a\u202eb", 3, 4, "a·b", "  ^"},
		"not UTF-8":       {"a\xffb", 3, 4, "a·b", "  ^"},
	}
	for name, tc := range tests {
		got := frame(NewText([]byte(tc.line+"\n")), 1, tc.column, tc.end)
		if want := "    1 | " + tc.wantText + "\n      | " + tc.wanted + "\n"; got != want {
			t.Errorf("%s:\n%s want\n%s", name, got, want)
		}
	}
	for _, line := range []int{0, 2, -1} {
		if got := frame(NewText([]byte("a\n")), line, 1, 2); got != "" {
			t.Errorf("line %d: %q", line, got)
		}
	}
	if got := frame(nil, 1, 1, 2); got != "" {
		t.Errorf("a file that is gone: %q", got)
	}
	if got := frame(NewText([]byte("  \n")), 1, 1, 2); got != "" {
		t.Errorf("a blank line: %q", got)
	}
}

// TestFrame_LongLine holds that a frame shows the fault and stays short, whatever the length of the line.
func TestFrame_LongLine(t *testing.T) {
	line := strings.Repeat("é", 5000) + "FAUTE" + strings.Repeat("日", 5000)
	for _, end := range []int{0, 5006, 9000} {
		lines := strings.Split(frame(NewText([]byte(line)), 1, 5001, end), "\n")
		at := strings.Index(lines[0], "FAUTE")
		if at < 0 || utf8.RuneCountInString(lines[0]) > 400 {
			t.Errorf("end %d: %d characters, the fault at %d", end, utf8.RuneCountInString(lines[0]), at)
			continue
		}
		if caret := strings.Index(lines[1], "^"); uniseg.StringWidth(lines[0][:at]) != caret {
			t.Errorf("end %d: the caret is at %d, the fault at %d", end, caret, uniseg.StringWidth(lines[0][:at]))
		}
	}
}

func FuzzFrame(f *testing.F) {
	f.Add("日本\tx\x1b", 2, 4)
	f.Fuzz(func(t *testing.T, line string, column, end int) {
		text := NewText([]byte(line))
		got := frame(text, 1, column, end)
		if strings.ContainsAny(got, "\x1b\t") || strings.Count(got, "\n") > 2 {
			t.Errorf("%q", got)
		}
		if column < 1<<20 {
			text.units(1, column)
		}
		text.At(end)
	})
}
