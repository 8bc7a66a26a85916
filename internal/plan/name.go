package plan

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// FoldName drops what does not tell two people apart in a name: case, spaces (no-break ones too), how accents are
// encoded, which apostrophe and which hyphen a keyboard or a word processor gives, and what shows nothing. Names that
// fold to the same text are one person: references, signatures and who acts rest on it. An accent, a ligature, a hyphen
// in place of a space tell two people apart, in capitals too: nobody can say that RENE is René.
func FoldName(name string) string { return strings.ToLower(plainName(name)) }

// plainName does so but of case.
func plainName(name string) string {
	folded := strings.Map(func(r rune) rune {
		switch {
		case r == '’', r == '‘', r == 'ʼ', r == '′', r == '`', r == '´':
			return '\''
		case unicode.Is(unicode.Pd, r), r == '\u2212': // a minus sign is a hyphen to whoever looks for one
			return '-'
		case unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point),
			r == '\u2800': // a soft hyphen, a mark of direction, a filler, a blank that is no space
			return -1
		}
		return r
	}, name)
	return norm.NFC.String(strings.Join(strings.Fields(folded), " "))
}
