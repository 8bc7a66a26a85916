package syntax

import (
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
)

// matcher answers the parser's questions about a line. It gives the stock matcher's answers without its regular
// expressions and slices per line, and keeps what it found for the builder, which the parser always calls next.
//
// One token serves every line but tag lines: the parser looks ahead between matching a tag line and building it, and
// between nothing else.
type matcher struct {
	dialect    *dialect
	report     *reporter
	src        *source
	headerLine int  // of the language, 0 when none was read
	inFeature  bool // the feature line was read
	separator  string
	indent     int // of the opening delimiter, in bytes
	openLine   int // of the doc string that is open, 0 when none is
	token      gherkin.Token
	tagTokens  []tagToken
	where      gherkin.Location
	keyword    string
	text       string
	kind       messages.StepKeywordType
	title      int
	step       *stepKeyword
	// Byte offsets in the NFC line of the keyword, without the space that may end it, and of the text.
	keyFrom, keyTo, textFrom, textTo int
}

// tagToken is a token and its place. They are made in groups.
type tagToken struct {
	gherkin.Token
	where gherkin.Location
}

const tagTokensAtOnce = 16

var _ gherkin.Matcher = (*matcher)(nil)

// Reset is called by the parser before the first line; a matcher serves one file only.
func (m *matcher) Reset() {}

func (m *matcher) hit(t gherkin.TokenType, l *gherkin.Line) (bool, *gherkin.Token, error) {
	m.where.Line = l.LineNumber
	m.token.Type = t
	m.token.Location = &m.where
	return true, &m.token, nil
}

func (m *matcher) MatchEOF(l *gherkin.Line) (bool, *gherkin.Token, error) {
	if !l.AtEof {
		return false, nil, nil
	}
	return m.hit(gherkin.TokenTypeEOF, l)
}

func (m *matcher) MatchEmpty(l *gherkin.Line) (bool, *gherkin.Token, error) {
	if l.TrimmedLineText != "" {
		return false, nil, nil
	}
	return m.hit(gherkin.TokenTypeEmpty, l)
}

func (m *matcher) MatchComment(l *gherkin.Line) (bool, *gherkin.Token, error) {
	if l.TrimmedLineText == "" || l.TrimmedLineText[0] != '#' {
		return false, nil, nil
	}
	return m.hit(gherkin.TokenTypeComment, l)
}

func (m *matcher) MatchTagLine(l *gherkin.Line) (bool, *gherkin.Token, error) {
	if l.TrimmedLineText == "" || l.TrimmedLineText[0] != '@' {
		return false, nil, nil
	}
	if len(m.tagTokens) == 0 {
		m.tagTokens = make([]tagToken, tagTokensAtOnce)
	}
	t := &m.tagTokens[0]
	m.tagTokens = m.tagTokens[1:]
	t.where.Line = l.LineNumber
	t.Type, t.Location = gherkin.TokenTypeTagLine, &t.where
	return true, &t.Token, nil
}

func (m *matcher) matchTitle(l *gherkin.Line, kind int, t gherkin.TokenType) (bool, *gherkin.Token, error) {
	s := l.TrimmedLineText
	if s == "" || m.dialect.first[s[0]]&(1<<kind) == 0 {
		return false, nil, nil
	}
	for _, k := range m.dialect.titles[kind] {
		if n := len(k.match); len(s) > n && s[n] == ':' && s[:n] == k.match {
			m.keyword, m.title = k.raw, kind
			m.place(l, n, n+1)
			return m.hit(t, l)
		}
	}
	return false, nil, nil
}

// place notes where the keyword and the text of a line stand, given the length of the keyword and where the text may
// start in the trimmed line.
func (m *matcher) place(l *gherkin.Line, keyword, text int) {
	s, indent := l.TrimmedLineText, l.Indent()
	m.text = strings.Trim(s[text:], " ")
	m.keyFrom, m.keyTo = indent, indent+len(strings.TrimRight(s[:keyword], " "))
	m.textFrom = indent + text
	if m.text != "" {
		m.textFrom += len(s[text:]) - len(strings.TrimLeft(s[text:], " "))
	}
	m.textTo = m.textFrom + len(m.text)
}

// MatchFeatureLine also takes a near miss of the keyword, which it reports: refusing the first line would make every
// later line an error.
func (m *matcher) MatchFeatureLine(l *gherkin.Line) (bool, *gherkin.Token, error) {
	ok, t, err := m.matchTitle(l, titleFeature, gherkin.TokenTypeFeatureLine)
	if ok || m.inFeature {
		m.inFeature = true
		return ok, t, err
	}
	if s := l.TrimmedLineText; s == "" || s[0] == '#' || s[0] == '@' {
		return false, nil, nil
	}
	miss, found := m.nearFeature(l)
	if !found {
		return false, nil, nil
	}
	m.inFeature = true
	m.keyword, m.title, m.text = miss.raw, titleFeature, miss.rest
	m.keyFrom, m.keyTo = miss.from, miss.from+len(withoutColon(miss.written))
	m.textFrom = miss.to + max(strings.Index(l.LineText[miss.to:], miss.rest), 0)
	m.textTo = m.textFrom + len(miss.rest)
	return m.hit(gherkin.TokenTypeFeatureLine, l)
}

func (m *matcher) MatchRuleLine(l *gherkin.Line) (bool, *gherkin.Token, error) {
	return m.matchTitle(l, titleRule, gherkin.TokenTypeRuleLine)
}

func (m *matcher) MatchBackgroundLine(l *gherkin.Line) (bool, *gherkin.Token, error) {
	return m.matchTitle(l, titleBackground, gherkin.TokenTypeBackgroundLine)
}

func (m *matcher) MatchScenarioLine(l *gherkin.Line) (bool, *gherkin.Token, error) {
	if ok, t, err := m.matchTitle(l, titleScenario, gherkin.TokenTypeScenarioLine); ok {
		return ok, t, err
	}
	return m.matchTitle(l, titleOutline, gherkin.TokenTypeScenarioLine)
}

func (m *matcher) MatchExamplesLine(l *gherkin.Line) (bool, *gherkin.Token, error) {
	return m.matchTitle(l, titleExamples, gherkin.TokenTypeExamplesLine)
}

func (m *matcher) MatchStepLine(l *gherkin.Line) (bool, *gherkin.Token, error) {
	s := l.TrimmedLineText
	if s == "" || m.dialect.first[s[0]]&stepBit == 0 {
		return false, nil, nil
	}
	k := m.dialect.stepAt(s)
	if k == nil {
		return false, nil, nil
	}
	m.keyword, m.kind, m.step = k.raw, k.kind, k
	m.place(l, len(k.match), len(k.match))
	return m.hit(gherkin.TokenTypeStepLine, l)
}

func (m *matcher) MatchTableRow(l *gherkin.Line) (bool, *gherkin.Token, error) {
	if l.TrimmedLineText == "" || l.TrimmedLineText[0] != '|' {
		return false, nil, nil
	}
	return m.hit(gherkin.TokenTypeTableRow, l)
}

const (
	quotes    = `"""`
	backticks = "```"
)

func (m *matcher) MatchDocStringSeparator(l *gherkin.Line) (bool, *gherkin.Token, error) {
	s := l.TrimmedLineText
	if m.separator != "" {
		if !strings.HasPrefix(s, m.separator) {
			return false, nil, nil
		}
		m.keyword, m.text = m.separator, s[len(m.separator):]
		m.separator, m.indent, m.openLine = "", 0, 0
		return m.hit(gherkin.TokenTypeDocStringSeparator, l)
	}
	switch {
	case strings.HasPrefix(s, quotes):
		m.separator = quotes
	case strings.HasPrefix(s, backticks):
		m.separator = backticks
	default:
		return false, nil, nil
	}
	m.keyword, m.text = m.separator, s[len(m.separator):]
	m.indent, m.openLine = l.Indent(), l.LineNumber
	return m.hit(gherkin.TokenTypeDocStringSeparator, l)
}

// MatchLanguage is asked for the first line that is no comment, or before it. An unknown language is reported and the
// nearest dialect read on.
func (m *matcher) MatchLanguage(l *gherkin.Line) (bool, *gherkin.Token, error) {
	name, ok := languageName(l.TrimmedLineText)
	if !ok {
		return false, nil, nil
	}
	m.headerLine = l.LineNumber
	m.text = name
	if d := tables().byLanguage[name]; d != nil {
		m.dialect = d
		return m.hit(gherkin.TokenTypeLanguage, l)
	}
	guess := m.dialect
	var edits []Edit
	at := strings.LastIndex(l.LineText, name)
	col := m.src.column(l.LineNumber, at)
	if d := resolveLanguage(name); d != nil {
		guess = d
		edits = []Edit{m.src.edit(l.LineNumber, at, at+len(name), d.language)}
	}
	m.report.at(CodeUnknownLanguage, Error, l.LineNumber, col, col+len(name), name, guess.language).mend(edits...)
	m.dialect = guess
	return m.hit(gherkin.TokenTypeLanguage, l)
}

// languageName reads "# language: fr" as the stock pattern does.
func languageName(s string) (string, bool) {
	rest, ok := strings.CutPrefix(s, "#")
	if !ok {
		return "", false
	}
	rest, ok = strings.CutPrefix(strings.TrimLeft(rest, asciiSpace), "language")
	if !ok {
		return "", false
	}
	rest, ok = strings.CutPrefix(strings.TrimLeft(rest, asciiSpace), ":")
	if !ok {
		return "", false
	}
	name := strings.Trim(rest, asciiSpace)
	if name == "" {
		return "", false
	}
	for i := 0; i < len(name); i++ {
		if c := name[i] | 0x20; (c < 'a' || c > 'z') && name[i] != '-' && name[i] != '_' {
			return "", false
		}
	}
	return name, true
}

const asciiSpace = " \t\n\f\r"

// MatchOther takes any line, as text of a description or of a doc string.
func (m *matcher) MatchOther(l *gherkin.Line) (bool, *gherkin.Token, error) {
	element := l.LineText
	text := strings.TrimLeft(element, " ")
	if len(element)-len(text) > m.indent {
		text = element[m.indent:]
	}
	switch m.separator {
	case quotes:
		text = strings.ReplaceAll(text, `\"\"\"`, quotes)
	case backticks:
		text = strings.ReplaceAll(text, "\\`\\`\\`", backticks)
	}
	m.text = text
	return m.hit(gherkin.TokenTypeOther, l)
}
