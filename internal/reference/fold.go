package reference

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold removes what tells two spellings of one French text apart and a reader overlooks: the form of accents, the kind
// of apostrophe, no-break and repeated spaces. Case and accents count.
func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '’', 'ʼ', '‘':
			return '\''
		}
		return r
	}, norm.NFC.String(s))
	return strings.Join(strings.FieldsFunc(s, unicode.IsSpace), " ")
}

// plain is fold without case, nor accents, nor ligatures.
func plain(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(fold(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'œ', r == 'Œ':
			b.WriteString("oe")
		case r == 'æ', r == 'Æ':
			b.WriteString("ae")
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// RoleKey is what a code and a label of one role have in common: "gestionnaire d’antenne", "Gestionnaire de l'antenne"
// and "gestionnaire-antenne" are one, as "trésorier" and "tresorier" are.
func RoleKey(s string) string {
	words := strings.FieldsFunc(plain(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	kept := words[:0]
	for _, w := range words {
		switch w {
		case "d", "de", "des", "du", "l", "la", "le", "les", "un", "une", "the", "a", "an", "of":
		default:
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, "-")
}
