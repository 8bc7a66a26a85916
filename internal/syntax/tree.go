package syntax

import messages "github.com/cucumber/messages/go/v21"

// LineKind is what the parser made of a physical line. Every line of a document has one.
type LineKind uint8

// The kinds of lines. Refused is the zero value: a line that nothing claimed is refused.
const (
	LineRefused LineKind = iota
	LineBlank
	LineComment
	LineLanguage
	LineTags
	LineFeature
	LineRule
	LineBackground
	LineScenario
	LineExamples
	LineStep
	LineDocDelimiter
	LineDocText
	LineRow
	LineDescription
)

// Document is a parsed feature file. Texts are substrings of one string in Unicode NFC; lines are those of the file.
type Document struct {
	Path     string
	Language string     // dialect that the file was read with
	Lines    []LineKind // one for each physical line, in order
	Feature  *Feature   // nil when the file has none; partial when diagnostics hold an error
	Comments []Comment
	src      *source
	docs     []docLines // sorted
}

// Source returns the file as it stands, byte order mark included: what every Span refers to.
func (d *Document) Source() string {
	if d.src == nil {
		return ""
	}
	return d.src.raw
}

// Text returns the 1-based line as read, without its end, in NFC. It is empty outside the file.
func (d *Document) Text(line int) string {
	if d.src == nil || line < 1 || line > len(d.src.lines) {
		return ""
	}
	return d.src.lines[line-1].LineText
}

// Excerpt returns the lines first to last, both included, joined by \n, as read.
func (d *Document) Excerpt(first, last int) string {
	return d.src.excerpt(first, last)
}

// Comment is a comment line.
type Comment struct {
	Line int
	Text string // with its indentation, as the stock parser gives it
	Span Span   // from the # to the last visible character
}

// Tag is a tag with its @.
type Tag struct {
	Name         string
	Line, Column int
	Span         Span
}

// Feature is the root of a document.
type Feature struct {
	Line, Column         int
	Span                 Span // from the first tag to the end of the last scenario, as for every block below
	KeywordSpan          Span // without the colon
	TextSpan             Span // of Name; empty where the name would stand when there is none
	Tags                 []Tag
	Keyword, Name, About string
	Background           *Background
	Scenarios            []*Scenario
	Rules                []*Rule
}

// Rule groups scenarios under a business rule.
type Rule struct {
	Line, Column          int
	Span                  Span
	KeywordSpan, TextSpan Span
	Tags                  []Tag
	Keyword, Name, About  string
	Background            *Background
	Scenarios             []*Scenario
}

// Background holds the steps that precede those of each scenario.
type Background struct {
	Line, Column          int
	First, Last           int // physical lines of the block, both included
	Span                  Span
	KeywordSpan, TextSpan Span
	Keyword, Name, About  string
	Steps                 []Step
}

// Scenario is a scenario or a scenario outline.
type Scenario struct {
	Line, Column          int
	First, Last           int  // physical lines of the block, tags included, trailing blanks and comments excluded
	Span                  Span // the same stretch, from the first tag to the last visible character
	KeywordSpan, TextSpan Span
	Tags                  []Tag
	Keyword, Name, About  string
	Outline               bool // written with an outline keyword
	Steps                 []Step
	Examples              []*Examples
}

// Examples is a table of examples of an outline.
type Examples struct {
	Line, Column          int
	Span                  Span
	KeywordSpan, TextSpan Span
	Tags                  []Tag
	Keyword, Name, About  string
	Header                *Row // nil when the block has no table
	Rows                  []Row
}

// Row is a row of a table.
type Row struct {
	Line, Column int
	Span         Span // from the first bar to the last visible character
	Cells        []Cell
}

// Cell is a cell, unescaped and trimmed.
type Cell struct {
	Column int
	Span   Span // of the value as written; empty before the closing bar when the cell is blank
	Value  string
}

// Step is a step as written, placeholders unresolved.
type Step struct {
	Line, Column int
	Span         Span   // with its table or doc string
	KeywordSpan  Span   // without the space that ends the keyword
	TextSpan     Span   // of Text
	Keyword      string // with its trailing space, if any
	Type         messages.StepKeywordType
	Text         string
	Table        []Row
	DocString    *DocString
}

// DocString is a block of text given to a step.
type DocString struct {
	Line, Column                  int
	Last                          int  // line of the closing delimiter, or the last line of the file when it is missing
	Span                          Span // from the opening delimiter to the closing one
	MediaType, Content, Delimiter string
}
