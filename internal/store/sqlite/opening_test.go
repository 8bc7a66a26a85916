package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"recette/internal/journal"
	"recette/internal/store"
	"recette/internal/store/sqlite"
)

// watched is a bound log of 300 leaves whose head is kept outside, sealed after 290.
func watched(t *testing.T) sqlite.Options {
	t.Helper()
	dir := t.TempDir()
	o := options(t, dir)
	o.Outside = filepath.Join(dir, ".recette.head")
	db, err := sqlite.Create(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	bind(t, db)
	entries := make([]journal.Entry, 289)
	for i := range entries {
		entries[i] = auto(i)
	}
	mustAppend(t, db, entries...)
	if _, err := db.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, db, entries[:10]...)
	return o
}

// TestOpen_SeesWhatWasDone: whoever opens for writing is refused, whoever reads is told.
func TestOpen_SeesWhatWasDone(t *testing.T) {
	t.Parallel()
	remove := func(name string) func(*testing.T, sqlite.Options) {
		return func(t *testing.T, o sqlite.Options) {
			t.Helper()
			if err := os.Remove(filepath.Join(filepath.Dir(o.Path), name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	run := func(statements ...string) func(*testing.T, sqlite.Options) {
		return func(t *testing.T, o sqlite.Options) { t.Helper(); execAll(t, o.Path, statements...) }
	}
	write := func(text string) func(*testing.T, sqlite.Options) {
		return func(t *testing.T, o sqlite.Options) {
			t.Helper()
			if err := os.WriteFile(o.Outside, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	const unguarded = `DROP TRIGGER journal_update`
	for name, tt := range map[string]struct {
		do      func(*testing.T, sqlite.Options)
		want    error // nil: nothing is found
		restore bool  // it can be restored
	}{
		"nothing":                {func(*testing.T, sqlite.Options) {}, nil, false},
		"head is gone":           {remove("head"), store.ErrBesideGone, true},
		"checkpoints is gone":    {remove("checkpoints"), store.ErrBesideGone, true},
		"the outside is gone":    {remove("../.recette.head"), store.ErrUnanchored, true},
		"the outside is torn":    {write("recette head 1\nrecette/x"), store.ErrUnanchored, true},
		"the outside is emptied": {write(""), store.ErrUnanchored, true},
		"a trigger is gone":      {run(unguarded), store.ErrSchema, true},
		"a trigger is changed": {run(unguarded,
			`CREATE TRIGGER journal_update BEFORE UPDATE ON journal BEGIN SELECT 1; END`), store.ErrSchema, true},
		"a trigger is added": {run(
			`CREATE TRIGGER more AFTER INSERT ON journal BEGIN DELETE FROM free_text; END`), store.ErrSchema, true},
		"an index is gone":   {run(`DROP INDEX journal_kind`), store.ErrSchema, true},
		"a table is added":   {run(`CREATE TABLE more (a TEXT)`), store.ErrSchema, false},
		"a table is changed": {run(`ALTER TABLE free_text ADD COLUMN more TEXT`), store.ErrSchema, false},
		"a leaf after the seal": {run(unguarded,
			`UPDATE journal SET leaf = CAST(replace(CAST(leaf AS TEXT), '"passed"', '"failed"') AS BLOB)
			WHERE seq = 295`), store.ErrCorrupt, false},
		"a leaf before the seal": {run(unguarded,
			`UPDATE journal SET leaf = CAST(replace(CAST(leaf AS TEXT), '"passed"', '"failed"') AS BLOB)
			WHERE seq = 100`), store.ErrCorrupt, false},
		"a row that lies": {run(unguarded,
			`UPDATE journal SET campaign = 'other' WHERE seq = 200`), store.ErrCorrupt, false},
		"the first row lies": {run(unguarded,
			`UPDATE journal SET kind = 'result' WHERE seq = 0`), store.ErrCorrupt, false},
		"a leaf and its hash": {
			run(unguarded, `DROP TRIGGER journal_hash_update`,
				`UPDATE journal_hash SET hashes = (SELECT hashes FROM journal_hash WHERE seq = 298) WHERE seq = 296`),
			store.ErrCorrupt, false,
		},
		"a signed head": {run(`DROP TRIGGER checkpoint_update`,
			`UPDATE checkpoint SET note = replace(note, '290', '291')`), store.ErrCorrupt, false},
		"the root of a signed head": {
			behind("checkpoint_update", `UPDATE checkpoint SET root = 'AAAA'`), store.ErrCorrupt, false,
		},
		"the size of a signed head": {
			behind("checkpoint_update", `UPDATE checkpoint SET size = 289`), store.ErrCorrupt, false,
		},
		"the signed heads": {behind("checkpoint_delete", `DELETE FROM checkpoint`), store.ErrHeadsGone, true},
		"the signed heads, beside too": {func(t *testing.T, o sqlite.Options) {
			t.Helper()
			behind("checkpoint_delete", `DELETE FROM checkpoint`)(t, o)
			if err := os.Truncate(filepath.Join(filepath.Dir(o.Path), "checkpoints"), 0); err != nil {
				t.Fatal(err)
			}
		}, store.ErrHeadsGone, true},
		"the day it was made": {
			behind("instance_update", `UPDATE instance SET created = '2025-01-01T00:00:00.000Z'`),
			store.ErrCorrupt, false,
		},
		"a restoration that was cut short": {func(t *testing.T, o sqlite.Options) {
			t.Helper()
			if err := os.WriteFile(filepath.Join(filepath.Dir(o.Path), "mending"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}, store.ErrSchema, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := watched(t)
			tt.do(t, o)
			o.ReadOnly = true
			db, err := sqlite.Open(t.Context(), o)
			if err != nil {
				t.Fatalf("Open for reading = %v", err)
			}
			if found := errors.Join(db.Doubts()...); !errors.Is(found, tt.want) || tt.want == nil && found != nil {
				t.Errorf("Doubts() = %v, want %v", found, tt.want)
			}
			closeStore(t, db)
			o.ReadOnly = false
			if db, err = sqlite.Open(t.Context(), o); !errors.Is(err, tt.want) || tt.want == nil && err != nil {
				t.Errorf("Open for writing = %v, want %v", err, tt.want)
			}
			if err == nil {
				closeStore(t, db)
			}
			if tt.want == nil {
				return
			}
			o.Restore = true
			db, err = sqlite.Open(t.Context(), o)
			if (err == nil) != tt.restore {
				t.Fatalf("Open to restore = %v, want %t", err, tt.restore)
			}
			if err != nil {
				return
			}
			_, err = db.Checkpoint(t.Context())
			if err != nil {
				t.Error(err)
			}
			closeStore(t, db)
			o.Restore = false
			if db, err = sqlite.Open(t.Context(), o); err != nil {
				t.Fatalf("Open once it is restored = %v", err)
			}
			closeStore(t, db)
		})
	}
}

// behind runs a statement while a guard is down, and puts the guard back as it was.
func behind(guard, statement string) func(*testing.T, sqlite.Options) {
	return func(t *testing.T, o sqlite.Options) {
		t.Helper()
		db := console(t, o.Path)
		defer db.Close()
		var text string
		err := db.QueryRowContext(t.Context(), `SELECT sql FROM sqlite_schema WHERE name = ?`, guard).Scan(&text)
		for _, s := range []string{`DROP TRIGGER ` + guard, statement, text} {
			if err == nil {
				_, err = db.ExecContext(t.Context(), s)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestOpen_KnowsItsOwnFolder: another folder of the same form, and an older copy of this one, are not the one whose
// head is kept outside.
func TestOpen_KnowsItsOwnFolder(t *testing.T) {
	t.Parallel()
	o := watched(t)
	older := filepath.Join(t.TempDir(), "older")
	if err := os.CopyFS(older, os.DirFS(filepath.Dir(o.Path))); err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, db, auto(1))
	if _, err := db.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	closeStore(t, db)
	other := options(t, t.TempDir())
	other.Project = "another"
	other.LogKey, _ = keyOf(t, "the key of another project", journal.Origin("another"))
	if db, err = sqlite.Create(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	bind(t, db)
	closeStore(t, db)
	for name, tt := range map[string]struct {
		path, key string
		want      error
	}{
		"its own":       {o.Path, o.LogKey, nil},
		"an older copy": {filepath.Join(older, "recette.db"), o.LogKey, store.ErrRolledBack},
		"another one":   {other.Path, other.LogKey, store.ErrOtherLog},
	} {
		look := o
		look.Path, look.LogKey = tt.path, tt.key
		db, err := sqlite.Open(t.Context(), look)
		if !errors.Is(err, tt.want) || tt.want == nil && err != nil {
			t.Errorf("%s: Open = %v, want %v", name, err, tt.want)
		}
		if err == nil {
			closeStore(t, db)
		}
	}
}

// TestKeepOutside_NeverGoesBack: however many processes seal, the head outside is the biggest one, and whole.
func TestKeepOutside_NeverGoesBack(t *testing.T) {
	t.Parallel()
	o := watched(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			db, err := sqlite.Open(t.Context(), o)
			if err != nil {
				t.Error(err)
				return
			}
			defer closeStore(t, db)
			last := int64(0)
			for i := range 10 {
				mustAppend(t, db, auto(i))
				if _, err := db.Checkpoint(t.Context()); err != nil {
					t.Error(err)
				}
				kept, known, err := db.Outside()
				if err != nil || !known || kept.Size < last {
					t.Errorf("the head outside is of %d entries after %d, known %t, %v", kept.Size, last, known, err)
				}
				last = kept.Size
			}
		})
	}
	all.Wait()
	db, err := sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	n, root, err := db.Head(t.Context())
	if kept, _, _ := db.Outside(); err != nil || kept.Size != n || kept.Root != root {
		t.Errorf("the head outside is of %d entries, the log holds %d", kept.Size, n)
	}
}
