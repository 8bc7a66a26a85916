package lsp

import (
	"testing"
)

func TestTextPositions(t *testing.T) {
	const content = "Été\r\n😀 fête\rfin\n"
	x := newText(content)
	tests := map[string]struct {
		offset    int
		utf8, u16 position
	}{
		"start":               {0, position{0, 0}, position{0, 0}},
		"after É":             {2, position{0, 2}, position{0, 1}},
		"end of first line":   {5, position{0, 5}, position{0, 3}},
		"start of the second": {7, position{1, 0}, position{1, 0}},
		"after the smiley":    {11, position{1, 4}, position{1, 2}},
		"after ê":             {15, position{1, 8}, position{1, 5}},
		"after a lone CR":     {18, position{2, 0}, position{2, 0}},
		"end":                 {len(content), position{3, 0}, position{3, 0}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for e, want := range map[encoding]position{unitsUTF8: tt.utf8, unitsUTF16: tt.u16} {
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
		p    position
		e    encoding
		want int
	}{
		"inside a pair of surrogates": {position{0, 2}, unitsUTF16, 2},
		"inside é":                    {position{0, 1}, unitsUTF8, 0},
		"past the line":               {position{0, 99}, unitsUTF16, 6},
		"past the document":           {position{9, 0}, unitsUTF16, 8},
		"before the document":         {position{-1, 0}, unitsUTF8, 0},
	}
	for name, tt := range tests {
		if got := x.offset(tt.p, tt.e); got != tt.want {
			t.Errorf("%s: offset(%v) = %d, want %d", name, tt.p, got, tt.want)
		}
	}
}

func TestTextChanges(t *testing.T) {
	x := newText("a 😀 b\nété\n")
	got := x.change([]contentChange{
		{Range: &docRange{position{0, 2}, position{0, 4}}, Text: "É"},
		{Range: &docRange{position{1, 0}, position{1, 1}}, Text: "E\n"},
		{Range: &docRange{position{3, 0}, position{3, 0}}, Text: "fin"},
	}, unitsUTF16).content
	if want := "a É b\nE\nté\nfin"; got != want {
		t.Errorf("after changes %q, want %q", got, want)
	}
	if got := x.change([]contentChange{{Text: "neuf"}}, unitsUTF16).content; got != "neuf" {
		t.Errorf("whole change: %q", got)
	}
}

func FuzzText(f *testing.F) {
	f.Add("é\r\n😀\r\xff", 3, 2)
	f.Fuzz(func(t *testing.T, content string, line, character int) {
		x := newText(content)
		for _, e := range []encoding{unitsUTF8, unitsUTF16} {
			at := x.offset(position{line, character}, e)
			if at < 0 || at > len(content) {
				t.Fatalf("offset %d outside %d bytes", at, len(content))
			}
			if got := x.offset(x.position(at, e), e); got != at {
				t.Fatalf("%s: byte %d becomes %v becomes %d", e, at, x.position(at, e), got)
			}
		}
	})
}
