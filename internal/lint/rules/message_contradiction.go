package rules

import (
	"slices"
	"strconv"
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

// messageSimilar: two messages that say the same in other words should be one. Args: the code, the code of the first, its
// line.
func messageSimilar() lint.Rule {
	return lint.Rule{
		ID: "message-similar", Group: lint.Traceability, CA: syntax.Info, Script: syntax.Info, Whole: true,
		Project: func(p *lint.Pass, _ []lint.Note) {
			first := map[string]*reference.Message{}
			list := p.Reference().Messages
			for i := range list {
				m := &list[i]
				key := reference.MessageKey(m.Text)
				switch same, taken := first[key], first[key] != nil; {
				case key == "":
				case taken:
					reportAt(p, m.At, m.Code, same.Code, strconv.Itoa(same.At.Line))
				default:
					first[key] = m
				}
			}
		},
	}
}
