// Package bench registers the definitions of the generated corpus, precompiled, with bodies that do nothing.
package bench

import (
	"regexp"

	"github.com/cucumber/godog"

	"recette/internal/corpusgen"
)

var patterns = compile()

func compile() []*regexp.Regexp {
	var res []*regexp.Regexp
	for _, p := range (corpusgen.Options{Definitions: 100}).Patterns() {
		res = append(res, regexp.MustCompile(p))
	}
	return res
}

// InitializeScenario registers the definitions.
func InitializeScenario(sc *godog.ScenarioContext) {
	last := len(patterns) - 1
	for _, re := range patterns[:last] {
		sc.Step(re, func(string) {})
	}
	sc.Step(patterns[last], func(*godog.Table) {})
}
