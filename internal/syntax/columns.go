package syntax

import (
	"strings"
	"unicode"
)

// Columns are the names of the columns of examples, with what tells a name from one that resembles it.
type Columns struct {
	names        []string
	known        map[string]bool
	folded, bare []string // made when a name is not known: most headers need neither
}

// NewColumns reads the names of a header.
func NewColumns(names []string) *Columns {
	c := &Columns{names: names, known: make(map[string]bool, len(names))}
	for _, name := range names {
		c.known[name] = true
	}
	return c
}

func (c *Columns) fold() {
	if c.folded != nil {
		return
	}
	c.folded, c.bare = make([]string, len(c.names)), make([]string, len(c.names))
	for i, name := range c.names {
		c.folded[i], c.bare[i] = unaccented(fold(name)), bare(name)
	}
}

// Like is the column that a name in angle brackets was meant for, "" when there is none: the only one that differs by
// capitals and accents, else the only one of the same letters and digits, whatever the spaces, apostrophes and
// punctuation.
func (c *Columns) Like(name string) string {
	if same := c.same(name); same != "" {
		return same
	}
	b := bare(name)
	if b == "" {
		return ""
	}
	return c.only(func(i int) bool { return c.bare[i] == b })
}

// same is the only column whose name differs by capitals and accents, "" when there is none.
func (c *Columns) same(name string) string {
	folded := unaccented(fold(name))
	return c.only(func(i int) bool { return c.folded[i] == folded })
}

// near is the only column one slip away from a name; digits count as they are, for "ligne 1" is not "ligne 2".
func (c *Columns) near(name string) string {
	b := []rune(bare(name))
	if len(b) < 4 {
		return ""
	}
	return c.only(func(i int) bool {
		return nearWords(string(b), c.bare[i]) && digits(c.bare[i]) == digits(string(b))
	})
}

// only is the column that satisfies the test, "" when none or several do.
func (c *Columns) only(is func(i int) bool) string {
	c.fold()
	found := ""
	for i, name := range c.names {
		switch {
		case name == found || !is(i):
		case found != "":
			return ""
		default:
			found = name
		}
	}
	return found
}

// bare keeps the letters and digits of a name, without accents or capitals.
func bare(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, unaccented(fold(name)))
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsNumber(r) {
			return r
		}
		return -1
	}, s)
}

// columnsOf gives the names of a header.
func columnsOf(header *Row) []string {
	names := make([]string, len(header.Cells))
	for i, c := range header.Cells {
		names[i] = c.Value
	}
	return names
}
