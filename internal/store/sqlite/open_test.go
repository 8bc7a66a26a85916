package sqlite_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recette/internal/journal"
	"recette/internal/store"
	"recette/internal/store/sqlite"
)

func TestCreateAndOpen(t *testing.T) {
	o := options(t, filepath.Join(t.TempDir(), "un projet ? #1 %41 é"))
	if _, err := sqlite.Open(t.Context(), o); !errors.Is(err, store.ErrNotFound) || !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("Open of nothing = %v, want ErrNotFound", err)
	}
	db, err := sqlite.Create(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, db, auto(1))
	if db.Project() != project {
		t.Errorf("Project() = %s", db.Project())
	}
	closeStore(t, db)
	closeStore(t, db) // twice is once

	// A question mark in the path must not end the file's name, nor anything else be made outside.
	entries, err := os.ReadDir(filepath.Dir(filepath.Dir(o.Path)))
	if err != nil || len(entries) != 1 {
		t.Errorf("beside .recette: %v, %v", entries, err)
	}
	if _, err := sqlite.Create(t.Context(), o); !errors.Is(err, store.ErrExists) {
		t.Errorf("Create again = %v, want ErrExists", err)
	}
	db, err = sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	if n, _, err := db.Head(t.Context()); n != 1 || err != nil {
		t.Errorf("Head() = %d, %v", n, err)
	}
}

func TestCreateDrawsAProject(t *testing.T) {
	o := options(t, t.TempDir())
	o.Project = ""
	db, err := sqlite.Create(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	if id := db.Project(); len(id) != 36 || id[14] != '4' {
		t.Errorf("Project() = %q, want a random UUID", id)
	}
}

// TestModes: nobody else on the machine reads what testers wrote, whatever the umask.
func TestModes(t *testing.T) {
	db, o := create(t)
	mustAppend(t, db, auto(1))
	if _, err := db.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	seen := 0
	err := filepath.WalkDir(filepath.Dir(o.Path), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		seen++
		return nil
	})
	if err != nil || seen < 7 {
		t.Errorf("looked at %d files, %v", seen, err)
	}
	f, err := db.Doctor(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if f.Settings["synchronous"] != "2" || f.Settings["journal_mode"] != "wal" || f.Leaves != 1 ||
		f.LastCheckpoint != 1 ||
		f.SchemaVersion != f.Latest || len(f.QuickCheck) != 0 || f.FreeBytes == 0 || f.Network {
		t.Errorf("Doctor() = %+v", f)
	}
}

func TestOpenRefuses(t *testing.T) {
	text := func(content string) func(testing.TB, sqlite.Options) {
		return func(t testing.TB, o sqlite.Options) {
			t.Helper()
			if err := os.WriteFile(o.Path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	run := func(statements ...string) func(testing.TB, sqlite.Options) {
		return func(t testing.TB, o sqlite.Options) {
			t.Helper()
			execAll(t, o.Path, statements...)
		}
	}
	tests := map[string]struct {
		spoil func(testing.TB, sqlite.Options)
		want  error
	}{
		"emptied":           {text(""), store.ErrEmptied},
		"removed":           {func(t testing.TB, o sqlite.Options) { remove(t, o.Path) }, store.ErrEmptied},
		"no database":       {text(strings.Repeat("ceci n’est pas une base\n", 300)), store.ErrForeign},
		"other application": {run(`PRAGMA application_id = 7`), store.ErrForeign},
		"no application":    {run(`PRAGMA application_id = 0`), store.ErrForeign},
		"newer":             {run(`PRAGMA user_version = 99`), store.ErrNewer},
		"other migrations":  {run(`UPDATE migration SET sha256 = 'x'`), store.ErrMigration},
		"missing migration": {run(`DELETE FROM migration`), store.ErrMigration},
		"other project": {
			run(`DROP TRIGGER instance_update`, `UPDATE instance SET project = 'x'`),
			store.ErrOtherProject,
		},
		"a directory": {func(t testing.TB, o sqlite.Options) {
			t.Helper()
			remove(t, o.Path)
			if err := os.Mkdir(o.Path, 0o700); err != nil {
				t.Fatal(err)
			}
		}, store.ErrForeign},
		"marker of something else": {func(t testing.TB, o sqlite.Options) {
			t.Helper()
			if err := os.WriteFile(filepath.Join(filepath.Dir(o.Path), "instance"), []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, store.ErrForeign},
		"rolled back": {
			run(
				`DROP TRIGGER journal_delete`, `DROP TRIGGER journal_hash_delete`,
				`DELETE FROM journal_hash WHERE seq = 2`, `DELETE FROM journal WHERE seq = 2`,
			), store.ErrRolledBack,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := options(t, t.TempDir())
			db, err := sqlite.Create(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			mustAppend(t, db, auto(0), auto(1), auto(2))
			closeStore(t, db)
			tt.spoil(t, o)
			before, statErr := os.Stat(o.Path)
			for _, readOnly := range []bool{false, true} {
				o.ReadOnly = readOnly
				got, err := sqlite.Open(t.Context(), o)
				if !errors.Is(err, tt.want) || !errors.Is(err, store.ErrRefused) {
					t.Errorf("Open(read-only %v) = %v, want %v", readOnly, err, tt.want)
				}
				if got != nil {
					closeStore(t, got)
				}
			}
			o.ReadOnly = false
			if db, err := sqlite.Create(t.Context(), o); err == nil {
				t.Error("Create made a new database over it")
				closeStore(t, db)
			}
			if after, err := os.Stat(o.Path); statErr == nil &&
				(err != nil || after.Size() != before.Size() || after.ModTime() != before.ModTime()) {
				t.Errorf("the refused file was changed: %v", err)
			}
		})
	}
}

func remove(t testing.TB, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

// TestForeignFileIsLeftAlone: opening must not turn somebody's database into WAL mode before it sees that it is not
// ours.
func TestForeignFileIsLeftAlone(t *testing.T) {
	o := options(t, t.TempDir())
	if err := os.MkdirAll(filepath.Dir(o.Path), 0o700); err != nil {
		t.Fatal(err)
	}
	execAll(t, o.Path, `CREATE TABLE theirs (x)`)
	before, err := os.ReadFile(o.Path)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []func(context.Context, sqlite.Options) (*sqlite.DB, error){sqlite.Open, sqlite.Create} {
		if _, err := f(t.Context(), o); !errors.Is(err, store.ErrForeign) {
			t.Errorf("got %v, want ErrForeign", err)
		}
	}
	after, err := os.ReadFile(o.Path)
	if err != nil || string(before) != string(after) {
		t.Errorf("the file was changed (%v)", err)
	}
}

func TestAcceptRollback(t *testing.T) {
	db, o := create(t)
	mustAppend(t, db, auto(0), auto(1), auto(2))
	closeStore(t, db)
	execAll(t, o.Path, `DROP TRIGGER journal_delete`, `DROP TRIGGER journal_hash_delete`,
		`DELETE FROM journal_hash WHERE seq = 2`, `DELETE FROM journal WHERE seq = 2`)
	o.AcceptRollback, o.ReadOnly = true, true
	look, err := sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if r,
		err := look.Verify(
		t.Context(), store.VerifyOptions{},
	); err != nil || !strings.HasPrefix(codes(r), "head.beyond") {
		t.Errorf("Verify() = %v, %v", r, err)
	}
	closeStore(t, look)
	o.ReadOnly = false
	if _, err := sqlite.Open(t.Context(), o); !errors.Is(err, store.ErrRolledBack) {
		t.Errorf("Open for writing = %v, want ErrRolledBack", err)
	}
	o.AcceptRollback, o.Restore = false, true
	db, err = sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if found := errors.Join(db.Doubts()...); !errors.Is(found, store.ErrSchema) || !errors.Is(
		found, store.ErrRolledBack,
	) {
		t.Errorf("Doubts() = %v, want what was done", found)
	}
	if rs := mustAppend(t, db, auto(3)); rs[0].Leaf.Seq != 2 {
		t.Errorf("position %d, want 2", rs[0].Leaf.Seq)
	}
	closeStore(t, db)
	// Until its head is signed, the restoration is not over.
	o.Restore = false
	if _, err := sqlite.Open(t.Context(), o); !errors.Is(err, store.ErrSchema) {
		t.Errorf("Open for writing = %v, want ErrSchema", err)
	}
	o.Restore = true
	db, err = sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Checkpoint(t.Context()); err != nil {
		t.Error(err)
	}
	closeStore(t, db)
	o.Restore = false
	db, err = sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatalf("after an accepted rollback: %v", err)
	}
	closeStore(t, db)
}

func TestNetworkFileSystem(t *testing.T) {
	o := options(t, t.TempDir())
	o.FileSystem = func(string) (string, bool, error) { return "nfs", true, nil }
	_, err := sqlite.Create(t.Context(), o)
	var fse *store.FileSystemError
	if !errors.Is(err, store.ErrNetworkFS) || !errors.As(err, &fse) || fse.Type != "nfs" {
		t.Fatalf("Create on NFS = %v", err)
	}
	o.AllowNetworkFS = true
	db, err := sqlite.Create(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	closeStore(t, db)
}

func TestReaderBesideAWriter(t *testing.T) {
	db, o := create(t)
	mustAppend(t, db, auto(0))
	o.ReadOnly = true
	reader, err := sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, reader)
	mustAppend(t, db, auto(1))
	if n, _, err := reader.Head(t.Context()); n != 2 || err != nil {
		t.Errorf("the reader sees %d entries, %v", n, err)
	}
	if _, err := reader.Append(t.Context(), auto(2)); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("Append of a reader = %v", err)
	}
	if _, err := reader.Checkpoint(t.Context()); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("Checkpoint of a reader = %v", err)
	}
}

// TestMaintenanceIsAlone: while one process holds the whole project nobody opens it for writing; those who come are
// told for whom they wait, and get it. While others record, maintenance waits for them.
func TestMaintenanceIsAlone(t *testing.T) {
	db, o := create(t)
	second, err := sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatalf("a second writer: %v", err)
	}
	if _, err := o.HoldAlone(t.Context()); !errors.Is(err, store.ErrLocked) {
		t.Errorf("alone beside two writers: %v, want ErrLocked", err)
	}
	closeStore(t, second)
	closeStore(t, db)
	release, err := o.HoldAlone(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = sqlite.Open(t.Context(), o)
	var locked *store.LockedError
	if !errors.Is(err, store.ErrLocked) || !errors.As(err, &locked) || locked.Holder.Name != "test" ||
		locked.Holder.PID != os.Getpid() {
		t.Fatalf("a writer beside maintenance: %v", err)
	}
	told := make(chan store.Holder, 1)
	o.Wait, o.OnWait = 10*time.Second, func(h store.Holder) { told <- h }
	opened := make(chan error, 1)
	go func() {
		late, err := sqlite.Open(context.WithoutCancel(t.Context()), o)
		if err == nil {
			err = late.Close()
		}
		opened <- err
	}()
	if h := <-told; h.Name != "test" {
		t.Errorf("waits for %+v", h)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if err := <-opened; err != nil {
		t.Errorf("the one who waited: %v", err)
	}
}

func TestWaitEnds(t *testing.T) {
	db, o := create(t)
	closeStore(t, db)
	release, err := o.HoldAlone(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	o.Wait = 80 * time.Millisecond
	if _, err := sqlite.Open(t.Context(), o); !errors.Is(err, store.ErrLocked) {
		t.Errorf("after the wait: %v, want ErrLocked", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 80*time.Millisecond)
	defer cancel()
	o.Wait = time.Minute
	if _, err := sqlite.Open(ctx, o); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("with a context that ends: %v", err)
	}
}

func TestReadOnlyMedium(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("SKIPPED: needs a user whom directory modes bind, not root")
	}
	o := options(t, t.TempDir())
	db, err := sqlite.Create(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, db, auto(0))
	closeStore(t, db)
	dir := filepath.Dir(o.Path)
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	o.ReadOnly = true
	db, err = sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	if r, err := db.Verify(t.Context(), store.VerifyOptions{}); err != nil || !r.OK() || r.Leaves != 1 {
		t.Errorf("Verify() = %+v, %v", r, err)
	}
}

func TestOptionsValidate(t *testing.T) {
	for name, o := range map[string]sqlite.Options{"no path": {Now: time.Now}, "no clock": {Path: "x"}} {
		if _, err := sqlite.Open(t.Context(), o); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	o := options(t, t.TempDir())
	o.LogKey = "not a key"
	if _, err := sqlite.Create(t.Context(), o); !errors.Is(err, journal.ErrLogKey) {
		t.Errorf("bad key: %v", err)
	}
	o.LogKey, o.Project, o.Rand = "", "", nil
	if _, err := sqlite.Create(t.Context(), o); err == nil {
		t.Error("no randomness: accepted")
	}
}
