package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"

	"github.com/jmoiron/sqlx"

	"recette/internal/journal"
	"recette/internal/store"
)

// The limits of one commit. They bound its memory and how long the first caller of a group waits for the last.
const (
	maxGroupEntries = 1024
	maxGroupBytes   = 8 << 20
)

// request is one call on its way through the writer. Its fate is definite: whoever moves state from waiting decides whether
// it is recorded, so that a caller who gives up knows that it was not.
type request struct {
	entries []journal.Entry
	build   func() ([]journal.Entry, error)      // instead of entries: gives them once nobody else can append
	other   func(context.Context, *writer) error // instead of entries: an operation of its own transaction

	state   atomic.Int32
	records []journal.Record
	err     error
	done    chan struct{}
}

const (
	waiting  int32 = iota
	taken          // the writer has it: the caller waits for the answer, whatever its context says
	withdrew       // the caller gave up before the writer had it: never recorded
)

// writer is the one goroutine that changes the database, on the one connection that may.
type writer struct {
	db     *sqlx.DB
	conn   *sqlx.Conn
	sql    statements
	key    *journal.LogKey
	opts   Options
	queue  chan *request
	close  chan struct{} // closed by stop
	exited chan struct{} // closed by the goroutine
	failed atomic.Bool

	// Of the goroutine alone.
	tree     *journal.Tree
	headFile *os.File
	file     os.FileInfo // of the database, as it was opened
	lastSeen string      // the clock at the last commit, for a step backwards
}

func startWriter(ctx context.Context, db *DB) (_ *writer, err error) {
	w := &writer{
		key: db.key, opts: db.opts,
		queue: make(chan *request, 256), close: make(chan struct{}), exited: make(chan struct{}),
	}
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
	n, err := size(ctx, w.conn)
	if err != nil {
		return nil, err
	}
	if w.tree, err = journal.TreeFrom(n, newHashReader(ctx, w.conn)); err != nil {
		return nil, err
	}
	h, known, err := readHead(db.opts.beside(headFile))
	if err != nil {
		return nil, err
	}
	if known {
		w.lastSeen = h.at
	}
	if w.headFile, err = openSide(db.opts.beside(headFile), 0); err != nil {
		return nil, fmt.Errorf("open head: %w", err)
	}
	if n > 0 || known {
		w.noteHead()
	}
	go w.run()
	return w, nil
}

// stop ends the goroutine and closes the connection, which moves the -wal file into the database.
func (w *writer) stop() error {
	close(w.close)
	<-w.exited
	return w.release()
}

func (w *writer) release() error {
	var errs []error
	if w.headFile != nil {
		errs = append(errs, w.headFile.Close())
	}
	if w.conn != nil {
		errs = append(errs, w.sql.close(), w.conn.Close())
	}
	if w.db != nil {
		errs = append(errs, w.db.Close())
	}
	return errors.Join(errs...)
}

// submit hands r over and waits for its fate.
//
// A context that ends before the writer took the request withdraws it: nothing is recorded. Afterwards submit waits for the
// commit, whatever the context says: an answer "I do not know" would make callers record twice.
func (w *writer) submit(ctx context.Context, r *request) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.done = make(chan struct{})
	select {
	case <-w.close:
		return store.ErrClosed
	default:
	}
	select {
	case w.queue <- r:
	case <-w.close:
		return store.ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-r.done:
	case <-ctx.Done():
		if r.state.CompareAndSwap(waiting, withdrew) {
			return ctx.Err()
		}
		<-r.done
	case <-w.exited:
		if r.state.CompareAndSwap(waiting, withdrew) {
			return store.ErrClosed
		}
		<-r.done
	}
	return r.err
}

func (w *writer) run() {
	defer close(w.exited)
	for {
		select {
		case <-w.close:
			w.refuseQueued()
			return
		case r := <-w.queue:
			w.serve(r)
		}
	}
}

// refuseQueued answers those whom Close overtook. Those who come later see w.close or w.exited.
func (w *writer) refuseQueued() {
	for {
		select {
		case r := <-w.queue:
			if r.take() {
				r.answer(nil, store.ErrClosed)
			}
		default:
			return
		}
	}
}

func (r *request) take() bool { return r.state.CompareAndSwap(waiting, taken) }

func (r *request) answer(records []journal.Record, err error) {
	r.records, r.err = records, err
	close(r.done)
}

// serve runs one operation, or one commit for as many appends as wait.
func (w *writer) serve(first *request) {
	if !first.take() {
		return
	}
	ctx := context.Background() // a commit that began ends: see submit
	if first.lonely() {
		w.alone(ctx, first)
		return
	}
	g := &group{w: w, tree: *w.tree}
	next := first
	if err := g.begin(ctx); err != nil {
		first.answer(nil, err)
		return
	}
	var after *request
	for next != nil {
		if err := g.add(ctx, next); err != nil {
			g.abandon(ctx, err)
			break
		}
		if next = nil; g.entries >= maxGroupEntries || g.bytes >= maxGroupBytes {
			break
		}
		select {
		case r := <-w.queue:
			switch {
			case !r.take():
			case r.lonely():
				after = r
			default:
				next = r
			}
		default:
		}
	}
	g.commit(ctx)
	if after != nil {
		w.alone(ctx, after)
	}
}

// lonely tells whether a request shares its transaction with no other.
func (r *request) lonely() bool { return r.other != nil || r.build != nil }

// alone serves a request in a transaction of its own.
func (w *writer) alone(ctx context.Context, r *request) {
	if r.other != nil {
		r.answer(nil, w.other(ctx, r))
		return
	}
	g := &group{w: w, tree: *w.tree}
	if err := g.begin(ctx); err != nil {
		r.answer(nil, err)
		return
	}
	var err error
	if r.entries, err = r.build(); err == nil {
		err = checkEntries(r.entries)
	}
	if err != nil || len(r.entries) == 0 {
		r.answer(nil, errors.Join(err, w.rollback(ctx)))
		return
	}
	if err := g.add(ctx, r); err != nil {
		g.abandon(ctx, err)
		return
	}
	g.commit(ctx)
}

func (w *writer) other(ctx context.Context, r *request) error {
	if w.failed.Load() {
		return store.ErrFailed
	}
	return r.other(ctx, w)
}

// noteHead writes what the database holds now. It is not synchronised and its failure is not the commit's: the file only
// serves to notice a loss.
func (w *writer) noteHead() {
	h := head{size: w.tree.Size(), root: w.tree.Root(), at: w.lastSeen}
	_, _ = w.headFile.WriteAt(h.line(), 0)
}

// transaction runs f between BEGIN IMMEDIATE and COMMIT. On any error nothing is recorded, but for a disk failure during
// COMMIT, after which nobody knows: the writer then stops for good.
func (w *writer) transaction(ctx context.Context, f func() error) error {
	if err := w.sql.exec(ctx, w.sql.begin); err != nil {
		return err
	}
	if err := f(); err != nil {
		return errors.Join(err, w.rollback(ctx))
	}
	return w.commit(ctx)
}

func (w *writer) commit(ctx context.Context) error {
	err := w.sql.exec(ctx, w.sql.commit)
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
		err = w.sql.exec(ctx, w.sql.rollback)
	}
	if err != nil {
		w.failed.Store(true)
		return fmt.Errorf("roll back: %w", err)
	}
	return nil
}
