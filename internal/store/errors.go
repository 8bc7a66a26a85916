package store

import (
	"errors"
	"fmt"
	"io/fs"

	"recette/internal/journal"
)

// Errors of use. Test with errors.Is; the driver's own error stays in the chain.
var (
	// ErrClosed is a call after Close, or one that Close overtook. Nothing was written.
	ErrClosed = errors.New("store is closed")
	// ErrFailed is a call after the disk failed during a commit: what the disk holds is no longer known, so nothing
	// more is written. Close, then open again.
	ErrFailed = errors.New("store stopped after a disk failure")
	// ErrBusy is a database that another process kept locked for a while. Nothing was written; try again. It is a
	// journal.ErrAgain.
	ErrBusy error = &passing{"database is busy"}
	// ErrFull is a disk without room. Nothing was written; free some room and try again.
	// It is a journal.ErrAgain.
	ErrFull error = &passing{"disk is full"}
	// ErrReadOnly is a write to a store opened read-only or on a medium that is.
	ErrReadOnly = errors.New("database is read-only")
	// ErrIO is a failure of the disk.
	ErrIO = errors.New("disk failure")
	// ErrGone is a database whose file was moved, deleted or replaced while it was open. What was recorded went with
	// it. It wraps ErrFailed: nothing more is written.
	ErrGone = fmt.Errorf("%w: the file was moved, deleted or replaced", ErrFailed)
	// ErrCorrupt is a file that is damaged, or content that is not what its hash says.
	ErrCorrupt = errors.New("database is damaged")
	// ErrConflict is an entry that the database refuses. Nothing of the call was written.
	ErrConflict = errors.New("entry refused by the database")
	// ErrAppendOnly is an attempt to change what may only grow. It wraps ErrConflict.
	ErrAppendOnly = fmt.Errorf("%w: append-only", ErrConflict)
	// ErrInvalid is an entry that is refused before the database sees it: see the journal errors it wraps.
	ErrInvalid = errors.New("invalid entry")
	// ErrNewerLeaf is an entry that a later version of recette wrote, and that this one does not read. The entry is
	// sound, for all that this version can say; nothing is judged without it.
	ErrNewerLeaf = journal.ErrNewer
	// ErrUnknown is a document that was never stored.
	ErrUnknown = errors.New("unknown document")
	// ErrNoLogKey is a checkpoint asked of a store that was opened without the key that signs them.
	ErrNoLogKey = errors.New("no key to sign checkpoints")
)

// Errors of opening.
var (
	// ErrRefused is the parent of every refusal to open.
	ErrRefused = errors.New("database refused")
	// ErrNotFound is a project without a database. It wraps fs.ErrNotExist.
	ErrNotFound = refusal("no database", fs.ErrNotExist)
	// ErrExists is a database where Create wanted none.
	ErrExists = refusal("a database exists already", fs.ErrExist)
	// ErrForeign is a file that another application wrote, or that is no database.
	ErrForeign = refusal("not a database of recette", nil)
	// ErrNewer is a database that a later version of recette wrote.
	ErrNewer = refusal("written by a newer version", nil)
	// ErrEmptied is a database that existed and is gone or empty. A new one is never made in its place.
	ErrEmptied = refusal("the database existed and is gone or empty", nil)
	// ErrOtherProject is a database that belongs to another project than the files beside it.
	ErrOtherProject = refusal("database of another project", nil)
	// ErrRolledBack is a database that lacks entries that were recorded: an older copy was put in place, or its -wal
	// file was damaged or deleted.
	ErrRolledBack = refusal("recorded entries are missing", nil)
	// ErrBesideGone is a database whose files beside it are gone: they would show that its end is missing.
	ErrBesideGone = refusal("a file beside the database is gone", nil)
	// ErrHeadsGone is a database that lacks signed heads which it had.
	ErrHeadsGone = refusal("signed heads are not in the database any more", nil)
	// ErrUnanchored is a log whose last signed head was kept outside of its folder, and is not there.
	ErrUnanchored = refusal("the head that was kept outside is gone", nil)
	// ErrDiverged is a log that holds together, and is of another history than the head that was kept outside.
	ErrDiverged = refusal("the log and the head that was kept outside are of two histories", nil)
	// ErrSchema is a database where a guard was taken down, or a table is not the one that was made.
	ErrSchema = refusal("the schema is not the one that was made", nil)
	// ErrSettings is a safety setting that does not read back as asked. See *SettingError.
	ErrSettings = refusal("a safety setting is not in force", nil)
	// ErrOldSQLite is an SQLite older than the first one without the WAL-reset corruption.
	ErrOldSQLite = refusal("SQLite is too old", nil)
	// ErrNetworkFS is a network or user-space file system, where SQLite's locks do not hold. See *FileSystemError.
	ErrNetworkFS = refusal("network file system", nil)
	// ErrLocked is a database that another process holds alone. See *LockedError.
	ErrLocked = refusal("another process uses the database", nil)
	// ErrMigration is a database whose applied migrations are not the ones of this version.
	ErrMigration = refusal("migrations differ", nil)
	// ErrNeedsRecovery is a database on a read-only medium whose last commits are still in its -wal file: it cannot be
	// read there without losing them. Copy the directory to a writable place.
	ErrNeedsRecovery = refusal("read-only medium with commits to recover", nil)
)

// passing is a refusal after which one may try again.
type passing struct{ text string }

func (e *passing) Error() string { return e.text }

// Is makes the error a journal.ErrAgain.
func (e *passing) Is(target error) bool { return target == journal.ErrAgain }

// HeadError is a head that was known, of a log that does not have it. Kind says what that makes of the log: that of
// fewer entries is ErrRolledBack.
type HeadError struct {
	Kind        error
	Known, Held int64 // entries
}

func (e *HeadError) Error() string {
	if e.Known > e.Held {
		return fmt.Sprintf("%v: %d entries were known, the database holds %d", e.Kind, e.Known, e.Held)
	}
	return fmt.Sprintf("%v: the first %d entries are not the known ones", e.Kind, e.Known)
}

// Unwrap gives the kind.
func (e *HeadError) Unwrap() error { return e.Kind }

// SchemaError names a guard or a table that is not the one that was made. It is ErrSchema.
type SchemaError struct{ Name string }

func (e *SchemaError) Error() string { return fmt.Sprintf("%v: %s", ErrSchema, e.Name) }

// Unwrap gives ErrSchema.
func (e *SchemaError) Unwrap() error { return ErrSchema }

// SettingError is a safety setting that did not read back.
type SettingError struct {
	Name, Got, Want string
}

func (e *SettingError) Error() string {
	return fmt.Sprintf("%s is %q, want %q", e.Name, e.Got, e.Want)
}

// Is makes the error one of ErrSettings and ErrRefused.
func (e *SettingError) Is(target error) bool { return target == ErrSettings || target == ErrRefused }

// FileSystemError names the file system that was refused.
type FileSystemError struct {
	Path, Type string
}

func (e *FileSystemError) Error() string { return fmt.Sprintf("%s is on %s", e.Path, e.Type) }

// Is makes the error one of ErrNetworkFS and ErrRefused.
func (e *FileSystemError) Is(target error) bool {
	return target == ErrNetworkFS || target == ErrRefused
}

// Holder is the process that holds the database alone, as it introduced itself in the lock file.
type Holder struct {
	Name  string `json:"name"` // "recette serve"
	PID   int    `json:"pid"`
	Host  string `json:"host"`
	Since string `json:"since"` // UTC, RFC 3339
}

// LockedError says who holds the database alone; the name is empty when others record while it is asked for alone.
type LockedError struct {
	Holder Holder
}

func (e *LockedError) Error() string {
	return fmt.Sprintf("database is used by %s (process %d on %s since %s)",
		e.Holder.Name, e.Holder.PID, e.Holder.Host, e.Holder.Since)
}

// Is makes the error one of ErrLocked and ErrRefused.
func (e *LockedError) Is(target error) bool { return target == ErrLocked || target == ErrRefused }

type refused struct {
	text  string
	cause error
}

func (e *refused) Error() string { return ErrRefused.Error() + ": " + e.text }

func (e *refused) Unwrap() []error {
	if e.cause == nil {
		return []error{ErrRefused}
	}
	return []error{ErrRefused, e.cause}
}

func refusal(text string, cause error) error { return &refused{text: text, cause: cause} }
