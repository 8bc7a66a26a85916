package sqlite_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/evidence"
	"recette/internal/journal"
	"recette/internal/store"
	"recette/internal/store/sqlite"
	"recette/internal/store/storetest"
)

var (
	_ campaign.Journal  = (*sqlite.DB)(nil)
	_ store.Store       = (*sqlite.DB)(nil)
	_ campaign.Evidence = (*evidence.Store)(nil)
)

const project = "0b8f3c52-6a7e-4c6f-9a43-2f1d7f0c9f11"

// testKey is a log key made from a fixed seed: a key of tests is no secret.
func testKey(t testing.TB) (private, public string) {
	t.Helper()
	private, public,
		err := journal.GenerateLogKey(strings.NewReader(strings.Repeat("key of tests....", 4)), journal.Origin(project))
	if err != nil {
		t.Fatal(err)
	}
	return private, public
}

func options(t testing.TB, dir string) sqlite.Options {
	t.Helper()
	private, _ := testKey(t)
	return sqlite.Options{
		Path: filepath.Join(dir, ".recette", "recette.db"), Now: time.Now, Rand: rand.Reader, Project: project,
		LogKey: private,
		Holder: "test",
	}
}

// create gives an open store in a new directory.
func create(t testing.TB) (*sqlite.DB, sqlite.Options) {
	t.Helper()
	o := options(t, t.TempDir())
	db, err := sqlite.Create(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeStore(t, db) })
	return db, o
}

func closeStore(t testing.TB, db *sqlite.DB) {
	t.Helper()
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

func reopen(t testing.TB, db *sqlite.DB, o sqlite.Options) *sqlite.DB {
	t.Helper()
	closeStore(t, db)
	next, err := sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeStore(t, next) })
	return next
}

func mustAppend(t testing.TB, db *sqlite.DB, entries ...journal.Entry) []journal.Record {
	t.Helper()
	rs, err := db.Append(t.Context(), entries...)
	if err != nil {
		t.Fatal(err)
	}
	return rs
}

// auto is the entry of an automated attempt of ten steps, as the conductor records it.
func auto(i int) journal.Entry {
	steps := make([]journal.Observation, 10)
	for j := range steps {
		steps[j] = journal.Observation{
			Step: j, Mode: "auto", Verdict: "passed", Outcome: "passed", Micros: int64(100 + j),
		}
	}
	return journal.Entry{Leaf: journal.Leaf{
		V: 1, At: "2026-11-23T14:00:00.000Z", Kind: journal.KindResult, Campaign: "2026-T4",
		Result: &journal.Result{
			Case: fmt.Sprintf("SC-%04d", i%5000), Content: strings.Repeat("3f5a0c1e", 8), Attempt: 1, Pass: 1,
			Mode:  "auto",
			Steps: steps, Closed: true, Verdict: "passed", Outcome: "passed",
		},
	}}
}

// console is a connection with SQLite's defaults: what someone with a command line has.
func console(t testing.TB, path string) *sql.DB {
	t.Helper()
	db := sql.OpenDB(plain("file:" + path + "?_busy_timeout=5000"))
	db.SetMaxOpenConns(1)
	return db
}

func execAll(t testing.TB, path string, statements ...string) {
	t.Helper()
	db := console(t, path)
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// contractLog is a store as the contract wants it.
type contractLog struct {
	*sqlite.DB
	o sqlite.Options
	t testing.TB
}

func (c *contractLog) Reopen(t testing.TB) storetest.Subject {
	return &contractLog{reopen(t, c.DB, c.o), c.o, c.t}
}

func (c *contractLog) Again(t testing.TB) store.Store {
	db, err := sqlite.Open(t.Context(), c.o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeStore(t, db) })
	return db
}

func (c *contractLog) Exec(ctx context.Context, statement string) error {
	db := console(c.t, c.o.Path)
	_, err := db.ExecContext(ctx, statement)
	return errors.Join(err, db.Close())
}

func TestContract(t *testing.T) {
	storetest.Run(t, func(t testing.TB) storetest.Subject {
		db, o := create(t)
		return &contractLog{db, o, t}
	})
}
