package reference

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"recette/internal/yamldoc"
)

// page is a Markdown file that opens with "# ID – Title", then a list of fields "- **Name** : value", then a text in
// sections. What stands between the fields and the first section is its lead.
type page struct {
	id, title string
	at        yamldoc.Problem // place of the title
	fields    []field
	lead      string
	sections  []section
}

// field is a line of the list at the top.
type field struct {
	name, value  string
	line, column int // of the value
}

// section is a "## Title" and what follows it.
type section struct {
	title, text string
	line        int
}

// readPage reads the shape of a page; it does not know which fields and sections there may be. A text that is no page
// has an empty id. Titles inside a fenced block are text. Fields are told by their bold name, or by a name that known
// accepts.
func readPage(text string, known func(name string) bool) page {
	var p page
	lines := strings.Split(strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n"), "\n")
	i := 0
	for i < len(lines) && isBlank(lines[i]) {
		i++
	}
	p.at.Line, p.at.Column = i+1, 1
	if i == len(lines) {
		p.at.Line = 1
		return p
	}
	title, ok := strings.CutPrefix(lines[i], "# ")
	if !ok {
		return p
	}
	p.id, p.title = splitTitle(title)
	p.at.Column = utf8.RuneCountInString(lines[i][:len(lines[i])-len(strings.TrimLeftFunc(title, unicode.IsSpace))]) + 1
	i = p.readFields(lines, i+1, known)
	p.readBody(lines, i)
	return p
}

// readFields reads the list that follows the title and gives the first line after it.
func (p *page) readFields(lines []string, i int, known func(string) bool) int {
	last := i
	var more []string // lines that go on with the value of the last field
	end := func() {
		if n := len(p.fields); n > 0 && len(more) > 0 {
			p.fields[n-1].value = strings.Join(append([]string{p.fields[n-1].value}, more...), " ")
		}
		more = nil
	}
	defer end()
	for ; i < len(lines); i++ {
		line := lines[i]
		if isBlank(line) {
			continue
		}
		if f, ok := fieldOf(line, i+1, known); ok {
			end()
			p.fields = append(p.fields, f)
			last = i + 1
			continue
		}
		if len(p.fields) > 0 && last == i && strings.HasPrefix(line, "  ") {
			more = append(more, trim(line))
			last = i + 1
			continue
		}
		break
	}
	return last
}

// readBody cuts the text at its sections.
func (p *page) readBody(lines []string, from int) {
	var body []string
	fence := ""
	end := func() {
		text := strings.Trim(strings.Join(body, "\n"), "\n")
		if strings.TrimSpace(text) == "" {
			text = ""
		}
		if n := len(p.sections); n > 0 {
			p.sections[n-1].text = text
		} else {
			p.lead = text
		}
		body = nil
	}
	for i := from; i < len(lines); i++ {
		line := lines[i]
		if mark := fenceOf(line); fence == "" {
			fence = mark
		} else if mark != "" && mark[0] == fence[0] && len(mark) >= len(fence) && trim(line) == mark {
			fence = ""
		}
		if title, ok := strings.CutPrefix(line, "## "); ok && fence == "" {
			end()
			p.sections = append(p.sections, section{title: trim(title), line: i + 1})
			continue
		}
		body = append(body, strings.TrimRightFunc(line, unicode.IsSpace))
	}
	end()
}

// fenceOf gives the mark that opens or closes a fenced block: three or more ` or ~.
func fenceOf(line string) string {
	text := strings.TrimLeft(line, " ")
	if len(line)-len(text) > 3 || text == "" || text[0] != '`' && text[0] != '~' {
		return ""
	}
	n := len(text) - len(strings.TrimLeft(text, text[:1]))
	if n < 3 {
		return ""
	}
	return text[:n]
}

// splitTitle parts "DEC-0001 – Une actualité" in id and title. Any dash, or a colon, stands between them.
func splitTitle(s string) (id, title string) {
	s = trim(s)
	end := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == ':' || r == '–' || r == '—' })
	if end < 0 {
		return s, ""
	}
	rest := trim(s[end:])
	if r, n := utf8.DecodeRuneInString(rest); unicode.Is(unicode.Pd, r) || r == ':' {
		rest = trim(rest[n:])
	}
	return s[:end], rest
}

// fieldOf reads "- **Name** : value", "* **Name :** value", or "- Name : value" when the name is known.
func fieldOf(line string, number int, known func(string) bool) (field, bool) {
	if len(line) < 2 || line[0] != '-' && line[0] != '*' || line[1] != ' ' && line[1] != '\t' {
		return field{}, false
	}
	text := trim(line[1:])
	bold := strings.HasPrefix(text, "**")
	var name, value string
	var ok bool
	if bold {
		name, value, ok = strings.Cut(text[2:], "**")
		if inside, colon := strings.CutSuffix(trim(name), ":"); colon {
			name = inside
		} else if ok {
			value, ok = strings.CutPrefix(trim(value), ":")
		}
	} else {
		name, value, ok = strings.Cut(text, ":")
		ok = ok && known(name)
	}
	name, value = trim(name), trim(value)
	if !ok || name == "" {
		return field{}, false
	}
	column := utf8.RuneCountInString(line) + 1
	if at := strings.LastIndex(line, value); value != "" && at >= 0 {
		column = utf8.RuneCountInString(line[:at]) + 1
	}
	return field{name: name, value: value, line: number, column: column}, true
}

func isBlank(line string) bool { return trim(line) == "" }

// trim removes spaces around, no-break ones included.
func trim(s string) string { return strings.TrimFunc(s, unicode.IsSpace) }
