package rules

import (
	"slices"
	"strings"

	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// messageContradiction: a scenario that gives a code and a text asks for two messages when the catalogue has another text
// under that code. Args: the code, the text as written, the text of the catalogue.
func messageContradiction() lint.Rule {
	return lint.Rule{
		ID: "message-contradiction", Aliases: []string{"D25"}, Group: lint.Traceability, CA: syntax.Warning, Script: syntax.Warning,
		Options: messageOptions(), Prepare: newIntroducers,
		File: func(p *lint.Pass, f *lint.File) {
			set := p.Reference()
			if !set.Has(reference.Messages) || f.Doc == nil || !citesCode(f.Doc.Source(), set) {
				return
			}
			eachMention(p, f, func(m mention) {
				if m.text == "" || m.code == "" {
					return
				}
				if own, ok := set.Message(m.code); ok && !own.Reads(m.text) {
					weigh(p, m.claim, m.at, m.code, m.text, own.Text)
				}
			})
		},
	}
}

// citesCode tells whether a file may cite the code of a message.
func citesCode(text string, s *reference.Set) bool {
	return slices.ContainsFunc(codePrefixes(s), func(prefix string) bool { return strings.Contains(text, prefix) })
}
