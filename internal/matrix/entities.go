package matrix

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"recette/internal/catalogue"
	"recette/internal/standing"
)

// played gathers the branches in which the scenarios of a criterion are played.
type played struct {
	expected []string
	proved   map[string]bool // branches where one of them is proved
	short    map[string]bool // branches where one of them is not proved yet
}

// add takes a scenario in: where it stands in each branch, or, when no campaign holds it there, the branches in which
// the plans would play it. One that does not apply in a branch proves nothing there, and asks for nothing.
func (p *played) add(rows []standing.Row, plans []string) {
	if p.short == nil {
		p.proved, p.short = map[string]bool{}, map[string]bool{}
	}
	for i := range rows {
		antenne := rows[i].Antenne
		p.expected = union(p.expected, []string{antenne})
		switch rows[i].State() {
		case standing.Proved:
			p.proved[antenne] = true
		case "": // it does not apply
		default:
			p.short[antenne] = true
		}
	}
	if len(rows) == 0 {
		p.expected = union(p.expected, plans)
		for _, antenne := range plans {
			p.short[antenne] = true
		}
	}
}

// targets says where all the scenarios that apply are proved, one at least.
func (p *played) targets() Targets {
	t := Targets{Covered: []string{}, Expected: p.expected}
	for _, antenne := range p.expected {
		if p.proved[antenne] && !p.short[antenne] {
			t.Covered = append(t.Covered, antenne)
		}
	}
	return t
}

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
