package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// narrative: a story says who wants what, and what for; a feature that leaves one out cannot be discussed with those
// who asked for it (D04). Args: the openings that are missing, as they are to be written.
func narrative() lint.Rule {
	return lint.Rule{
		ID: "narrative", Aliases: []string{"D04"}, Group: lint.Readiness, CA: syntax.Error, Script: lint.Off,
		Prepare: func(*lint.Pass) any { return newNarratives() },
		File: func(p *lint.Pass, f *lint.File) {
			if f.Doc == nil || f.Doc.Feature == nil {
				return
			}
			all, _ := p.Prepared().(narratives)
			parts := all.english
			if french(f) {
				parts = all.french
			}
			feature := f.Doc.Feature
			var missing []string
			for i := range parts {
				if !parts[i].in(feature.About) {
					missing = append(missing, parts[i].opening)
				}
			}
			if len(missing) > 0 {
				at := lint.Place{Line: feature.Line, Column: feature.Column}
				weigh(p, p.ClaimOf(feature.Tags), at, strings.Join(missing, " / "))
			}
		},
	}
}

type narratives struct{ french, english [3]narrativePart }

// narrativePart is the role, the want or the benefit of a story: how it may open, and how we ask for it.
type narrativePart struct {
	opening string
	words   *lexicon
	first   *lexicon // words that open it at the start of a line only
}

func newNarratives() narratives {
	part := func(opening string, first []string, words ...string) narrativePart {
		return narrativePart{opening, newLexicon(words...), newLexicon(first...)}
	}
	return narratives{
		french: [3]narrativePart{
			part("En tant que", nil, "en tant que", "en tant qu'", "en qualité de", "en qualité d'"),
			part(
				"Je veux", []string{"veut", "veulent"}, "je veux", "je souhaite", "je voudrais", "j'aimerais",
				"je peux", "je dois", "j'ai besoin", "nous voulons", "nous souhaitons", "on veut", "on souhaite",
			),
			part(
				"Afin de", []string{"pour"}, "afin de", "afin d'", "afin que", "afin qu'", "pour que", "pour qu'",
				"de façon à", "de sorte que", "de manière à",
			),
		},
		english: [3]narrativePart{
			part("As a", nil, "as a", "as an", "as the", "as one of"),
			part(
				"I want", []string{"want"}, "i want", "i need", "i would like", "i'd like", "i can", "i wish",
				"we want", "we need",
			),
			part("So that", []string{"to"}, "so that", "in order to", "in order that", "so as to"),
		},
	}
}

// in tells whether a description has the part: an opening, and something after it.
func (n *narrativePart) in(about string) bool {
	for at := 0; ; {
		h, ok := n.words.find(about, at, false)
		if !ok {
			break
		}
		if saysMore(about[h.to:]) {
			return true
		}
		at = h.to
	}
	for line := range strings.Lines(about) {
		line = strings.TrimLeftFunc(
			line, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("*-+•", r) },
		)
		if h, ok := n.first.match(line, 0); ok && saysMore(line[h.to:]) {
			return true
		}
	}
	return false
}

// saysMore tells whether a line goes on with a word.
func saysMore(rest string) bool {
	rest, _, _ = strings.Cut(rest, "\n")
	rest = strings.TrimLeftFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	r, _ := utf8.DecodeRuneInString(rest)
	return rest != "" && r != utf8.RuneError
}
