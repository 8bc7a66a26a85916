package rules

import "recette/internal/lint"

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
