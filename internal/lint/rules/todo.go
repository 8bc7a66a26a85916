package rules

import (
	"slices"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// todo: a text that waits for an answer cannot be tested, and is easily forgotten (D20). Every line is
// read, comments, tables and doc strings included. Go's \b is ASCII and misses "à définir": words are bounded by our
// own folding (see fold.go). Args: the words.
func todo() lint.Rule {
	return lint.Rule{
		ID: "todo", Aliases: []string{"D20"}, Group: lint.Wording, CA: syntax.Error, Script: syntax.Warning,
		Options: wordOptions(),
		Prepare: func(p *lint.Pass) any {
			return newLexicons(p, append(openMarks(), openFrench()...), append(openMarks(), openEnglish()...))
		},
		File: func(p *lint.Pass, f *lint.File) {
			if f.Doc == nil {
				return
			}
			words := prepared(p, f)
			claim := p.ClaimOf(f.Outline.Tags)
			for i, kind := range f.Doc.Lines {
				switch kind {
				case syntax.LineBlank, syntax.LineTags, syntax.LineLanguage, syntax.LineRefused,
					syntax.LineDocDelimiter:
				default:
					openLine(p, f, words, i+1, kind == syntax.LineComment, claim)
				}
			}
		},
	}
}

// openLine reports what waits in a line. A quoted phrase is a value, such as the name of a status; a quoted mark is
// not. In a comment a mark is written in capitals: the word may be the name of this rule.
func openLine(p *lint.Pass, f *lint.File, words *lexicon, line int, comment bool, claim lint.Claim) {
	text := f.Doc.Text(line)
	for at := 0; ; {
		h, ok := words.find(text, at, false)
		if !ok {
			break
		}
		at = h.to
		found := text[h.from:h.to]
		if slices.Contains(openMarks(), words.entries[h.entry]) {
			if comment && found != strings.ToUpper(found) {
				continue
			}
		} else if insideQuotes(text, h.from) {
			continue
		}
		weigh(p, claim, ofLine(f, line, h.from, h.to), found)
	}
	if from := strings.Index(text, "???"); from >= 0 {
		to := from + len(text[from:]) - len(strings.TrimLeft(text[from:], "?"))
		weigh(p, claim, ofLine(f, line, from, to), text[from:to])
	}
}

// insideQuotes tells whether a place of a line is in quotation marks.
func insideQuotes(text string, at int) bool {
	for i := 0; i < at; {
		if end := skipQuoted(text, i); end > i {
			if end > at && text[i] != '<' {
				return true
			}
			i = end
			continue
		}
		i++
	}
	return false
}

// openMarks are the marks of developers.
func openMarks() []string {
	return []string{"todo", "tbd", "tbc", "fixme", "xxx", "xxxx", "xxxxx", "xxxxxx"}
}

// openFrench leaves out "à compléter", "à confirmer" and "à valider", which are also ordinary states of a file.
func openFrench() []string {
	return []string{
		"à définir", "à préciser", "à déterminer", "à spécifier", "à clarifier", "à trancher", "à arbitrer",
		"reste à voir", "reste à faire", "en attente de réponse", "en cours de définition", "voir avec le métier",
	}
}

// openEnglish leaves out "to be defined" and "to be specified": "the province needs to be specified" is a message.
func openEnglish() []string {
	return []string{"to be determined", "to be decided", "to be clarified", "to be agreed", "to be written"}
}
