package rules

import (
	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// messageUnknown: a message that the catalogue does not hold is a slip, or a text that nobody approved (D25).
// Args: the text, or the code, as written.
func messageUnknown() lint.Rule {
	return lint.Rule{
		ID: "message-unknown", Aliases: []string{"D25"}, Group: lint.Traceability, CA: syntax.Warning, Script: syntax.Warning,
		Options: messageOptions(), Prepare: newIntroducers,
		File: func(p *lint.Pass, f *lint.File) {
			set := p.Reference()
			if !set.Has(reference.Messages) {
				return
			}
			eachMention(p, f, func(m mention) {
				if m.text == "" {
					if _, ok := set.Message(m.code); !ok {
						weigh(p, m.claim, m.at, m.code)
					}
					return
				}
				if _, ok := set.MessageText(m.text); ok {
					return
				}
				found := p.Report(m.at, m.text)
				found.Severity = m.claim.Weigh(found.Severity)
				if near, ok := set.NearMessage(m.text); ok {
					found.Suggest = near.Text
				}
			})
		},
	}
}
