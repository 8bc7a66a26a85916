package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"

	"recette/internal/journal"
	"recette/internal/project"
	"recette/internal/store/sqlite"
)

// Unready is why a project cannot record now: a code that stays, and holds nothing of anybody.
type Unready string

// The reasons, each with what mends it in docs/serveur.md.
const (
	DiskFull     Unready = "disk_full"      // a file cannot be written for want of room
	DiskLow      Unready = "disk_low"       // less room is left than whoever serves wants
	DiskReadOnly Unready = "disk_read_only" // the folder of the record, or the database, cannot be written to
	DiskFailing  Unready = "disk_failing"   // it fails otherwise
	Doubted      Unready = "record_doubted" // something was done to the record behind its back
	NoLogKey     Unready = "log_key"        // the key that signs the journal is gone, or another one
	RecordBusy   Unready = "record_busy"    // another process has held it for long
	RecordShut   Unready = "record"         // it does not open otherwise
	AccountsShut Unready = "accounts"       // the accounts cannot be read

	// CertificateOver is told by whoever serves: nobody who looks at warnings comes in.
	CertificateOver Unready = "certificate"
)

// probing is how long a look at a record may wait for another process.
const probing = 2 * time.Second

// Ready tells why nothing can be recorded in the project at root now, each reason once; nothing when it can, or when
// nothing was ever recorded there and it only needs a disk. floor is the room, in bytes, under which the disk is said
// to be nearly full. It writes a few kilobytes, which it takes back, and takes the lock of the journal for a moment.
func (a *App) Ready(ctx context.Context, root string, people *Accounts, floor uint64) (why []Unready) {
	at := project.Layout{Root: root}
	dir := at.State()
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		dir = root
	}
	if room, err := sqlite.FreeBytes(dir); err != nil || room < floor {
		why = append(why, DiskLow)
	}
	err := writes(dir)
	if err != nil {
		why = append(why, unready(err))
	} else if err = a.takes(ctx, root); err != nil {
		why = append(why, unready(err))
	}
	if _, _, err := people.file.All(ctx); err != nil {
		why = append(why, AccountsShut)
	}
	return why
}

// writes tells whether the disk of a folder takes a block: the file has no name when it is written, so that nothing
// is left.
func writes(dir string) error {
	f, err := os.CreateTemp(dir, ".ready-")
	if err != nil {
		return err //nolint:wrapcheck // it is told by its code
	}
	defer f.Close()
	if err := os.Remove(f.Name()); err != nil {
		return err //nolint:wrapcheck // likewise
	}
	if _, err := f.Write(make([]byte, 4<<10)); err != nil {
		return err //nolint:wrapcheck // likewise
	}
	return f.Sync() //nolint:wrapcheck // likewise
}

// takes tells whether the record would take a gesture: it is opened to be written to, and its lock taken.
func (a *App) takes(ctx context.Context, root string) (err error) {
	quiet := *a
	quiet.Waits, quiet.Doubted = nil, nil
	ctx, cancel := context.WithTimeout(ctx, probing)
	defer cancel()
	r, err := quiet.Record(ctx, root, Writing)
	if errors.Is(err, ErrNoRecord) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	_, err = r.log.Extend(ctx, func(journal.Head) ([]journal.Entry, error) { return nil, errLooked })
	if errors.Is(err, errLooked) {
		err = nil
	}
	return err
}

// errLooked takes back what only looked.
var errLooked = errors.New("only looked")

// unready names a failure.
func unready(err error) Unready {
	if errors.Is(err, ErrEmptied) || errors.Is(err, ErrGone) || DoubtCode(err) != "record.unread" {
		return Doubted
	}
	if _, is := errors.AsType[*KeyError](err); is {
		return NoLogKey
	}
	for _, known := range []struct {
		of  error
		why Unready
	}{
		{ErrNoLogKey, NoLogKey},
		{ErrOtherKey, NoLogKey},
		{ErrFull, DiskFull},
		{syscall.ENOSPC, DiskFull},
		{syscall.EDQUOT, DiskFull},
		{syscall.EFBIG, DiskFull},
		{ErrReadOnly, DiskReadOnly},
		{syscall.EROFS, DiskReadOnly},
		{fs.ErrPermission, DiskReadOnly},
		{ErrBusy, RecordBusy},
		{ErrLocked, RecordBusy},
		{context.DeadlineExceeded, RecordBusy},
		{ErrIO, DiskFailing},
		{ErrFailed, DiskFailing},
		{syscall.EIO, DiskFailing},
	} {
		if errors.Is(err, known.of) {
			return known.why
		}
	}
	return RecordShut
}
