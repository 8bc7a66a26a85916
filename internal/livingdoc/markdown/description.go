package markdown

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"recette/internal/livingdoc"
)

// prose writes a description again from its tree, so that only the closed list of marks remains.
func (s *sheet) prose(md parser.Parser, t string) {
	if strings.TrimSpace(t) == "" {
		return
	}
	source := []byte(t)
	w := &proser{sheet: s, source: source}
	w.blocks(md.Parse(text.NewReader(source)), "")
}

type proser struct {
	*sheet
	source []byte
}

func (w *proser) blocks(n ast.Node, indent string) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.block(c, indent)
	}
}

func (w *proser) block(n ast.Node, indent string) {
	switch n := n.(type) {
	case *ast.List:
		number := max(n.Start, 1)
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			bullet := "- "
			if n.IsOrdered() {
				bullet = strconv.Itoa(number) + ". "
				number++
			}
			var inner proser
			inner.sheet, inner.source = &sheet{}, w.source
			inner.blocks(item, "")
			for i, l := range strings.Split(strings.TrimRight(inner.b.String(), "\n"), "\n") {
				lead := indent + bullet
				if i > 0 {
					lead = indent + strings.Repeat(" ", len(bullet))
				}
				w.b.WriteString(strings.TrimRight(lead+l, " ") + "\n")
			}
		}
		w.b.WriteString("\n")
	case *ast.Blockquote:
		var inner proser
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
		w.b.WriteString(indent + plain(w.lines(n)) + "\n\n")
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

func (w *proser) table(n ast.Node, indent string) {
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

func (w *proser) lines(n ast.Node) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(w.source))
	}
	return b.String()
}

func (w *proser) inline(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			value := livingdoc.Unescaped(c, w.source)
			if value != strings.TrimLeft(value, " ") {
				b.WriteByte(' ')
			}
			b.WriteString(plain(value))
			if value != strings.TrimRight(value, " ") {
				b.WriteByte(' ')
			}
			if c.HardLineBreak() {
				b.WriteString("  \n")
			} else if c.SoftLineBreak() {
				if next, ok := c.NextSibling().(*ast.Text); ok && livingdoc.OpensNarrative(
					string(next.Value(w.source)),
				) {
					b.WriteString("  ")
				}
				b.WriteByte('\n')
			}
		case *ast.String:
			b.WriteString(plain(string(c.Value)))
		case *ast.CodeSpan:
			b.WriteString(codeSpan(w.content(c)))
		case *ast.Emphasis:
			stars := strings.Repeat("*", min(c.Level, 2))
			b.WriteString(stars + w.inline(c) + stars)
		case *tables.Strikethrough:
			b.WriteString("~~" + w.inline(c) + "~~")
		case *ast.Link:
			b.WriteString(w.reference(w.inline(c), livingdoc.ResolveText(string(c.Destination))))
		case *ast.AutoLink:
			b.WriteString(plain(string(c.Label(w.source))))
		case *ast.RawHTML:
			for i := range c.Segments.Len() {
				seg := c.Segments.At(i)
				b.WriteString(plain(string(seg.Value(w.source))))
			}
		default:
			b.WriteString(w.inline(c))
		}
	}
	return b.String()
}

func (w *proser) content(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Value(w.source))
		}
	}
	return b.String()
}

// reference writes a link that may be followed, or shows where a refused one led.
func (w *proser) reference(label, to string) string {
	if safe, ok := livingdoc.SafeLink(to); ok && !strings.ContainsAny(safe, "<>") {
		return "[" + label + "](<" + strings.NewReplacer("&", "&amp;", `\`, `\\`).Replace(safe) + ">)"
	}
	return label + " (" + plain(to) + ")"
}
