package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Rules of wording compare words without case, accents, kinds of apostrophe, of dash and of space: "À DÉFINIR",
// "à definir" and "à définir" with a no-break space are one phrase to a reader. The folded alphabet is a to z, 0 to 9,
// space, apostrophe, hyphen and other ASCII marks; what it does not know folds to 0, which ends any word.

// latin folds the runes below 0x180, where French is written. A ligature folds to its first letter, the second follows.
var latin = foldTable()

func foldTable() (t [0x180]byte) {
	for r := range rune(len(t)) {
		switch {
		case r < 0x80:
			t[r] = byte(unicode.ToLower(r))
		case r == '\u00a0':
			t[r] = ' '
		case r == 'œ', r == 'Œ':
			t[r] = 'o'
		case r == 'æ', r == 'Æ':
			t[r] = 'a'
		default:
			if base := norm.NFD.String(string(unicode.ToLower(r))); base[0] < 0x80 {
				t[r] = base[0]
			}
		}
	}
	t['\t'] = ' '
	return t
}

// foldRune gives the folded form of a rune; second is 'e' for œ and æ. A combining mark, which a text in NFC has only
// where no letter bears it, folds to 0.
func foldRune(r rune) (first, second byte) {
	if r < 0x180 {
		if r == 'œ' || r == 'Œ' || r == 'æ' || r == 'Æ' {
			second = 'e'
		}
		return latin[r], second
	}
	switch r {
	case '’', '‘', 'ʼ', '′', '＇':
		return '\'', 0
	case '‐', '‑', '‒', '–', '—', '−':
		return '-', 0
	}
	if unicode.IsSpace(r) || r == '\u202f' || r == '\u2060' {
		return ' ', 0
	}
	if unicode.Is(unicode.L, r) || unicode.IsDigit(r) {
		return unknownLetter, 0
	}
	return 0, 0
}

// unknownLetter is a letter or a digit of another script: part of a word, and of no phrase that we look for.
const unknownLetter = 0xff

// isWord tells whether a folded byte is part of a word.
func isWord(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '_' || b == unknownLetter
}

// foldText gives a text as rules of wording compare it, runs of spaces folded to one. For rare texts: it allocates.
func foldText(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range norm.NFC.String(s) {
		first, second := foldRune(r)
		if first == ' ' {
			if !space {
				b.WriteByte(' ')
			}
			space = true
			continue
		}
		space = false
		switch first {
		case unknownLetter:
			b.WriteRune(unicode.ToLower(r))
		case 0:
			b.WriteRune(r)
		default:
			b.WriteByte(first)
		}
		if second != 0 {
			b.WriteByte(second)
		}
	}
	return b.String()
}

// foldAt folds the rune at a place of a text and gives its size in bytes.
func foldAt(s string, at int) (first, second byte, size int) {
	if c := s[at]; c < utf8.RuneSelf {
		return latin[c], 0, 1
	}
	r, size := utf8.DecodeRuneInString(s[at:])
	first, second = foldRune(r)
	return first, second, size
}
