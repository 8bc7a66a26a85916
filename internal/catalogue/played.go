package catalogue

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Played gives the data sets that a case is played with: DataSets, then what its steps name, those of a Contexte too. A
// step names in quotation marks any code that begins with prefix, "JDD-", and anywhere a code that is known.
func (c *Case) Played(prefix string, known []string) []string {
	codes := slices.Clone(c.DataSets)
	for i := range c.Steps {
		text := c.Steps[i].Text
		if strings.Contains(text, prefix) {
			eachQuoted(text, func(code string) {
				if strings.HasPrefix(code, prefix) && code != prefix && !strings.ContainsAny(code, " <>") {
					codes = addUnique(codes, code)
				}
			})
		}
		for _, code := range known {
			if namesCode(text, code) {
				codes = addUnique(codes, code)
			}
		}
	}
	return codes
}

// eachQuoted gives what a text holds in quotation marks, straight, English or French, without the spaces at its ends.
func eachQuoted(text string, fn func(inside string)) {
	for {
		open := strings.IndexAny(text, `"“«`)
		if open < 0 {
			return
		}
		_, n := utf8.DecodeRuneInString(text[open:])
		text = text[open+n:]
		end := strings.IndexAny(text, `"“”«»`)
		if end < 0 {
			return
		}
		if mark, n := utf8.DecodeRuneInString(text[end:]); mark != '“' && mark != '«' { // those open again
			fn(strings.TrimSpace(text[:end]))
			end += n
		}
		text = text[end:]
	}
}

// namesCode reports whether a text names a code: JDD-10 does not name JDD-1.
func namesCode(text, code string) bool {
	for code != "" {
		before, after, found := strings.Cut(text, code)
		if !found {
			return false
		}
		left, _ := utf8.DecodeLastRuneInString(before)
		right, _ := utf8.DecodeRuneInString(after)
		if !continues(left) && !continues(right) {
			return true
		}
		text = after
	}
	return false
}

// continues reports whether a code may go on with r. The end of a text is utf8.RuneError.
func continues(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_')
}
