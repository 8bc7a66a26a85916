package syntax

import "strings"

// shortKeyword reports a step read with a keyword where a longer one was meant: in "Étant donné qu’il", the curly
// apostrophe leaves "qu’" in the text, which then is not that of the same step with a straight one.
func (m *matcher) shortKeyword(line int) {
	l := &m.src.lines[line-1]
	from := l.Indent() + len(m.step.match)
	rest, skipped := body(l.LineText[from:])
	if rest == "" || !m.step.mayGoOn(rest[0]) {
		return
	}
	folded := fold(cutBytes(rest, 80))
	for _, tail := range m.step.more {
		if !startsWord(folded, tail.text) {
			continue
		}
		to := from + skipped + writtenLength(rest, tail.text)
		after := strings.TrimLeftFunc(l.LineText[to:], invisible)
		if after == "" {
			return
		}
		m.report.at(codeShortKeyword, Warning, line, m.src.column(line, m.keyFrom), m.src.column(line, to),
			l.LineText[m.keyFrom:to], strings.TrimRight(tail.raw, " "), strings.TrimRight(m.step.raw, " ")).
			mend(m.src.edit(line, m.keyFrom, len(l.LineText)-len(after), tail.raw))
		return
	}
}

// bulletedKeyword reports a star that was meant as the bullet of a list of steps: the star is the keyword then, and the
// step loses its role.
func (m *matcher) bulletedKeyword(line int) {
	k := m.dialect.stepAt(m.text)
	if k == nil || k.role == roleAny || len(m.text) == len(k.match) {
		return
	}
	word := strings.TrimRight(k.match, " ")
	m.report.at(
		codeShortKeyword, Warning, line, m.src.column(line, m.keyFrom), m.src.column(line, m.textFrom+len(word)),
		"* "+word, word, "*",
	).mend(m.src.edit(line, m.keyFrom, m.textFrom, ""))
}
