package syntax

import (
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v26"
)

// A diagnostic carries edits when there is one way to mend it that a person would not discuss: the line then is what it
// was meant to be, and the words stay. Where two meanings are possible (a sentence or a step, a comment or a cell)
// there is only a remedy in words.

// mend gives a diagnostic its edits. It does nothing to one that was dropped.
func (d *Diagnostic) mend(edits ...Edit) {
	if d != nil && len(edits) > 0 {
		d.Edits = edits
	}
}

// edit replaces bytes from to to of an NFC line.
func (s *source) edit(line, from, to int, text string) Edit {
	m := mapper{source: s}
	start := m.offset(line, from)
	return Edit{Span{start, m.offset(line, to)}, text}
}

// eol is the line end of the file: that of its first line.
func (s *source) eol() string {
	if len(s.lines) == 0 {
		return "\n"
	}
	if end := s.raw[s.starts[0]+len(s.asRead(1)) : s.starts[1]]; end != "" {
		return end
	}
	return "\n"
}

// nearEdits mends a near miss of a keyword: nothing when the line could be something else than what its keyword says.
func (m *matcher) nearEdits(line int, f miss, code Code) []Edit {
	l := &m.src.lines[line-1]
	switch code {
	case codeStrayStep:
		return nil
	case CodeOtherLanguage:
		if f.reading == readUnsure {
			return nil
		}
		if f.reading == readOther {
			return []Edit{m.languageEdit(f.expected)}
		}
		fallthrough
	case CodeForeignKeyword:
		f.title, f.raw = m.translate(f)
		if f.raw == "" {
			return nil
		}
	default: // the keyword is known
	}
	if f.title >= 0 {
		return m.titleEdits(l, f)
	}
	return m.stepEdits(l, f)
}

// languageEdit names a language in the line that does, or in a new one at the top.
func (m *matcher) languageEdit(name string) Edit {
	if m.headerLine == 0 {
		start := m.src.starts[0]
		return Edit{Span{start, start}, "# language: " + name + m.src.eol()}
	}
	l := &m.src.lines[m.headerLine-1]
	was, _ := languageName(l.TrimmedLineText)
	at := strings.LastIndex(l.LineText, was)
	return m.src.edit(m.headerLine, at, at+len(was), name)
}

// titleEdits writes a title keyword and its colon.
func (m *matcher) titleEdits(l *gherkin.Line, f miss) []Edit {
	if f.unsure || !m.opensBlock(l.LineNumber, f.title) {
		return nil
	}
	text := f.raw + ":"
	if kind, _, ok := m.dialect.isExactTitle(text + l.LineText[f.to:]); !ok || kind != f.title {
		return nil
	}
	return append(m.indentEdits(l), m.src.edit(l.LineNumber, f.from, f.to, text))
}

// stepEdits writes a step keyword and the space that ends it, in place of what stands there: odd spaces, a comma, a
// colon, the mark of a list.
func (m *matcher) stepEdits(l *gherkin.Line, f miss) []Edit {
	keyword, after := m.dialect.fullStep(f.raw), l.LineText[f.to:]
	if f.raw == "*" && f.written != "*" {
		return m.starEdits(l, f)
	}
	rest := strings.TrimLeftFunc(after, invisible)
	if f.raw == f.written || f.code == CodeForeignKeyword {
		rest = strings.TrimLeftFunc(
			rest, func(r rune) bool { return strings.ContainsRune(looseMarks, r) || invisible(r) },
		)
	}
	if mark := emphasis(f.marks); mark != "" {
		inner, ok := strings.CutPrefix(after, mark)
		if rest = strings.TrimLeftFunc(inner, invisible); !ok || strings.Contains(rest, mark) {
			return nil
		}
	}
	meant, wanted := m.dialect.stepAt(keyword+rest), m.dialect.stepAt(keyword)
	if f.unsure || keyword == "" || rest == "" || meant == nil || wanted == nil || meant.role != wanted.role {
		return nil
	}
	return append(m.indentEdits(l), m.src.edit(l.LineNumber, f.from, len(l.LineText)-len(rest), keyword))
}

// starEdits parts a star from the text that it touches. A star that touches a keyword is the bullet of a list.
func (m *matcher) starEdits(l *gherkin.Line, f miss) []Edit {
	after := f.from + len("*")
	if m.dialect.stepAt(l.LineText[after:]) != nil {
		return append(m.indentEdits(l), m.src.edit(l.LineNumber, f.from, after, ""))
	}
	return append(m.indentEdits(l), m.src.edit(l.LineNumber, after, after, " "))
}

// indentEdits writes plain spaces for those that only look so, before the text of a line.
func (m *matcher) indentEdits(l *gherkin.Line) []Edit {
	_, start := body(l.LineText)
	lead := l.LineText[:start]
	if strings.Trim(lead, " \t") == "" {
		return nil
	}
	var b strings.Builder
	for _, r := range lead {
		switch {
		case r == '\t':
			b.WriteRune(r)
		case wide(r):
			b.WriteByte(' ')
		}
	}
	return []Edit{m.src.edit(l.LineNumber, 0, start, b.String())}
}

// wide tells an invisible character that takes room.
func wide(r rune) bool {
	switch r {
	case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad':
		return false
	}
	return true
}

// emphasis is the mark of Markdown that ends the marks before a keyword: *, **, _, __ or backticks; not the bullet of a
// list, which a space follows.
func emphasis(marks string) string {
	n := len(marks)
	if n == 0 || strings.IndexByte("*_`", marks[n-1]) < 0 {
		return ""
	}
	from := n - 1
	for from > 0 && marks[from-1] == marks[n-1] {
		from--
	}
	return marks[from:]
}

// safeMarks are those that can be taken away before a keyword. After "«" or "(", something would stay open.
const safeMarks = "-*>•◦▪·—–‒―−+_`→⇒✓☐"

// unsafeMarks tells that marks before a keyword cannot be taken away alone.
func unsafeMarks(marks string) bool {
	return strings.ContainsFunc(marks, func(r rune) bool {
		return strings.ContainsRune(listMarks, r) && !strings.ContainsRune(safeMarks, r)
	})
}

// lookAhead bounds the lines read to learn what a title opens.
const lookAhead = 20

// opensBlock tells whether what follows a line is what follows such a title: steps, a table, scenarios. "Exemple :"
// before a title is the sentence of a narrative.
func (m *matcher) opensBlock(line, kind int) bool {
	if kind == titleFeature {
		return true
	}
	for n := line + 1; n <= len(m.src.lines) && n <= line+lookAhead; n++ {
		t := cutBytes(m.src.lines[n-1].TrimmedLineText, 200)
		if t == "" || t[0] == '#' {
			continue
		}
		l := &gherkin.Line{LineText: t, TrimmedLineText: t}
		_, _, exact := m.dialect.isExactTitle(t)
		_, near := nearTitle(l, m.dialect)
		switch {
		case exact, near, t[0] == '@':
			return kind == titleRule
		case kind == titleRule:
		case kind == titleExamples && t[0] == '|', kind != titleExamples && m.dialect.looksLikeStep(l):
			return true
		}
	}
	return false
}

func (d *dialect) looksLikeStep(l *gherkin.Line) bool {
	if d.stepAt(l.TrimmedLineText) != nil {
		return true
	}
	_, ok := nearStep(l, d)
	return ok
}

// fullStep is a step keyword with the space that ends it, if one does.
func (d *dialect) fullStep(raw string) string {
	for _, k := range d.steps {
		if strings.TrimRight(k.raw, " ") == raw {
			return k.match
		}
	}
	return ""
}

// translate finds the keyword of the file's dialect for one of another, by its role: never by its word.
func (m *matcher) translate(f miss) (title int, raw string) {
	other := tables().byLanguage[f.expected]
	if other == nil || f.unsure {
		return -1, ""
	}
	head := fold(f.raw)
	for kind := range other.titles {
		for i, k := range other.titles[kind] {
			if f.colon && fold(k.raw) == head {
				own := m.dialect.titles[kind]
				return kind, own[min(i, len(own)-1)].raw
			}
		}
	}
	for _, k := range other.steps {
		if !f.colon && fold(strings.TrimRight(k.raw, " ")) == head {
			return -1, m.dialect.plainStep(k.role)
		}
	}
	return -1, ""
}

// plainStep is the first keyword of a role that is one word: "Et" rather than "Et que".
func (d *dialect) plainStep(role uint8) string {
	for _, k := range d.steps {
		word := strings.TrimRight(k.raw, " ")
		if k.role == role && role != roleAny && !strings.ContainsAny(word, " '") {
			return word
		}
	}
	return ""
}
