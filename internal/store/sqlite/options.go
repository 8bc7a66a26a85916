package sqlite

import (
	"errors"
	"io"
	"path/filepath"
	"time"

	"recette/internal/store"
)

// Options says which database to open and how. Path and Now are compulsory; Create needs Rand too.
type Options struct {
	Path     string           // the database file; the files beside it lie in the same directory
	ReadOnly bool             // no lock, no writer: for reading beside those who write, or from an archive
	Now      func() time.Time // the clock of the process
	Rand     io.Reader        // for the project's identifier
	Project  string           // identifier that Create gives to the project; drawn when empty
	LogKey   string           // private form of the key that signs checkpoints; empty: none can be made

	Holder string             // what the lock file says of this process: "recette serve"
	Wait   time.Duration      // how long to wait for the process that holds it alone; 0: not at all
	OnWait func(store.Holder) // called once when waiting begins; zero when nobody says who holds the database

	// Outside is the file that keeps the last signed head, out of the folder of the database: it shows a folder that
	// was exchanged for another, or for an older copy of itself. Empty keeps none.
	Outside string
	// Restore opens for writing in spite of what such a look finds, but for altered entries, and mends the guards that
	// were taken down: somebody says why, and it is recorded.
	Restore bool

	AllowNetworkFS bool // open on a network file system all the same
	AcceptRollback bool // open for reading although recorded entries are missing, to look at it

	// FileSystem names the file system of a path and says whether SQLite's locks are unreliable there. Nil asks the
	// system.
	FileSystem func(path string) (name string, network bool, err error)
}

// validate returns what is missing.
func (o Options) validate() error {
	switch {
	case o.Path == "":
		return errors.New("store options: no path")
	case o.Now == nil:
		return errors.New("store options: no clock")
	}
	return nil
}

func (o Options) dir() string                 { return filepath.Dir(o.Path) }
func (o Options) beside(name string) string   { return filepath.Join(o.dir(), name) }
func (o Options) fileSystem() fileSystemProbe { return orSystem(o.FileSystem) }

type fileSystemProbe func(path string) (name string, network bool, err error)

func orSystem(f fileSystemProbe) fileSystemProbe {
	if f != nil {
		return f
	}
	return systemFileSystem
}

// Names of the files beside the database.
const (
	lockFile        = "lock"
	instanceFile    = "instance"
	headName        = "head"
	checkpointsFile = "checkpoints"
	outsideLock     = "outside.lock" // held by whoever writes the head that is kept outside
	mendingFile     = "mending"      // a restoration was begun, and is not recorded
	leftFile        = "checkpoints.left"
)
