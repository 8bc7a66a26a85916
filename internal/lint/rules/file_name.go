package rules

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"recette/internal/lint"
)

// fileName: files named alike are found, sorted and linked without a search. The id of a story may open the name, and must
// when the option story asks for it. It is off by default: teams name files in many ways. Accents are left out of names: macOS writes them otherwise than Windows. Args: the
// name of the file, the name expected.
func fileName() lint.Rule {
	return lint.Rule{
		ID: "file-name", Aliases: []string{"D03", "gherkin-lint:file-name"}, Group: lint.Structure, CA: lint.Off, Script: lint.Off,
		Options: []lint.Option{{Name: "style", Default: "kebab"}, {Name: "story", Default: false}},
		File: func(p *lint.Pass, f *lint.File) {
			base := path.Base(f.Path)
			name, ok := strings.CutSuffix(base, ".feature")
			if !ok || f.Outline.Line == 0 {
				return
			}
			prefix, rest := storyPrefix(p, f, name)
			parts := nameWords(rest)
			if len(parts) == 0 && prefix == "" {
				parts = nameWords(f.Outline.Name)
			}
			want := prefix + styled(parts, p.Text("style"))
			if want != name && want != "" {
				p.Report(lint.Place{}, base, want+".feature")
			}
		},
	}
}

// storyPrefix parts the id of a story from a name: "US-12-adherer" gives "US-12-" and "adherer". Asked for by the option,
// it is that of the feature.
func storyPrefix(p *lint.Pass, f *lint.File, name string) (prefix, rest string) {
	stories := strings.TrimPrefix(p.Tags().Story, "@")
	rest = name
	if after, ok := strings.CutPrefix(name, stories); ok && stories != "" {
		if n := idLength(after); n > 0 {
			prefix, rest = name[:len(stories)+n], strings.TrimLeft(after[n:], "-_ ")
		}
	}
	if p.Bool("story") {
		for _, t := range f.Outline.Tags {
			if p.Tags().IsStory(t.Name) {
				prefix = t.Name[1:]
				break
			}
		}
	}
	if prefix != "" && rest != "" {
		prefix += "-"
	}
	return prefix, rest
}

// idLength measures the digits and dots that open a text: "402-cibler" has 3.
func idLength(s string) int {
	n := 0
	for n < len(s) && (s[n] >= '0' && s[n] <= '9' || s[n] == '.' && n > 0) {
		n++
	}
	return n
}

// nameWords cuts a name at what is neither letter nor digit and where a capital follows a small letter, without accents, in
// small letters.
func nameWords(name string) []string {
	var out []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			out = append(out, word.String())
			word.Reset()
		}
	}
	small := false
	for _, r := range strings.NewReplacer("œ", "oe", "Œ", "Oe", "æ", "ae", "Æ", "Ae").Replace(withoutAccent(name)) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			end()
			small = false
			continue
		}
		if small && unicode.IsUpper(r) {
			end()
		}
		small = unicode.IsLower(r)
		word.WriteRune(unicode.ToLower(r))
	}
	end()
	return out
}

// styled joins words as a style asks: kebab, snake, camel or pascal, with or without "case" after it. Any other is kebab.
func styled(words []string, style string) string {
	switch styleName(style) {
	case "snake":
		return strings.Join(words, "_")
	case "camel", "pascal":
		var b strings.Builder
		for i, w := range words {
			if i > 0 || styleName(style) == "pascal" {
				w = capital(w)
			}
			b.WriteString(w)
		}
		return b.String()
	}
	return strings.Join(words, "-")
}

// capital gives a word a capital.
func capital(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[size:]
}

// styleName reads "kebab-case", "snake_case" and "PascalCase" as kebab, snake and pascal.
func styleName(s string) string {
	return strings.TrimRight(strings.TrimSuffix(strings.ToLower(s), "case"), "-_ ")
}
