package api

import (
	"recette/internal/lint/report"
	"recette/internal/ready"
)

// Readiness is the document of "recette ready", version 1.
type Readiness struct {
	V        int           `json:"v"`
	Register bool          `json:"register"` // dor.yaml exists: people are asked to attest
	Broken   int           `json:"broken"`   // stories said to be ready that are not
	Outside  int           `json:"outside"`  // errors and warnings of no story
	Loose    []string      `json:"loose"`    // features that tell no story
	Astray   []string      `json:"astray"`   // those of loose that are said to be ready, and cannot be
	Unread   []report.Item `json:"unread"`   // errors in files of which no story is known: the answer is not whole
	Stories  []ReadyStory  `json:"stories"`
}

// ReadyStory is a story whose findings are worded.
type ReadyStory struct {
	ready.Story
	Checks []ReadyCheck `json:"checks"`
}

// ReadyCheck is a check whose findings are worded.
type ReadyCheck struct {
	ready.Check
	Title    string        `json:"title"`
	Findings []report.Item `json:"findings,omitempty"`
}

// NewReadiness completes a document: its version, and the lists that are empty.
func NewReadiness(r Readiness) Readiness {
	r.V = 1
	r.Loose, r.Astray = append([]string{}, r.Loose...), append([]string{}, r.Astray...)
	r.Unread, r.Stories = append([]report.Item{}, r.Unread...), append([]ReadyStory{}, r.Stories...)
	return r
}

// Attestation is the document of "recette ready --attest", version 1.
type Attestation struct {
	V          int               `json:"v"`
	File       string            `json:"file"`
	Written    bool              `json:"written"`
	Statements []ready.Statement `json:"statements"`
}

// NewAttestation makes the document of statements, written or to be.
func NewAttestation(file string, written bool, list []ready.Statement) Attestation {
	return Attestation{V: 1, File: file, Written: written, Statements: list}
}
