package html

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"recette/internal/livingdoc"
)

// proser writes descriptions in HTML.
type proser struct {
	*page
	source []byte
	to     func(id string) string // reference of what an id names, empty when it names nothing
	inLink bool
}

// prose writes a description. The ids that it names become links.
func (v *view) prose(p *page, s string) {
	if strings.TrimSpace(s) == "" {
		return
	}
	source := []byte(s)
	w := &proser{page: p, source: source, to: v.named}
	w.children(v.md.Parse(text.NewReader(source)))
}

// named gives the reference of what an id names.
func (v *view) named(id string) string {
	if anchor := v.Doc.Named(id); anchor != "" {
		return v.to(anchor)
	}
	return ""
}

// ids finds what may be an id in a text: "RG-41", "CA-101.2".
func (w *proser) ids(s string) {
	for !w.inLink {
		at := idShape.FindStringIndex(s)
		if at == nil {
			break
		}
		id := strings.TrimRight(s[at[0]:at[1]], ".-")
		end := at[0] + len(id)
		if href := w.to(id); href != "" {
			w.text(s[:at[0]])
			w.link(href, id)
		} else {
			w.text(s[:end])
		}
		s = s[end:]
	}
	w.text(s)
}

var idShape = regexp.MustCompile(`[A-Z]{2,8}-[\pL\pN][\pL\pN._-]*`)

func (w *proser) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.node(c)
	}
}

func (w *proser) wrap(tag markup, n ast.Node) {
	w.raw("<" + tag + ">")
	w.children(n)
	w.raw("</" + tag + ">")
}

func (w *proser) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		w.paragraph(n)
	case *ast.TextBlock:
		w.children(n)
	case *ast.Heading:
		w.raw(`<p class="ph">`) // a heading of the author's would break the order of those of the document
		w.children(n)
		w.raw("</p>")
	case *ast.List:
		if n.IsOrdered() {
			w.wrap("ol", n)
		} else {
			w.wrap("ul", n)
		}
	case *ast.ListItem:
		w.wrap("li", n)
	case *ast.Blockquote:
		w.wrap("blockquote", n)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		w.raw(`<pre><code>`)
		w.lines(n)
		w.raw("</code></pre>")
	case *ast.HTMLBlock:
		w.raw("<p>")
		w.lines(n)
		if n.HasClosure() {
			w.text(string(n.ClosureLine.Value(w.source)))
		}
		w.raw("</p>")
	case *ast.ThematicBreak:
		w.raw("<hr>")
	case *tables.Table:
		w.table(n)
	default:
		w.inline(n)
	}
}

// paragraph writes a paragraph. The lines of a narrative stay lines.
func (w *proser) paragraph(n ast.Node) {
	if narrative(n, w.source) {
		w.raw(`<p class="story">`)
	} else {
		w.raw("<p>")
	}
	w.children(n)
	w.raw("</p>")
}

func (w *proser) lines(n ast.Node) {
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		w.text(string(line.Value(w.source)))
	}
}

func (w *proser) table(n ast.Node) {
	w.raw(`<div class="scroll"><table>`)
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		tag := markup("td")
		if _, ok := row.(*tables.TableHeader); ok {
			tag = "th"
		}
		w.raw("<tr>")
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			if tag == "th" {
				w.raw(`<th scope="col">`)
			} else {
				w.raw("<td>")
			}
			w.children(cell)
			w.raw("</" + tag + ">")
		}
		w.raw("</tr>")
	}
	w.raw("</table></div>")
}

func (w *proser) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		w.ids(livingdoc.Unescaped(n, w.source))
		switch {
		case n.HardLineBreak():
			w.raw("<br>")
		case n.SoftLineBreak():
			if next, ok := n.NextSibling().(*ast.Text); ok && livingdoc.OpensNarrative(string(next.Value(w.source))) {
				w.raw("<br>")
			}
			w.raw("\n")
		}
	case *ast.String:
		w.text(string(n.Value))
	case *ast.CodeSpan:
		w.raw("<code>")
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				w.text(strings.ReplaceAll(string(t.Value(w.source)), "\n", " "))
			}
		}
		w.raw("</code>")
	case *ast.Emphasis:
		if n.Level > 1 {
			w.wrap("strong", n)
		} else {
			w.wrap("em", n)
		}
	case *tables.Strikethrough:
		w.wrap("del", n)
	case *ast.Link:
		// "java&#x73;cript:" is what a reader of Markdown makes of it
		to := livingdoc.ResolveText(string(n.Destination))
		if href, ok := livingdoc.SafeLink(to); ok {
			w.open("a", "href", href)
			w.inLink = true
			w.children(n)
			w.inLink = false
			w.raw("</a>")
			return
		}
		w.children(n)
		w.text(" (" + to + ")")
	case *ast.AutoLink:
		href := string(n.URL(w.source))
		if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(href, "mailto:") {
			href = "mailto:" + href
		}
		if safe, ok := livingdoc.SafeLink(href); ok {
			w.open("a", "href", safe)
			w.text(string(n.Label(w.source)))
			w.raw("</a>")
			return
		}
		w.text(string(n.Label(w.source)))
	case *ast.Image: // an image would be asked from elsewhere: its description stands for it
		w.children(n)
	case *ast.RawHTML:
		for i := range n.Segments.Len() {
			s := n.Segments.At(i)
			w.text(string(s.Value(w.source)))
		}
	default:
		w.children(n)
	}
}

// narrative tells whether a paragraph opens as a user story does.
func narrative(n ast.Node, source []byte) bool {
	t, ok := n.FirstChild().(*ast.Text)
	return ok && livingdoc.OpensNarrative(string(t.Value(source)))
}
