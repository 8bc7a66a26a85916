package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"recette/internal/journal"
	"recette/internal/store"
	"recette/internal/store/sqlite"
)

// TestSettingsReadBack: each setting of the DSN, taken away or misspelt, is noticed when the connection is made: the
// driver says nothing of a key it does not know.
func TestSettingsReadBack(t *testing.T) {
	_, o := create(t)
	name, err := sqlite.DSN(o.Path)
	if err != nil {
		t.Fatal(err)
	}
	if err := sqlite.Connect(name); err != nil {
		t.Fatal(err)
	}
	for key, pragma := range map[string]string{
		"_busy_timeout=5000": "busy_timeout", "_synchronous=FULL": "synchronous", "_foreign_keys=on": "foreign_keys",
		"_recursive_triggers=on": "recursive_triggers", "_secure_delete=on": "secure_delete",
	} {
		for _, with := range []string{"", "_" + key} {
			bad := strings.Replace(name, key, with, 1)
			if pragma == "busy_timeout" {
				bad = strings.Replace(name, key, "_busy_timeout=1", 1) // 5000 is also the driver's default
			}
			if bad == name {
				t.Fatalf("%s is not in %s", key, name)
			}
			err := sqlite.Connect(bad)
			var se *store.SettingError
			if !errors.Is(err, store.ErrSettings) || !errors.As(err, &se) || se.Name != pragma {
				t.Errorf("without %s: %v, want a SettingError of %s", key, err, pragma)
			}
		}
	}
	for _, pragma := range []string{"journal_mode", "trusted_schema", "cell_size_check", "query_only"} {
		if sqlite.Settings()[pragma] == "" {
			t.Errorf("%s is not read back", pragma)
		}
	}
}

// TestGroupRefusal: when the database refuses the entry of one call, the calls that shared its commit are recorded.
func TestGroupRefusal(t *testing.T) {
	db, o := create(t)
	mustAppend(t, db, auto(0))
	execAll(
		t, o.Path,
		`CREATE TRIGGER picky BEFORE INSERT ON journal WHEN NEW.case_id = 'SC-0005'
			BEGIN SELECT RAISE(ABORT, 'no'); END`,
	)
	release := make(chan struct{})
	db.Hold(release)
	var mu sync.Mutex
	failed := map[int]error{}
	var wg sync.WaitGroup
	for i := 1; i <= 10; i++ {
		wg.Go(func() {
			_, err := db.Append(t.Context(), auto(i), auto(i+100))
			mu.Lock()
			failed[i] = err
			mu.Unlock()
		})
	}
	for db.Queued() < 10 {
		time.Sleep(time.Millisecond)
	}
	close(release)
	wg.Wait()
	for i, err := range failed {
		if (i == 5) != errors.Is(err, store.ErrConflict) || (i == 5) != (err != nil) {
			t.Errorf("call %d: %v", i, err)
		}
	}
	n := 0
	for r, err := range db.Records(t.Context(), journal.Filter{}) {
		if err != nil || r.Leaf.Seq != int64(n) || r.Leaf.Result.Case == "SC-0005" || r.Leaf.Result.Case == "SC-0105" {
			t.Errorf("record %d: %+v, %v", n, r.Leaf, err)
		}
		n++
	}
	if n != 19 {
		t.Errorf("%d records, want 19", n)
	}
	execAll(t, o.Path, `DROP TRIGGER picky`)
	if r, err := db.Verify(t.Context(), store.VerifyOptions{}); err != nil || !r.OK() {
		t.Errorf("Verify() = %+v, %v", r, err)
	}
}

// TestOneCommitForMany: calls that wait together share one transaction. The writer asks the time once a transaction.
func TestOneCommitForMany(t *testing.T) {
	var asked atomic.Int64
	o := options(t, t.TempDir())
	o.Now = func() time.Time { asked.Add(1); return time.Now() }
	db, err := sqlite.Create(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	release := make(chan struct{})
	db.Hold(release)
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			if _, err := db.Append(t.Context(), auto(i)); err != nil {
				t.Error(err)
			}
		})
	}
	for db.Queued() < 100 {
		time.Sleep(time.Millisecond)
	}
	asked.Store(0)
	close(release)
	wg.Wait()
	if n := asked.Load(); n != 1 {
		t.Errorf("%d transactions for 100 calls that waited together", n)
	}
	if n, _, err := db.Head(t.Context()); n != 100 || err != nil {
		t.Errorf("%d entries, %v", n, err)
	}
}

func TestClose(t *testing.T) {
	db, o := create(t)
	release := make(chan struct{})
	db.Hold(release)
	results := make(chan error, 20)
	for i := range 20 {
		go func() {
			_, err := db.Append(context.WithoutCancel(t.Context()), auto(i))
			results <- err
		}()
	}
	for db.Queued() < 20 {
		time.Sleep(time.Millisecond)
	}
	go func() { time.Sleep(10 * time.Millisecond); close(release) }()
	closeStore(t, db)
	recorded := int64(0)
	for range 20 {
		switch err := <-results; {
		case err == nil:
			recorded++
		case !errors.Is(err, store.ErrClosed):
			t.Errorf("a call that Close overtook: %v", err)
		}
	}
	if _, err := db.Append(t.Context(), auto(1)); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Append after Close = %v, want ErrClosed", err)
	}
	db, err := sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	if n, _, err := db.Head(t.Context()); n != recorded || err != nil {
		t.Errorf("%d entries (%v), %d were acknowledged", n, err, recorded)
	}
}

// TestWithdraw: a caller who gives up while the writer is busy with others is not recorded; one whose call the writer
// has waits, and is.
func TestWithdraw(t *testing.T) {
	db, _ := create(t)
	release := make(chan struct{})
	db.Hold(release)
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() {
		_, err := db.Append(ctx, auto(1))
		gone <- err
	}()
	for db.Queued() < 1 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("Append() = %v, want canceled", err)
	}
	close(release)
	mustAppend(t, db, auto(2))
	if n, _, err := db.Head(t.Context()); n != 1 || err != nil {
		t.Errorf("%d entries, %v: the withdrawn one was recorded", n, err)
	}
}

// TestSomebodyElseWrote: when the file is not what the writer left, nothing more is written.
func TestSomebodyElseWrote(t *testing.T) {
	db, o := create(t)
	mustAppend(t, db, auto(0))
	execAll(
		t, o.Path, append(unguarded("journal", "journal_hash"), `DELETE FROM journal_hash`, `DELETE FROM journal`)...,
	)
	if _,
		err := db.Append(t.Context(), auto(1)); !errors.Is(err, store.ErrFailed) || !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("Append() = %v, want ErrFailed and ErrCorrupt", err)
	}
	if _, err := db.Append(t.Context(), auto(1)); !errors.Is(err, store.ErrFailed) {
		t.Errorf("Append() again = %v, want ErrFailed", err)
	}
	if _, err := db.Checkpoint(t.Context()); !errors.Is(err, store.ErrFailed) {
		t.Errorf("Checkpoint() = %v, want ErrFailed", err)
	}
}

// TestBusy: another process that keeps the database locked makes a clear error, by its code, and nothing is lost after
// it.
func TestBusy(t *testing.T) {
	db, o := create(t)
	db.Impatient()
	other := console(t, o.Path)
	defer other.Close()
	if _, err := other.ExecContext(t.Context(), `BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Append(t.Context(), auto(0)); !errors.Is(err, store.ErrBusy) {
		t.Errorf("Append() = %v, want ErrBusy", err)
	}
	if _, err := other.ExecContext(t.Context(), `ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	if rs := mustAppend(t, db, auto(0)); rs[0].Leaf.Seq != 0 {
		t.Errorf("position %d, want 0", rs[0].Leaf.Seq)
	}
}

// TestClockRegression: a step back of more than two seconds is recorded, within a process and across a restart; the
// instants of entries are kept as given.
func TestClockRegression(t *testing.T) {
	now := time.Date(2026, 10, 15, 9, 0, 0, 0, time.UTC)
	o := options(t, t.TempDir())
	o.Now = func() time.Time { return now }
	db, err := sqlite.Create(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	step := func(by time.Duration) {
		t.Helper()
		now = now.Add(by)
		mustAppend(t, db, auto(0))
	}
	step(0)
	step(-2 * time.Second) // within the slack; the next step counts from here
	step(time.Second)
	step(-time.Minute)
	step(time.Millisecond)
	closeStore(t, db)
	now = now.Add(-time.Hour)
	if db, err = sqlite.Open(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	step(0)
	var got []string
	for r, err := range db.Records(t.Context(), journal.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		s := string(r.Leaf.Kind)
		if c := r.Leaf.Clock; c != nil {
			s += fmt.Sprint(" ", c.Before[11:19], " ", c.After[11:19])
		}
		got = append(got, s)
	}
	want := "result, result, result, clock.regression 08:59:59 08:58:59, result, result, clock.regression 08:58:59 " +
		"07:58:59, result"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("log = %s\nwant  %s", s, want)
	}
	closeStore(t, db)
}

// TestConcurrentReaders: many readers share few connections with a writer at work.
func TestConcurrentReaders(t *testing.T) {
	db, _ := create(t)
	for i := range 50 {
		mustAppend(t, db, auto(i))
	}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			n := 0
			for _, err := range db.Records(t.Context(), journal.Filter{}) {
				if err != nil {
					t.Error(err)
				}
				n++
			}
			if n < 50 {
				t.Errorf("%d records", n)
			}
		})
		wg.Go(func() {
			if _, err := db.Append(t.Context(), auto(1)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestCheckpointWithoutKey(t *testing.T) {
	o := options(t, t.TempDir())
	o.LogKey = ""
	db, err := sqlite.Create(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	if _, err := db.Checkpoint(t.Context()); !errors.Is(err, store.ErrNoLogKey) {
		t.Errorf("Checkpoint() = %v, want ErrNoLogKey", err)
	}
}

// TestCheckpointBesideAfterACrash: a crash between the database and the file beside it leaves the file without the
// checkpoint; asking for it again puts it there, once.
func TestCheckpointBesideAfterACrash(t *testing.T) {
	db, o := create(t)
	mustAppend(t, db, auto(0))
	if _, err := db.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	beside := filepath.Join(filepath.Dir(o.Path), "checkpoints")
	want := readFile(t, beside)
	if err := os.Remove(beside); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := db.Checkpoint(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := readFile(t, beside); !bytes.Equal(got, want) {
			t.Errorf("beside the database: %q, want %q", got, want)
		}
	}
}

// TestTwoStores: a checkpoint of one project does not pass in another (two databases merged, D11).
func TestTwoStores(t *testing.T) {
	a, b := record(t), record(t)
	execAll(t, a.o.Path, append(unguarded("journal", "journal_hash", "checkpoint"),
		`ATTACH '`+b.o.Path+`' AS b`,
		`DELETE FROM journal_hash WHERE seq >= 10`, `DELETE FROM journal WHERE seq >= 10`,
		`INSERT INTO journal SELECT * FROM b.journal WHERE seq >= 10`,
		`INSERT INTO journal_hash SELECT * FROM b.journal_hash WHERE seq >= 10`)...)
	got, err := a.verify(t)
	if err != nil {
		t.Fatal(err)
	}
	if got.OK() {
		t.Error("two logs merged verify")
	}
	t.Log(codes(got))
}
