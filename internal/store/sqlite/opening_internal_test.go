package sqlite

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"recette/internal/journal"
	"recette/internal/store"
)

// TestSchemaDigests: the digests that openings compare with are those of what the migrations make.
func TestSchemaDigests(t *testing.T) {
	ms, err := migrations(migrationFiles)
	if err != nil {
		t.Fatal(err)
	}
	want := schemaDigests()
	if len(want) != len(ms) {
		t.Fatalf("%d digests for %d migrations", len(want), len(ms))
	}
	for i := range ms {
		schema, err := freshSchema(t.Context(), ms[:i+1])
		if err != nil {
			t.Fatal(err)
		}
		if got := digestOf(schema); got != want[i] {
			t.Errorf("the schema of version %d has the digest %s, openings compare with %s", i+1, got, want[i])
		}
	}
}

// TestLook_WhileTheLogBegins: another process begins the log, records and seals between what a look reads first and
// what it compares. Nothing was done to the record.
func TestLook_WhileTheLogBegins(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	key, _, err := journal.GenerateLogKey(rand.Reader, journal.Origin("p"))
	if err != nil {
		t.Fatal(err)
	}
	db, err := Create(ctx, Options{
		Path: filepath.Join(dir, ".recette", "recette.db"), Outside: filepath.Join(dir, ".recette.head"),
		Now: time.Now, Rand: rand.Reader, LogKey: key, Project: "p", Holder: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r := db.rows()
	l := &look{
		db: db, rows: r, log: store.NewJournal(db.project, r, nil, nil), hashes: store.NewHashReader(ctx, r.Hashes),
		good: map[int64]string{},
	}
	if err := l.read(ctx); err != nil || l.known {
		t.Fatalf("a head is known outside: %t, %v", l.known, err)
	}
	if err := db.Bind(ctx, "recette", time.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Checkpoint(ctx); err != nil {
		t.Fatal(err)
	}
	for i, step := range []func(context.Context) error{l.outside, l.beside, l.signed, l.heads, l.tail} {
		if err := step(ctx); err != nil {
			t.Errorf("step %d: %v", i, err)
		}
	}
}
