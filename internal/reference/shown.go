package reference

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Shown is a message that an expected result cites. Antenne is the one whose own text it is, empty for the common text.
type Shown struct {
	Message Message
	Antenne string
}

// Text gives the text that is cited, as the project writes it.
func (s *Shown) Text() string {
	if s.Antenne != "" {
		return s.Message.Overrides[s.Antenne]
	}
	return s.Message.Text
}

// Cites gives the messages that an expected result cites, in the order of what it says, each once: those whose text
// stands between quotation marks, in a cell or in the text block, and those that it names by their code, of which it
// takes the text of the branch where it is played, empty for none. A text without a letter that stays is no message: it
// would read anything. A citation does not tell whether the message is to be there: it may say that it no longer is.
func (s *Set) Cites(step string, table [][]string, block, branch string) []Shown {
	var out []Shown
	add := func(m Message, antenne string) {
		if !slices.ContainsFunc(out, func(x Shown) bool { return x.Message.Code == m.Code && x.Antenne == antenne }) {
			out = append(out, Shown{m, antenne})
		}
	}
	named := func(code string) bool {
		m, ok := s.Message(code)
		if _, own := m.Overrides[branch]; own {
			add(m, branch)
		} else if ok {
			add(m, "")
		}
		return ok
	}
	read := func(text string) {
		if m, ok := s.MessageText(text); ok && m.Code != "" {
			if antenne, said := m.says(text); said {
				add(m, antenne)
			}
		}
	}
	for _, text := range quotations(step) {
		read(text)
	}
	for _, word := range strings.FieldsFunc(step, notOfCode) {
		if telling(word) && !named(word) {
			named(strings.Trim(word, ".:"))
		}
	}
	for _, row := range table {
		for _, cell := range row {
			if !named(cell) {
				read(cell)
			}
		}
	}
	if block != "" {
		read(strings.TrimSpace(block))
	}
	return out
}

// notOfCode tells a character that no code of a message holds.
func notOfCode(r rune) bool { return !ofID(r) }

// telling tells whether a word of a sentence may be a code: one of letters alone, "accueil", would be a word as any.
func telling(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return r == '-' || unicode.IsDigit(r) })
}

// says tells which of its texts a message shows as this one, the common one first.
func (m *Message) says(text string) (antenne string, ok bool) {
	text = fold(text)
	own := func(of string) bool {
		fixed := parts(of)
		return (shape{fixed: fixed}).reads(text) && strings.ContainsFunc(strings.Join(fixed, ""), unicode.IsLetter)
	}
	if own(m.Text) {
		return "", true
	}
	for _, antenne = range sortedKeys(m.Overrides) {
		if own(m.Overrides[antenne]) {
			return antenne, true
		}
	}
	return "", false
}

// quotations gives what stands between quotation marks, straight or curly ones, or guillemets, in order. Marks of
// another kind inside belong to the text.
func quotations(text string) (out []string) {
	marks := map[rune]string{'«': "»", '"': "\"", '“': "”"}
	for {
		i := strings.IndexAny(text, "«\"“")
		if i < 0 {
			return out
		}
		open, size := utf8.DecodeRuneInString(text[i:])
		rest := text[i+size:]
		end := strings.Index(rest, marks[open])
		if end < 0 {
			return out
		}
		out = append(out, strings.Trim(rest[:end], " \u00a0\u202f"))
		text = rest[end+len(marks[open]):]
	}
}
