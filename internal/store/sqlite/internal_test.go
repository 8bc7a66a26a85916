package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	sqlite3 "github.com/mattn/go-sqlite3"

	"recette/internal/journal"
	"recette/internal/store"
)

func TestMigrationNumbers(t *testing.T) {
	file := &fstest.MapFile{Data: []byte("SELECT 1")}
	for name, tt := range map[string]struct {
		names []string
		ok    bool
	}{
		"in order":     {[]string{"0001_a", "0002_b"}, true},
		"none":         {nil, true},
		"a hole":       {[]string{"0001_a", "0003_c"}, false},
		"twice":        {[]string{"0001_a", "0001_b"}, false},
		"from zero":    {[]string{"0000_a"}, false},
		"no number":    {[]string{"first_a"}, false},
		"without name": {[]string{"0001"}, false},
	} {
		files := fstest.MapFS{}
		for _, n := range tt.names {
			files["migrations/"+n+".sql"] = file
		}
		if ms, err := migrations(files); (err == nil) != tt.ok || err == nil && len(ms) != len(tt.names) {
			t.Errorf("%s: %v, %v", name, ms, err)
		}
	}
}

// TestMigrateFromOld: a database of an earlier version is brought to this one; a migration that fails leaves nothing of
// itself, its version included.
func TestMigrateFromOld(t *testing.T) {
	o := Options{Path: filepath.Join(t.TempDir(), "recette.db"), Now: time.Now, Project: "p"}
	db, err := Create(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	ms, err := migrations(migrationFiles)
	if err != nil {
		t.Fatal(err)
	}
	ms = append(ms,
		migration{version: len(ms) + 1, name: "good", sql: `CREATE TABLE good (x)`, sha256: "a"},
		migration{version: len(ms) + 2, name: "bad", sql: `CREATE TABLE bad (x); CREATE TABLE bad (x)`, sha256: "b"})
	w, err := connect(o.Path, writes, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := migrate(t.Context(), w, ms, len(ms)-2, journal.Instant(time.Now()), "p"); err == nil {
		t.Fatal("a broken migration went through")
	}
	var got struct {
		Version, Good, Bad, Noted int
	}
	for _, q := range []struct {
		dest *int
		sql  string
	}{
		{&got.Version, `PRAGMA user_version`},
		{&got.Good, `SELECT count(*) FROM sqlite_schema WHERE name = 'good'`},
		{&got.Bad, `SELECT count(*) FROM sqlite_schema WHERE name = 'bad'`},
		{&got.Noted, `SELECT count(*) FROM migration`},
	} {
		if err := w.GetContext(t.Context(), q.dest, q.sql); err != nil {
			t.Fatal(err)
		}
	}
	want := got
	want.Version, want.Good, want.Bad, want.Noted = len(ms)-1, 1, 0, len(ms)-1
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("after a broken migration (-want +got)\n%s", diff)
	}
}

func FuzzHead(f *testing.F) {
	f.Add(lineOf(store.HeadBeside{Size: 42, Root: (&journal.Tree{}).Root(), At: "2026-10-15T09:00:00.000Z"}))
	f.Add([]byte("recette head 1 x"))
	f.Fuzz(func(t *testing.T, b []byte) {
		h, ok := parseHead(b)
		if !ok {
			return
		}
		if again, ok := parseHead(lineOf(h)); !ok || again != h {
			t.Fatalf("%q gives %+v, which gives %+v", b, h, again)
		}
	})
}

// TestKindOfDiskErrors: a full disk is said to be one only where nothing was written for sure.
func TestKindOfDiskErrors(t *testing.T) {
	for name, tt := range map[string]struct {
		code  sqlite3.ErrNoExtended
		errno syscall.Errno
		full  bool
	}{
		"write, no space":         {sqlite3.ErrIoErrWrite, syscall.ENOSPC, true},
		"write, over the limit":   {sqlite3.ErrIoErrWrite, syscall.EFBIG, true},
		"write, broken":           {sqlite3.ErrIoErrWrite, syscall.EIO, false},
		"synchronise, no space":   {sqlite3.ErrIoErrFsync, syscall.ENOSPC, false},
		"synchronise a directory": {sqlite3.ErrIoErrDirFsync, syscall.EDQUOT, false},
	} {
		kind := kindOf(sqlite3.Error{Code: sqlite3.ErrIoErr, ExtendedCode: tt.code, SystemErrno: tt.errno})
		if !errors.Is(kind, store.ErrIO) || errors.Is(kind, store.ErrFull) != tt.full {
			t.Errorf("%s: %v, want full %t", name, kind, tt.full)
		}
	}
}

// TestHead_NeverGoesBack: heads of commits that came one after the other are written by processes that raced for it.
// What stays is the last.
func TestHead_NeverGoesBack(t *testing.T) {
	const processes, commits = 6, 400
	path := filepath.Join(t.TempDir(), "head")
	var size atomic.Int64
	var wg sync.WaitGroup
	for range processes {
		f, err := openHead(path)
		if err != nil {
			t.Fatal(err)
		}
		f.tries = 100_000 // whoever has the lock may wait for a processor
		wg.Go(func() {
			defer f.close() // nothing is kept back
			for range commits {
				n := size.Add(1)
				f.note(store.HeadBeside{Size: n, Root: "r", At: "a"}, false)
				if h, known, err := readHead(path); err != nil || known && h.Size < n {
					t.Errorf("after %d was noted: %+v, %v", n, h, err)
				}
			}
		})
	}
	wg.Wait()
	h, known, err := readHead(path)
	if err != nil || !known || h.Size != processes*commits {
		t.Errorf("head %+v, %v, %v; want size %d", h, known, err, processes*commits)
	}
	f, err := openHead(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.close() // nothing is kept back
	for _, tt := range []struct {
		size   int64
		anyway bool
		want   int64
	}{{5, false, processes * commits}, {5, true, 5}, {6, false, 6}} {
		f.note(store.HeadBeside{Size: tt.size, Root: "r", At: "a"}, tt.anyway)
		if h, _, err := readHead(path); err != nil || h.Size != tt.want {
			t.Errorf("after %d, anyway %t: %d, %v; want %d", tt.size, tt.anyway, h.Size, err, tt.want)
		}
	}
}

// TestLastCheckpoint: wherever the file was cut, the opening knows the last head that the verification can read.
func TestLastCheckpoint(t *testing.T) {
	var whole []byte
	for i := range 3 {
		line, err := lineOfCheckpoint(store.StoredCheckpoint{Size: int64(i + 1), Verifier: "v", Note: "note"})
		if err != nil {
			t.Fatal(err)
		}
		whole = append(whole, line...)
	}
	path := filepath.Join(t.TempDir(), "checkpoints")
	for cut := range len(whole) + 1 {
		for _, tail := range []string{"", "\x00\x00\x00", "\n", "\r\n", "x\n", "\n\n"} {
			if err := os.WriteFile(path, append(whole[:cut:cut], tail...), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := lastCheckpoint(path)
			if err != nil {
				t.Fatal(err)
			}
			lines, err := readLines(path)
			if err != nil {
				t.Fatal(err)
			}
			var want store.StoredCheckpoint
			for _, l := range lines {
				if l.readable() {
					want = l.StoredCheckpoint
				}
			}
			if got != want {
				t.Errorf("cut to %d bytes, then %q: lastCheckpoint() = %+v, want %+v", cut, tail, got, want)
			}
		}
	}
}
