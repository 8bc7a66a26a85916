package syntax

import (
	"strings"
	"testing"
)

func TestPositions(t *testing.T) {
	src := "\ufeff# language: fr\r\nFonctionnalite\u0301: É😀 fin\n\n  Scénario: a\n    Soit x"
	doc, _ := Parse(Source{Path: "a.feature", Bytes: []byte(src)}, Options{})
	tests := map[string]struct {
		before string // what stands before the place
		want   Position
	}{
		"byte order mark": {"", Position{1, 1, 1, 1}},
		"first line":      {"\ufeff", Position{1, 1, 1, 1}},
		"line end":        {"\ufeff# language: fr", Position{1, 15, 15, 15}},
		"second line":     {"\ufeff# language: fr\r\n", Position{2, 1, 1, 1}},
		"after NFD":       {"\ufeff# language: fr\r\nFonctionnalite\u0301", Position{2, 17, 16, 16}},
		"after an accent": {"\ufeff# language: fr\r\nFonctionnalite\u0301: É", Position{2, 21, 19, 19}},
		"after an emoji":  {"\ufeff# language: fr\r\nFonctionnalite\u0301: É😀", Position{2, 25, 20, 21}},
		"blank line":      {src[:strings.Index(src, "\n\n")+1], Position{3, 1, 1, 1}},
		"end":             {src, Position{5, 11, 11, 11}},
	}
	for name, tc := range tests {
		got := doc.At(len(tc.before))
		if got != tc.want {
			t.Errorf("%s: At = %+v, want %+v", name, got, tc.want)
		}
		if name == "byte order mark" {
			continue
		}
		for unit, column := range map[Unit]int{byteUnit: got.Byte, Rune: got.Rune, utf16Unit: got.UTF16} {
			if back := doc.Offset(got.Line, column, unit); back != len(tc.before) {
				t.Errorf("%s: Offset(%d, %d, %d) = %d, want %d", name, got.Line, column, unit, back, len(tc.before))
			}
		}
	}
}

func TestPositionsOutsideTheText(t *testing.T) {
	doc, _ := Parse(Source{Path: "a.feature", Bytes: []byte("Fonctionnalité: 😀\r\n")}, Options{})
	end := len(doc.Source())
	emoji := strings.Index(doc.Source(), "😀")
	if got, want := doc.At(end), (Position{2, 1, 1, 1}); got != want {
		t.Errorf("At(end) = %+v, want %+v", got, want)
	}
	if got, want := doc.At(end-1), doc.At(end-2); got != want {
		t.Errorf("At between \\r and \\n = %+v, want the end of the line %+v", got, want)
	}
	if got, want := doc.At(emoji+2), doc.At(emoji); got != want {
		t.Errorf("At inside a character = %+v, want its start %+v", got, want)
	}
	for _, tc := range []struct {
		line, column int
		unit         Unit
		want         int
	}{
		{0, 0, byteUnit, 0},
		{1, 99, Rune, end - 2},
		{2, 1, utf16Unit, end},
		{9, 9, utf16Unit, end},
		{1, 18, utf16Unit, emoji},
		{1, 19, utf16Unit, end - 2},
	} {
		if got := doc.Offset(tc.line, tc.column, tc.unit); got != tc.want {
			t.Errorf("Offset(%d, %d, %d) = %d, want %d", tc.line, tc.column, tc.unit, got, tc.want)
		}
	}
	empty, _ := Parse(Source{Path: "a.feature"}, Options{})
	if got := empty.At(0); got != (Position{1, 1, 1, 1}) || empty.Offset(1, 1, byteUnit) != 0 ||
		empty.Tokens(1) != nil {
		t.Errorf("empty file: At(0) = %+v, Offset = %d", got, empty.Offset(1, 1, byteUnit))
	}
}

func TestApply(t *testing.T) {
	src := []byte("abcdef")
	tests := map[string]struct {
		edits []Edit
		want  string // empty for an error
	}{
		"none":            {nil, "abcdef"},
		"any order":       {[]Edit{{Span{4, 5}, "E"}, {Span{0, 1}, "A"}}, "AbcdEf"},
		"insertions":      {[]Edit{{Span{6, 6}, "2"}, {Span{0, 0}, "1"}, {Span{6, 6}, "3"}}, "1abcdef23"},
		"insert, replace": {[]Edit{{Span{1, 2}, "B"}, {Span{1, 1}, "+"}}, "a+Bcdef"},
		"touching":        {[]Edit{{Span{1, 2}, "B"}, {Span{2, 3}, "C"}}, "aBCdef"},
		"overlapping":     {[]Edit{{Span{1, 3}, "B"}, {Span{2, 4}, "C"}}, ""},
		"outside":         {[]Edit{{Span{5, 7}, ""}}, ""},
		"negative":        {[]Edit{{Span{-1, 0}, ""}}, ""},
		"backwards":       {[]Edit{{Span{3, 2}, ""}}, ""},
	}
	for name, tc := range tests {
		got, err := Apply(src, tc.edits)
		if string(got) != tc.want || (err != nil) != (tc.want == "") {
			t.Errorf("%s: %q, %v, want %q", name, got, err, tc.want)
		}
	}
}
