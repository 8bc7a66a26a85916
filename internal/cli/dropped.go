package cli

import (
	"net/url"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// dropped gives the paths that a person typed, or that a terminal pasted when files were dropped on it: as they are, in
// quotes, with backslashes, as file addresses, several at once. there says whether a file is there; home is what ~
// stands for. A name that is there as it was typed is that file, whatever it looks like.
func dropped(text, home string, there func(string) bool) []string {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	if path, ok := located(text, home, there); ok {
		return []string{path}
	}
	var paths []string
	for _, word := range splitWords(text) {
		path, _ := located(word, home, there)
		paths = append(paths, path)
	}
	return paths
}

// located gives the path that a word means, and whether a file is there. Accents may be written in two ways, of which a
// file system may keep either.
func located(word, home string, there func(string) bool) (string, bool) {
	path := word
	if u, err := url.Parse(word); err == nil && strings.EqualFold(u.Scheme, "file") {
		if u.Host == "" || u.Host == "localhost" {
			path = filepath.FromSlash(u.Path)
		}
	}
	if rest, ok := strings.CutPrefix(path, "~/"); ok && home != "" {
		path = filepath.Join(home, rest)
	}
	for _, p := range []string{path, norm.NFC.String(path), norm.NFD.String(path)} {
		if there(p) {
			return p, true
		}
	}
	return path, false
}

// splitWords parts a text as a shell does: at spaces and line ends that no quote and no backslash protects.
func splitWords(text string) []string {
	var list []string
	var word strings.Builder
	var quote rune
	open, escaped := false, false
	for _, r := range text {
		switch {
		case escaped:
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'':
			open, escaped = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			open, quote = true, r
		case quote == 0 && (r == ' ' || r == '\n' || r == '\t'):
			if open {
				list = append(list, word.String())
			}
			word.Reset()
			open = false
		default:
			open = true
			word.WriteRune(r)
		}
	}
	if escaped {
		word.WriteRune('\\')
	}
	if open {
		list = append(list, word.String())
	}
	if quote != 0 && len(list) > 0 {
		return []string{text} // a quote that does not end is a letter of the name
	}
	return list
}
