package trace

import (
	"cmp"
	"slices"
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

// Natural compares ids as people order them: runs of digits by their value, so that CA-101.2 comes before CA-101.10. The
// empty string comes last.
func Natural(a, b string) int {
	if a == "" || b == "" {
		return -cmp.Compare(a, b)
	}
	whole := cmp.Compare(a, b)
	for a != "" && b != "" {
		x, y := digits(a), digits(b)
		if x == 0 || y == 0 {
			r, n := utf8.DecodeRuneInString(a)
			s, m := utf8.DecodeRuneInString(b)
			if r != s {
				return cmp.Compare(r, s)
			}
			a, b = a[n:], b[m:]
			continue
		}
		p, q := strings.TrimLeft(a[:x], "0"), strings.TrimLeft(b[:y], "0")
		if c := cmp.Or(cmp.Compare(len(p), len(q)), cmp.Compare(p, q)); c != 0 {
			return c
		}
		a, b = a[x:], b[y:]
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), whole)
}

// digits counts the ASCII digits at the head of s.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// union adds what is not there yet, in order of appearance.
func union(list, more []string) []string {
	for _, s := range more {
		if s != "" && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// sorted gives a list in natural order, each once, never nil.
func sorted(list []string) []string {
	out := slices.Clone(list)
	slices.SortFunc(out, Natural)
	out = slices.Compact(out)
	if out == nil {
		return []string{}
	}
	return out
}

// natures names the bits.
func natures(bits uint8) []string {
	out := []string{}
	for i, n := range Natures() {
		if bits&(1<<i) != 0 {
			out = append(out, n)
		}
	}
	return out
}
