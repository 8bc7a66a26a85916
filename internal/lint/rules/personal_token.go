package rules

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a number as people write it: digits in groups, with one mark between two groups.
type token struct {
	chars  [maxToken]byte // digits, and the A or B of a Corsican department, without what separates them
	n      int
	groups [maxToken]uint8 // how many characters each group has
	g      int
	to     int // end in the text
}

// maxToken is the length of what we read: fifteen characters for the longest, a NIR.
const maxToken = 15

// bare gives the characters of the token.
func (t *token) bare() string { return string(t.chars[:t.n]) }

// shape tells whether the token is written in groups of these sizes.
func (t *token) shape(sizes ...uint8) bool { return slices.Equal(t.groups[:t.g], sizes) }

// readToken reads exactly want characters from a place: digits, and a letter where letter says. It fails when the word
// goes on after them.
func readToken(text string, at, want, letter int) (t token, ok bool) {
	for t.n < want {
		if at >= len(text) {
			return t, false
		}
		c := text[at]
		switch {
		case c >= '0' && c <= '9', t.n == letter && (c == 'A' || c == 'B'):
			if t.g == 0 {
				t.g = 1
			}
			t.chars[t.n] = c
			t.n++
			t.groups[t.g-1]++
			at++
		default:
			size := separator(text, at)
			if size == 0 || t.n == 0 || t.groups[t.g-1] == 0 {
				return t, false
			}
			t.g++
			at += size
		}
	}
	if t.groups[t.g-1] == 0 {
		return t, false
	}
	t.to = at
	return t, at >= len(text) || !wordAt(text, at)
}

// separator is the size of the mark that may stand between two groups of digits: a space of any width, a full stop, a
// hyphen.
func separator(text string, at int) int {
	switch text[at] {
	case ' ', '.', '-':
		return 1
	}
	if text[at] < utf8.RuneSelf {
		return 0
	}
	r, size := utf8.DecodeRuneInString(text[at:])
	switch r {
	case '\u00a0', '\u202f', '\u2009', '\u2007', '\u2010', '\u2011':
		return size
	}
	return 0
}

// wordAt tells whether the rune at a place is part of a word.
func wordAt(text string, at int) bool {
	r, _ := utf8.DecodeRuneInString(text[at:])
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// wordBefore tells whether the rune before a place is part of a word.
func wordBefore(text string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// afterToken gives the end of the word that starts at a place, one byte on at least.
func afterToken(text string, at int) int {
	for at++; at < len(text) && text[at] != '@'; {
		c, size := text[at], 1
		if c >= utf8.RuneSelf {
			var r rune
			if r, size = utf8.DecodeRuneInString(text[at:]); !unicode.IsLetter(r) && !unicode.IsMark(r) &&
				!unicode.IsDigit(r) {
				break
			}
		} else if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') && c != '_' {
			break
		}
		at += size
	}
	return at
}

// pairBefore tells whether two digits and a mark stand before a place: the pairs there are those of a longer list.
func pairBefore(text string, at int) bool {
	r, size := utf8.DecodeLastRuneInString(text[:at])
	if size == 0 || separator(text, at-size) == 0 || r == utf8.RuneError {
		return false
	}
	at -= size
	return at >= 2 && digits(text[at-2:at]) && (at == 2 || !wordBefore(text, at-2))
}

// pairAfter tells whether a mark and two digits follow a place.
func pairAfter(text string, at int) bool {
	if at >= len(text) {
		return false
	}
	size := separator(text, at)
	at += size
	return size > 0 && at+2 <= len(text) && digits(text[at:at+2]) && (at+2 == len(text) || !wordAt(text, at+2))
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// bareValues gives what a project admits without what separates groups, in capitals.
func bareValues(list []string) []string {
	var out []string
	for _, entry := range list {
		bare := strings.Map(func(r rune) rune {
			if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r == '+' {
				return unicode.ToUpper(r)
			}
			return -1
		}, entry)
		if bare != "" {
			out = append(out, bare)
		}
	}
	return out
}

// beginsAny tells whether a bare value begins as one of a list does.
func beginsAny(bare string, list []string) bool {
	return slices.ContainsFunc(list, func(start string) bool { return strings.HasPrefix(bare, start) })
}
