package rules

import (
	"slices"

	"recette/internal/lint"
)

// wordOptions are those of every rule that looks for words: those of the project beside ours, and those of ours that it
// means to use.
func wordOptions() []lint.Option {
	return []lint.Option{{Name: "words", Default: []string{}}, {Name: "allow", Default: []string{}}}
}

// lexicons are the words of a rule, by language of the file.
type lexicons struct{ french, english *lexicon }

// newLexicons makes the lexicons of a rule, the options of the project applied.
func newLexicons(p *lint.Pass, french, english []string) *lexicons {
	var spared []string
	for _, w := range p.Strings("allow") {
		spared = append(spared, foldText(w))
	}
	mine := func(words []string) *lexicon {
		l := newLexicon()
		for _, w := range append(slices.Clone(words), p.Strings("words")...) {
			if !slices.Contains(spared, foldText(w)) {
				l.add(w)
			}
		}
		return l
	}
	return &lexicons{mine(french), mine(english)}
}

// of gives the words for a file.
func (l *lexicons) of(f *lint.File) *lexicon {
	if french(f) {
		return l.french
	}
	return l.english
}

// prepared gives the lexicons that the rule made.
func prepared(p *lint.Pass, f *lint.File) *lexicon {
	l, _ := p.Prepared().(*lexicons)
	return l.of(f)
}

// reportWords reports each phrase of a lexicon in a text of a line, quotations left out. Args: the words as written.
func reportWords(p *lint.Pass, f *lint.File, l *lexicon, line int, text string, s *scope) {
	for at := 0; ; {
		h, ok := l.find(text, at, true)
		if !ok {
			return
		}
		weigh(p, s.claim(p), inLine(f, line, text, h.from, h.to), text[h.from:h.to])
		at = h.to
	}
}
