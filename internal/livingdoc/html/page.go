// Package html writes the functional documentation as one HTML file that needs nothing else, or as a site. What authors
// wrote cannot become markup. It refuses to write files itself, and to ask anything from elsewhere.
package html

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"recette/internal/livingdoc"
)

// markup is HTML that this package wrote itself. Only constants become markup without a word, so that the text of a
// feature cannot be taken for it: everything else goes through text or attr.
type markup string

// page is HTML being written.
type page struct{ b bytes.Buffer }

func (p *page) raw(m markup) { p.b.WriteString(string(m)) }

// text writes a text as text. Control characters, which HTML forbids, become a replacement character.
func (p *page) text(s string) { escape(&p.b, s, false) }

// attr writes ` name="value"`.
func (p *page) attr(name markup, value string) {
	p.b.WriteByte(' ')
	p.b.WriteString(string(name))
	p.b.WriteString(`="`)
	escape(&p.b, value, true)
	p.b.WriteByte('"')
}

// open writes a tag with one attribute.
func (p *page) open(tag, name markup, value string) {
	p.b.WriteByte('<')
	p.b.WriteString(string(tag))
	p.attr(name, value)
	p.b.WriteByte('>')
}

// link writes a link. The reference is one that this package made: to an anchor or to a page of its own.
func (p *page) link(href, text string) {
	p.open("a", "href", href)
	p.text(text)
	p.raw("</a>")
}

// element writes a text between the tags of an element.
func (p *page) element(tag markup, text string) {
	p.b.WriteByte('<')
	p.b.WriteString(string(tag))
	p.b.WriteByte('>')
	p.text(text)
	p.b.WriteString("</")
	p.b.WriteString(string(name(tag)))
	p.b.WriteByte('>')
}

// name is the name of a tag, without its attributes.
func name(tag markup) markup {
	if i := strings.IndexByte(string(tag), ' '); i >= 0 {
		return tag[:i]
	}
	return tag
}

// heading writes a heading of a level between 1 and 6.
func (p *page) heading(level int, anchor, text string) {
	tag := headings[min(max(level, 1), 6)-1]
	p.b.WriteByte('<')
	p.b.WriteString(string(tag))
	if anchor != "" {
		p.attr("id", anchor)
	}
	p.b.WriteByte('>')
	p.text(text)
	p.b.WriteString("</")
	p.b.WriteString(string(tag))
	p.b.WriteByte('>')
}

var headings = [6]markup{"h1", "h2", "h3", "h4", "h5", "h6"}

func (p *page) len() int { return p.b.Len() }

func (p *page) String() string { return p.b.String() }

// escape writes a text so that no reader of HTML can take it for anything else. Characters that HTML forbids, that end
// a line for scripts only, or that reorder what a reader sees become a replacement character.
func escape(b *bytes.Buffer, s string, quoted bool) {
	from := 0
	for i := 0; i < len(s); i++ {
		to, n := "", 1
		switch c := s[i]; {
		case c == '&':
			to = "&amp;"
		case c == '<':
			to = "&lt;"
		case c == '>':
			to = "&gt;"
		case c == '"' && quoted:
			to = "&#34;"
		case c < 0x20 && c != '\n' && c != '\t', c == 0x7f:
			to = "\ufffd"
		case c == 0xe2 && i+2 < len(s):
			r, size := utf8.DecodeRuneInString(s[i:])
			if !livingdoc.Treacherous(r) {
				continue
			}
			to, n = "\ufffd", size
		default:
			continue
		}
		b.WriteString(s[from:i])
		b.WriteString(to)
		i += n - 1
		from = i + 1
	}
	b.WriteString(s[from:])
}
