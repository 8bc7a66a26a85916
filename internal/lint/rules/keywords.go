package rules

import (
	"iter"
	"strconv"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// mixedKeywords: a file that writes "Etant donné" and "Étant donné" makes a search for either miss half of its steps.
// Args: the keyword, the same with its accents.
func mixedKeywords() lint.Rule {
	return lint.Rule{
		ID: "keyword-consistency", Group: lint.Wording, CA: syntax.Warning, Script: syntax.Info, Fixable: true,
		Prepare: func(*lint.Pass) any { return &accents{} },
		File: func(p *lint.Pass, f *lint.File) {
			table, _ := p.Prepared().(*accents)
			steps, twins, mixed := plainKeywords(f, table)
			if !mixed {
				return
			}
			for _, s := range steps {
				p.Report(
					stepKeywordPlace(s), stepKeyword(s), twins[stepKeyword(s)],
				).Edits = []syntax.Edit{accentEdit(s, twins)}
			}
		},
	}
}

// plainKeyword: "Etant donné" reads like a slip to whom writes "Étant donné". Most French files write it so: it is said
// softly, once a file, and mended on request. A file that writes both is left to keyword-consistency. Args: the first
// such keyword, the same with its accents, how many there are.
func plainKeyword() lint.Rule {
	return lint.Rule{
		ID: "keyword-accent", Group: lint.Wording, CA: syntax.Info, Script: lint.Off, Fixable: true,
		Prepare: func(*lint.Pass) any { return &accents{} },
		File: func(p *lint.Pass, f *lint.File) {
			table, _ := p.Prepared().(*accents)
			steps, twins, mixed := plainKeywords(f, table)
			if mixed || len(steps) == 0 {
				return
			}
			first := steps[0]
			finding := p.Report(
				stepKeywordPlace(first), stepKeyword(first), twins[stepKeyword(first)], strconv.Itoa(len(steps)),
			)
			for _, s := range steps {
				finding.Edits = append(finding.Edits, accentEdit(s, twins))
			}
		},
	}
}

// swallowedQue: French has keywords that end with "que". After "Étant donné que l'adhérent est à jour" the step is
// "l'adhérent est à jour"; after "Soit que l'adhérent est à jour" it is "que l'adhérent est à jour": two steps, and two
// definitions, for one sentence. It is said where a project writes both. Args: the text with "que", the text without,
// where that one stands.
func swallowedQue() lint.Rule {
	return lint.Rule{
		ID: "keyword-swallows-que", Group: lint.Wording, CA: syntax.Info, Script: syntax.Info,
		Passes: lint.TwoPasses(func(_ *lint.Pass, f *lint.File, note func(afterKeyword)) {
			if f.Doc == nil || f.Doc.Language != "fr" {
				return
			}
			for steps := range eachSteps(f) {
				for i := range steps {
					s := steps[i].Step
					if endsWithQue(s.Keyword) {
						note(afterKeyword{sentence: s.Text, at: lint.StepPlace(s)})
						continue
					}
					if rest := afterQue(s.Text); rest != "" {
						note(afterKeyword{strings.TrimSuffix(s.Text, rest), rest, lint.StepPlace(s)})
					}
				}
			}
		}, func(p *lint.Pass, notes iter.Seq2[string, afterKeyword]) {
			swallowed := map[string]where{}
			for path, n := range notes {
				if _, taken := swallowed[n.sentence]; n.que == "" && !taken {
					swallowed[n.sentence] = where{path, n.at.Line}
				}
			}
			for path, n := range notes {
				if other, both := swallowed[n.sentence]; both && n.que != "" {
					p.ReportIn(path, n.at, n.que+n.sentence, n.sentence, other.String())
				}
			}
		}),
	}
}

// afterKeyword is what a step says: its sentence, behind the "que" that its keyword did not take.
type afterKeyword struct {
	que, sentence string
	at            lint.Place
}

func (a *afterKeyword) Fields(f *lint.Fields) {
	f.Text(&a.que)
	f.Text(&a.sentence)
	f.Place(&a.at)
}

// endsWithQue tells a keyword that takes the "que" of the sentence. Lorsque is one word.
func endsWithQue(keyword string) bool {
	return strings.HasSuffix(keyword, " que ") || strings.HasSuffix(keyword, " qu'")
}

// afterQue is the rest of a text that opens with "que" or "qu'", with either apostrophe; "" for any other.
func afterQue(text string) string {
	for _, que := range [...]string{"que ", "qu'", "qu’"} {
		if rest, ok := strings.CutPrefix(text, que); ok {
			return rest
		}
	}
	return ""
}
