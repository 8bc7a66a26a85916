package lsp

import (
	"errors"
	"regexp"
	"strings"
	"testing"
)

// expand reads a snippet as an editor does (LSP 3.17, Snippet Syntax), and gives the text that it first writes.
func expand(s string) (string, error) {
	var out strings.Builder
	for i := 0; i < len(s); {
		switch s[i] {
		case '\\':
			if i+1 == len(s) || !strings.ContainsRune(`\$}`, rune(s[i+1])) {
				return "", errors.New("a backslash escapes nothing")
			}
			out.WriteByte(s[i+1])
			i += 2
		case '}':
			return "", errors.New("a brace is not escaped")
		case '$':
			m := regexp.MustCompile(
				`^\$\{\d+(?::((?:\\[\\$}]|[^\\$}])*)|\|((?:\\[\\$},|]|[^\\$},|]|,)*)\|)\}`,
			).FindStringSubmatch(s[i:])
			if m == nil {
				return "", errors.New("a dollar opens no stop")
			}
			first := m[1]
			if m[2] != "" {
				first = regexp.MustCompile(`^(?:\\.|[^,\\])*`).FindString(m[2])
			}
			out.WriteString(regexp.MustCompile(`\\(.)`).ReplaceAllString(first, "$1"))
			i += len(m[0])
		default:
			out.WriteByte(s[i])
			i++
		}
	}
	return out.String(), nil
}

// A snippet first writes the sentence that it is made of.
func TestSnippetOfASentence(t *testing.T) {
	for _, sentence := range []string{
		`l'adhérent "Élan 😀" paie 10 €`, `le prix est de 3 $ } \ et "{$1}"`, `<montant> € le 12/10/2026 à 14h30`,
		`«\u00a0é\u00a0» et “b”`, `"" vide`, `sans valeur`, `"\" fin`, `chemin C:\temp`, `"a${1:b}c"`,
	} {
		got, err := expand(snippet(sentence))
		if err != nil || got != sentence {
			t.Errorf("snippet of %q is %q, which writes %q, %v", sentence, snippet(sentence), got, err)
		}
	}
}

// What is made of a pattern is a step that the definition matches, and the snippet writes it.
func TestReadablePattern(t *testing.T) {
	tests := map[string]struct{ pattern, text, snippet string }{
		"groups": {
			`^l'adhérent "([^"]*)" paie (\d+) €$`, `l'adhérent "…" paie 1 €`, `l'adhérent "${1:…}" paie ${2:1} €`,
		},
		"choice": {
			`^la demande est (acceptée|refusée)$`, "la demande est acceptée", "la demande est ${1|acceptée,refusée|}",
		},
		"choice marks": {`^(a,b|c\|d)$`, "a,b", `${1|a\,b,c\|d|}`},
		"option":       {`^(?:l'|le )?adhérente?s? payent?$`, "adhérent payen", "adhérent payen"},
		"apostrophes":  {`^l['’]adhérent$`, "l'adhérent", "l'adhérent"},
		"spaces":       {`^a\s+b$`, "a b", "a b"},
		"repetition":   {`^le code (\d{5})$`, "le code 11111", "le code ${1:11111}"},
		"any":          {`^le message « (.+) »$`, "le message « … »", "le message « ${1:…} »"},
		"snippet":      {`^\$ et \} et \\ (\S+)$`, `$ et } et \ …`, `\$ et \} et \\ ${1:…}`},
		"case":         {`(?i)^été$`, "ÉTÉ", "ÉTÉ"},
		"no anchors":   {`un pas`, "un pas", "un pas"},
		"not a regexp": {`^(`, "", ""},
		"never":        {`^a\bb$`, "", ""},
		"empty":        {`^$`, "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			text, hint, ok := readable(tt.pattern)
			if text != tt.text || hint != tt.snippet || ok != (tt.text != "") {
				t.Errorf("readable = %q, %q, %v, want %q, %q", text, hint, ok, tt.text, tt.snippet)
			}
			if !ok {
				return
			}
			if !regexp.MustCompile(tt.pattern).MatchString(text) {
				t.Errorf("the definition does not match %q", text)
			}
			if got, err := expand(hint); err != nil || got != text {
				t.Errorf("the snippet writes %q, %v", got, err)
			}
		})
	}
}

func FuzzReadablePattern(f *testing.F) {
	f.Add(`^l'adhérent "([^"]*)" paie (\d+) €$`)
	f.Fuzz(func(t *testing.T, pattern string) {
		text, hint, ok := readable(pattern)
		if !ok {
			return
		}
		if got, err := expand(hint); err != nil || got != text {
			t.Errorf("%q: snippet %q writes %q, %v; want %q", pattern, hint, got, err, text)
		}
	})
}
