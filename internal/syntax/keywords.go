package syntax

import (
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
	"golang.org/x/text/unicode/norm"
)

// Words is the keywords of a dialect, each list in the order in which the parser tries it: the first match wins.
type Words struct {
	Language                                               string
	Feature, Rule, Background, Scenario, Outline, Examples []string // without the colon
	Steps                                                  []StepWord
	// those of Steps that go on from the step before, * excepted
	And []string
}

// StepWord is a keyword of steps. Text ends with a space unless the step may follow at once, as after "Lorsqu'".
type StepWord struct {
	Text string
	Type messages.StepKeywordType
}

// WordsOf returns the keywords of a language; false when no dialect has that name. The answer is shared: read it only.
func WordsOf(language string) (*Words, bool) {
	d := tables().byLanguage[language]
	if d == nil {
		return nil, false
	}
	return d.words(), true
}

// words spells the keywords of the dialect in Unicode NFC, as texts of a document are.
func (d *dialect) words() *Words {
	d.wordsOnce.Do(func() {
		w := &Words{Language: d.language}
		for kind, list := range map[int]*[]string{
			titleFeature: &w.Feature, titleRule: &w.Rule, titleBackground: &w.Background,
			titleScenario: &w.Scenario, titleOutline: &w.Outline, titleExamples: &w.Examples,
		} {
			for _, k := range d.titles[kind] {
				*list = append(*list, k.match)
			}
		}
		for _, k := range d.steps {
			w.Steps = append(w.Steps, StepWord{k.match, k.kind})
		}
		for _, raw := range gherkin.DialectsBuiltin().GetDialect(d.language).Keywords["and"] {
			if !strings.HasPrefix(raw, "*") {
				w.And = append(w.And, norm.NFC.String(raw))
			}
		}
		d.exported = w
	})
	return d.exported
}

// Step returns the keyword that the parser finds at the start of a trimmed line; false when the line opens no step.
func (w *Words) Step(line string) (StepWord, bool) {
	for _, k := range w.Steps {
		if strings.HasPrefix(line, k.Text) {
			return k, true
		}
	}
	return StepWord{}, false
}

// Title returns the title keyword that opens a trimmed line, without its colon; false when none does.
func (w *Words) Title(line string) (string, bool) {
	for _, list := range [...][]string{w.Feature, w.Rule, w.Background, w.Scenario, w.Outline, w.Examples} {
		for _, k := range list {
			if len(line) > len(k) && line[len(k)] == ':' && line[:len(k)] == k {
				return k, true
			}
		}
	}
	return "", false
}
