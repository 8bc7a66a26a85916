package web

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recette/internal/catalogue"
)

// piece is a part of the text of a step; Value says that it comes from the row of examples.
type piece struct {
	Text  string
	Value bool
}

// pieces parts a text from the values of its row of examples.
func pieces(text string, row *catalogue.Row) (out []piece) {
	if row == nil {
		return []piece{{Text: text}}
	}
	cells := slices.DeleteFunc(slices.Clone(row.Cells), func(s string) bool { return strings.TrimSpace(s) == "" })
	slices.SortFunc(cells, func(a, b string) int { return len(b) - len(a) }) // one may hold another
	plain := 0
	for i := 0; i < len(text); {
		at := slices.IndexFunc(cells, func(s string) bool { return whole(text, i, s) })
		if at < 0 {
			_, n := utf8.DecodeRuneInString(text[i:])
			i += n
			continue
		}
		if i > plain {
			out = append(out, piece{Text: text[plain:i]})
		}
		out = append(out, piece{Text: cells[at], Value: true})
		i += len(cells[at])
		plain = i
	}
	if plain < len(text) {
		out = append(out, piece{Text: text[plain:]})
	}
	return out
}

// whole tells whether a value stands at a place of a text, and is no part of a longer word there.
func whole(text string, at int, value string) bool {
	if !strings.HasPrefix(text[at:], value) {
		return false
	}
	in := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	first, _ := utf8.DecodeRuneInString(value)
	last, _ := utf8.DecodeLastRuneInString(value)
	after, _ := utf8.DecodeRuneInString(text[at+len(value):])
	return (!in(before) || !in(first)) && (!in(last) || !in(after))
}
