package syntax

// TokenKind is what a stretch of a line is.
type TokenKind uint8

// The kinds of tokens. A title is its keyword, colon and title; a step its keyword and text.
const (
	TokenSpace         TokenKind = iota // blanks that are not part of a text
	TokenKeyword                        // of a title or a step, without colon or space
	TokenColon                          // after a title keyword
	TokenTitle                          // the name of a feature, rule, background, scenario or examples
	TokenText                           // the text of a step, placeholders included: see Document.Placeholders
	TokenTag                            // with its @
	TokenTagComment                     // what follows tags, from the #
	TokenBar                            // | of a table
	TokenCell                           // as written, escapes included
	TokenRowTail                        // what follows the last bar, which the stock parser drops
	TokenDelimiter                      // """ or ```
	TokenMedia                          // media type of a doc string
	TokenDelimiterTail                  // what follows a closing delimiter, which the stock parser drops
	// a line of a doc string from where its content starts, trailing spaces included
	TokenDocText
	TokenComment      // from the #
	TokenLanguageMark // "# language:"
	TokenLanguage     // the name of the dialect
	TokenProse        // a description, or a line that the parser refused
)

// Token is a stretch of a line.
type Token struct {
	Kind TokenKind
	Span Span
}

// Tokens cuts the 1-based line: its tokens cover every byte of it, in order, the line end excepted. They are computed
// when asked for, from the line as it stands. A blank line without spaces has none.
func (d *Document) Tokens(n int) []Token {
	if d.src == nil || n < 1 || n > len(d.src.lines) {
		return nil
	}
	l := &d.src.lines[n-1]
	x := lexer{text: l.LineText, line: n, dialect: tables().byLanguage[d.Language]}
	switch d.Lines[n-1] {
	case LineBlank:
		x.take(TokenSpace, len(x.text))
	case LineComment:
		x.prose(TokenComment)
	case LineLanguage:
		x.language()
	case LineTags:
		x.tags()
	case LineFeature, LineRule, LineBackground, LineScenario, LineExamples:
		x.title(d.Lines[n-1])
	case LineStep:
		x.step()
	case LineDocDelimiter:
		x.delimiter(d.docAt(n))
	case LineDocText:
		x.docText(d.docAt(n))
	case LineRow:
		x.row()
	case LineDescription, LineRefused:
		x.prose(TokenProse)
	}
	return x.place(d.src)
}

// docAt finds the doc string that line n belongs to. They are sorted.
func (d *Document) docAt(n int) docLines {
	low, high := 0, len(d.docs)
	for low < high {
		if mid := (low + high) / 2; d.docs[mid].last < n {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == len(d.docs) {
		return docLines{}
	}
	return d.docs[low]
}

// Placeholders gives the spans of what looks like a placeholder in the 1-based line, marks included, whether or not a
// column has its name. They lie in titles, texts of steps, cells and lines of doc strings only.
func (d *Document) Placeholders(n int) []Span {
	switch d.Line(n).Kind {
	case LineStep, LineRow, LineDocText, LineScenario:
	default:
		return nil
	}
	var out []Span
	text := d.src.lines[n-1].LineText
	m := mapper{source: d.src}
	eachTag(text, func(name string, at int) {
		if isPlaceholder(name) {
			from := m.offset(n, at)
			out = append(out, Span{from, m.offset(n, at+len(name)+2)})
		}
	})
	return out
}
