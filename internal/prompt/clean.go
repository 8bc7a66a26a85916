package prompt

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sequence is what keys and terminals send that is no text: an escape with what follows it.
var sequence = regexp.MustCompile("\x1b(?:[\\[O][0-?]*[ -/]*[@-~]|[\\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\\\)?|.)?")

// whole gives an answer without what is no text, or ErrCut when bytes of it are lost: a terminal in another encoding
// than UTF-8 sends some that no reader could be shown.
func whole(s string) (string, error) {
	if !utf8.ValidString(s) || strings.ContainsRune(s, utf8.RuneError) {
		return "", ErrCut
	}
	return clean(s), nil
}

// clean gives what a person typed or pasted without what is no text: escape sequences and controls. Line ends and tabs
// stay; line ends of any system are line feeds.
func clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	s = sequence.ReplaceAllString(s, "")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}
