package rules

import (
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// accents gives, for the keywords of a language that have a twin with accents, that twin: "Etant donné" has "Étant
// donné". It is filled as languages come, by several goroutines.
type accents struct{ byLanguage sync.Map }

// of gives the twins of a language by keyword, without the space that ends them.
func (a *accents) of(language string) map[string]string {
	if known, ok := a.byLanguage.Load(language); ok {
		twins, _ := known.(map[string]string)
		return twins
	}
	twins := map[string]string{}
	if words, ok := syntax.WordsOf(language); ok {
		bare := map[string]string{}
		for _, w := range words.Steps {
			if plain := withoutAccent(w.Text); plain != w.Text {
				bare[plain] = w.Text
			}
		}
		for _, w := range words.Steps {
			for plain, twin := range bare {
				if w.Text != twin && withoutAccent(w.Text) == plain && marks(w.Text) < marks(twin) {
					twins[trimWord(w.Text)] = trimWord(twin)
				}
			}
		}
	}
	a.byLanguage.Store(language, twins)
	return twins
}

// withoutAccent removes the accents of a text.
func withoutAccent(s string) string {
	return strings.Map(func(r rune) rune {
		if isAccent(r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

// isAccent tells the combining marks of Latin scripts: in others a mark is a letter.
func isAccent(r rune) bool { return r >= 0x300 && r <= 0x36f }

// marks counts the accents of a text.
func marks(s string) int {
	n := 0
	for _, r := range norm.NFD.String(s) {
		if isAccent(r) {
			n++
		}
	}
	return n
}

// trimWord removes the space that ends a keyword.
func trimWord(s string) string { return strings.TrimRight(s, " ") }

// plainKeywords gives the steps of a file whose keyword lacks its accents, with the keyword that has them, and whether
// the file also writes accents.
func plainKeywords(f *lint.File, a *accents) (steps []*syntax.Step, twins map[string]string, mixed bool) {
	if f.Doc == nil || a == nil {
		return nil, nil, false
	}
	twins = a.of(f.Doc.Language)
	if len(twins) == 0 {
		return nil, nil, false
	}
	accented := map[string]bool{}
	for _, t := range twins {
		accented[t] = true
	}
	for list := range eachSteps(f) {
		for i := range list {
			switch word := stepKeyword(list[i].Step); {
			case twins[word] != "":
				steps = append(steps, list[i].Step)
			case accented[word]:
				mixed = true
			}
		}
	}
	return steps, twins, mixed
}

// accentEdit writes the accents of a keyword.
func accentEdit(s *syntax.Step, twins map[string]string) syntax.Edit {
	return syntax.Edit{Span: s.KeywordSpan, New: twins[stepKeyword(s)]}
}
