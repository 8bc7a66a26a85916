package syntax

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	gherkin "github.com/cucumber/gherkin/go/v26"

	"recette/internal/meant"
)

// tagName is a tag that nobody can take for something else.
var tagName = regexp.MustCompile(`^@[\p{L}\p{N}][\p{L}\p{N}\p{M}_.:/+-]*$`)

// markEdits mends a tag that the parser took for prose. A table or a doc string that has no step has no place either.
func (p *parse) markEdits(l *gherkin.Line, text string, start int) []Edit {
	if strings.HasPrefix(text, "|") || strings.HasPrefix(text, quotes) || strings.HasPrefix(text, backticks) {
		return nil
	}
	return p.tagEdits(l, text, start)
}

// tagEdits writes tags that stand behind marks or odd spaces above a title.
func (p *parse) tagEdits(l *gherkin.Line, text string, start int) []Edit {
	if !p.isAboveTitle(l.LineNumber) {
		return nil
	}
	out := p.matcher.indentEdits(l)
	if text[0] == '@' {
		return out
	}
	fields := strings.FieldsFunc(text, invisible)
	kept := fields[:0]
	for _, f := range fields {
		tag := strings.TrimRight(strings.TrimLeft(strings.ReplaceAll(f, wideAt, "@"), listMarks), ")]},;\"'“”’»›*_`")
		if tag == "" {
			continue
		}
		if !tagName.MatchString(tag) {
			return nil
		}
		kept = append(kept, tag)
	}
	return append(
		out,
		p.src.edit(l.LineNumber, start, start+len(strings.TrimRightFunc(text, invisible)), strings.Join(kept, " ")),
	)
}

// isAboveTitle tells that tags could stand on a line: a title follows, or other tags.
func (p *parse) isAboveTitle(line int) bool {
	next := p.nextContent(line)
	if next == nil {
		return false
	}
	if next.TrimmedLineText[0] == '@' {
		return true
	}
	kind, _, ok := p.matcher.dialect.isExactTitle(next.TrimmedLineText)
	return ok && kind != titleFeature && kind != titleBackground
}

// emptyTag takes away an @ that names nothing, and those that follow it, with the spaces after them.
func (s *source) emptyTag(line, from int) Edit {
	text := s.lines[line-1].LineText
	to := from
	for to < len(text) && text[to] == '@' {
		part := text[to+1:]
		rest := strings.TrimLeftFunc(part, unicode.IsSpace)
		if rest != "" && rest[0] != '@' && (rest[0] != '#' || len(rest) == len(part)) {
			break
		}
		to = len(text) - len(rest)
	}
	return s.edit(line, from, to, "")
}

// splitTag joins an @ and its name, "@ critique", and writes the @ of East Asian keyboards. It leaves alone a tag of
// several words.
func (s *source) splitTag(line, from int, name string) []Edit {
	start := from + len("@")
	word := strings.TrimLeftFunc(name, invisible)
	if len(word) < len(name) && tagName.MatchString("@"+word) {
		return []Edit{s.edit(line, start, start+len(name)-len(word), "")}
	}
	words := strings.FieldsFunc(name, invisible)
	for i, w := range words {
		w, wide := strings.CutPrefix(w, wideAt)
		if i == 0 && name[0] != words[0][0] || i > 0 && !wide || !tagName.MatchString("@"+w) {
			return nil
		}
		words[i] = "@" + w
	}
	return []Edit{s.edit(line, from, start+len(name), strings.Join(words, " "))}
}

// tailEdits mends a row with text after its last bar: a cell that is not closed gets its bar, a comment goes to a line
// of its own. The number of cells of the table tells a cell from something else.
func (b *builder) tailEdits(l *gherkin.Line, cells int, tail string, tailAt int) []Edit {
	want := b.width
	if want == 0 {
		want = b.nextWidth(l.LineNumber)
	}
	end := tailAt + len(tail)
	last, size := utf8.DecodeLastRuneInString(tail)
	switch {
	case strings.ContainsRune(lookAlikeBars, last) && (want == cells+1 || want == 0):
		return []Edit{b.src.edit(l.LineNumber, end-size, end, "|")}
	case tail[0] == '#' && (want == cells || want == 0):
		s := l.LineText
		bar := len(strings.TrimRight(s[:tailAt], " \t"))
		start := b.src.starts[l.LineNumber-1]
		return []Edit{
			{Span{start, start}, s[:l.Indent()] + tail + b.src.eol()},
			b.src.edit(l.LineNumber, bar, len(s), ""),
		}
	case tail[0] != '#' && (want == cells+1 || want == 0):
		return []Edit{b.src.edit(l.LineNumber, end, end, " |")}
	}
	return nil
}

// nextWidth is the number of cells that the row below a line was meant to have, 0 when there is none.
func (b *builder) nextWidth(line int) int {
	for i := line; i < len(b.src.lines); i++ {
		switch s := b.src.lines[i].TrimmedLineText; {
		case s == "" || s[0] == '#':
		case s[0] == '|':
			return meantWidth(s)
		default:
			return 0
		}
	}
	return 0
}

// meantWidth counts the cells of a trimmed row, one that is not closed included.
func meantWidth(s string) int {
	n, at := 0, 1
	for {
		end := endOfCell(s, at)
		if end < 0 {
			break
		}
		n, at = n+1, end+1
	}
	if tail := strings.TrimFunc(s[at:], invisible); tail != "" && tail[0] != '#' {
		n++
	}
	return n
}

// moveComments puts the comments above a line of description below the lines that they part from the rest of it.
func (p *parse) moveComments(line int) []Edit {
	var comments []int
	for n := line - 1; n > 0; n-- {
		if kind := p.doc.Lines[n-1]; kind == LineComment {
			comments = append(comments, n)
		} else if kind != LineBlank && kind != LineRefused {
			break
		}
	}
	last := line
	for last < p.read && p.isMoreProse(last+1) {
		last++
	}
	var text strings.Builder
	if p.src.lines[last-1].LineNumber == len(p.src.lines) && !strings.HasSuffix(p.src.raw, "\n") {
		text.WriteString(p.src.eol())
	}
	out := make([]Edit, 0, len(comments)+1)
	for _, n := range slices.Backward(comments) {
		span := Span{p.src.starts[n-1], p.src.starts[n]}
		text.WriteString(p.src.raw[span.Start:span.End])
		out = append(out, Edit{Span: span})
	}
	start := p.src.starts[last]
	return append(out, Edit{Span{start, start}, text.String()})
}

// isMoreProse tells a refused line that goes on with the description refused above it.
func (p *parse) isMoreProse(line int) bool {
	l := &p.src.lines[line-1]
	if p.doc.Lines[line-1] != LineRefused || l.TrimmedLineText == "" || strings.IndexByte(
		"@|\"`", l.TrimmedLineText[0],
	) >= 0 {
		return false
	}
	_, title := nearTitle(l, p.matcher.dialect)
	return !title
}

// closeDocEdits closes a doc string that runs to the end of the file at the one line that holds the other mark.
func (p *parse) closeDocEdits() []Edit {
	m := p.matcher
	other := backticks
	if m.separator == backticks {
		other = quotes
	}
	found := 0
	for n := m.openLine + 1; n <= len(p.src.lines); n++ {
		if strings.TrimRight(p.src.lines[n-1].TrimmedLineText, " \t") == other {
			if found > 0 {
				return nil
			}
			found = n
		}
	}
	if found == 0 {
		return nil
	}
	at := p.src.lines[found-1].Indent()
	return []Edit{p.src.edit(found, at, at+len(other), m.separator)}
}

// oneLetterShort mends "Exemple:" above the table of an outline, which opens a scenario where "Exemples:" was meant.
func (p *parse) oneLetterShort(next *Scenario) []Edit {
	if next == nil || len(next.Steps) > 0 || len(next.Examples) > 0 || !strings.HasPrefix(
		strings.TrimSpace(next.About), "|",
	) {
		return nil
	}
	for _, k := range p.matcher.dialect.titles[titleExamples] {
		if meant.Slip([]rune(fold(k.raw)), []rune(fold(next.Keyword))) {
			return []Edit{{next.KeywordSpan, k.raw}}
		}
	}
	return nil
}

// reportLostAt reports a line of tags above a title whose first one lost its @, and is prose with the others.
func (p *parse) reportLostAt(l *gherkin.Line, text string, start int) bool {
	word, rest, ok := strings.Cut(text, " ")
	if !ok || strings.IndexByte(text, '@') < 0 || !tagName.MatchString("@"+word) {
		return false
	}
	looksLikeID := hasDigit(word)
	for tag := range strings.FieldsSeq(rest) {
		if !tagName.MatchString(tag) {
			return false
		}
		looksLikeID = looksLikeID || hasDigit(tag)
	}
	if !looksLikeID || !p.isAboveTitle(l.LineNumber) {
		return false
	}
	col := p.src.column(l.LineNumber, start)
	found := p.report.at(codeLostAt, Error, l.LineNumber, col, col+utf8.RuneCountInString(word), quoted(word))
	if hasDigit(word) {
		found.mend(append(p.matcher.indentEdits(l), p.src.edit(l.LineNumber, start, start, "@"))...)
	}
	return true
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }
