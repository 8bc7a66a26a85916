package syntax

import "unicode"

// Worded tells whether a text holds a letter or a digit of any script: without one it says nothing that a person could
// judge. Spaces, marks, punctuation, symbols and the letters that show nothing are not enough.
func Worded(text string) bool {
	for _, r := range text {
		if (unicode.IsLetter(r) || unicode.IsNumber(r)) && !blankLetter(r) {
			return true
		}
	}
	return false
}

// blankLetter tells the fillers of Hangul: Unicode calls them letters, and they draw nothing.
func blankLetter(r rune) bool { return r == 0x115f || r == 0x1160 || r == 0x3164 || r == 0xffa0 }

// Blank gives a text without what stands between angle brackets: what no row of examples can empty.
func Blank(text string) string {
	var out []byte
	from := 0
	eachTag(text, func(name string, at int) {
		out = append(out, text[from:at]...)
		from = at + len(name) + 2
	})
	return string(append(out, text[from:]...))
}
