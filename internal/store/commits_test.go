package store_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"runtime"
	"slices"
	"testing"
	"time"
	"weak"

	"recette/internal/journal"
	"recette/internal/store"
)

// engine keeps rows in memory: it refuses, or fails, as a test tells it.
type engine struct {
	rows   []store.Row // durable
	added  []store.Row // in the transaction
	head   store.HeadBeside
	begun  int
	locked chan chan struct{} // takes what ends a wait in vain for the lock; nil when no other process ever writes
	free   chan struct{}      // closed when the other process ended
	hasty  int                // questions for the lock that were not to be repeated
	refuse map[string]bool    // cases whose entry the database refuses while calls share a commit
	broken bool               // the next commit meets a disk that fails

	beside    context.Context //nolint:containedctx // that KeepBeside was called with
	notBeside error           // that it gives
}

func (e *engine) Begin(ctx context.Context) error {
	e.begun++
	if ctx.Err() != nil {
		e.hasty++
		return store.ErrBusy
	}
	if e.locked == nil {
		return nil
	}
	end := make(chan struct{})
	select {
	case e.locked <- end:
	case <-e.free:
		return nil
	}
	select {
	case <-end:
	case <-ctx.Done():
	case <-e.free:
		return nil
	}
	return store.ErrBusy
}

func (e *engine) all() []store.Row { return append(slices.Clip(e.rows), e.added...) }

func (e *engine) Size(context.Context) (int64, error) { return int64(len(e.all())), nil }

func (e *engine) Hashes(_ context.Context, seq int64) ([]byte, error) {
	return e.all()[seq].Hashes, nil
}

func (e *engine) Insert(_ context.Context, r store.Row) error {
	if e.refuse[r.Case] {
		return store.ErrConflict
	}
	r.Hashes = bytes.Clone(r.Hashes)
	e.added = append(e.added, r)
	return nil
}

func (e *engine) Commit(context.Context) error {
	if e.broken {
		return store.ErrFailed
	}
	e.rows, e.added = e.all(), nil
	return nil
}

func (e *engine) Rollback(context.Context) error {
	e.added = nil
	return nil
}

func (e *engine) NoteHead(h store.HeadBeside, _ bool)                       { e.head = h }
func (e *engine) HeadBeside() (store.HeadBeside, bool, error)               { return e.head, e.head.Size > 0, nil }
func (e *engine) InsertDetached(context.Context, *journal.Entry) error      { return nil }
func (e *engine) InsertCheckpoint(context.Context, journal.Signed) error    { return nil }
func (e *engine) KeepOutside(journal.Signed, journal.Skipped) error         { return nil }
func (e *engine) Note(context.Context, int64, string) (string, bool, error) { return "", false, nil }

func (e *engine) KeepBeside(ctx context.Context, _ journal.Signed, _ bool) error {
	e.beside = ctx
	return e.notBeside
}

func attempt(id string) journal.Entry {
	return journal.Entry{Leaf: journal.Leaf{
		At: "2026-10-15T09:00:00.000Z", Kind: journal.KindResult, Campaign: "A",
		Result: &journal.Result{Case: id, Content: "c", Attempt: 1, Pass: 1, Closed: true, Verdict: "passed"},
	}}
}

// together appends one entry a call, all waiting at once, and gives the error of each by its case.
func together(t *testing.T, e *engine, ids ...string) map[string]error {
	t.Helper()
	c, err := store.NewCommits(t.Context(), e, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Stop()
	held, release := make(chan struct{}), make(chan struct{})
	go func() {
		_ = c.Do(t.Context(), func(context.Context) error { close(held); <-release; return nil })
	}()
	<-held
	type answer struct {
		id  string
		err error
	}
	answers := make(chan answer)
	for n, id := range ids { // in this order
		go func() {
			_, err := c.Append(t.Context(), attempt(id))
			answers <- answer{id, err}
		}()
		for c.Queued() <= n {
			time.Sleep(time.Millisecond)
		}
	}
	close(release)
	errs := map[string]error{}
	for range ids {
		a := <-answers
		errs[a.id] = a.err
	}
	return errs
}

// TestRefusalAlone: when the database refuses the entry of one call, those that shared its commit are recorded.
func TestRefusalAlone(t *testing.T) {
	e := &engine{refuse: map[string]bool{"SC-2": true}}
	errs := together(t, e, "SC-1", "SC-2", "SC-3")
	if errs["SC-1"] != nil || errs["SC-3"] != nil || !errors.Is(errs["SC-2"], store.ErrConflict) {
		t.Errorf("errors %v, want a refusal of SC-2 alone", errs)
	}
	if n := len(e.rows); n != 2 {
		t.Errorf("%d leaves, want 2", n)
	}
}

// TestFailedEngineBeginsNothing: the calls of a group are tried again one by one after one of them was refused; when
// the commit of one of these fails, the next must not be written to a disk whose state nobody knows.
func TestFailedEngineBeginsNothing(t *testing.T) {
	e := &engine{refuse: map[string]bool{"SC-2": true}, broken: true}
	errs := together(t, e, "SC-1", "SC-2", "SC-3")
	for id, err := range errs {
		if !errors.Is(err, store.ErrFailed) && id != "SC-2" {
			t.Errorf("%s: %v, want ErrFailed", id, err)
		}
	}
	if e.begun != 2 { // the group, and its first call alone
		t.Errorf("%d transactions were begun, want 2", e.begun)
	}
	if n := len(e.rows); n != 0 {
		t.Errorf("%d leaves, want none", n)
	}
}

// waits gives a log beside a process that is writing, what calls of it gave, and how to make one.
func waits(t *testing.T) (e *engine, c *store.Commits, call func(ctx context.Context, id string), answers chan error) {
	t.Helper()
	e = &engine{locked: make(chan chan struct{}), free: make(chan struct{})}
	c, err := store.NewCommits(t.Context(), e, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	answers = make(chan error)
	return e, c, func(ctx context.Context, id string) {
		go func() {
			_, err := c.Append(ctx, attempt(id))
			answers <- err
		}()
	}, answers
}

// All who waited in vain for another process are told together: thirty testers do not wait thirty times.
func TestBusy_IsToldToAll(t *testing.T) {
	e, c, call, answers := waits(t)
	call(t.Context(), "SC-1")
	end := <-e.locked
	const others = 30
	for range others {
		call(t.Context(), "SC-2")
	}
	for c.Queued() < others {
		time.Sleep(time.Millisecond)
	}
	close(end)
	for range others + 1 {
		if err := <-answers; !errors.Is(err, store.ErrBusy) {
			t.Errorf("Append() = %v, want ErrBusy", err)
		}
	}
	close(e.free)
	c.Stop()
	if e.begun != 1 || len(e.rows) != 0 {
		t.Errorf(
			"the lock was asked for %d times and %d leaves were recorded, want once and none", e.begun, len(e.rows),
		)
	}
}

// Nothing is decided before the lock is held: whose context ends leaves at once, and hurts nobody who waits with him.
func TestWait_EndsWithItsContext(t *testing.T) {
	e, c, call, answers := waits(t)
	first, leave := context.WithCancel(t.Context())
	call(first, "SC-1")
	<-e.locked
	call(t.Context(), "SC-2")
	for c.Queued() < 1 {
		time.Sleep(time.Millisecond)
	}
	leave()
	if err := <-answers; !errors.Is(err, context.Canceled) {
		t.Errorf("Append() of one who left = %v, want Canceled", err)
	}
	select {
	case err := <-answers:
		t.Fatalf("Append() of one who waits = %v", err)
	default:
	}
	close(e.free) // SC-1 was first: what was asked in its name serves SC-2
	if err := <-answers; err != nil {
		t.Errorf("Append() of one who waited = %v", err)
	}
	c.Stop()
	if len(e.rows) != 1 || e.rows[0].Case != "SC-2" {
		t.Errorf("leaves %v, want SC-2 alone", e.rows)
	}
}

// When the last one who waited left, nobody asks for the lock any more, and the next call is as the first.
func TestWait_EndsWithItsLast(t *testing.T) {
	e, c, call, answers := waits(t)
	defer c.Stop()
	for range 100 {
		alone, leave := context.WithCancel(t.Context())
		call(alone, "SC-1")
		<-e.locked
		leave()
		if err := <-answers; !errors.Is(err, context.Canceled) {
			t.Fatalf("Append() of one who left = %v, want Canceled", err)
		}
	}
	close(e.free)
	call(t.Context(), "SC-2")
	if err := <-answers; err != nil {
		t.Errorf("Append() once the other process ended = %v", err)
	}
	if len(e.rows) != 1 || e.rows[0].Case != "SC-2" {
		t.Errorf("leaves %v, want SC-2 alone", e.rows)
	}
}

// Whoever waited in vain already asks once more, and not for longer.
func TestCheckpointAtOnce_AsksOnce(t *testing.T) {
	e, c, _, _ := waits(t)
	defer c.Stop()
	private, _, err := journal.GenerateLogKey(rand.Reader, "p")
	if err != nil {
		t.Fatal(err)
	}
	key, err := journal.ParseLogKey(private)
	if err != nil {
		t.Fatal(err)
	}
	l := store.NewJournal("p", nil, c, key)
	if _, err := l.CheckpointAtOnce(t.Context()); !errors.Is(err, store.ErrBusy) {
		t.Errorf("CheckpointAtOnce() beside a process that is writing = %v, want ErrBusy", err)
	}
	if e.begun != 1 || e.hasty != 1 {
		t.Errorf("the lock was asked for %d times, %d of them once, want 1 and 1", e.begun, e.hasty)
	}
}

// What a call gave is let go of once it is recorded: a document of many MiB is not kept until the next commit.
func TestCommit_KeepsNothingOfItsCalls(t *testing.T) {
	e := &engine{}
	c, err := store.NewCommits(t.Context(), e, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Stop()
	document := func() weak.Pointer[byte] {
		data := make([]byte, 1<<20)
		entry := attempt("SC-1")
		entry.Blobs = []journal.Blob{journal.NewBlob(data)}
		if _, err := c.Append(t.Context(), entry); err != nil {
			t.Fatal(err)
		}
		return weak.Make(&data[0])
	}()
	runtime.GC()
	if document.Value() != nil {
		t.Error("a document that was recorded is kept")
	}
}

// What is kept beside the database is read and written in the time of whoever asks for it.
func TestCheckpoint_KeepsBesideInTheTimeOfItsCaller(t *testing.T) {
	e := &engine{notBeside: errors.New("no room")}
	c, err := store.NewCommits(t.Context(), e, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Stop()
	private, _, err := journal.GenerateLogKey(rand.Reader, "p")
	if err != nil {
		t.Fatal(err)
	}
	key, err := journal.ParseLogKey(private)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := store.NewJournal("p", nil, c, key).Checkpoint(ctx); !errors.Is(err, e.notBeside) {
		t.Errorf("Checkpoint() = %v, want %v", err, e.notBeside)
	}
	if cancel(); e.beside.Err() == nil {
		t.Error("it goes on when its caller left")
	}
}
