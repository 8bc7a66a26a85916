package syntax

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// maxQuoted bounds the part of a line that a diagnostic repeats, in runes.
const maxQuoted = 80

func quoted(s string) string {
	s = strings.TrimFunc(s, invisible)
	if utf8.RuneCountInString(s) <= maxQuoted {
		return s
	}
	return string([]rune(s)[:maxQuoted-1]) + "…"
}

// explainRefused says why each line that the parser refused cannot stand where it stands, and why the end of the file
// came too early.
func (p *parse) explainRefused() {
	afterTags := 0 // last tag line for which a refused line is reported: those that follow are its consequence
	for i := range p.read {
		l := &p.src.lines[i]
		if p.doc.Lines[i] != LineRefused || l.TrimmedLineText == "" {
			continue
		}
		if p.doc.Feature == nil {
			// Without a feature every line is refused: one diagnostic says it.
			text, start := body(l.LineText)
			col := p.src.column(i+1, start)
			p.report.at(
				codeNoFeature, Error, i+1, col, col+utf8.RuneCountInString(text), quoted(text),
				p.matcher.dialect.title(titleFeature),
			)
			return
		}
		if tags := p.tagsAbove(i + 1); tags > 0 {
			if tags == afterTags {
				continue
			}
			afterTags = tags
		}
		p.explain(i + 1)
	}
	switch {
	case p.matcher.openLine > 0 && p.read == len(p.src.lines):
		p.report.at(
			codeOpenDocString, Error, p.matcher.openLine, p.matcher.indent+1, p.matcher.indent+4, p.matcher.separator,
		).mend(p.closeDocEdits()...)
	case p.builder.tagLine > 0 && afterTags < p.builder.tagLine:
		p.report.at(codeDanglingTags, Error, p.builder.tagLine, p.src.lines[p.builder.tagLine-1].Indent()+1, 0)
	case p.doc.Feature == nil:
		p.report.whole(CodeEmptyFile, Error)
	}
	for i, kind := range p.doc.Lines[:p.read] {
		if name, ok := languageName(p.src.lines[i].TrimmedLineText); ok && kind == LineComment {
			found := p.report.at(CodeSecondLanguage, Warning, i+1, p.src.lines[i].Indent()+1, 0, name)
			if name == p.doc.Language {
				found.mend(Edit{Span: Span{p.src.starts[i], p.src.starts[i+1]}})
			}
		}
	}
}

// explain reports one refused line.
func (p *parse) explain(n int) {
	l := &p.src.lines[n-1]
	text, start := body(l.LineText)
	col := p.src.column(n, start)
	end := col + utf8.RuneCountInString(strings.TrimRightFunc(text, invisible))
	d := p.matcher.dialect
	above, commented := p.above(n)
	if p.misplacedTitle(n, above) {
		return
	}
	if f, ok := nearTitle(l, d); ok {
		p.reportNear(n, f)
		return
	}
	if f, ok := markedTitle(text, start, d); ok {
		p.reportNear(n, f)
		return
	}
	if f, ok := p.missingColon(l, fold(text)); ok {
		p.matcher.reportMiss(n, f, codeMissingColon, f.written, f.expected)
		return
	}
	if above != LineTags {
		f, ok := nearStep(l, d)
		switch {
		case ok && f.isExact() && above == LineRow:
			p.matcher.reportMiss(n, f, codeStrayStep, f.written)
			return
		case ok && !f.isExact():
			p.reportNear(n, f)
			return
		}
	}
	if p.reportLookAlike(l, text, start) {
		return
	}
	switch {
	case strings.HasPrefix(text, "|"):
		p.report.at(codeStrayRow, Error, n, col, end)
	case strayMark(text, false) != "":
		p.report.at(codeStrayMark, Error, n, col, end, strayMark(text, false)).mend(p.markEdits(l, text, start)...)
	case above == LineTags:
		p.report.at(codeAfterTags, Error, n, col, end, quoted(text))
	case commented && (above == LineDescription || above == LineFeature || above == LineRule):
		p.report.at(codeAfterDescription, Error, n, col, end, quoted(text)).mend(p.moveComments(n)...)
	case above == LineStep, above == LineDocDelimiter, above == LineScenario, above == LineBackground,
		above == LineRow && p.inStep(n):
		if f, ok := strictStep(text, start, d); ok && f.marks != "" {
			p.reportNear(n, f)
			return
		}
		p.report.at(codeNotAStep, Error, n, col, end, quoted(text), d.stepWords())
	default:
		p.report.at(codeUnexpected, Error, n, col, end, quoted(text))
	}
}

// misplacedTitle reports a title line that is well written and cannot stand where it stands.
func (p *parse) misplacedTitle(n int, above LineKind) bool {
	l := &p.src.lines[n-1]
	kind, raw, ok := p.matcher.dialect.isExactTitle(l.TrimmedLineText)
	if !ok {
		return false
	}
	col := p.src.column(n, l.Indent())
	end := col + utf8.RuneCountInString(raw) + 1
	switch {
	case kind == titleFeature:
		p.report.at(codeSecondFeature, Error, n, col, end)
	case kind == titleBackground && above == LineTags:
		p.report.at(codeStrayTags, Error, n, col, end, raw+":")
	case kind == titleBackground:
		p.report.at(codeLateBackground, Error, n, col, end, raw+":")
	case kind == titleExamples:
		p.report.at(codeStrayExamples, Error, n, col, end, raw+":")
	default:
		if !p.refusedBefore(n) {
			p.report.at(codeAfterTags, Error, n, col, end, quoted(l.TrimmedLineText))
		}
	}
	return true
}

// refusedBefore tells whether a line above was refused. A title that is well written is refused after it for no fault
// of its own: tags that no title follows are taken for those of another block, and all that comes below is lost with
// them. What was said of the first line is the cause.
func (p *parse) refusedBefore(n int) bool {
	return slices.Contains(p.doc.Lines[:n-1], LineRefused)
}

// tagsAbove returns the tag line right above a line, but for blanks, comments and refused lines; 0 when there is none.
func (p *parse) tagsAbove(n int) int {
	for i := n - 2; i >= 0; i-- {
		switch p.doc.Lines[i] {
		case LineBlank, LineComment, LineRefused:
		case LineTags:
			return i + 1
		default:
			return 0
		}
	}
	return 0
}

// above returns the kind of the nearest accepted line that is neither blank nor comment, and whether a comment lies
// between.
func (p *parse) above(n int) (LineKind, bool) {
	commented := false
	for i := n - 2; i >= 0; i-- {
		switch k := p.doc.Lines[i]; k {
		case LineBlank, LineRefused:
		case LineComment:
			commented = true
		default:
			return k, commented
		}
	}
	return LineRefused, commented
}

// inStep tells whether the table above line n belongs to a step rather than to examples.
func (p *parse) inStep(n int) bool {
	for i := n - 2; i >= 0; i-- {
		switch p.doc.Lines[i] {
		case LineStep:
			return true
		case LineExamples:
			return false
		default:
		}
	}
	return false
}
