// Package rules holds the rules of recette lint, a small file each, with a good and a bad example in French. A rule says
// what it found and where, never a sentence. The package refuses I/O, clocks and memory between files: what a rule says
// of several files goes through notes.
package rules

import "recette/internal/lint"

// All lists the rules in the order of their documentation.
func All() []lint.Rule {
	return []lint.Rule{
		syntaxRule(), idMissing(), idDuplicate(), idMisplaced(), idMalformed(), idSeveral(), idRetired(),
		rowID(), rowIDInvalid(), noOutcome(),
		noScenario(), ruleEmpty(), noStory(), unnamed(), duplicateName(), duplicateRow(), manyRows(), tagNear(),
	}
}
