// Package likeness tells names that read as one although they differ: by letters of another script, or by letters of
// one script that look alike. Two people whose names read as one are a trap for whoever signs and for whoever reads. It
// is pure, and knows nothing of who the people are.
package likeness

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"recette/internal/recette"
)

// longestName bounds, in letters, what is compared of a name.
const longestName = 512

// Same tells whether two names have the same letters, whatever their case and how they are encoded.
func Same(a, b string) bool { return strings.EqualFold(norm.NFKC.String(a), norm.NFKC.String(b)) }

// Alike tells whether two names that differ read as one: by letters of another script alone, some being shared, or by
// letters of one script that look alike.
func Alike(a, b string) bool {
	if len([]rune(a)) > longestName || len([]rune(b)) > longestName || a == "" || b == "" || Same(a, b) {
		return false
	}
	return acrossScripts(a, b) || likened(a) == likened(b) || drawn(a) == drawn(b)
}

func acrossScripts(a, b string) bool {
	x, y := []rune(likened(a)), []rune(likened(b))
	if len(x) != len(y) {
		return false
	}
	shared, differ := false, false
	for i := range x {
		one, other := recette.Script(x[i]), recette.Script(y[i])
		switch {
		case x[i] == y[i]:
			shared = shared || one != ""
		case one == "" || other == "" || one == other:
			return false
		default:
			differ = true
		}
	}
	return shared && differ
}

// Twin gives, for a letter or a mark that no French name needs, what it looks like (Unicode Technical Standard 39): the
// letters of phonetics, those without their dot, small capitals, marks of one shape. An i has its dot already.
func Twin(r rune) string {
	switch r {
	case 'ɑ':
		return "a"
	case 'ᴄ':
		return "c"
	case 'ꬵ':
		return "f"
	case 'ɡ', 'ᶃ':
		return "g"
	case 'ı', 'ɩ', 'ɪ':
		return "i"
	case 'ȷ':
		return "j"
	case 'ǀ', 'ꟾ', 'Ɩ':
		return "l"
	case 'ᴏ':
		return "o"
	case 'ƽ', 'ꜱ':
		return "s"
	case 'ʋ', 'ᴜ':
		return "u"
	case 'ᴠ':
		return "v"
	case 'ɯ', 'ᴡ':
		return "w"
	case 'ɣ', 'ʏ', 'ỿ':
		return "y"
	case 'ᴢ':
		return "z"
	case '\u030C': // caron, breve
		return "\u0306"
	case '\u0326': // comma below, cedilla
		return "\u0327"
	}
	return ""
}

// likened writes a name in small letters, each twin as what it looks like, the ligatures as their letters.
func likened(name string) string {
	var out strings.Builder
	last := rune(0)
	for _, r := range norm.NFD.String(strings.ToLower(norm.NFKC.String(name))) {
		switch is := Twin(r); {
		case r == '\u0307' && (last == 'i' || last == 'j' || last == 'ı' || last == 'ȷ'):
		case is != "":
			out.WriteString(is)
		case r == 'œ':
			out.WriteString("oe")
		case r == 'æ':
			out.WriteString("ae")
		default:
			out.WriteRune(r)
		}
		last = r
	}
	return norm.NFC.String(out.String())
}

// drawn writes a name as it is drawn, capitals apart: a capital i, a bar and a one as a small l, a zero as a capital o,
// a small m as r and n.
func drawn(name string) string {
	var out strings.Builder
	for _, r := range norm.NFKC.String(name) {
		switch {
		case r == 'I', r == '|', r == '1':
			out.WriteRune('l')
		case r == '0':
			out.WriteRune('O')
		case r == 'm':
			out.WriteString("rn")
		case unicode.IsUpper(r):
			out.WriteRune(r)
		default:
			out.WriteString(likened(string(r)))
		}
	}
	return out.String()
}
