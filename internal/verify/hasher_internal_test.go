package verify

import (
	"crypto/sha256"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"recette/internal/strictjson"
)

// Two steps share a sum when all that a PV shows of their text is the same, and only then.
func TestForm(t *testing.T) {
	step := func(change func(*stepForm)) *stepForm {
		s := &stepForm{keyword: "Soit ", kind: "context", text: "un adhérent", doc: "d", media: "m"}
		s.table = [][]string{{"a", "b"}, {"c"}}
		change(s)
		return s
	}
	forms := map[string]*stepForm{
		"as it is":      step(func(*stepForm) {}),
		"keyword":       step(func(s *stepForm) { s.keyword = "Et " }),
		"type":          step(func(s *stepForm) { s.kind = "outcome" }),
		"text":          step(func(s *stepForm) { s.text = "un Adhérent" }),
		"text and doc":  step(func(s *stepForm) { s.text, s.doc = "un adhérentd", "" }),
		"media":         step(func(s *stepForm) { s.media = "" }),
		"background":    step(func(s *stepForm) { s.background = true }),
		"no table":      step(func(s *stepForm) { s.table = nil }),
		"a row less":    step(func(s *stepForm) { s.table = s.table[:1] }),
		"cells moved":   step(func(s *stepForm) { s.table = [][]string{{"a"}, {"b", "c"}} }),
		"cells joined":  step(func(s *stepForm) { s.table = [][]string{{"ab"}, {"c"}} }),
		"a row of none": step(func(s *stepForm) { s.table = [][]string{{"a", "b"}, {"c"}, {}} }),
		"an absent row": step(func(s *stepForm) { s.table = [][]string{{"a", "b"}, {"c"}, nil} }),
	}
	var h hasher
	known := map[strictjson.Sum]string{}
	for name, s := range forms {
		sum := h.form(s)
		if other, there := known[sum]; there {
			t.Errorf("%s and %s have one sum", name, other)
		}
		known[sum] = name
		if h.form(s) != sum {
			t.Errorf("%s has two sums", name)
		}
	}
	empty := step(func(s *stepForm) { s.table = [][]string{} })
	if h.form(empty) != h.form(forms["no table"]) {
		t.Error("an empty table is not an absent one")
	}
}

// A text of any length has the sum of its bytes.
func TestHasher(t *testing.T) {
	var h hasher
	for _, n := range []int{0, 1, pieceBytes - 1, pieceBytes, pieceBytes + 1, 3*pieceBytes + 7} {
		text := strings.Repeat("é", n)[:n]
		for i := 0; i < len(text); i += 1000 {
			h.text(text[i:min(i+999, len(text))])
			if i+999 < len(text) {
				h.byte(text[i+999])
			}
		}
		if sum, length := h.sum(); sum != sha256.Sum256([]byte(text)) || length != n {
			t.Errorf("%d bytes: %x of %d", n, sum, length)
		}
	}
}

// White space folds as the published rule says, whatever way is taken.
func TestFolded(t *testing.T) {
	for _, s := range []string{
		"", " ", "a", " a", "a ", "a b", "a  b", "a\tb", "a\u00a0b", "l’été est  là", "l’été", "a\u2028b",
		"e\u0301t\u00e9 x", "a\u3000b", "a\u1680 b", "é \u0085", "\n",
	} {
		want := strings.Join(strings.FieldsFunc(norm.NFC.String(s), unicode.IsSpace), " ")
		if got := folded(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
