package format

import (
	"strings"

	"recette/internal/syntax"
)

// words lays out what stands on lines of its own: titles, steps, tags, comments, the language.
func (f *file) words() {
	for i := range f.lines {
		l := &f.lines[i]
		switch l.kind {
		case syntax.LineComment:
			l.text = strings.Trim(l.raw, white)
		case syntax.LineLanguage:
			l.text = languageLine(l.raw)
		case syntax.LineTags:
			l.text = tagLine(l.raw)
		case syntax.LineFeature, syntax.LineRule, syntax.LineBackground, syntax.LineScenario, syntax.LineExamples:
			l.text = f.titleLine(i)
		case syntax.LineStep:
			l.text = f.stepLine(i)
		case syntax.LineDocDelimiter:
			l.text = strings.Trim(l.raw, white)
		case syntax.LineRefused, syntax.LineBlank, syntax.LineDocText, syntax.LineRow, syntax.LineDescription:
		}
	}
}

// languageLine writes "# language: fr" with single spaces.
func languageLine(raw string) string {
	mark, name, ok := strings.Cut(raw, ":")
	mark, opens := strings.CutPrefix(strings.Trim(mark, white), "#")
	if !ok || !opens {
		return strings.Trim(raw, white)
	}
	return "# " + strings.Trim(mark, white) + ": " + strings.Trim(name, white)
}

// tagLine parts tags by single spaces, and keeps the comment that the stock tools drop.
func tagLine(raw string) string {
	tags, comment := strings.Trim(raw, white), ""
	for i := 1; i < len(tags); i++ {
		if tags[i] == '#' && strings.IndexByte(" \t\f", tags[i-1]) >= 0 {
			tags, comment = tags[:i], tags[i:]
			break
		}
	}
	var b strings.Builder
	for i, name := range strings.Split(tags, "@") {
		if i > 1 {
			b.WriteByte(' ')
		}
		if i > 0 {
			b.WriteByte('@')
			b.WriteString(strings.Trim(name, white))
		}
	}
	if comment != "" {
		b.WriteByte(' ')
		b.WriteString(comment)
	}
	return b.String()
}

// titleLine writes "Scénario: son titre".
func (f *file) titleLine(i int) string {
	l := &f.lines[i]
	colon := strings.IndexByte(l.raw, ':')
	if l.name == nil || colon < 0 {
		return strings.Trim(l.raw, white)
	}
	keyword := strings.Trim(l.raw[:colon], white)
	text := strings.Trim(f.source[l.name.Start:l.name.End], white)
	if text == "" {
		return keyword + ":"
	}
	return join(strings.TrimLeft(l.raw, white), keyword, ": ", text)
}

// stepLine writes "Quand elle paie": one space after the keyword, none after an elision. A keyword that takes no space,
// as in Chinese, keeps the one that its author may have put. A step without text keeps the space without which it would
// be no step.
func (f *file) stepLine(i int) string {
	l := &f.lines[i]
	if l.step == nil {
		return strings.Trim(l.raw, white)
	}
	at := l.step.KeywordSpan
	keyword := f.source[at.Start:at.End]
	rest := strings.TrimRight(f.source[at.End:l.start+len(l.raw)], white)
	text := strings.TrimLeft(rest, white)
	gap := rest[:len(rest)-len(text)]
	switch {
	case text == "" && strings.HasSuffix(l.step.Keyword, " "):
		gap = " "
	case l.spaced:
	case strings.HasSuffix(keyword, "'"):
		gap = ""
	case gap != "":
		gap = " "
	}
	if f.options.Accents {
		keyword = f.accented(l, keyword)
	}
	return join(f.source[at.Start:], keyword, gap, text)
}

// join puts texts together. When what stood there starts with them already, as in most lines, it gives that piece of it
// and makes no text.
func join(was string, parts ...string) string {
	rest := was
	for _, part := range parts {
		var same bool
		if rest, same = strings.CutPrefix(rest, part); !same {
			return strings.Join(parts, "")
		}
	}
	return was[:len(was)-len(rest)]
}

// accented writes the accent that a French keyword lost on a keyboard that has none on capitals. It is the one change
// that is not white space: it is asked for, and the checks know each place. Outside the range there is none to know.
func (f *file) accented(l *line, keyword string) string {
	if f.doc.Language != "fr" || !strings.HasPrefix(keyword, "Etant ") || !f.inRange(l) {
		return keyword
	}
	at := l.step.KeywordSpan.Start
	f.fixes = append(f.fixes, syntax.Edit{Span: syntax.Span{Start: at, End: at + 1}, New: "É"})
	return "É" + keyword[1:]
}
