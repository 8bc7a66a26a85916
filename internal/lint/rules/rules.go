// Package rules holds the rules of recette lint, a small file each, with a good and a bad example in French. A rule says
// what it found and where, never a sentence. The package refuses I/O, clocks and memory between files: what a rule says
// of several files goes through notes.
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
		noOutcome(), noScenario(), ruleEmpty(), noStory(), unnamed(), duplicateName(), duplicateRow(), manyRows(), tagNear(),
	}
}
