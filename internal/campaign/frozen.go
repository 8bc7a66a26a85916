package campaign

import (
	"recette/internal/campaign/iteration"
	"recette/internal/evidence"
	"recette/internal/plan"
)

// What front ends name of a frozen plan.
type (
	// Manifest is a frozen plan.
	Manifest = plan.Manifest
	// Outline is a frozen plan without the texts of its cases.
	Outline = plan.Outline
	// OutlineCase is a case of an Outline.
	OutlineCase = plan.OutlineCase
	// FrozenCase is a case of a Manifest.
	FrozenCase = plan.FrozenCase
	// Delivery is what is tested, as the supplier names it.
	Delivery = plan.Release
	// Participant is somebody who takes part.
	Participant = plan.Participant
	// Stood is where a row stood.
	Stood = iteration.Stood
	// Turn is what became of it.
	Turn = iteration.Turn
	// Difference is both.
	Difference = iteration.Difference
	// Drift is how a case moved away from its frozen text.
	Drift = plan.Drift
)

// Identical is a case that is in the features as it was frozen.
const Identical = plan.Identical

// Unchanged is a row of which nothing became.
const Unchanged = iteration.Unchanged

// Turns lists what may become of a row.
func Turns() []Turn { return iteration.Turns() }

// Compare says what became of each row.
func Compare(was, now []Stood) []Difference { return iteration.Compare(was, now) }

// CaseOf gives the id that the features know a row of a plan by.
func CaseOf(row string) string { return plan.CaseID(row) }

// CleanName makes the name that somebody gave a file fit to be shown.
func CleanName(name string) string { return evidence.CleanName(name) }

// Why a file is refused as evidence, all under ErrNoEvidence.
var (
	ErrNoEvidence    = evidence.ErrRefused
	ErrEvidenceSize  = evidence.ErrTooLarge
	ErrEvidenceEmpty = evidence.ErrEmpty
	ErrEvidenceImage = evidence.ErrImage
	ErrEvidenceType  = evidence.ErrType
)
