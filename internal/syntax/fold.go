package syntax

import (
	"strings"
	"unicode"
)

// fold reduces a text to what a hurried eye sees: lower case, straight apostrophes, single plain spaces, no
// invisible character at either end.
//
// It takes a text in NFC, as lines are.
func fold(s string) string {
	s = strings.TrimFunc(s, invisible)
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		if invisible(r) {
			space = space || unicode.IsSpace(r)
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(foldRune(r))
	}
	return b.String()
}

// foldRune folds a visible character.
func foldRune(r rune) rune {
	switch r {
	case '’', '‘', 'ʼ', '′', '`', '´':
		return '\''
	case '：':
		return ':'
	}
	return unicode.ToLower(r)
}

// plain tells a text that fold leaves alone.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x80 || c < 0x20 || (c >= 'A' && c <= 'Z') || c == '`' || (c == ' ' && i+1 < len(s) && s[i+1] == ' ') {
			return false
		}
	}
	return true
}
