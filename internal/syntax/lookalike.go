package syntax

import (
	"strings"
	"unicode/utf8"

	gherkin "github.com/cucumber/gherkin/go/v26"
)

// lookAlikeBars are those of East Asian keyboards, of drawings and of old code pages.
const lookAlikeBars = "｜¦│┃"

// trueBars writes plain bars for those that look so.
func trueBars(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(lookAlikeBars, r) {
			return '|'
		}
		return r
	}, s)
}

// barEdits mends a row that has the cells of its table once its look-alike bars are bars.
func (b *builder) barEdits(l *gherkin.Line, want int) []Edit {
	fixed := trueBars(l.TrimmedLineText)
	if fixed == l.TrimmedLineText || meantWidth(fixed) != want || fixed[len(fixed)-1] != '|' {
		return nil
	}
	return []Edit{b.src.edit(l.LineNumber, l.Indent(), len(l.LineText), fixed)}
}

// lookAlikes are the marks that a word processor or an East Asian keyboard writes for those of the grammar, and these.
var lookAlikes = []struct{ written, meant string }{
	{"“”„‟«»″", quotes}, {"‘’‛`´", backticks}, {lookAlikeBars, "|"},
}

// reportLookAlike reports a refused line that opens with three curly quotes or with a bar that is none.
func (p *parse) reportLookAlike(l *gherkin.Line, text string, start int) bool {
	for _, a := range lookAlikes {
		n := 0
		for n < len(text) && strings.ContainsRune(
			a.written, firstRune(text[n:]),
		) && utf8.RuneCountInString(text[:n]) < len(a.meant) {
			n += utf8.RuneLen(firstRune(text[n:]))
		}
		if utf8.RuneCountInString(text[:n]) < len(a.meant) || n == len(a.meant) {
			continue
		}
		written, fixed := text[:n], a.meant
		if a.meant == "|" {
			written = text
			fixed = trueBars(text)
		}
		col := p.src.column(l.LineNumber, start)
		p.report.at(codeKeywordTypo, Error, l.LineNumber, col, col+utf8.RuneCountInString(text[:n]), text[:n], a.meant).
			mend(append(p.matcher.indentEdits(l), p.src.edit(l.LineNumber, start, start+len(written), fixed))...)
		return true
	}
	return false
}
