package rules

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// fileName: files named alike are found, sorted and linked without a search. The id of a story may open the name, and
// must when the option story asks for it. It is off by default: teams name files in many ways. Accents are left out of
// names: macOS writes them otherwise than Windows. Args: the name of the file, the name expected.
func fileName() lint.Rule {
	return lint.Rule{
		ID: "file-name", Aliases: []string{"D03", "gherkin-lint:file-name"}, Group: lint.Structure, CA: lint.Off,
		Script:  lint.Off,
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

// storyPrefix parts the id of a story from a name: "US-12-adherer" gives "US-12-" and "adherer". Asked for by the
// option, it is that of the feature.
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

// nameWords cuts a name at what is neither letter nor digit and where a capital follows a small letter, without
// accents, in small letters.
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

// styled joins words as a style asks: kebab, snake, camel or pascal, with or without "case" after it. Any other is
// kebab.
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

// languageHeader: a file that does not say its language is read in that of the project here, and as English by every
// other tool; one that is written in another cannot be read by those who wrote the rest. A header that says another
// language than the keywords is left to the parser, which mends it. Args: the language of the project.
func languageHeader() lint.Rule {
	return lint.Rule{
		ID: "language-header", Aliases: []string{"D02"}, Group: lint.Structure, CA: syntax.Error,
		Script: syntax.Warning, Fixable: true,
		File: func(p *lint.Pass, f *lint.File) {
			if f.Doc == nil || f.Doc.Feature == nil || speaksAnother(f) {
				return
			}
			want := p.Project().Language
			if want == "" {
				want = syntax.DefaultLanguage
			}
			line := slices.Index(f.Doc.Lines, syntax.LineLanguage) + 1
			if line == 0 {
				if f.Doc.Language == want && want != "en" { // which every tool reads by itself
					p.Report(lint.Place{}, want).Edits = []syntax.Edit{insertHeader(f.Doc, want)}
				}
				return
			}
			if f.Doc.Language == want {
				return
			}
			for _, t := range f.Doc.Tokens(line) {
				if t.Kind != syntax.TokenLanguage {
					continue
				}
				from, to := f.Doc.At(t.Span.Start), f.Doc.At(t.Span.End)
				p.Report(lint.Place{Line: line, Column: from.Rune, EndColumn: to.Rune}, want)
			}
		},
	}
}

// speaksAnother tells that the parser already said of the language what this rule would say.
func speaksAnother(f *lint.File) bool {
	for i := range f.Diagnostics {
		if c := f.Diagnostics[i].Code; c == syntax.CodeUnknownLanguage || c == syntax.CodeOtherLanguage {
			return true
		}
	}
	return false
}

// insertHeader opens the file with its language, after the byte order mark.
func insertHeader(d *syntax.Document, language string) syntax.Edit {
	src := d.Source()
	at := len(src) - len(strings.TrimPrefix(src, "\ufeff"))
	return syntax.Edit{Span: syntax.Span{Start: at, End: at}, New: "# language: " + language + lineEnd(src)}
}

// lineEnd is how the lines of a file end, as its first one does.
func lineEnd(src string) string {
	i := strings.IndexByte(src, '\n')
	switch {
	case i > 0 && src[i-1] == '\r':
		return "\r\n"
	case i < 0 && strings.IndexByte(src, '\r') >= 0:
		return "\r"
	}
	return "\n"
}

// syntaxRule passes on what the parser found: each with its own code and severity, and most with the edit that mends
// it. Many checks that other linters have as rules are codes here.
func syntaxRule() lint.Rule {
	return lint.Rule{
		ID: lint.RuleSyntax, Aliases: []string{
			"D01", "D08", "D21", "encoding", "near-keyword", "table-tail", "empty-file", "one-feature-per-file",
			"scenario-without-steps", "outline-without-examples", "placeholder-undefined",
			"placeholder-outside-outline", "gherkin-lint:no-empty-file", "gherkin-lint:no-files-without-scenarios",
			"gherkin-lint:no-scenario-outlines-without-examples",
		}, Group: lint.Structure, CA: syntax.Error, Script: syntax.Error, Execution: true, Fixable: true,
		File: func(p *lint.Pass, f *lint.File) { p.Diagnostics(f.Diagnostics) },
	}
}

// ignoreRules are about the comments by which an author sets a rule aside. The engine judges them: it alone knows what
// they suppress.
func ignoreRules() []lint.Rule {
	return []lint.Rule{
		{ID: lint.RuleIgnoreReason, Group: lint.Structure, CA: syntax.Error, Script: syntax.Error},
		{ID: lint.RuleIgnoreUnknown, Group: lint.Structure, CA: syntax.Error, Script: syntax.Error},
		{ID: lint.RuleIgnoreForbidden, Group: lint.Structure, CA: syntax.Error, Script: syntax.Error},
		{ID: lint.RuleIgnoreUnused, Group: lint.Structure, CA: syntax.Warning, Script: syntax.Info},
	}
}
