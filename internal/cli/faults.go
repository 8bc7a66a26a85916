package cli

import (
	"strings"

	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/i18n"
)

// wordFaults says what went wrong around the steps in a language: the sentence of each code, and the words of others as
// they are.
func wordFaults(p *i18n.Printer, m execution.Message) string {
	lines := make([]string, len(m))
	for i, line := range m {
		said := make([]string, 0, len(line))
		var last execution.MessageCode
		for _, f := range line {
			switch {
			case f.Code == "":
				said = append(said, f.Text)
			case f.Code != last: // the layers below often say the same
				said = append(said, wordFault(p, f))
			}
			last = f.Code
		}
		lines[i] = strings.Join(said, p.T("fault.then"))
	}
	return strings.Join(lines, "\n")
}

// wordFault says one fault. Its code and arguments come from another process, which may be of another mind.
func wordFault(p *i18n.Printer, f execution.MessageFault) string {
	key := "fault." + string(f.Code)
	if !p.Has(key) {
		return strings.Join(append([]string{string(f.Code)}, f.Args...), " ")
	}
	args := []any{"?", "?", "?"} // as many as a sentence has
	for i := range min(len(f.Args), len(args)) {
		args[i] = f.Args[i]
	}
	return p.T(key, args...)
}

// shownOf gives what a screen says of a fault: its words in the language of the reader, or the recorded text of one
// that another process saw.
func shownOf(p *i18n.Printer, m execution.Message, recorded string) string {
	if len(m) > 0 {
		recorded = wordFaults(p, m)
	}
	return strings.TrimSpace(recorded)
}

// recordWords words faults in the language of a campaign, whose record outlives whoever reads the screen.
func recordWords(m *campaign.Manifest) (func(execution.Message) string, error) {
	lang, _ := i18n.Parse(m.Language)
	words, err := i18n.New(lang)
	return func(said execution.Message) string { return wordFaults(words, said) }, err
}
