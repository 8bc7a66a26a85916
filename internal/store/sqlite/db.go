package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"recette/internal/durable"
	"recette/internal/journal"
	"recette/internal/store"
	"recette/internal/store/tables"
)

// DB is an open database. It implements store.Store. All methods are safe for concurrent use.
type DB struct {
	*store.Journal
	opts    Options
	project string

	readers *sqlx.DB
	reader  *tables.Reader
	reading connectionKind // how readers were opened
	version int            // of the schema of the file

	// Nil when the store is read-only.
	writer  *writer
	commits *store.Commits
	lock    *lock // shared with the other processes that record

	look   sync.Once // the file was read through, when SQLite called it damaged
	looked *os.File  // kept: closing it drops the locks of the connections
	refuse error     // what the system answered then

	doubts  []error // what was done to the record behind its back, as far as a look tells
	reached int64   // the greatest size that the log is known to have had

	closed    atomic.Bool
	closeOnce sync.Once
	closeErr  error
}

var _ store.Store = (*DB)(nil)

// readerPool bounds the connections that read at once. No method keeps one while its caller runs, so that the pool
// cannot deadlock whatever the caller nests.
const readerPool = 4

// Create makes the database of a new project and opens it. It returns ErrExists when there is one, ErrEmptied when
// there was one. A Create that a crash interrupted can be called again.
func Create(ctx context.Context, o Options) (*DB, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	if o.ReadOnly {
		return nil, fmt.Errorf("create %s: %w", o.Path, store.ErrReadOnly)
	}
	if o.Project == "" {
		id, err := newProject(o.Rand)
		if err != nil {
			return nil, err
		}
		o.Project = id
	}
	if err := durable.MakeDir(o.dir(), 0o700); err != nil {
		return nil, fmt.Errorf("create %s: %w", o.dir(), err)
	}
	return open(ctx, o, true)
}

// Open opens the database of an existing project. The errors under ErrRefused say why it will not. It never makes a
// database, and changes nothing in a file that is not its own.
func Open(ctx context.Context, o Options) (*DB, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	return open(ctx, o, false)
}

func open(ctx context.Context, o Options, create bool) (_ *DB, err error) {
	db := &DB{opts: o}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("open %s: %w", o.Path, db.trueCause(err)), db.Close())
		}
	}()
	if err := checkLibrary(); err != nil {
		return nil, err
	}
	var key *journal.LogKey
	if o.LogKey != "" {
		if key, err = journal.ParseLogKey(o.LogKey); err != nil {
			return nil, err
		}
	}
	if err := o.checkFileSystem(); err != nil {
		return nil, err
	}
	if !o.ReadOnly {
		if db.lock, err = openLock(o.beside(lockFile), o.holder()); err != nil {
			return nil, err
		}
		how := shared
		if create {
			how = alone
		}
		if err := db.hold(ctx, how); err != nil {
			return nil, err
		}
	}
	marker, exists, err := o.checkFiles(create)
	if err != nil {
		return nil, err
	}
	if create {
		if exists { // to say what it is
			return nil, errors.Join(db.openDatabase(ctx), store.ErrExists)
		}
		if err := o.build(ctx); err != nil {
			return nil, err
		}
		if err := db.hold(ctx, shared); err != nil {
			return nil, err
		}
	}
	if err := db.openDatabase(ctx); err != nil {
		return nil, err
	}
	if err := db.checkProject(ctx, marker); err != nil {
		return nil, err
	}
	if err := db.checkHead(ctx); err != nil {
		if !o.accepts(err) {
			return nil, err
		}
		db.doubts = append(db.doubts, err)
	}
	if err := db.examine(ctx, key); err != nil {
		return nil, err
	}
	if !o.ReadOnly {
		if db.writer, err = startWriter(ctx, o); err != nil {
			return nil, err
		}
		if db.commits, err = store.NewCommits(ctx, db.writer, o.Now); err != nil {
			return nil, err
		}
		if err := db.writer.askOften(ctx); err != nil {
			return nil, err
		}
	}
	db.Journal = store.NewJournal(db.project, db.rows(), db.commits, key)
	return db, nil
}

// hold takes the lock of the project: shared to record, alone to make or to migrate the database.
func (db *DB) hold(ctx context.Context, how int) error {
	return db.lock.take(ctx, how, db.opts.Wait, db.opts.OnWait)
}

// openDatabase looks at the file before anything that would change it, then brings it to this version and opens the
// readers.
func (db *DB) openDatabase(ctx context.Context) error {
	o := db.opts
	ms, err := migrations(migrationFiles)
	if err != nil {
		return err
	}
	db.reading = reads
	if o.ReadOnly {
		if db.reading, err = o.readOnlyKind(); err != nil {
			return err
		}
	}
	look := probes
	if db.reading == immutable {
		look = immutable
	}
	id, err := probe(ctx, o.Path, look)
	if err != nil {
		return err
	}
	fresh, err := id.check(len(ms))
	switch {
	case err != nil:
		return err
	case fresh:
		return store.ErrNotFound
	case id.version < len(ms) && !o.ReadOnly: // reading asks an older one for nothing that it has not
		if err := db.migrate(ctx, ms); err != nil {
			return err
		}
	}
	if db.readers, err = connect(o.Path, db.reading, readerPool); err != nil {
		return err
	}
	db.reader = tables.NewReader(db.readers, db.readError)
	return db.checkMigrations(ctx, ms)
}

// migrate brings the database to this version, alone. Another process may have done it while this one waited.
func (db *DB) migrate(ctx context.Context, ms []migration) error {
	if err := db.hold(ctx, alone); err != nil {
		return err
	}
	id, err := probe(ctx, db.opts.Path, probes)
	if err != nil {
		return err
	}
	if _, err := id.check(len(ms)); err != nil {
		return err
	}
	w, err := connect(db.opts.Path, writes, 1)
	if err != nil {
		return err
	}
	err = migrate(ctx, w, ms, id.version, journal.Instant(db.opts.Now()), db.opts.Project)
	if err := errors.Join(err, w.Close()); err != nil {
		return err
	}
	return db.hold(ctx, shared)
}

// checkProject compares the project of the database with the marker, and writes the marker when a crash came between
// the two.
func (db *DB) checkProject(ctx context.Context, marker string) error {
	if err := db.readers.GetContext(ctx, &db.project, `SELECT project FROM instance`); err != nil {
		return fmt.Errorf("read the project: %w", db.readError(ctx, err))
	}
	switch {
	case marker == db.project:
		return nil
	case marker != "":
		return fmt.Errorf("%w: the files say %s, the database %s", store.ErrOtherProject, marker, db.project)
	case db.opts.ReadOnly:
		return nil
	}
	return writeInstance(db.opts.beside(instanceFile), db.project)
}

func (db *DB) rows() rows { return rows{Reader: db.reader, db: db} }

// Close waits for the commit that is under way and refuses what is not yet handed to it.
// Calling it again does nothing.
func (db *DB) Close() error {
	db.closeOnce.Do(func() {
		db.closed.Store(true)
		var errs []error
		if db.commits != nil {
			db.commits.Stop()
		}
		if db.writer != nil {
			errs = append(errs, db.writer.release())
		}
		if db.readers != nil {
			errs = append(errs, db.reader.Close(), db.readers.Close())
		}
		db.look.Do(func() {}) // no look begins any more, and one that began is over
		if db.looked != nil {
			db.looked.Close() // nothing was written
		}
		if db.lock != nil {
			errs = append(errs, db.lock.release())
		}
		db.closeErr = errors.Join(errs...)
	})
	return db.closeErr
}

// accepts says which complaint of checkHead is waived: for a look at the damage, any; to restore, that entries are
// missing.
func (o Options) accepts(err error) bool {
	rolledBack := errors.Is(err, store.ErrRolledBack)
	if o.ReadOnly {
		return o.AcceptRollback && (rolledBack || errors.Is(err, store.ErrCorrupt))
	}
	return o.Restore && rolledBack
}

func (o Options) checkFileSystem() error {
	name, network, err := o.fileSystem()(o.dir())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return store.ErrNotFound
	case err != nil:
		return err
	case network && !o.AllowNetworkFS:
		return &store.FileSystemError{Path: o.dir(), Type: name}
	}
	return nil
}

// checkFiles tells a new project from one whose database is gone, and gives the project that the marker names.
func (o Options) checkFiles(create bool) (marker string, exists bool, err error) {
	if marker, err = readInstance(o.beside(instanceFile)); err != nil {
		return "", false, err
	}
	switch info, err := os.Stat(o.Path); {
	case err == nil && !info.Mode().IsRegular():
		return "", false, fmt.Errorf("%w: not a regular file", store.ErrForeign)
	case err == nil:
		exists = info.Size() > 0
	case !errors.Is(err, fs.ErrNotExist):
		return "", false, err
	}
	switch {
	case !exists && marker != "":
		return "", false, store.ErrEmptied
	case !exists && !create:
		return "", false, store.ErrNotFound
	}
	return marker, exists, nil
}

// build makes the database under another name and gives it its own once it is complete: a crash while SQLite turns an
// empty file into a database in WAL mode leaves a rollback journal, with which the file cannot be looked at without
// changing it. What a crash left under the other name is thrown away.
func (o Options) build(ctx context.Context) error {
	building := o.Path + ".new"
	for _, suffix := range []string{"", "-journal", "-wal", "-shm"} {
		if err := os.Remove(building + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	// Before SQLite does, which would give it mode 0644; the -wal and -shm files take their mode from it. No connection
	// is open yet, so that closing the descriptor drops no lock.
	f, err := os.OpenFile(building, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	ms, err := migrations(migrationFiles)
	if err != nil {
		return err
	}
	w, err := connect(building, writes, 1)
	if err != nil {
		return err
	}
	err = migrate(ctx, w, ms, 0, journal.Instant(o.Now()), o.Project)
	if err == nil {
		// Closing would do this too, and say nothing when it fails.
		err = emptyWAL(ctx, w)
	}
	if err := errors.Join(err, w.Close()); err != nil {
		return err
	}
	if err := os.Rename(building, o.Path); err != nil {
		return err
	}
	return durable.SyncDir(o.dir())
}

func (o Options) holder() store.Holder {
	name := o.Holder
	if name == "" {
		name = "recette"
	}
	host, err := os.Hostname()
	if err != nil {
		host = "?"
	}
	return store.Holder{Name: name, PID: os.Getpid(), Host: host, Since: o.Now().UTC().Format(time.RFC3339)}
}

// newProject draws a random identifier.
func newProject(rand io.Reader) (string, error) {
	if rand == nil {
		return "", errors.New("store options: no randomness to draw a project identifier")
	}
	id, err := uuid.NewRandomFromReader(rand)
	if err != nil {
		return "", fmt.Errorf("draw a project identifier: %w", err)
	}
	return id.String(), nil
}
