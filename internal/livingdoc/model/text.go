package model

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold gives what a reader types without effort: lower case, no accents, ligatures parted. The script of the page folds
// the words of a search the same way.
func Fold(s string) string {
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < utf8.RuneSelf
	}
	if ascii {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case r == 'œ':
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		case !unicode.Is(unicode.Mn, r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Words cuts a folded text at whatever is neither a letter nor a digit.
func Words(s string) []string {
	return strings.FieldsFunc(Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// anchors gives each thing an anchor of its own that links, file names and scripts can hold: letters and digits of the
// ASCII alphabet, hyphens, dots and underscores.
type anchors map[string]bool

func (a anchors) take(wanted string) string {
	base := slug(wanted)
	name := base
	for n := 2; a[strings.ToLower(name)]; n++ {
		name = base + "-" + strconv.Itoa(n)
	}
	a[strings.ToLower(name)] = true // file systems that ignore case are common
	return name
}

// slug keeps the case of ids: "SC-0042" stays as it is.
func slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		default:
			gap = true
		}
		if b.Len() > 80 {
			break
		}
	}
	out := strings.Trim(b.String(), ".")
	if out == "" {
		return "x"
	}
	if out[0] >= '0' && out[0] <= '9' {
		return "n" + out
	}
	return out
}
