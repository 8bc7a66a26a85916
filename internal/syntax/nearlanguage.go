package syntax

import (
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v26"
)

// reading is what the lines below a feature keyword of another language say of the language of the file.
type reading uint8

const (
	readUnsure reading = iota
	readOwn            // the keyword is at fault
	readOther          // the language line is, or is missing
)

// reading counts the keywords of both dialects in the lines that follow.
func (m *matcher) reading(line int, other *dialect) reading {
	own, theirs := 0, 0
	for n := line + 1; n <= len(m.src.lines) && n <= line+2*lookAhead; n++ {
		t := m.src.lines[n-1].TrimmedLineText
		if m.dialect.opens(t) {
			own++
		}
		if other.opens(t) {
			theirs++
		}
	}
	switch {
	case theirs > own, theirs == own && m.headerLine == 0:
		return readOther
	case own > theirs:
		return readOwn
	}
	return readUnsure
}

// opens tells that a trimmed line starts with a keyword, the star excepted.
func (d *dialect) opens(trimmed string) bool {
	_, _, title := d.isExactTitle(trimmed)
	step := d.stepAt(trimmed)
	return title || step != nil && step.role != roleAny
}

// nearFeature takes the first line of a file for the feature line that its author meant, and reports it.
func (m *matcher) nearFeature(l *gherkin.Line) (miss, bool) {
	found, ok := nearTitle(l, m.dialect)
	if !ok {
		text, start := body(l.LineText)
		if found, ok = markedTitle(text, start, m.dialect); !ok {
			return miss{}, false
		}
		found.rest = strings.TrimSpace(l.LineText[found.to:])
	}
	if found.code == CodeForeignKeyword {
		head := fold(strings.TrimRight(found.written, ":："))
		language, isFeature := tables().features[head]
		if !isFeature {
			return miss{}, false
		}
		found.expected, found.reading = language, m.reading(l.LineNumber, tables().byLanguage[language])
		m.reportMiss(l.LineNumber, found, CodeOtherLanguage, found.raw, language, m.dialect.language)
		if found.reading == readOther {
			m.dialect = tables().byLanguage[language]
		}
		return found, true
	}
	if found.title != titleFeature {
		return miss{}, false
	}
	m.reportMiss(l.LineNumber, found, found.code, found.written, found.expected)
	return found, true
}
