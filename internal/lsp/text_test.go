package lsp

import (
	"testing"
)

func TestTextPositions(t *testing.T) {
	const content = "Été\r\n😀 fête\rfin\n"
	x := newText(content)
	tests := map[string]struct {
		offset    int
		utf8, u16 Position
	}{
		"start":               {0, Position{0, 0}, Position{0, 0}},
		"after É":             {2, Position{0, 2}, Position{0, 1}},
		"end of first line":   {5, Position{0, 5}, Position{0, 3}},
		"start of the second": {7, Position{1, 0}, Position{1, 0}},
		"after the smiley":    {11, Position{1, 4}, Position{1, 2}},
		"after ê":             {15, Position{1, 8}, Position{1, 5}},
		"after a lone CR":     {18, Position{2, 0}, Position{2, 0}},
		"end":                 {len(content), Position{3, 0}, Position{3, 0}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for e, want := range map[Encoding]Position{UTF8: tt.utf8, UTF16: tt.u16} {
				if got := x.position(tt.offset, e); got != want {
					t.Errorf("%s: position(%d) = %v, want %v", e, tt.offset, got, want)
				}
				if got := x.offset(want, e); got != tt.offset {
					t.Errorf("%s: offset(%v) = %d, want %d", e, want, got, tt.offset)
				}
			}
		})
	}
}

func TestTextPositionsOutside(t *testing.T) {
	x := newText("é😀\nb")
	tests := map[string]struct {
		p    Position
		e    Encoding
		want int
	}{
		"inside a pair of surrogates": {Position{0, 2}, UTF16, 2},
		"inside é":                    {Position{0, 1}, UTF8, 0},
		"past the line":               {Position{0, 99}, UTF16, 6},
		"past the document":           {Position{9, 0}, UTF16, 8},
		"before the document":         {Position{-1, 0}, UTF8, 0},
	}
	for name, tt := range tests {
		if got := x.offset(tt.p, tt.e); got != tt.want {
			t.Errorf("%s: offset(%v) = %d, want %d", name, tt.p, got, tt.want)
		}
	}
}

func TestTextChanges(t *testing.T) {
	x := newText("a 😀 b\nété\n")
	got := x.change([]ContentChange{
		{Range: &Range{Position{0, 2}, Position{0, 4}}, Text: "É"},
		{Range: &Range{Position{1, 0}, Position{1, 1}}, Text: "E\n"},
		{Range: &Range{Position{3, 0}, Position{3, 0}}, Text: "fin"},
	}, UTF16).content
	if want := "a É b\nE\nté\nfin"; got != want {
		t.Errorf("after changes %q, want %q", got, want)
	}
	if got := x.change([]ContentChange{{Text: "neuf"}}, UTF16).content; got != "neuf" {
		t.Errorf("whole change: %q", got)
	}
}

func FuzzText(f *testing.F) {
	f.Add("é\r\n😀\r\xff", 3, 2)
	f.Fuzz(func(t *testing.T, content string, line, character int) {
		x := newText(content)
		for _, e := range []Encoding{UTF8, UTF16} {
			at := x.offset(Position{line, character}, e)
			if at < 0 || at > len(content) {
				t.Fatalf("offset %d outside %d bytes", at, len(content))
			}
			if got := x.offset(x.position(at, e), e); got != at {
				t.Fatalf("%s: byte %d becomes %v becomes %d", e, at, x.position(at, e), got)
			}
		}
	})
}
