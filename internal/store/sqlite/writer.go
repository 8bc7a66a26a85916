package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"github.com/jmoiron/sqlx"
	"golang.org/x/mod/sumdb/tlog"

	"recette/internal/journal"
	"recette/internal/store"
	"recette/internal/store/tables"
)

// lockMillis is how long SQLite waits for another process before begin asks it again. SQLite asks ever more rarely the
// longer it waits, up to ten times a second, and would never find the lock free beside a process that commits all the
// time.
const lockMillis = 20

// writer is the one connection that changes the database. The goroutine of the commits calls it.
type writer struct {
	*tables.Writer
	db     *sqlx.DB
	conn   *sqlx.Conn
	sql    transactions
	opts   Options
	failed atomic.Bool

	// Of the goroutine alone.
	tree     *journal.Tree // of what is durable, as far as this process knows
	others   int64         // position after the last entry that another process may have appended
	headFile *os.File
	file     os.FileInfo // of the database, as it was opened
	lastSeen string      // the clock at the last commit, for a step backwards
	patience int         // how often to try for the lock of the database, lockMillis each
}

func startWriter(ctx context.Context, db *DB) (_ *writer, err error) {
	w := &writer{opts: db.opts, patience: busyMillis / lockMillis}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.release())
		}
	}()
	if w.db, err = connect(db.opts.Path, writes, 1); err != nil {
		return nil, err
	}
	if w.conn, err = w.db.Connx(ctx); err != nil {
		return nil, fmt.Errorf("connect the writer: %w", classify(err))
	}
	if w.file, err = os.Stat(db.opts.Path); err != nil {
		return nil, err
	}
	if err := w.sql.prepare(ctx, w.conn); err != nil {
		return nil, err
	}
	if w.Writer, err = tables.NewWriter(ctx, w.conn, classify); err != nil {
		return nil, err
	}
	h, known, err := readHead(db.opts.beside(headFile)) // before the size: another process may commit meanwhile
	if err != nil {
		return nil, err
	}
	n, err := w.Size(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := w.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout=%d", lockMillis)); err != nil {
		return nil, classify(err)
	}
	if w.tree, err = journal.TreeFrom(n, w.hashReader(ctx)); err != nil {
		return nil, err
	}
	w.others = n
	if known {
		w.lastSeen = h.at
	}
	if w.headFile, err = openSide(db.opts.beside(headFile), 0); err != nil {
		return nil, fmt.Errorf("open head: %w", err)
	}
	if n < h.size { // opened all the same: the rollback was meant
		w.writeHead()
	} else if n > 0 || known {
		w.noteHead()
	}
	return w, nil
}

// hashReader reads the stored hashes on the connection of the writer, in its transaction.
func (w *writer) hashReader(ctx context.Context) *store.HashReader {
	r := tables.NewReader(w.conn, func(_ context.Context, err error) error { return classify(err) })
	return store.NewHashReader(ctx, r.Hashes)
}

var _ store.Engine = (*writer)(nil)

// Begin implements store.Engine.
func (w *writer) Begin(ctx context.Context) (store.Base, error) {
	if err := w.begin(ctx); err != nil {
		return store.Base{}, err
	}
	return store.Base{Tree: *w.tree, Others: w.others, Seen: w.lastSeen}, nil
}

// Commit implements store.Engine.
func (w *writer) Commit(ctx context.Context, tree journal.Tree, seen string) error {
	if err := w.commit(ctx); err != nil {
		return err
	}
	*w.tree, w.lastSeen = tree, seen
	w.noteHead()
	return nil
}

// Rollback implements store.Engine.
func (w *writer) Rollback(ctx context.Context) error { return w.rollback(ctx) }

// Failed implements store.Engine.
func (w *writer) Failed() bool { return w.failed.Load() }

// release closes the connection, which moves the -wal file into the database when no other process has it open.
func (w *writer) release() error {
	var errs []error
	if w.headFile != nil {
		errs = append(errs, w.headFile.Close())
	}
	if w.conn != nil {
		if w.Writer != nil {
			errs = append(errs, w.Close())
		}
		errs = append(errs, w.sql.close(), w.conn.Close())
	}
	if w.db != nil {
		errs = append(errs, w.db.Close())
	}
	return errors.Join(errs...)
}

// noteHead writes what the database holds now, unless the file says already that it holds more: another process that
// committed since may have come first. It is not synchronised and its failure is not the commit's: the file only serves
// to notice a loss.
func (w *writer) noteHead() {
	b := make([]byte, headLine)
	if n, err := w.headFile.ReadAt(b, 0); err == nil || errors.Is(err, io.EOF) {
		if h, ok := parseHead(b[:n]); ok && h.size > w.tree.Size() {
			return
		}
	}
	w.writeHead()
}

func (w *writer) writeHead() {
	h := head{size: w.tree.Size(), root: w.tree.Root(), at: w.lastSeen}
	_, _ = w.headFile.WriteAt(h.line(), 0)
}

// begin takes the lock of the database and catches up with what others appended. It waits for a commit of another
// process, in vain when that process was suspended in the middle of it: ErrBusy. After an error no transaction is open.
func (w *writer) begin(ctx context.Context) error {
	err := exec(ctx, w.sql.begin)
	for try := 1; errors.Is(err, store.ErrBusy) && try < w.patience; try++ {
		err = exec(ctx, w.sql.begin)
	}
	if err != nil {
		return err
	}
	if err := w.catchUp(ctx); err != nil {
		return errors.Join(err, w.rollback(ctx))
	}
	return nil
}

// catchUp brings the tree to what the file holds under the lock. What this process knows must be the beginning of it:
// when it is not, somebody changed what was recorded, and nothing more is written.
func (w *writer) catchUp(ctx context.Context) error {
	n, err := w.Size(ctx)
	known := w.tree.Size()
	if err != nil || n == known {
		return err
	}
	if n < known {
		w.failed.Store(true)
		return fmt.Errorf("%w: %w: %d entries where %d were written", store.ErrFailed, store.ErrCorrupt, n, known)
	}
	hashes := w.hashReader(ctx)
	root, err := tlog.TreeHash(known, hashes)
	if err != nil {
		return err
	}
	if root.String() != w.tree.Root() {
		w.failed.Store(true)
		return fmt.Errorf("%w: %w: the first %d entries are not those that were known", store.ErrFailed, store.ErrCorrupt, known)
	}
	tree, err := journal.TreeFrom(n, hashes)
	if err != nil {
		return err
	}
	w.tree, w.others = tree, n
	if h, ok, err := readHead(w.opts.beside(headFile)); err == nil && ok && h.at > w.lastSeen {
		w.lastSeen = h.at // of whoever committed last: the clock is one for all processes
	}
	return nil
}

// transaction runs f between BEGIN IMMEDIATE and COMMIT. On any error nothing is recorded, but for a disk failure
// during COMMIT, after which nobody knows: the writer then stops for good.
func (w *writer) transaction(ctx context.Context, f func() error) error {
	if err := w.begin(ctx); err != nil {
		return err
	}
	if err := f(); err != nil {
		return errors.Join(err, w.rollback(ctx))
	}
	return w.commit(ctx)
}

func (w *writer) commit(ctx context.Context) error {
	err := exec(ctx, w.sql.commit)
	if err == nil && !w.inPlace() {
		w.failed.Store(true)
		return store.ErrGone
	}
	if err == nil {
		return nil
	}
	if errors.Is(err, store.ErrIO) && !errors.Is(err, store.ErrFull) {
		w.failed.Store(true)
		err = fmt.Errorf("%w: %w", store.ErrFailed, err)
	}
	return errors.Join(fmt.Errorf("commit: %w", err), w.rollback(ctx))
}

// inPlace tells whether what was committed can be found again: SQLite goes on writing to files that nobody can open any
// more, and says nothing.
func (w *writer) inPlace() bool {
	info, err := os.Stat(w.opts.Path)
	if err != nil || !os.SameFile(info, w.file) {
		return false
	}
	_, err = os.Stat(w.opts.Path + "-wal")
	return err == nil
}

// rollback ends the transaction if SQLite has not already done it by itself, as it does after some errors.
func (w *writer) rollback(ctx context.Context) error {
	open, err := w.inTransaction()
	if err == nil && open {
		err = exec(ctx, w.sql.rollback)
	}
	if err != nil {
		w.failed.Store(true)
		return fmt.Errorf("roll back: %w", err)
	}
	return nil
}
