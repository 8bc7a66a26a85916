package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"

	gherkin "github.com/cucumber/gherkin/go/v26"
)

// builder makes the tree from the tokens that the parser accepts, in order, and marks each accepted line. The grammar
// is the parser's: the builder only needs to know which block is open.
type builder struct {
	m          *matcher
	src        *source
	at         mapper
	kinds      []LineKind
	content    int // accepted lines that are neither blank, comment nor tags
	feature    *Feature
	rule       *Rule
	background *Background
	scenario   *Scenario
	examples   *Examples
	step       *Step  // the last of steps
	steps      []Step // of the open block
	rows       []Row  // of the open table
	cells      []Cell // room for the next rows
	doc        *DocString
	width      int // cells that the first row of the open table was meant to have
	docText    []string
	docs       []docLines
	comments   []Comment
	tags       []Tag
	tagLine    int // first line of the pending tags
	tagStart   int // offset of the first pending tag
	tagsCut    bool
	about      aboutText
	last       int // last line of the open block
}

var _ gherkin.Builder = (*builder)(nil)

// aboutText is the description being read.
type aboutText struct {
	lines []string
	from  int
	spans []aboutSpan
}

// aboutSpan remembers where a description lies, for the lost-line detector.
type aboutSpan struct {
	owner       LineKind
	first, last int
}

// Reset is called by the parser before the first line.
func (b *builder) Reset() {}

// StartRule tells nothing that the tokens do not.
func (b *builder) StartRule(gherkin.RuleType) (bool, error) { return true, nil }

// EndRule tells nothing that the tokens do not.
func (b *builder) EndRule(gherkin.RuleType) (bool, error) { return true, nil }

// Build receives each accepted token.
func (b *builder) Build(t *gherkin.Token) (bool, error) {
	line := t.Location.Line
	if t.Type == gherkin.TokenTypeEOF {
		return true, nil
	}
	l := &b.src.lines[line-1]
	kind := b.kindOf(t.Type)
	b.kinds[line-1] = kind
	if x := l.TrimmedLineText; x != "" && x[0] != '#' && x[0] != '@' {
		b.content++
	}
	if kind != LineDescription && kind != LineBlank && kind != LineComment {
		b.endAbout()
	}
	column := l.Indent() + 1
	switch kind {
	case LineComment:
		b.comments = append(b.comments, Comment{line, l.LineText, Span{b.at.offset(line, l.Indent()), b.lineEnd(line)}})
	case LineTags:
		b.addTags(l)
	case LineFeature:
		b.feature = &Feature{Line: line, Column: column, Keyword: b.m.keyword, Name: b.m.text}
		b.feature.Span, b.feature.KeywordSpan, b.feature.TextSpan = b.titleSpans(line)
		b.feature.Tags = b.takeTags()
		b.about.from = int(LineFeature)
		b.last = line
	case LineRule:
		b.closeRule()
		b.rule = &Rule{Line: line, Column: column, Keyword: b.m.keyword, Name: b.m.text}
		b.rule.Span, b.rule.KeywordSpan, b.rule.TextSpan = b.titleSpans(line)
		b.rule.Tags = b.takeTags()
		b.feature.Rules = append(b.feature.Rules, b.rule)
		b.about.from = int(LineRule)
		b.last = line
	case LineBackground:
		b.openBackground(line, column)
	case LineScenario:
		b.openScenario(line, column)
	case LineExamples:
		b.openExamples(line, column)
	case LineStep:
		b.addStep(line, column)
	case LineRow:
		b.addRow(l)
	case LineDocDelimiter:
		b.docDelimiter(line, column)
	case LineDocText:
		b.swallowedTitle(l)
		b.docText = append(b.docText, b.m.text)
		b.last = line
	case LineDescription:
		b.about.lines = append(b.about.lines, b.m.text)
		if strings.TrimSpace(b.m.text) != "" {
			b.about.note(line)
			b.last = line
		}
	case LineRefused, LineBlank, LineLanguage:
	}
	return true, nil
}

func (b *builder) kindOf(t gherkin.TokenType) LineKind {
	switch t {
	case gherkin.TokenTypeEmpty:
		return LineBlank
	case gherkin.TokenTypeComment:
		return LineComment
	case gherkin.TokenTypeLanguage:
		return LineLanguage
	case gherkin.TokenTypeTagLine:
		return LineTags
	case gherkin.TokenTypeFeatureLine:
		return LineFeature
	case gherkin.TokenTypeRuleLine:
		return LineRule
	case gherkin.TokenTypeBackgroundLine:
		return LineBackground
	case gherkin.TokenTypeScenarioLine:
		return LineScenario
	case gherkin.TokenTypeExamplesLine:
		return LineExamples
	case gherkin.TokenTypeStepLine:
		return LineStep
	case gherkin.TokenTypeTableRow:
		return LineRow
	case gherkin.TokenTypeDocStringSeparator:
		return LineDocDelimiter
	default:
		if b.doc != nil {
			return LineDocText
		}
		return LineDescription
	}
}

// note extends the current span, or opens one after a comment.
func (a *aboutText) note(line int) {
	owner := LineKind(a.from)
	if n := len(a.spans); n > 0 && a.spans[n-1].owner == owner && len(a.lines) > 1 {
		a.spans[n-1].last = line
		return
	}
	a.spans = append(a.spans, aboutSpan{owner, line, line})
}

// endAbout gives the description to the block that it describes. Trailing blank lines are dropped, as the stock does.
func (b *builder) endAbout() {
	lines := b.about.lines
	if len(lines) == 0 {
		return
	}
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	text := strings.Join(lines, "\n")
	b.about.lines = b.about.lines[:0]
	switch LineKind(b.about.from) {
	case LineFeature:
		b.feature.About = text
	case LineRule:
		b.rule.About = text
	case LineBackground:
		b.background.About = text
	case LineScenario:
		b.scenario.About = text
	case LineExamples:
		b.examples.About = text
	default: // no other block has a description
	}
}

// titleSpans gives the spans of the title just matched: of the block so far, tags included, of the keyword, of the
// name.
func (b *builder) titleSpans(line int) (block, keyword, text Span) {
	keyword, text = b.keywordSpans(line)
	block = Span{keyword.Start, b.lineEnd(line)}
	if len(b.tags) > 0 || b.tagLine > 0 {
		block.Start = b.tagStart
	}
	return block, keyword, text
}

// keywordSpans gives the spans of the keyword and of the text just matched.
func (b *builder) keywordSpans(line int) (keyword, text Span) {
	m := b.m
	keyword = Span{b.at.offset(line, m.keyFrom), b.at.offset(line, m.keyTo)}
	return keyword, Span{b.at.offset(line, m.textFrom), b.at.offset(line, m.textTo)}
}

// lineEnd is the offset after the last visible character of a line.
func (b *builder) lineEnd(line int) int {
	text := b.src.asRead(line)
	if text == "" || text[len(text)-1] <= ' ' || text[len(text)-1] >= utf8.RuneSelf {
		text = strings.TrimRightFunc(text, unicode.IsSpace)
	}
	return b.src.starts[line-1] + len(text)
}

func (b *builder) openBackground(line, column int) {
	b.closeBlock()
	b.background = &Background{Line: line, Column: column, First: line, Keyword: b.m.keyword, Name: b.m.text}
	b.background.Span, b.background.KeywordSpan, b.background.TextSpan = b.titleSpans(line)
	if b.rule != nil {
		b.rule.Background = b.background
	} else {
		b.feature.Background = b.background
	}
	b.about.from = int(LineBackground)
	b.last = line
}

func (b *builder) openScenario(line, column int) {
	first := line
	if len(b.tags) > 0 || b.tagLine > 0 {
		first = b.tagLine
	}
	b.closeBlock()
	b.scenario = &Scenario{
		Line: line, Column: column, First: first,
		Keyword: b.m.keyword, Name: b.m.text, Outline: b.m.title == titleOutline,
	}
	b.scenario.Span, b.scenario.KeywordSpan, b.scenario.TextSpan = b.titleSpans(line)
	b.scenario.Tags = b.takeTags()
	if b.rule != nil {
		b.rule.Scenarios = append(b.rule.Scenarios, b.scenario)
	} else {
		b.feature.Scenarios = append(b.feature.Scenarios, b.scenario)
	}
	b.about.from = int(LineScenario)
	b.last = line
}

func (b *builder) openExamples(line, column int) {
	b.closeTable()
	b.closeExamples()
	b.step, b.width = nil, 0
	b.examples = &Examples{Line: line, Column: column, Keyword: b.m.keyword, Name: b.m.text}
	b.examples.Span, b.examples.KeywordSpan, b.examples.TextSpan = b.titleSpans(line)
	b.examples.Tags = b.takeTags()
	b.scenario.Examples = append(b.scenario.Examples, b.examples)
	b.about.from = int(LineExamples)
	b.last = line
}

func (b *builder) addStep(line, column int) {
	b.closeTable()
	switch {
	case len(b.m.step.more) > 0:
		b.m.shortKeyword(line)
	case b.m.step.match == "* ":
		b.m.bulletedKeyword(line)
	}
	s := Step{Line: line, Column: column, Keyword: b.m.keyword, Type: b.m.kind, Text: b.m.text}
	s.KeywordSpan, s.TextSpan = b.keywordSpans(line)
	s.Span = Span{s.KeywordSpan.Start, b.lineEnd(line)}
	b.steps = append(b.steps, s)
	b.step, b.width = &b.steps[len(b.steps)-1], 0
	b.last = line
}

// clone copies a list that grows in place into one of its own size, nil when it is empty.
func clone[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	out := make([]T, len(list))
	copy(out, list)
	return out
}

// closeFile ends what is still open at the end of the file.
func (b *builder) closeFile() {
	if b.doc != nil {
		b.closeDoc(len(b.src.lines))
	}
	b.closeRule()
	if b.feature != nil {
		b.feature.Span.End = b.lineEnd(b.last)
	}
}

// closeRule ends the open rule and its open block.
func (b *builder) closeRule() {
	b.closeBlock()
	if b.rule != nil {
		b.rule.Span.End = b.lineEnd(b.last)
		b.rule = nil
	}
}

// closeBlock ends the open background or scenario.
func (b *builder) closeBlock() {
	b.endAbout()
	b.closeTable()
	b.closeExamples()
	if b.background != nil {
		b.background.Steps = clone(b.steps)
		b.background.Last, b.background.Span.End = b.last, b.lineEnd(b.last)
	}
	if b.scenario != nil {
		b.scenario.Steps = clone(b.steps)
		b.scenario.Last, b.scenario.Span.End = b.last, b.lineEnd(b.last)
	}
	b.background, b.scenario, b.step, b.steps = nil, nil, nil, b.steps[:0]
}

func (b *builder) closeExamples() {
	if b.examples != nil {
		b.examples.Span.End = b.lineEnd(b.last)
		b.examples = nil
	}
}
