package api

import (
	"recette/internal/store"
	"recette/internal/verify"
)

// JournalVerification is the document of "recette journal verify", version 1.
type JournalVerification struct {
	V int `json:"v"`
	*store.Report
	Doubts []JournalDoubt `json:"doubts,omitempty"`
}

// JournalDoubt is what was seen, when the record was opened, of what was done to it behind its back.
type JournalDoubt struct {
	Code  string `json:"code"`
	Error string `json:"error"` // code of the failure, as on standard error
	Text  string `json:"text"`  // in the language of the reader
}

// NewJournalVerification makes the document of a verification of the whole journal.
func NewJournalVerification(r *store.Report, doubts []JournalDoubt) JournalVerification {
	return JournalVerification{V: 1, Report: r, Doubts: doubts}
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
