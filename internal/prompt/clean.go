package prompt

import (
	"regexp"
	"strings"
	"unicode"
)

// sequence is what keys and terminals send that is no text: an escape with what follows it.
var sequence = regexp.MustCompile("\x1b(?:[\\[O][0-?]*[ -/]*[@-~]|[\\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\\\)?|.)?")

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
