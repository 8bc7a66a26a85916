package livingdoc

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// sheet is Markdown being written, for readers such as those of GitLab and GitHub. As in HTML, a text stays a text: what
// Markdown would read as a mark is escaped, and what the author wrote in Markdown is written again from its tree.
type sheet struct{ b strings.Builder }

func (s *sheet) raw(m markup) { s.b.WriteString(string(m)) }

// text writes a text on one line.
func (s *sheet) text(t string) { s.b.WriteString(plainMD(t)) }

// code writes a text as code, which neither becomes a link nor calls a person by their name.
func (s *sheet) code(t string) { s.b.WriteString(codeMD(t)) }

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
		s.b.WriteString(`<a id="` + name + `"></a>` + "\n\n") // letters, digits, hyphens, dots and underscores: see slug
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
		titles[i] = plainMD(t)
	}
	s.row(titles...)
	s.raw("|" + markup(strings.Repeat(" --- |", len(titles))) + "\n")
}

// oneLine folds line ends and runs of plain spaces. A no-break space is there for a reason.
func oneLine(t string) string {
	return strings.Join(strings.FieldsFunc(t, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }), " ")
}

// plainMD escapes a text for a line of Markdown, table cells included. Line ends become spaces.
func plainMD(t string) string {
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
		case r < 0x20, r == 0x7f, treacherous(r):
			b.WriteRune('\ufffd')
		default:
			b.WriteRune(r)
		}
		word = unicode.IsLetter(r) || unicode.IsDigit(r)
	}
	out := b.String()
	if n := digits(out); n > 0 && n < len(out) && (out[n] == '.' || out[n] == ')') {
		out = out[:n] + `\` + out[n:] // would open a list
	}
	return out
}

// cleanMD replaces the characters that no text needs.
func cleanMD(t string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' || r == 0x7f || treacherous(r) {
			return '\ufffd'
		}
		return r
	}, t)
}

// codeMD writes a code span. A bar would end the cell of a table, even there.
func codeMD(t string) string {
	t = cleanMD(oneLine(t))
	if t == "" {
		return ""
	}
	if strings.ContainsAny(t, "|") {
		return plainMD(t)
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
func (s *sheet) fenced(content, indent string, language markup) {
	fence := "```"
	for strings.Contains(content, fence) {
		fence += "`"
	}
	s.b.WriteString(indent + fence + string(language) + "\n")
	for l := range strings.SplitSeq(content, "\n") {
		s.b.WriteString(indent + cleanMD(strings.TrimRight(l, "\r")) + "\n")
	}
	s.b.WriteString(indent + fence + "\n")
}

// prose writes a description again from its tree, so that only the closed list of marks remains.
func (s *sheet) prose(md parser.Parser, t string) {
	if strings.TrimSpace(t) == "" {
		return
	}
	source := []byte(t)
	w := &mdProser{sheet: s, source: source}
	w.blocks(md.Parse(text.NewReader(source)), "")
}

type mdProser struct {
	*sheet
	source []byte
}

func (w *mdProser) blocks(n ast.Node, indent string) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.block(c, indent)
	}
}

func (w *mdProser) block(n ast.Node, indent string) {
	switch n := n.(type) {
	case *ast.List:
		number := max(n.Start, 1)
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			mark := "- "
			if n.IsOrdered() {
				mark = itoa(number) + ". "
				number++
			}
			var inner mdProser
			inner.sheet, inner.source = &sheet{}, w.source
			inner.blocks(item, "")
			for i, l := range strings.Split(strings.TrimRight(inner.b.String(), "\n"), "\n") {
				lead := indent + mark
				if i > 0 {
					lead = indent + strings.Repeat(" ", len(mark))
				}
				w.b.WriteString(strings.TrimRight(lead+l, " ") + "\n")
			}
		}
		w.b.WriteString("\n")
	case *ast.Blockquote:
		var inner mdProser
		inner.sheet, inner.source = &sheet{}, w.source
		inner.blocks(n, "")
		for l := range strings.SplitSeq(strings.TrimRight(inner.b.String(), "\n"), "\n") {
			w.b.WriteString(indent + "> " + l + "\n")
		}
		w.b.WriteString("\n")
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		w.fenced(strings.TrimRight(w.lines(n), "\n"), indent, "text")
		w.b.WriteString("\n")
	case *ast.HTMLBlock:
		w.b.WriteString(indent + plainMD(w.lines(n)) + "\n\n")
	case *ast.ThematicBreak:
		w.b.WriteString(indent + "---\n\n")
	case *ast.Heading:
		w.b.WriteString(indent + "**" + w.inline(n) + "**\n\n")
	case *tables.Table:
		w.table(n, indent)
	default:
		w.b.WriteString(indent + strings.ReplaceAll(w.inline(n), "\n", "\n"+indent) + "\n\n")
	}
}

func (w *mdProser) table(n ast.Node, indent string) {
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		w.b.WriteString(indent + "|")
		columns := 0
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			w.b.WriteString(" " + strings.ReplaceAll(w.inline(cell), "\n", " ") + " |")
			columns++
		}
		w.b.WriteString("\n")
		if _, ok := row.(*tables.TableHeader); ok {
			w.b.WriteString(indent + "|" + strings.Repeat(" --- |", columns) + "\n")
		}
	}
	w.b.WriteString("\n")
}

func (w *mdProser) lines(n ast.Node) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(w.source))
	}
	return b.String()
}

func (w *mdProser) inline(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			value := unescaped(c, w.source)
			if value != strings.TrimLeft(value, " ") {
				b.WriteByte(' ')
			}
			b.WriteString(plainMD(value))
			if value != strings.TrimRight(value, " ") {
				b.WriteByte(' ')
			}
			if c.HardLineBreak() {
				b.WriteString("  \n")
			} else if c.SoftLineBreak() {
				if next, ok := c.NextSibling().(*ast.Text); ok && opensNarrative(string(next.Value(w.source))) {
					b.WriteString("  ")
				}
				b.WriteByte('\n')
			}
		case *ast.String:
			b.WriteString(plainMD(string(c.Value)))
		case *ast.CodeSpan:
			b.WriteString(codeMD(w.content(c)))
		case *ast.Emphasis:
			mark := strings.Repeat("*", min(c.Level, 2))
			b.WriteString(mark + w.inline(c) + mark)
		case *tables.Strikethrough:
			b.WriteString("~~" + w.inline(c) + "~~")
		case *ast.Link:
			b.WriteString(w.reference(w.inline(c), resolveText(string(c.Destination))))
		case *ast.AutoLink:
			b.WriteString(plainMD(string(c.Label(w.source))))
		case *ast.RawHTML:
			for i := range c.Segments.Len() {
				seg := c.Segments.At(i)
				b.WriteString(plainMD(string(seg.Value(w.source))))
			}
		default:
			b.WriteString(w.inline(c))
		}
	}
	return b.String()
}

func (w *mdProser) content(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Value(w.source))
		}
	}
	return b.String()
}

// reference writes a link that may be followed, or shows where a refused one led.
func (w *mdProser) reference(label, to string) string {
	if safe, ok := safeLink(to); ok && !strings.ContainsAny(safe, "<>") {
		return "[" + label + "](<" + strings.NewReplacer("&", "&amp;", `\`, `\\`).Replace(safe) + ">)"
	}
	return label + " (" + plainMD(to) + ")"
}
