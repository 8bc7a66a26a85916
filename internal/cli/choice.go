package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/i18n"
	"recette/internal/meant"
	"recette/internal/recette"
)

// choices is a closed list of values that a flag takes: the code that documents cite, or the words for it in either
// language, however they are typed.
type choices struct {
	domain string // of the words: severity.<code>, and others under choice.<domain>.<code>
	codes  []string
}

func severityChoices() choices { return choices{"severity", codesOf(recette.Severities())} }

func decisionChoices() choices {
	return choices{"decision", codesOf(recette.Decisions())}
}

func goLiveChoices() choices { return choices{"golive", []string{"yes", "no", "conditional"}} }

func signerChoices() choices {
	return choices{"role", codesOf([]recette.Role{recette.PPO, recette.PO})}
}

// pvSignerChoices are the roles that sign a PV: that of a branch signs its constat.
func pvSignerChoices() choices {
	return choices{"role", codesOf([]recette.Role{recette.PPO, recette.PO, recette.Referent})}
}

func codesOf[T ~string](values []T) []string {
	codes := make([]string, len(values))
	for i, v := range values {
		codes[i] = string(v)
	}
	return codes
}

// words gives what a person may write for a code, the one that is shown first.
func (c choices) words(p *i18n.Printer, code string) []string {
	var words []string
	if key := "choice." + c.domain + "." + code; p.Has(key) {
		words = strings.Split(p.T(key), ", ")
	}
	if key := c.domain + "." + code; p.Has(key) {
		words = append(words, p.T(key))
	}
	if word := roleWord(p, recette.Role(code)); c.domain == "role" && word != code && !slices.Contains(words, word) {
		words = append(words, word)
	}
	return words
}

// choose finds the code that said means, or refuses it with the list of what there is.
func (a *app) choose(flag, said string, c choices) (string, error) {
	switch {
	case said == "":
		return "", fail("needs-choice", nil, ours(flag), ours(a.listOf(c)))
	case slices.Contains(c.codes, said):
		return said, nil
	}
	printers := []*i18n.Printer{a.words}
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		if lang != a.words.Lang() {
			p, err := i18n.New(lang)
			if err != nil {
				return "", err
			}
			printers = append(printers, p)
		}
	}
	var names, of []string
	for _, code := range c.codes {
		names, of = append(names, code), append(of, code)
		for _, p := range printers {
			for _, word := range c.words(p, code) {
				names, of = append(names, word), append(of, code)
			}
		}
	}
	var found []string
	for _, i := range meant.Among(names, said) {
		if !slices.Contains(found, of[i]) {
			found = append(found, of[i])
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	return "", fail("bad-choice", nil, flag, said, ours(a.listOf(c)))
}

// listOf prints the values of a list in the reader's language, with their codes where they differ.
func (a *app) listOf(c choices) string {
	list := make([]string, len(c.codes))
	for i, code := range c.codes {
		list[i] = code
		if words := c.words(a.words, code); len(words) > 0 && words[0] != code {
			list[i] = words[0] + " (" + code + ")"
		}
	}
	return strings.Join(list, ", ")
}

// chosen completes a flag with the words of a list, in the reader's language, and its codes.
func (a *app) chosen(c choices) candidates {
	return func(*cobra.Command, string) []string {
		var out []string
		for _, code := range c.codes {
			words := c.words(a.words, code)
			if len(words) > 0 && words[0] != code {
				out = append(out, described(words[0], code))
			}
			out = append(out, described(code, strings.Join(words, ", ")))
		}
		return out
	}
}
