package app

import (
	"errors"
	"fmt"

	"recette/internal/store"
	"recette/internal/verify"
)

// What front ends name of the engine that keeps the log.
type (
	// Journal is the log of a project, to be compared with a PV.
	Journal = verify.Journal
	// Holder is the process that holds the record.
	Holder = store.Holder
	// Report is what a verification of the log found.
	Report = store.Report
	// Facts is what the engine says of itself.
	Facts = store.Facts
)

// The errors of the engine that front ends word.
var (
	ErrNoLogKey     = store.ErrNoLogKey
	ErrOtherLog     = store.ErrOtherLog
	ErrOtherKey     = store.ErrOtherKey
	ErrBesideGone   = store.ErrBesideGone
	ErrUnanchored   = store.ErrUnanchored
	ErrDiverged     = store.ErrDiverged
	ErrHeadsGone    = store.ErrHeadsGone
	ErrSchema       = store.ErrSchema
	ErrFull         = store.ErrFull
	ErrLocked       = store.ErrLocked
	ErrBusy         = store.ErrBusy
	ErrForeign      = store.ErrForeign
	ErrNewer        = store.ErrNewer
	ErrNewerLeaf    = store.ErrNewerLeaf
	ErrRolledBack   = store.ErrRolledBack
	ErrCorrupt      = store.ErrCorrupt
	ErrEmptied      = store.ErrEmptied
	ErrGone         = store.ErrGone
	ErrOtherProject = store.ErrOtherProject
	ErrRefused      = store.ErrRefused
	ErrIO           = store.ErrIO
	ErrFailed       = store.ErrFailed
	ErrReadOnly     = store.ErrReadOnly
)

// HeadError says which head a record does not have.
type HeadError = store.HeadError

// SchemaError says which part of a record is not the one that was made.
type SchemaError = store.SchemaError

// ErrNoRecord says that nothing was ever recorded in the project.
var ErrNoRecord = errors.New("nothing was recorded here")

// ErrRecordGone says that the folder of the record is gone: the last signed head of its log is still kept outside of
// it.
var ErrRecordGone = errors.New("the record is gone")

// KeyError is a log key that cannot be read, or made.
type KeyError struct {
	Path string
	Err  error
}

func (e *KeyError) Error() string { return fmt.Sprintf("log key %s: %v", e.Path, e.Err) }

// Unwrap gives the cause.
func (e *KeyError) Unwrap() error { return e.Err }
