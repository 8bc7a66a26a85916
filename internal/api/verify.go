package api

import (
	"recette/internal/store"
	"recette/internal/verify"
)

// JournalVerification is the document of "recette journal verify", version 1.
type JournalVerification struct {
	V int `json:"v"`
	*store.Report
}

// NewJournalVerification makes the document of a verification of the whole journal.
func NewJournalVerification(r *store.Report) JournalVerification {
	return JournalVerification{V: 1, Report: r}
}

// Verification is the document of "recette verify", whose schema is its version: verify.Schema.
type Verification = verify.Report

// NewVerifications makes the document of the files that were judged: that of one file, a list for several. The number
// of files that were asked for decides, not that of the files that could be read, so that a program knows what it will
// get. It is nil when one file was asked for, and could not be read.
func NewVerifications(asked int, judged []Verification) any {
	switch {
	case asked != 1:
		return append([]Verification{}, judged...)
	case len(judged) == 0:
		return nil
	}
	return judged[0]
}
