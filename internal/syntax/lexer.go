package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// lexer cuts one line, in NFC, into tokens. Each method takes what stands at the current place.
type lexer struct {
	text    string
	at      int
	line    int
	dialect *dialect
	out     []Token
}

// take makes a token of what lies before end. Nothing is made of nothing.
func (x *lexer) take(kind TokenKind, end int) {
	if end > x.at {
		x.out = append(x.out, Token{kind, Span{x.at, end}})
		x.at = end
	}
}

// rest is the part of the line that is not cut yet.
func (x *lexer) rest() string { return x.text[x.at:] }

// space takes the characters that open the rest and satisfy the function.
func (x *lexer) space(is func(rune) bool) {
	x.take(TokenSpace, len(x.text)-len(strings.TrimLeftFunc(x.rest(), is)))
}

// visible takes the rest without its trailing spaces, then these.
func (x *lexer) visible(kind TokenKind) {
	x.take(kind, x.at+len(strings.TrimRightFunc(x.rest(), unicode.IsSpace)))
	x.take(TokenSpace, len(x.text))
}

// exact takes the rest as the parser reads it, which trims plain spaces only: a tab or a no-break space that ends a
// title or a step is a part of its text.
func (x *lexer) exact(kind TokenKind) {
	x.space(isPlainSpace)
	x.take(kind, x.at+len(strings.TrimRight(x.rest(), " ")))
	x.take(TokenSpace, len(x.text))
}

func isPlainSpace(r rune) bool { return r == ' ' }

func (x *lexer) prose(kind TokenKind) {
	x.space(unicode.IsSpace)
	x.visible(kind)
}

func (x *lexer) language() {
	x.space(unicode.IsSpace)
	x.take(TokenLanguageMark, x.at+strings.IndexByte(x.rest(), ':')+1)
	x.space(unicode.IsSpace)
	x.visible(TokenLanguage)
}

func (x *lexer) tags() {
	x.space(unicode.IsSpace)
	end := x.at + len(beforeComment(x.rest()))
	for x.at < end && x.text[x.at] == '@' {
		part := x.text[x.at+1 : end]
		if i := strings.IndexByte(part, '@'); i >= 0 {
			part = part[:i]
		}
		next := x.at + 1 + len(part)
		name := part
		if i := strings.IndexFunc(part, unicode.IsSpace); i >= 0 {
			name = part[:i]
		}
		x.take(TokenTag, x.at+1+len(name))
		// A tag that holds a space is refused; what follows the space is prose.
		x.take(TokenSpace, next-len(strings.TrimLeftFunc(x.text[x.at:next], unicode.IsSpace)))
		x.take(TokenProse, x.at+len(strings.TrimRightFunc(x.text[x.at:next], unicode.IsSpace)))
		x.take(TokenSpace, next)
	}
	x.space(unicode.IsSpace)
	x.visible(TokenTagComment)
}

// title also cuts a feature line whose keyword is mistyped, which the parser takes.
func (x *lexer) title(kind LineKind) {
	x.space(invisible)
	kinds := map[LineKind][]int{
		LineFeature: {titleFeature}, LineRule: {titleRule}, LineBackground: {titleBackground},
		LineScenario: {titleScenario, titleOutline}, LineExamples: {titleExamples},
	}[kind]
	keyword := ""
	for _, k := range kinds {
		for _, word := range x.dialect.titles[k] {
			if keyword == "" && strings.HasPrefix(x.rest(), word.match+":") {
				keyword = word.match
			}
		}
	}
	colon := len(keyword)
	if keyword == "" {
		if colon = strings.IndexAny(x.rest(), ":："); colon < 0 {
			x.visible(TokenProse)
			return
		}
		keyword = withoutColon(x.rest()[:colon])
	}
	colon += x.at
	x.take(TokenKeyword, x.at+len(keyword))
	x.take(TokenSpace, colon)
	_, size := utf8.DecodeRuneInString(x.rest())
	x.take(TokenColon, x.at+size)
	x.exact(TokenTitle)
}

func (x *lexer) step() {
	x.space(unicode.IsSpace)
	if k := x.dialect.stepAt(x.rest()); k != nil {
		x.take(TokenKeyword, x.at+len(strings.TrimRight(k.match, " ")))
	}
	x.exact(TokenText)
}

func (x *lexer) delimiter(d docLines) {
	x.space(unicode.IsSpace)
	x.take(TokenDelimiter, min(x.at+len(quotes), len(x.text)))
	x.space(unicode.IsSpace)
	if x.line == d.first {
		x.visible(TokenMedia)
	} else {
		x.visible(TokenDelimiterTail)
	}
}

// docText takes the indentation that the parser removes: that of the opening delimiter, or the spaces there are.
func (x *lexer) docText(d docLines) {
	spaces := len(x.text) - len(strings.TrimLeft(x.text, " "))
	x.take(TokenSpace, min(spaces, d.indent))
	x.take(TokenDocText, len(x.text))
}

func (x *lexer) row() {
	x.space(unicode.IsSpace)
	x.take(TokenBar, x.at+1)
	for {
		end := endOfCell(x.text, x.at)
		if end < 0 {
			break
		}
		x.space(unicode.IsSpace)
		x.take(TokenCell, x.at+len(strings.TrimRightFunc(x.text[min(x.at, end):end], unicode.IsSpace)))
		x.take(TokenSpace, end)
		x.take(TokenBar, end+1)
	}
	x.space(unicode.IsSpace)
	x.visible(TokenRowTail)
}

// endOfCell finds the bar that closes the cell that starts at a place, -1 when none does.
func endOfCell(s string, at int) int {
	for i := at; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '|':
			return i
		}
	}
	return -1
}

// place moves the tokens from the NFC line to the file. They still cover the line when NFC changed it.
func (x *lexer) place(s *source) []Token {
	m := mapper{source: s}
	from := s.starts[x.line-1]
	kept := x.out[:0]
	for _, t := range x.out {
		to := m.offset(x.line, t.Span.End)
		if to > from {
			kept = append(kept, Token{t.Kind, Span{from, to}})
			from = to
		}
	}
	return kept
}
