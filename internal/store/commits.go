package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"recette/internal/journal"
)

// Engine is what a database gives to the commits of one process: the one connection that changes it. One goroutine
// calls it. Of an error under ErrFailed nobody knows what the disk holds: nothing more is then written.
type Engine interface {
	// Begin opens a transaction, under a lock that keeps every other process from writing. After an error none is open.
	// It asks for the lock once at least, and again, for a while, until ctx ends: ErrBusy then.
	Begin(ctx context.Context) error
	// Size is the number of leaves, Hashes those that a leaf completes, nil when there are none.
	Size(ctx context.Context) (int64, error)
	Hashes(ctx context.Context, seq int64) ([]byte, error)
	// Insert stores a leaf with the hashes that it completes. InsertDetached stores what it commits to: what is known
	// already stays as it is, what was erased stays erased. Of a leaf that erases, it deletes what it names.
	Insert(ctx context.Context, r Row) error
	InsertDetached(ctx context.Context, e *journal.Entry) error
	// Note gives the stored checkpoint of so many entries under a key, InsertCheckpoint stores one. KeepBeside keeps a
	// copy of a durable one outside the database; one that is not fresh may be there.
	Note(ctx context.Context, size int64, verifier string) (note string, known bool, err error)
	InsertCheckpoint(ctx context.Context, s journal.Signed) error
	KeepBeside(ctx context.Context, s journal.Signed, fresh bool) error
	// KeepOutside keeps the last signed head where neither the database nor what is beside it lies, durably. One that
	// claims more stays. skipped is how many numbers the restorations of the log left out.
	KeepOutside(s journal.Signed, skipped journal.Skipped) error
	// Commit makes the transaction durable, before others can begin theirs. On error nothing was recorded, but for
	// ErrFailed.
	Commit(ctx context.Context) error
	Rollback(ctx context.Context) error
	// HeadBeside gives what was noted beside the database, NoteHead notes what is durable: it only serves to notice a
	// loss, and is never an error of a commit. Unless anyway, a head that claims more stays: another process committed.
	HeadBeside() (h HeadBeside, known bool, err error)
	NoteHead(h HeadBeside, anyway bool)
}

// Commits records the entries of many callers through one engine, in commits that they share.
type Commits struct {
	engine Engine
	now    func() time.Time
	queue  chan *request
	close  chan struct{} // closed by Stop
	exited chan struct{} // closed by the goroutine

	wanted atomic.Int64 // calls that wait, and that the goroutine did not take
	asking sync.Mutex
	giveUp context.CancelFunc // ends the wait for the lock of the log; nil when nobody asks for it

	// Of the goroutine alone.
	tree   *journal.Tree // of what is durable, as far as this process knows
	others int64         // another process may have appended entries before this position
	seen   string        // the clock at the last commit, in the form of the instants of leaves; empty when nobody knows
	failed bool          // nothing more is written
	// guard looks at what another process appended before anything is added to it; nil looks at nothing.
	guard func(context.Context) error
}

// NewCommits starts the goroutine that commits. Stop ends it.
func NewCommits(ctx context.Context, engine Engine, now func() time.Time) (*Commits, error) {
	c := &Commits{
		engine: engine, now: now, queue: make(chan *request, 256), close: make(chan struct{}),
		exited: make(chan struct{}),
	}
	if err := c.look(ctx); err != nil {
		return nil, err
	}
	go c.run()
	return c, nil
}

// Stop waits for the commit that is under way and refuses what is not yet handed to it. It is called once.
func (c *Commits) Stop() {
	close(c.close)
	c.ask(nil)
	<-c.exited
}

// Append is Store.Append.
func (c *Commits) Append(ctx context.Context, entries ...journal.Entry) ([]journal.Record, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	if err := checkEntries(entries); err != nil {
		return nil, fmt.Errorf("append: %w", err)
	}
	return c.append(ctx, &request{entries: entries})
}

// Extend is Store.Extend.
func (c *Commits) Extend(
	ctx context.Context, build func(journal.Head) ([]journal.Entry, error),
) ([]journal.Record, error) {
	return c.append(ctx, &request{build: build})
}

// AppendWith is Store.AppendWith.
func (c *Commits) AppendWith(
	ctx context.Context, build func(context.Context) ([]journal.Entry, error),
) ([]journal.Record, error) {
	return c.append(
		ctx, &request{alone: true, build: func(journal.Head) ([]journal.Entry, error) { return build(ctx) }},
	)
}

func (c *Commits) append(ctx context.Context, r *request) ([]journal.Record, error) {
	switch err := c.submit(ctx, r); {
	case r.refused:
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("append: %w", err)
	}
	return r.records, nil
}

// Queued is how many calls wait for the goroutine.
func (c *Commits) Queued() int { return len(c.queue) }

// Do runs an operation of the engine between two transactions.
func (c *Commits) Do(ctx context.Context, operation func(context.Context) error) error {
	return c.submit(ctx, &request{operation: operation})
}

// The limits of one commit. They bound its memory and how long the first caller of a group waits for the last.
const (
	maxGroupEntries = 1024
	maxGroupBytes   = 8 << 20
)

// request is one call on its way through the writer. Its fate is definite: whoever moves state from waiting decides
// whether it is recorded, so that a caller who gives up knows that it was not.
type request struct {
	entries   []journal.Entry
	build     func(journal.Head) ([]journal.Entry, error) // gives the entries, under the lock
	alone     bool                                        // shares its transaction with no other
	within    func(context.Context) error                 // instead of entries: changes nothing of the log itself
	after     func() error                                // called once what within did is durable
	hasty     bool                                        // does not wait for another process
	operation func(context.Context) error                 // instead of entries: an operation between two transactions

	state   atomic.Int32
	records []journal.Record
	err     error
	refused bool // err is that of build
	done    chan struct{}
}

const (
	waiting  int32 = iota
	taken          // it is being decided: the caller waits for the answer, whatever its context says
	withdrew       // the caller gave up before: never recorded
)

// submit hands r over and waits for its fate.
//
// A context that ends before the request is taken withdraws it, though the lock of the log be asked for: nothing is
// recorded. Afterwards submit waits for the commit, whatever the context says: an answer "I do not know" would make
// callers record twice.
func (c *Commits) submit(ctx context.Context, r *request) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.done = make(chan struct{})
	if c.closing() {
		return ErrClosed
	}
	c.wanted.Add(1)
	select {
	case c.queue <- r:
	case <-c.close:
		c.leave(r)
		return ErrClosed
	case <-ctx.Done():
		c.leave(r)
		return ctx.Err()
	}
	select {
	case <-r.done:
	case <-ctx.Done():
		if c.leave(r) {
			return ctx.Err()
		}
		<-r.done
	case <-c.exited:
		if c.leave(r) {
			return ErrClosed
		}
		<-r.done
	}
	return r.err
}

// leave withdraws a request that is not taken. Nobody asks for the lock of the log when nobody waits.
func (c *Commits) leave(r *request) bool {
	if !r.state.CompareAndSwap(waiting, withdrew) {
		return false
	}
	if c.wanted.Add(-1) == 0 {
		c.ask(nil)
	}
	return true
}

// take decides that a request is served; false when its caller gave up.
func (c *Commits) take(r *request) bool {
	if !r.state.CompareAndSwap(waiting, taken) {
		return false
	}
	c.wanted.Add(-1)
	return true
}

// ask notes what ends the wait for the lock of the log. It ends that of before.
func (c *Commits) ask(giveUp context.CancelFunc) {
	c.asking.Lock()
	defer c.asking.Unlock()
	if c.giveUp != nil {
		c.giveUp()
	}
	c.giveUp = giveUp
}

func (c *Commits) run() {
	defer close(c.exited)
	for {
		select {
		case <-c.close:
			c.refuseQueued(ErrClosed)
			return
		case r := <-c.queue:
			for r != nil {
				r = c.serve(r)
			}
		}
	}
}

// refuseQueued answers all who wait. Of those whom Close overtook, those who come later see c.close or c.exited.
func (c *Commits) refuseQueued(err error) {
	for {
		select {
		case r := <-c.queue:
			c.refuse(r, err)
		default:
			return
		}
	}
}

func (c *Commits) refuse(r *request, err error) {
	if c.take(r) {
		r.answer(nil, err)
	}
}

func (r *request) answer(records []journal.Record, err error) {
	r.records, r.err = records, err
	close(r.done)
}

// serve runs one operation, or one commit for as many appends as wait. It gives the next to serve, if it met one.
func (c *Commits) serve(first *request) (next *request) {
	ctx := context.Background() // a commit that began ends: see submit
	if first.operation != nil {
		if c.take(first) {
			first.answer(nil, c.operate(ctx, first))
		}
		return nil
	}
	g := &group{c: c}
	if !c.open(g, first) {
		return nil
	}
	for r := first; r != nil; {
		if c.take(r) {
			if err := g.add(ctx, r); err != nil {
				g.abandon(ctx, err)
				return nil
			}
			if r.unshared() || g.entries >= maxGroupEntries || g.bytes >= maxGroupBytes {
				break
			}
		}
		r = nil
		select {
		case queued := <-c.queue:
			if queued.unshared() {
				next = queued
			} else {
				r = queued
			}
		default:
		}
	}
	g.commit(ctx)
	return next
}

// open begins the transaction of a request. While another process is writing, the request may still be withdrawn, and
// so may all others: they wait together, and are told together that it was in vain.
func (c *Commits) open(g *group, first *request) bool {
	defer c.ask(nil)
	for {
		ctx, cancel := context.WithCancel(context.Background())
		c.ask(cancel)
		if first.hasty || c.wanted.Load() == 0 {
			cancel() // to ask once
		}
		err := g.begin(ctx)
		switch {
		case err == nil:
			return true
		case !errors.Is(err, ErrBusy) || first.hasty:
		case c.closing():
			err = ErrClosed
		case ctx.Err() == nil:
			c.refuseQueued(err)
		case first.state.Load() == waiting: // whoever gave up was another one
			continue
		}
		c.refuse(first, err)
		return false
	}
}

func (c *Commits) closing() bool {
	select {
	case <-c.close:
		return true
	default:
		return false
	}
}

// unshared tells whether a request shares its transaction with no other.
func (r *request) unshared() bool { return r.operation != nil || r.within != nil || r.alone }

func (c *Commits) operate(ctx context.Context, r *request) error {
	if c.failed {
		return ErrFailed
	}
	return c.noteFailure(r.operation(ctx))
}
