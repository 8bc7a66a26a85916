package rules

import "recette/internal/lint"

// wordingRules are about the words of titles and steps.
func wordingRules() []lint.Rule {
	return []lint.Rule{
		businessWording(), noScripting(), badScenarioName(), vagueWord(), unquantified(), todo(), typoQuotes(), stepEmptyLiteral(),
		restrictedPatterns(), restrictedPatternInvalid(), personalData(),
	}
}

// readinessRules are about what a story lacks to be taken into an iteration.
func readinessRules() []lint.Rule {
	return []lint.Rule{
		narrative(), storySeveral(), storyDuplicate(), criterionMissing(), exceptionMissing(), limitMissing(), rightsMissing(),
		journeyIncomplete(),
	}
}
