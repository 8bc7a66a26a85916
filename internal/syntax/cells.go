package syntax

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	gherkin "github.com/cucumber/gherkin/go/v26"
)

// addTags reads a tag line as the stock matcher does, and reports what that one drops or refuses.
func (b *builder) addTags(l *gherkin.Line) {
	if b.tagLine == 0 {
		b.tagLine = l.LineNumber
		b.tagStart = b.at.offset(l.LineNumber, l.Indent())
	}
	text := beforeComment(l.TrimmedLineText)
	column, offset := l.Indent()+1, 0
	for text != "" {
		part := text[1:] // text starts with @
		if i := strings.IndexByte(part, '@'); i >= 0 {
			part = part[:i]
		}
		name := strings.TrimRightFunc(part, unicode.IsSpace)
		from := l.Indent() + offset
		text, offset = text[1+len(part):], offset+1+len(part)
		switch {
		case name == "" && b.m.report.full():
			b.m.report.dropped++
			continue
		case name == "":
			at := b.src.column(l.LineNumber, from)
			b.m.report.at(codeTagEmpty, Error, l.LineNumber, at, at+1).mend(b.src.emptyTag(l.LineNumber, from))
			continue // the stock does not advance its column here, nor do we
		case strings.ContainsFunc(name, unicode.IsSpace):
			at := b.src.column(l.LineNumber, from)
			b.m.report.at(codeTagSpace, Error, l.LineNumber, at, at+1+utf8.RuneCountInString(name), quoted("@"+name)).
				mend(b.src.splitTag(l.LineNumber, from, name)...)
			return
		}
		if len(b.tags) == maxTags {
			b.tooManyTags(l.LineNumber, from)
			return
		}
		span := Span{b.at.offset(l.LineNumber, from), b.at.offset(l.LineNumber, from+1+len(name))}
		b.tags = append(
			b.tags,
			Tag{
				Name: l.TrimmedLineText[from-l.Indent():][:1+len(name)], Line: l.LineNumber, Column: column, Span: span,
			},
		)
		column += utf8.RuneCountInString(part) + 1
	}
}

// maxTags bounds the tags of one element: each case inherits them all.
const maxTags = 200

// tooManyTags reports once for an element.
func (b *builder) tooManyTags(line, from int) {
	if !b.tagsCut {
		b.m.report.at(codeTooManyTags, Error, line, b.src.column(line, from), 0, strconv.Itoa(maxTags))
	}
	b.tagsCut = true
}

// beforeComment cuts a tag line at the first # that follows a space.
func beforeComment(s string) string {
	for i := 1; i < len(s); i++ {
		if s[i] == '#' && strings.IndexByte(asciiSpace, s[i-1]) >= 0 {
			return strings.TrimRight(s[:i], asciiSpace)
		}
	}
	return s
}

func (b *builder) takeTags() []Tag {
	t := clone(b.tags)
	b.tags, b.tagLine, b.tagStart, b.tagsCut = b.tags[:0], 0, 0, false
	return t
}

// addRow gives a row to the examples or to the step that is open.
func (b *builder) addRow(l *gherkin.Line) {
	row, tail, tailAt := b.cutRow(l)
	b.last = l.LineNumber
	if tail != "" {
		col := b.src.column(l.LineNumber, tailAt)
		b.m.report.at(codeRowTail, Error, l.LineNumber, col, col+utf8.RuneCountInString(tail), quoted(tail)).
			mend(b.tailEdits(l, len(row.Cells), tail, tailAt)...)
	}
	if b.width == 0 {
		b.width = meantWidth(l.TrimmedLineText)
	}
	if len(b.rows) > 0 {
		want := len(b.rows[0].Cells)
		if want != len(row.Cells) && tail == "" {
			col := b.src.column(l.LineNumber, l.Indent())
			b.m.report.at(codeCellCount, Error, l.LineNumber, col, 0, strconv.Itoa(len(row.Cells)), strconv.Itoa(want)).
				mend(b.barEdits(l, want)...)
		}
	}
	b.rows = append(b.rows, row)
	if b.examples == nil {
		b.step.Span.End = row.Span.End
	}
}

// closeTable gives the rows to the step or to the examples that they follow.
func (b *builder) closeTable() {
	if len(b.rows) == 0 {
		return
	}
	rows := clone(b.rows)
	b.rows = b.rows[:0]
	if b.examples == nil {
		b.step.Table = rows
		return
	}
	b.examples.Header, b.examples.Rows = &rows[0], rows[1:len(rows):len(rows)]
	if len(rows) == 1 {
		b.examples.Rows = nil
	}
}

// cutRow reads a table row as the stock matcher does: cells are trimmed of every Unicode space, \| \\ and \n are
// unescaped. It also returns what follows the last bar and its byte offset: the stock drops it in silence.
func (b *builder) cutRow(l *gherkin.Line) (row Row, tail string, tailAt int) {
	s, line, indent := l.TrimmedLineText, l.LineNumber, l.Indent()
	row = Row{Line: line, Column: indent + 1, Span: Span{b.at.offset(line, indent), b.lineEnd(line)}}
	row.Cells = b.someCells(strings.Count(s, "|") - 1)
	start, column := 1, l.Indent()+2 // of the cell being read
	escaped := false
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			escaped = true
			i++
		case '|':
			raw := s[start:i]
			left := trimLeft(raw)
			from := i - len(left)
			value := trimRight(left)
			span := Span{b.at.offset(line, indent+from), b.at.offset(line, indent+from+len(value))}
			if escaped {
				value = unescapeCell(value)
			}
			lead := utf8.RuneCountInString(raw[:len(raw)-len(left)])
			row.Cells = append(row.Cells, Cell{Column: column + lead, Span: span, Value: value})
			column += utf8.RuneCountInString(raw) + 1
			start, escaped = i+1, false
		}
	}
	rest := s[start:]
	tail = strings.TrimFunc(rest, unicode.IsSpace)
	return row, tail, indent + start + strings.Index(rest, tail)
}

// cellsAtOnce is the number of cells allocated together: rows are short and many.
const cellsAtOnce = 64

// someCells makes room for the cells of a row, nil for none.
func (b *builder) someCells(n int) []Cell {
	if n <= 0 {
		return nil
	}
	if n > len(b.cells) {
		b.cells = make([]Cell, max(n, cellsAtOnce))
	}
	room := b.cells[:0:n]
	b.cells = b.cells[n:]
	return room
}

// trimLeft and trimRight take away what the stock matcher does from a cell. Most cells have a plain space at each end.
func trimLeft(s string) string {
	for s != "" && s[0] == ' ' {
		s = s[1:]
	}
	if s != "" && (s[0] < ' ' || s[0] >= utf8.RuneSelf) {
		return strings.TrimLeftFunc(s, spaceNotNewline)
	}
	return s
}

func trimRight(s string) string {
	for s != "" && s[len(s)-1] == ' ' {
		s = s[:len(s)-1]
	}
	if s != "" && (s[len(s)-1] < ' ' || s[len(s)-1] >= utf8.RuneSelf) {
		return strings.TrimRightFunc(s, spaceNotNewline)
	}
	return s
}

func spaceNotNewline(r rune) bool { return unicode.IsSpace(r) && r != '\n' }

func unescapeCell(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n':
			b.WriteByte('\n')
		case '|', '\\':
			b.WriteByte(s[i])
		default:
			b.WriteByte('\\')
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// docLines is where a doc string stands: the lines of its delimiters, and how far the opening one is indented.
type docLines struct{ first, last, indent int }

// docDelimiter opens or closes a doc string.
func (b *builder) docDelimiter(line, column int) {
	b.last = line
	if b.doc == nil {
		b.doc = &DocString{Line: line, Column: column, MediaType: b.m.text, Delimiter: b.m.keyword}
		b.doc.Span.Start = b.at.offset(line, column-1)
		b.step.DocString = b.doc
		return
	}
	if rest := strings.TrimFunc(b.m.text, unicode.IsSpace); rest != "" {
		text := b.src.lines[line-1].LineText
		col := b.src.column(line, strings.LastIndex(text, rest))
		b.m.report.at(codeAfterDocString, Error, line, col, col+utf8.RuneCountInString(rest), quoted(rest))
	}
	b.closeDoc(line)
}

// closeDoc ends the open doc string at a line. Its lines are joined once: the stock concatenates them one by one.
func (b *builder) closeDoc(line int) {
	b.doc.Content = strings.Join(b.docText, "\n")
	b.doc.Last, b.doc.Span.End = line, b.lineEnd(line)
	b.step.Span.End = b.doc.Span.End
	b.docs = append(b.docs, docLines{b.doc.Line, line, b.doc.Column - 1})
	b.doc, b.docText = nil, b.docText[:0]
}

// swallowedTitle reports a title line inside a doc string that lies further left than its delimiters: the doc string
// was closed with the wrong mark, and swallows the scenarios below it. Gherkin quoted on purpose is indented.
func (b *builder) swallowedTitle(l *gherkin.Line) {
	if l.Indent() >= b.doc.Column-1 || l.TrimmedLineText == "" {
		return
	}
	if _, raw, ok := b.m.dialect.isExactTitle(l.TrimmedLineText); ok {
		col := l.Indent() + 1
		b.m.report.at(
			codeSwallowedTitle, Error, l.LineNumber, col, col+utf8.RuneCountInString(raw)+1, raw+":",
			strconv.Itoa(b.doc.Line),
		)
	}
}
