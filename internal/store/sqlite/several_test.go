package sqlite_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"recette/internal/evidence"
	"recette/internal/journal"
	"recette/internal/store"
	"recette/internal/store/sqlite"
)

// TestSeveralProcesses: three processes record and sign at once, each suspended at random moments, while somebody
// verifies and reads. Nothing wrong is ever seen, what was acknowledged is there once, and the files beside the
// database say at the end what it holds.
func TestSeveralProcesses(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: takes seconds, and -short was asked")
	}
	dir := filepath.Join(t.TempDir(), ".recette")
	o := crashOptions(t, dir)
	db, err := sqlite.Create(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, db, auto(0))
	closeStore(t, db)

	const processes, callers, calls = 3, 2, 40
	var mu sync.Mutex
	acked := map[string]int64{}
	var writers, watchers sync.WaitGroup
	var over atomic.Bool
	for p := range processes {
		cmd := exec.CommandContext(
			t.Context(), os.Args[0], crashWriter, dir, fmt.Sprint("p", p), fmt.Sprint(callers), fmt.Sprint(calls),
			"FULL",
		)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var ended atomic.Bool
		writers.Go(func() {
			for lines := bufio.NewScanner(out); lines.Scan(); {
				mu.Lock()
				ack(t, lines.Text(), acked)
				mu.Unlock()
			}
			ended.Store(true)
			if err := cmd.Wait(); err != nil {
				t.Errorf("process %d: %v", p, err)
			}
		})
		watchers.Go(func() {
			for r := mathrand.New(mathrand.NewPCG(uint64(p), 8)); !over.Load() && !ended.Load(); {
				time.Sleep(time.Duration(r.IntN(20)) * time.Millisecond)
				// ErrProcessDone, when it ended meanwhile.
				_ = cmd.Process.Signal(syscall.SIGSTOP)
				time.Sleep(time.Duration(r.IntN(20)) * time.Millisecond)
				_ = cmd.Process.Signal(syscall.SIGCONT)
			}
		})
	}
	watchers.Go(func() {
		for !over.Load() {
			if err := soundMeanwhile(t, o); err != nil {
				t.Error(err)
				return
			}
		}
	})
	writers.Wait()
	over.Store(true)
	watchers.Wait()
	if len(acked) != processes*callers*calls {
		t.Errorf("%d acknowledged, want %d", len(acked), processes*callers*calls)
	}
	besideSaysAll(t, o)
	if err := survived(t, dir, acked); err != nil {
		t.Error(err)
	}
}

// soundMeanwhile opens the log as a reader and verifies it, while others write.
func soundMeanwhile(t *testing.T, o sqlite.Options) error {
	o.ReadOnly = true
	db, err := sqlite.Open(t.Context(), o)
	if err != nil {
		return err
	}
	ev, err := evidence.New(evidence.Options{Dir: filepath.Join(filepath.Dir(o.Path), "evidence")})
	if err != nil {
		return errors.Join(err, db.Close())
	}
	report, err := db.Verify(t.Context(), store.VerifyOptions{Evidence: ev})
	if err == nil && !report.OK() {
		err = fmt.Errorf("beside those who write, verification found %v", report.Findings)
	}
	return errors.Join(err, db.Close())
}

// besideSaysAll checks the files beside a database that nobody uses.
func besideSaysAll(t *testing.T, o sqlite.Options) {
	t.Helper()
	look := o
	look.ReadOnly = true
	db, err := sqlite.Open(t.Context(), look)
	if err != nil {
		t.Fatal(err)
	}
	leaves, root, err := db.Head(t.Context())
	closeStore(t, db)
	if err != nil {
		t.Fatal(err)
	}
	head, err := os.ReadFile(filepath.Join(filepath.Dir(o.Path), "head"))
	if want := fmt.Sprintf(
		"recette head 1 %d %s ", leaves, root,
	); err != nil || !strings.HasPrefix(string(head), want) {
		t.Errorf("head %q, %v; want %q", head, err, want)
	}
	kept, err := os.ReadFile(filepath.Join(filepath.Dir(o.Path), "checkpoints"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(kept)) {
		var c store.StoredCheckpoint
		err := json.Unmarshal([]byte(line), &c)
		if err == nil {
			_, err = journal.OpenCheckpoint(c.Note, c.Verifier)
		}
		if err != nil {
			t.Errorf("checkpoint %q: %v", line, err)
		}
	}
}
