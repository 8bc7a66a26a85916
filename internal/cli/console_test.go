package cli

import (
	"testing"

	"golang.org/x/text/unicode/norm"

	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/recette"
)

// Each letter and each word means one thing, in both languages, whatever the way accents are encoded.
func TestConsoleKeys(t *testing.T) {
	for _, p := range printers(t) {
		c := &console{words: p}
		for _, kind := range []catalogue.StepType{catalogue.Outcome, catalogue.Action} {
			q := execution.Question{Case: catalogue.Case{Steps: []catalogue.Step{{Type: kind}}}}
			meant := map[string]string{}
			add := func(key, meaning string) {
				word := p.T(key)
				if other, taken := meant[word]; taken && other != meaning {
					t.Errorf("%s, %s: %q means %s and %s", p.Lang(), kind, word, other, meaning)
				}
				meant[word] = meaning
			}
			for _, v := range q.Choices() {
				if v == recette.Passed && !q.Outcome() {
					add("test.key.done", string(v))
					add("verdict.done", string(v))
					continue
				}
				add("test.key."+string(v), string(v))
				add("verdict."+string(v), string(v))
			}
			for _, k := range []string{"leave", "comment", "evidence", "undo", "past"} {
				add("test.key."+k, k)
				add("test.word."+k, k)
			}
			for word, want := range meant {
				for _, typed := range []string{word, norm.NFD.String(word)} {
					if got := c.key(typed, q); got != want {
						t.Errorf("%s, %s: key(%q) = %q, want %q", p.Lang(), kind, typed, got, want)
					}
				}
			}
			if got := c.key("zzz", q); got != "" {
				t.Errorf("%s, %s: key(zzz) = %q, want nothing", p.Lang(), kind, got)
			}
		}
	}
}
