package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/jmoiron/sqlx"

	"recette/internal/store"
	"recette/internal/store/tables"
)

// lockMillis is how long SQLite waits for another process before Begin asks it again. SQLite asks ever more rarely the
// longer it waits, up to ten times a second, and would never find the lock free beside a process that commits all the
// time.
const lockMillis = 20

// writer is the one connection that changes the database. The goroutine of the commits calls it.
type writer struct {
	*tables.Writer
	db       *sqlx.DB
	conn     *sqlx.Conn
	sql      transactions
	opts     Options
	file     os.FileInfo // of the database, as it was opened
	headFile *headFile
	patience int // how often to try for the lock of the database, lockMillis each
}

var _ store.Engine = (*writer)(nil)

func startWriter(ctx context.Context, o Options) (_ *writer, err error) {
	w := &writer{opts: o, patience: busyMillis / lockMillis}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.release())
		}
	}()
	if w.db, err = connect(o.Path, writes, 1); err != nil {
		return nil, err
	}
	if w.conn, err = w.db.Connx(ctx); err != nil {
		return nil, fmt.Errorf("connect the writer: %w", classify(err))
	}
	if w.file, err = os.Stat(o.Path); err != nil {
		return nil, err
	}
	if err := w.sql.prepare(ctx, w.conn); err != nil {
		return nil, err
	}
	if w.Writer, err = tables.NewWriter(ctx, w.conn, classify); err != nil {
		return nil, err
	}
	if w.headFile, err = openHead(o.beside(headName)); err != nil {
		return nil, fmt.Errorf("open head: %w", err)
	}
	if err := makeSide(o.beside(checkpointsFile)); err != nil {
		return nil, fmt.Errorf("make the file of the signed heads: %w", err)
	}
	return w, nil
}

// askOften makes SQLite wait lockMillis at a time: Begin repeats the question.
func (w *writer) askOften(ctx context.Context) error {
	_, err := w.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout=%d", lockMillis))
	return classify(err)
}

// release closes the connection, which moves the -wal file into the database when no other process has it open.
func (w *writer) release() error {
	var errs []error
	if w.headFile != nil {
		errs = append(errs, w.headFile.close())
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

// Begin implements store.Engine. It waits for a commit of another process, in vain when that process was suspended in
// the middle of it: ErrBusy.
func (w *writer) Begin(ctx context.Context) error {
	once := context.WithoutCancel(ctx) // the driver would interrupt the question, and nobody know its answer
	err := exec(once, w.sql.begin)
	for try := 1; errors.Is(err, store.ErrBusy) && try < w.patience && ctx.Err() == nil; try++ {
		err = exec(once, w.sql.begin)
	}
	return err
}

// Commit implements store.Engine.
func (w *writer) Commit(ctx context.Context) error {
	err := exec(ctx, w.sql.commit)
	if err == nil && !w.inPlace() {
		return store.ErrGone
	}
	if err == nil {
		return nil
	}
	if errors.Is(err, store.ErrIO) && !errors.Is(err, store.ErrFull) {
		err = fmt.Errorf("%w: %w", store.ErrFailed, err)
	}
	return errors.Join(fmt.Errorf("commit: %w", err), w.Rollback(ctx))
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

// Rollback implements store.Engine. SQLite ends a transaction by itself after some errors.
func (w *writer) Rollback(ctx context.Context) error {
	open, err := w.inTransaction()
	if err == nil && open {
		err = exec(ctx, w.sql.rollback)
	}
	if err != nil {
		return fmt.Errorf("%w: roll back: %w", store.ErrFailed, err)
	}
	return nil
}

// HeadBeside implements store.Engine.
func (w *writer) HeadBeside() (store.HeadBeside, bool, error) {
	return readHead(w.opts.beside(headName))
}

// NoteHead implements store.Engine.
func (w *writer) NoteHead(h store.HeadBeside, anyway bool) { w.headFile.note(h, anyway) }
