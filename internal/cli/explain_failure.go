package cli

import (
	"maps"
	"slices"
	"strings"

	"recette/internal/api"
)

// failureKeys lists the texts of the failures that bear a code, in order.
func failureKeys(code string) []string {
	var keys []string
	all := classes()
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if all[key].code == code {
			keys = append(keys, key)
		}
	}
	return keys
}

// wordedFailures gives the sentences that bear a code, and their remedies, each once.
func (a *app) wordedFailures(code string) (messages, remedies []string) {
	add := func(list []string, text string) []string {
		if !a.words.Has(text) || slices.Contains(list, a.words.T(text, holes()...)) {
			return list
		}
		return append(list, a.words.T(text, holes()...))
	}
	for _, key := range failureKeys(code) {
		messages, remedies = add(messages, "fail."+key), add(remedies, "fail."+key+".hint")
	}
	return messages, remedies
}

// explainFailure says what a code that a verb ends with means, and what to do about it.
func (a *app) explainFailure(code string) error {
	messages, remedies := a.wordedFailures(code)
	if a.json {
		said := api.Code{Code: code, Message: strings.Join(messages, "\n"), Remedy: strings.Join(remedies, "\n")}
		return a.print(api.NewExplanation(nil, []api.Code{said}))
	}
	for _, text := range messages {
		say(a.env.Stdout, a.words.T("explain.head", code, text))
	}
	for _, text := range remedies {
		say(a.env.Stdout, "→ "+text)
	}
	say(a.env.Stdout, "")
	say(a.env.Stdout, a.words.T("explain.exit", classes()[failureKeys(code)[0]].exit))
	return nil
}
