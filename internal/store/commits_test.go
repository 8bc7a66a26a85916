package store_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"recette/internal/journal"
	"recette/internal/store"
)

// engine keeps rows in memory: it refuses, or fails, as a test tells it.
type engine struct {
	rows   []store.Row // durable
	added  []store.Row // in the transaction
	head   store.HeadBeside
	begun  int
	refuse map[string]bool // cases whose entry the database refuses while calls share a commit
	broken bool            // the next commit meets a disk that fails
}

func (e *engine) Begin(context.Context) error {
	e.begun++
	return nil
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
func (e *engine) InsertOutside(context.Context, *journal.Entry) error       { return nil }
func (e *engine) InsertCheckpoint(context.Context, journal.Signed) error    { return nil }
func (e *engine) KeepBeside(journal.Signed, bool) error                     { return nil }
func (e *engine) Note(context.Context, int64, string) (string, bool, error) { return "", false, nil }

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
