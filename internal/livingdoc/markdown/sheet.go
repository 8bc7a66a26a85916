package markdown

import (
	"strings"
	"unicode"

	"recette/internal/livingdoc"
)

// mark is Markdown that this package wrote itself. Only constants become one without a word.
type mark string

// sheet is Markdown being written, for readers such as those of GitLab and GitHub. As in HTML, a text stays a text:
// what Markdown would read as a mark is escaped, and what the author wrote in Markdown is written again from its tree.
type sheet struct{ b strings.Builder }

func (s *sheet) raw(m mark) { s.b.WriteString(string(m)) }

// text writes a text on one line.
func (s *sheet) text(t string) { s.b.WriteString(plain(t)) }

// code writes a text as code, which neither becomes a link nor calls a person by their name.
func (s *sheet) code(t string) { s.b.WriteString(codeSpan(t)) }

// link writes a link to a place that this package made.
func (s *sheet) link(href, t string) {
	s.raw("[")
	s.text(t)
	s.raw("](")
	s.b.WriteString(href)
	s.raw(")")
}

// anchor writes a place that links lead to.
func (s *sheet) anchor(name string) {
	if name != "" {
		// letters, digits, hyphens, dots and underscores: see slug
		s.b.WriteString(`<a id="` + name + `"></a>` + "\n\n")
	}
}

func (s *sheet) heading(level int, t string) {
	s.b.WriteString(strings.Repeat("#", min(max(level, 1), 6)) + " ")
	s.text(t)
	s.raw("\n\n")
}

// item writes "- name : value" when there is a value.
func (s *sheet) item(name string, value func()) {
	s.raw("- **")
	s.text(name)
	s.raw("** – ")
	value()
	s.raw("\n")
}

// row writes a row of a table.
func (s *sheet) row(cells ...string) {
	s.raw("|")
	for _, c := range cells {
		s.b.WriteString(" " + c + " |")
	}
	s.raw("\n")
}

// header writes the header of a table.
func (s *sheet) header(titles ...string) {
	for i, t := range titles {
		titles[i] = plain(t)
	}
	s.row(titles...)
	s.raw("|" + mark(strings.Repeat(" --- |", len(titles))) + "\n")
}

// oneLine folds line ends and runs of plain spaces. A no-break space is there for a reason.
func oneLine(t string) string {
	return strings.Join(
		strings.FieldsFunc(t, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }), " ",
	)
}

// plain escapes a text for a line of Markdown, table cells included. Line ends become spaces.
func plain(t string) string {
	var b strings.Builder
	word := false // whether the character before may be part of an address
	for i, r := range oneLine(t) {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case strings.ContainsRune("\\`*_{}[]|~$#", r), i == 0 && strings.ContainsRune("+-=!:", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '@' && !word: // would call somebody of that name; within an address it does not
			b.WriteString("&#64;\u2060")
		case r < 0x20, r == 0x7f, livingdoc.Treacherous(r):
			b.WriteRune('\ufffd')
		default:
			b.WriteRune(r)
		}
		word = unicode.IsLetter(r) || unicode.IsDigit(r)
	}
	out := b.String()
	if n := len(out) - len(
		strings.TrimLeft(out, "0123456789"),
	); n > 0 && n < len(out) && (out[n] == '.' || out[n] == ')') {
		out = out[:n] + `\` + out[n:] // would open a list
	}
	return out
}

// clean replaces the characters that no text needs.
func clean(t string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' || r == 0x7f || livingdoc.Treacherous(r) {
			return '\ufffd'
		}
		return r
	}, t)
}

// codeSpan writes a code span. A bar would end the cell of a table, even there.
func codeSpan(t string) string {
	t = clean(oneLine(t))
	if t == "" {
		return ""
	}
	if strings.ContainsAny(t, "|") {
		return plain(t)
	}
	fence := "`"
	for strings.Contains(t, fence) {
		fence += "`"
	}
	if strings.HasPrefix(t, "`") || strings.HasSuffix(t, "`") {
		t = " " + t + " "
	}
	return fence + t + fence
}

// fenced writes a block of text as it is, indented.
func (s *sheet) fenced(content, indent string, language mark) {
	fence := "```"
	for strings.Contains(content, fence) {
		fence += "`"
	}
	s.b.WriteString(indent + fence + string(language) + "\n")
	for l := range strings.SplitSeq(content, "\n") {
		s.b.WriteString(indent + clean(strings.TrimRight(l, "\r")) + "\n")
	}
	s.b.WriteString(indent + fence + "\n")
}
