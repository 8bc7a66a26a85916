package syntax

import (
	"fmt"
	"strings"
)

// isLineBreak tells the characters that end a line for an editor or a browser and not for the parser: CR without LF,
// VT, FF, NEL and the two separators of Unicode (UAX 14, class BK and NL).
func isLineBreak(r rune) bool {
	switch r {
	case '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// lineBreaks reports them. What follows one looks like a line of its own and is a part of the comment, the title or the
// step before it: a step would be lost. In a doc string or in a cell nothing is, unless a delimiter or a row follows.
func (p *parse) lineBreaks() {
	if !p.src.breaks {
		return
	}
	for i := range p.src.lines {
		text := p.src.lines[i].LineText
		at := strings.IndexFunc(text, isLineBreak)
		if at < 0 {
			continue
		}
		code, severity := codeLineBreak, Error
		if p.keepsBreaks(p.doc.Lines[i], text) {
			code, severity = codeControl, Warning
		}
		col := p.src.column(i+1, at)
		found := p.report.at(code, severity, i+1, col, col+1, fmt.Sprintf("U+%04X", firstRune(text[at:])))
		if code == codeLineBreak {
			found.mend(p.src.trueBreaks(i + 1)...)
		}
	}
}

// keepsBreaks tells that a line is data whose breaks hide nothing.
func (p *parse) keepsBreaks(kind LineKind, text string) bool {
	parts := strings.FieldsFunc(text, isLineBreak)
	switch kind {
	case LineDocText:
		for _, part := range parts {
			part = strings.TrimLeftFunc(part, invisible)
			if strings.HasPrefix(part, quotes) || strings.HasPrefix(part, backticks) {
				return false
			}
		}
		return true
	case LineRow:
		for i, part := range parts {
			if i > 0 && strings.HasPrefix(strings.TrimLeftFunc(part, invisible), "|") {
				return false
			}
		}
		return true
	default:
		return false
	}
}
