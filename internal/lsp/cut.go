package lsp

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a stretch of a step: its words, or a literal that changes from one use to the next.
type piece struct {
	text    string
	literal bool
	open    string // the mark that stands before a literal and is no part of it
}

// cut parts a step into its words and its literals: quoted texts, numbers, placeholders.
func cut(text string) []piece {
	var out []piece
	words := 0 // start of the words that are not kept yet
	keep := func(end int) {
		if end > words {
			out = append(out, piece{text: text[words:end]})
		}
	}
	for i := 0; i < len(text); {
		n, mark := literalAt(text, i)
		if n == 0 {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
			continue
		}
		keep(i + len(mark))
		out = append(out, piece{text: text[i+len(mark) : i+n-closing(mark)], literal: true, open: mark})
		words = i + n - closing(mark)
		i += n
	}
	keep(len(text))
	return out
}

// closing is the length of the mark that closes a quoted text.
func closing(mark string) int {
	for _, q := range quotes() {
		if q[0] == mark {
			return len(q[1])
		}
	}
	return 0
}

// literalAt measures the literal that starts at a place, marks included; 0 when none does.
func literalAt(text string, at int) (n int, mark string) {
	for _, q := range quotes() {
		if rest, ok := strings.CutPrefix(text[at:], q[0]); ok {
			if end := strings.Index(rest, q[1]); end >= 0 {
				return len(q[0]) + end + len(q[1]), q[0]
			}
			return 0, ""
		}
	}
	if text[at] == '<' {
		if end := strings.IndexByte(text[at:], '>'); end > 1 {
			return end + 1, ""
		}
		return 0, ""
	}
	if before, _ := utf8.DecodeLastRuneInString(text[:at]); text[at] < '0' || text[at] > '9' || unicode.IsLetter(before) || unicode.IsDigit(before) || before == '-' {
		return 0, ""
	}
	end := at
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || end+1 < len(text) && strings.IndexByte(",./:", text[end]) >= 0 && isDigit(text[end+1])) {
		end++
	}
	if next, _ := utf8.DecodeRuneInString(text[end:]); unicode.IsLetter(next) || next == '-' {
		return 0, "" // "2e", "2026-0042": a word
	}
	return end - at, ""
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
