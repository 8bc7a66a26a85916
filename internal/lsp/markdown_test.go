package lsp

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// shown is what a reader sees of a Markdown text, without its layout.
func shown(t *testing.T, markdown string) string {
	t.Helper()
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(markdown), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A text of the project shows as it is written, in one paragraph a block of lines.
func FuzzPlain(f *testing.F) {
	for _, text := range []string{
		"version 1.4.0-rc2, environnement recette", "*important* et _souligné_ et snake_case_name", "# titre",
		"> citation", "- liste\n- liste", "1. un\n2) deux", "a\n===\nb", "a\n---", "    code", "```\nbloc\n```", "`x`",
		"<b>gras</b> & &amp; <!-- x -->", "[lien](http://x) ![image](x)", "a | b\n--- | ---\nc | d", "~~barré~~",
		"www.exemple.fr et http://exemple.fr et a@exemple.fr", "\\* \\\\", "fin\\", "2026-11-23", "+ plus", "é _é_ é",
		"<http://x>", "a  \nb", "\ta", "[x]: y", "- [ ] tâche", "***", "* * *", "#", "~~~\nx\n~~~", "10) a", "a\n=",
		"𝔘*a*",
	} {
		f.Add(text)
	}
	links := regexp.MustCompile(`<a href="[^"]*">|</a>`) // addresses are: they show as they are written
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || strings.ContainsFunc(
			text, func(r rune) bool { return r != '\n' && unicode.IsControl(r) },
		) {
			return
		}
		var lines []string // blanks around lines, and between paragraphs, are the layout
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
		text = strings.Join(lines, "\n")
		if text == "" || strings.Contains(text, "\ufeff") {
			return
		}
		got, ok := strings.CutPrefix(shown(t, plain("  "+text)), "<p>")
		got = links.ReplaceAllString(strings.TrimSuffix(got, "</p>\n"), "")
		if got = html.UnescapeString(got); !ok || got != text {
			t.Errorf("%q is written %q and shows %q", text, plain(text), got)
		}
	})
}

// What is read often is written plainly: some editors show the text of Markdown as it stands.
func TestPlainEscapesLittle(t *testing.T) {
	for _, text := range []string{
		"version 1.4.0-rc2, environnement recette", "le 23/11/2026 à 14:30 (heure locale)",
		"Récit : un C.R. d’antenne – n° 3, 100 % ; #12 !", "snake_case et SC-0001/a",
		"L'appel {montant} € + frais = dû",
	} {
		if got := plain(text); got != text {
			t.Errorf("plain(%q) = %q", text, got)
		}
	}
}
