// Package meant is the one home of what a person means by a word that they type: a name without its accents, a code in
// small letters, an apostrophe of a keyboard. It finds the only thing that may be meant and never chooses between two.
// It holds comparisons only; what the things are, and what is said when none is found, is its callers'.
package meant

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold gives what two spellings of one name have in common: no case, no accents whatever their encoding, ligatures in
// two letters, one straight apostrophe, hyphens and spaces alike, nothing invisible.
func Fold(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(s) {
		r = unicode.ToLower(r)
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Pd, r), r == '_', r == 0x2212:
			gap = b.Len() > 0
			continue
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r), unicode.IsControl(r):
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		switch r {
		case '’', '‘', 'ʼ', '`', '´', '′':
			b.WriteByte('\'')
		case 'œ':
			b.WriteString("oe")
		case 'æ':
			b.WriteString("ae")
		case 'ß':
			b.WriteString("ss")
		case 'ø':
			b.WriteByte('o')
		case 'ł':
			b.WriteByte('l')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Among gives the places of the names that said may mean: those written just so, when there is one, else all that fold
// alike. It is empty when none does, or when said is blank.
func Among(names []string, said string) []int {
	said = tidy(said)
	if Fold(said) == "" {
		return nil
	}
	var exact, alike []int
	for i, name := range names {
		if tidy(name) == said {
			exact = append(exact, i)
		}
		if Fold(name) == Fold(said) {
			alike = append(alike, i)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return alike
}

// tidy is a name as written, whatever the encoding of its accents and the number of its spaces.
func tidy(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }
