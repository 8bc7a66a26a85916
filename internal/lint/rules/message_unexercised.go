package rules

import (
	"strings"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// messageUnexercised: a message that no expected result shows is tested by nobody (D25). Any text in
// quotation marks, any cell and any code of an expected result counts. Args: its code, its text.
func messageUnexercised() lint.Rule {
	return lint.Rule{
		ID: "message-unexercised", Aliases: []string{"D25"}, Group: lint.Traceability, CA: syntax.Warning, Script: syntax.Info, Whole: true,
		File: func(p *lint.Pass, f *lint.File) {
			set := p.Reference()
			if !set.Has(reference.Messages) {
				return
			}
			noted := map[string]bool{}
			note := func(code string) {
				if code != "" && !noted[code] {
					noted[code] = true
					p.Note(lint.Place{}, code)
				}
			}
			read := func(text string) {
				if m, ok := set.MessageText(text); ok && text != "" {
					note(m.Code)
				}
			}
			codes := codePrefixes(set)
			eachStep(f, func(s *scope, step *syntax.Step, kind catalogue.StepType) {
				if kind != catalogue.Outcome {
					return
				}
				code, _ := codeIn(f, step, codes)
				note(code)
				eachQuote(step.Text, func(q quoted) {
					for _, v := range expand(s, said{text: step.Text[q.from:q.to]}) {
						read(v.text)
					}
				})
				for i := range step.Table {
					for j := range step.Table[i].Cells {
						for _, v := range expand(s, said{text: step.Table[i].Cells[j].Value}) {
							read(v.text)
							if _, ok := set.Message(v.text); ok {
								note(v.text)
							}
						}
					}
				}
				if step.DocString != nil {
					read(strings.TrimSpace(step.DocString.Content))
				}
			})
		},
		Project: func(p *lint.Pass, notes []lint.Note) {
			shown := keysOf(notes)
			for _, m := range p.Reference().Messages {
				if m.Code != "" && !shown[m.Code] {
					reportAt(p, m.At, m.Code, m.Text)
				}
			}
		},
	}
}
