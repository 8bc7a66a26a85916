// Package rules holds the rules of recette lint, a file a family, each rule with a good and a bad example in French. A
// rule says what it found and where, never a sentence. The package refuses I/O, clocks and memory between files: what a
// rule says of several files goes through notes.
package rules

import (
	"slices"

	"recette/internal/lint"
)

// All lists the rules in the order of their documentation.
func All() []lint.Rule {
	return slices.Concat(
		fileRules(),
		identityRules(),
		blockRules(),
		structureRules(), styleRules(), tagRules(),
		wordingRules(),
		readinessRules(),
		referenceRules(),
		layoutRules(),
	)
}

// fileRules are about the file as a whole and the comments that speak to the linter.
func fileRules() []lint.Rule {
	return append([]lint.Rule{syntaxRule()}, ignoreRules()...)
}

// identityRules hold that each scenario, and each example, is followed from one version to the next.
func identityRules() []lint.Rule {
	return []lint.Rule{
		idMissing(), idDuplicate(), idMisplaced(), idMalformed(), idSeveral(), idRetired(), rowID(), rowIDInvalid(),
	}
}

// blockRules are about features, rules, scenarios and examples.
func blockRules() []lint.Rule {
	return []lint.Rule{
		noOutcome(), noScenario(), ruleEmpty(), noStory(), unnamed(), duplicateName(), duplicateRow(), manyRows(),
		tagNear(),
	}
}

// structureRules are about the shape of a feature: its file, its blocks, the order and the number of its steps.
func structureRules() []lint.Rule {
	return []lint.Rule{
		languageHeader(), fileName(), duplicateFeatureName(), repeatedName(), manyScenarios(),
		emptyBackground(), loneBackground(), actingBackground(), longBackground(), useBackground(),
		examplesInScenario(), unusedColumn(), singleRow(),
		andFirst(), noAction(), singleAction(), keywordOrder(), lastNotOutcome(), useAnd(), starStep(),
		manySteps(), duplicateBody(), commentedOut(),
	}
}

// styleRules are about how titles, keywords and steps are written.
func styleRules() []lint.Rule {
	return []lint.Rule{longName(), longStep(), finalPeriod(), plainKeyword(), mixedKeywords(), swallowedQue()}
}

// tagRules are about tags, whatever they mean.
func tagRules() []lint.Rule {
	return []lint.Rule{
		duplicateTag(), superfluousTag(), homogenousTag(), tagComment(), manyTags(), taggedExamples(), tagUsedOnce(),
		requiredTags(), allowedTags(), restrictedTags(), relatedTags(), tagNaming(),
	}
}

// wordingRules are about the words of titles and steps.
func wordingRules() []lint.Rule {
	return []lint.Rule{
		businessWording(), noScripting(), badScenarioName(), vagueWord(), unquantified(), todo(), typoQuotes(),
		stepEmptyLiteral(),
		restrictedPatterns(), restrictedPatternInvalid(), personalData(),
	}
}

// readinessRules are about what a story lacks to be taken into an iteration.
func readinessRules() []lint.Rule {
	return []lint.Rule{
		narrative(), storySeveral(), storyDuplicate(), criterionMissing(), exceptionMissing(), limitMissing(),
		rightsMissing(),
		journeyIncomplete(),
	}
}
