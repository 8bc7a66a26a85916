package syntax

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// survey is what the bytes of a text may hold, found in one reading: most files then need no other.
type survey uint8

const (
	maybeControl survey = 1 << iota // C0 controls but tab and line ends, or DEL
	maybeCR
	maybeLatin       // C1 controls, soft hyphens
	maybePunctuation // invisible punctuation, bidirectional overrides, line separators
	maybeMark        // U+FEFF, wide forms
	maybeDecomposed  // a character that NFC may change, or combine with the one before
)

// surveyOf is what each byte may announce. All characters below U+0300 are in NFC and combine with nothing before them.
var surveyOf = func() (table [256]survey) {
	for c := range table {
		switch {
		case c == '\r':
			table[c] = maybeCR
		case c < 0x20 && c != '\t' && c != '\n', c == 0x7f:
			table[c] = maybeControl
		case c == 0xc2:
			table[c] = maybeLatin
		case c == 0xe2:
			table[c] = maybePunctuation
		case c == 0xef:
			table[c] = maybeMark | maybeDecomposed
		case c >= 0xcc:
			table[c] = maybeDecomposed
		}
	}
	return table
}()

func surveyBytes(b []byte) survey {
	var found survey
	for _, c := range b {
		found |= surveyOf[c]
	}
	return found
}

// isForeign tells that bytes may be UTF-16 or no text at all.
func (v survey) isForeign(b []byte) bool {
	return v&maybeControl != 0 || len(b) > 0 && b[0] >= 0xfe
}

// isNFC tells that a text is in NFC.
func (v survey) isNFC(text string) bool {
	return v&maybeDecomposed == 0 && (v&maybePunctuation == 0 || !anyAt(
		text, 0xe2, mayDecompose,
	)) || norm.NFC.IsNormalString(text)
}

// mayDecompose tells the blocks of 64 characters, of those from U+2000 to U+2FFF, where NFC changes a character
// (U+2000, the ohm, the angle brackets) or where one combines with what precedes it. Quotes, dashes, the euro sign and
// arrows are elsewhere.
func mayDecompose(rest string) bool {
	switch c := rest[1]; {
	case c == 0x80:
		return rest[2] < 0x82
	case c == 0x81, c == 0x82, c >= 0x85 && c <= 0x8b, c >= 0x8d && c <= 0xaa:
		return false
	}
	return true
}

// hasControls tells that a text holds a character that a reader does not see, or a CR that ends no line.
func (v survey) hasControls(text string) bool {
	return v&maybeControl != 0 ||
		v&maybeCR != 0 && anyAt(text, '\r', func(rest string) bool { return len(rest) == 1 || rest[1] != '\n' }) ||
		v&maybeLatin != 0 && anyAt(text, 0xc2, opensControl) ||
		v&maybePunctuation != 0 && anyAt(text, 0xe2, opensControl) ||
		v&maybeMark != 0 && anyAt(text, 0xef, opensControl)
}

func opensControl(rest string) bool {
	code, _ := controlCode(firstRune(rest))
	return code != ""
}

// anyAt tells whether the function holds where any of the given bytes stands.
func anyAt(text string, b byte, holds func(rest string) bool) bool {
	for {
		i := strings.IndexByte(text, b)
		if i < 0 {
			return false
		}
		if holds(text[i:]) {
			return true
		}
		text = text[i+1:]
	}
}
