package livingdoc

import (
	"html"
	"net/url"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"

	"recette/internal/livingdoc/model"
)

// Descriptions are written in Markdown. goldmark reads them; what is written is ours: a closed list of elements, no
// HTML of the author's, no image, links to http, https, mailto and relative places only. What is refused is shown as
// the text it is.

// Parser parses descriptions. It holds no state and may be shared.
func Parser() parser.Parser {
	return goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough)).Parser()
}

// Unescaped gives the text of a node. Backslash escapes and character references are resolved, as CommonMark asks.
func Unescaped(n *ast.Text, source []byte) string {
	raw := string(n.Value(source))
	if n.IsRaw() || !strings.ContainsAny(raw, `\&`) {
		return raw
	}
	return ResolveText(raw)
}

// SafeLink gives the reference of a link that may be followed: http, https, mailto, or a relative place. Browsers drop
// tabs and line ends and leading controls before they read a scheme: none is accepted anywhere.
func SafeLink(s string) (string, bool) {
	s = strings.TrimSpace(s)
	for _, r := range s {
		if r <= 0x20 || r == 0x7f || r == '\\' || r == '\u00a0' || r == '\u2028' || r == '\u2029' {
			return "", false
		}
	}
	u, err := url.Parse(s)
	if err != nil || s == "" {
		return "", false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		return s, u.Host != ""
	case "mailto":
		return s, true
	case "":
		return s, u.Host == "" && !strings.HasPrefix(s, "//")
	}
	return "", false
}

// OpensNarrative tells whether a line is one of those of a user story, in French or in English.
func OpensNarrative(line string) bool {
	line = model.Fold(strings.ReplaceAll(strings.TrimSpace(line), "’", "'"))
	for _, start := range []string{
		"en tant que", "en tant qu'", "je veux", "je souhaite", "afin de", "afin d'", "afin que", "pour ", "as a ",
		"as an ", "i want", "so that", "in order to",
	} {
		if strings.HasPrefix(line, start) {
			return true
		}
	}
	return false
}

// ResolveText resolves backslash escapes of punctuation and named or numbered characters.
func ResolveText(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]):
			i++
			b.WriteByte(s[i])
		case s[i] == '&':
			end := strings.IndexByte(s[i:min(len(s), i+40)], ';')
			if end < 0 {
				b.WriteByte('&')
				continue
			}
			b.WriteString(html.UnescapeString(s[i : i+end+1]))
			i += end
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// Treacherous reports whether a character ends a line for some readers only, or changes the order of what is read.
func Treacherous(r rune) bool {
	return r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}
