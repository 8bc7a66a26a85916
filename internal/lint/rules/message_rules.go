package rules

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// messageUnknown: a message that the catalogue does not hold is a slip, or a text that nobody approved (D25).
// Args: the text, or the code, as written.
func messageUnknown() lint.Rule {
	return lint.Rule{
		ID: "message-unknown", Aliases: []string{"D25"}, Group: lint.Traceability, CA: syntax.Warning,
		Script:  syntax.Warning,
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

// messageContradiction: a scenario that gives a code and a text asks for two messages when the catalogue has another
// text under that code. Args: the code, the text as written, the text of the catalogue.
func messageContradiction() lint.Rule {
	return lint.Rule{
		ID: "message-contradiction", Aliases: []string{"D25"}, Group: lint.Traceability, CA: syntax.Warning,
		Script:  syntax.Warning,
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

// messageSimilar: two messages that say the same in other words should be one. Args: the code, the code of the first,
// its line.
func messageSimilar() lint.Rule {
	return lint.Rule{
		ID: "message-similar", Group: lint.Traceability, CA: syntax.Info, Script: syntax.Info, Whole: true,
		Project: func(p *lint.Pass) {
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

// messageUnexercised: a message that no expected result shows is tested by nobody (D25). Any text in
// quotation marks, any cell and any code of an expected result counts. Args: its code, its text.
func messageUnexercised() lint.Rule {
	return lint.Rule{
		ID: "message-unexercised", Aliases: []string{"D25"}, Group: lint.Traceability, CA: syntax.Warning,
		Script: syntax.Info, Whole: true,
		Passes: lint.TwoPasses(func(p *lint.Pass, f *lint.File, note func(citation)) {
			set := p.Reference()
			if !set.Has(reference.Messages) {
				return
			}
			noted := map[string]bool{}
			show := func(code string) {
				if code != "" && !noted[code] {
					noted[code] = true
					note(citation{code})
				}
			}
			read := func(text string) {
				if m, ok := set.MessageText(text); ok && text != "" {
					show(m.Code)
				}
			}
			codes := codePrefixes(set)
			eachStep(f, func(s *scope, step *syntax.Step, kind catalogue.StepType) {
				if kind != catalogue.Outcome {
					return
				}
				code, _ := codeIn(f, step, codes)
				show(code)
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
								show(v.text)
							}
						}
					}
				}
				if step.DocString != nil {
					read(strings.TrimSpace(step.DocString.Content))
				}
			})
		}, func(p *lint.Pass, notes iter.Seq2[string, citation]) {
			shown := citedIDs(notes)
			for _, m := range p.Reference().Messages {
				if m.Code != "" && !shown[m.Code] {
					reportAt(p, m.At, m.Code, m.Text)
				}
			}
		}),
	}
}
