package matrix

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"recette/internal/catalogue"
)

// named says which of the entities the texts of a case speak of, as whole words.
func (b *Builder) named(c *catalogue.Case) []bool {
	found := make([]bool, len(b.o.Entities))
	look := func(text string) {
		for i, e := range b.o.Entities {
			found[i] = found[i] || holds(text, e)
		}
	}
	for i := range c.Steps {
		s := &c.Steps[i]
		look(s.Text)
		for _, row := range s.Table {
			for _, cell := range row {
				look(cell)
			}
		}
		if s.DocString != nil {
			look(s.DocString.Content)
		}
	}
	return found
}

// holds reports whether word stands in text between characters that are no letters or digits.
func holds(text, word string) bool {
	for from := 0; word != ""; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(word)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !wordy(before) && !wordy(after) {
			return true
		}
		from = end
	}
	return false
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
