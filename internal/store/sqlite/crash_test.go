package sqlite_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"recette/internal/evidence"
	"recette/internal/journal"
	"recette/internal/store"
	"recette/internal/store/sqlite"
)

// crashWriter, as first argument, makes the test binary the program that the crash tests kill.
const crashWriter = "crash-writer"

func TestMain(m *testing.M) {
	if len(os.Args) == 7 && os.Args[1] == crashWriter {
		if err := crashMain(os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// crashMain records in the store of a directory, from several callers at once, and says ACK once Append returned.
// Arguments: directory, label of the run, callers, calls of each (0: until killed), level of PRAGMA synchronous.
func crashMain(args []string) error {
	callers, err1 := strconv.Atoi(args[2])
	calls, err2 := strconv.Atoi(args[3])
	private, _,
		err3 := journal.GenerateLogKey(
		strings.NewReader(strings.Repeat("key of tests....", 4)), journal.Origin(project),
	)
	ev, err4 := evidence.New(evidence.Options{Dir: filepath.Join(args[0], "evidence")})
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return err
	}
	ctx := context.Background()
	o := sqlite.Options{
		Path: filepath.Join(args[0], "recette.db"), Now: time.Now, Rand: rand.Reader, Project: project, LogKey: private,
	}
	db, err := sqlite.Open(ctx, o)
	if errors.Is(err, store.ErrNotFound) {
		db, err = sqlite.Create(ctx, o)
	}
	if err != nil {
		return err
	}
	if args[4] != "FULL" {
		if err := db.Sabotage(ctx, "PRAGMA synchronous = "+args[4]); err != nil {
			return err
		}
	}
	var wg sync.WaitGroup
	failures := make(chan error, callers)
	for c := range callers {
		wg.Go(func() {
			for i := 0; i < calls || calls == 0; i++ {
				if err := crashCall(ctx, db, ev, fmt.Sprintf("%s-%d-%d", args[1], c, i), i); err != nil {
					failures <- err
					return
				}
			}
		})
	}
	wg.Wait()
	close(failures)
	for err := range failures {
		return err // closing would only add noise
	}
	if _, err := db.Checkpoint(ctx); err != nil {
		return err
	}
	return db.Close()
}

func crashCall(ctx context.Context, db *sqlite.DB, ev *evidence.Store, id string, i int) error {
	e := auto(i)
	e.Leaf.Result.Case = id
	text, err := journal.NewText(rand.Reader, "vu "+id)
	if err != nil {
		return err
	}
	e.Leaf.Note, e.Texts = text.Commitment, []journal.Text{text}
	if i%4 == 1 {
		ref, err := ev.Put(ctx, strings.NewReader("preuve de "+id), "preuve.txt")
		if err != nil {
			return err
		}
		e.Leaf.Result.Steps[0].Evidence = []journal.EvidenceRef{{SHA256: ref.SHA256, Size: ref.Size, MIME: ref.MIME}}
	}
	rs, err := db.Append(ctx, e)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(os.Stdout, "ACK %s %d\n", id, rs[0].Leaf.Seq); err != nil {
		return err
	}
	switch {
	case i%4 == 3:
		_, err = db.Checkpoint(ctx)
	case i%8 == 2: // the leaf is there and the text is not, or the text is and the leaf is not
		reason, err := journal.NewText(rand.Reader, "demande")
		if err != nil {
			return err
		}
		_, err = db.Append(ctx, journal.Entry{Leaf: journal.Leaf{
			At: e.Leaf.At, Kind: journal.KindPersonalErase,
			Erase: &journal.Erase{Commitments: []string{text.Commitment}, Reason: reason.Commitment},
		}, Texts: []journal.Text{reason}})
		if err != nil {
			return err
		}
		if err := db.Scrub(ctx); !errors.Is(err, store.ErrBusy) { // busy: a reader is at work beside
			return err
		}
	}
	return err
}

// crashOptions opens what crashMain wrote.
func crashOptions(t testing.TB, dir string) sqlite.Options {
	t.Helper()
	o := options(t, dir)
	o.Path = filepath.Join(dir, "recette.db")
	return o
}

// survived checks the invariants after a crash: I1 what was acknowledged is there exactly once, where it was said to
// be; I2 nothing else is there twice; I3 attachments are whole; I4 the log verifies. Then that work goes on.
func survived(t testing.TB, dir string, acked map[string]int64) error {
	t.Helper()
	o := crashOptions(t, dir)
	db, err := sqlite.Open(t.Context(), o)
	if errors.Is(err, store.ErrNotFound) && len(acked) == 0 {
		db, err = sqlite.Create(t.Context(), o)
	}
	if err != nil {
		return err
	}
	err = invariants(t.Context(), db, dir, acked)
	return errors.Join(err, db.Close())
}

func invariants(ctx context.Context, db *sqlite.DB, dir string, acked map[string]int64) error {
	at := map[string]int64{}
	for r, err := range db.Records(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindResult}}) {
		if err != nil {
			return err
		}
		id := r.Leaf.Result.Case
		if before, ok := at[id]; ok {
			return fmt.Errorf("%s is recorded twice, at %d and %d", id, before, r.Leaf.Seq)
		}
		at[id] = r.Leaf.Seq
	}
	for id, seq := range acked {
		if got, ok := at[id]; !ok || got != seq {
			return fmt.Errorf("%s was acknowledged at %d; recorded %v, at %d", id, seq, ok, got)
		}
	}
	ev, err := evidence.New(evidence.Options{Dir: filepath.Join(dir, "evidence")})
	if err != nil {
		return err
	}
	report, err := db.Verify(ctx, store.VerifyOptions{Evidence: ev})
	if err != nil {
		return err
	}
	for _, f := range report.Findings {
		if !f.Code.Notice() {
			return fmt.Errorf("verification found %v", f)
		}
	}
	e := auto(1)
	e.Leaf.Result.Case = fmt.Sprint("after-", report.Leaves)
	_, err = db.Append(ctx, e)
	return err
}

// TestKill kills the writer at 50 random moments, in five stores: at its start, while it creates, while it records.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: takes seconds, and -short was asked")
	}
	const stores, kills = 5, 10
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	for s := range stores {
		t.Run(fmt.Sprint(s), func(t *testing.T) {
			t.Parallel()
			r := mathrand.New(mathrand.NewPCG(seed, uint64(s)))
			dir := filepath.Join(t.TempDir(), ".recette")
			acked := map[string]int64{}
			for k := range kills {
				killOnce(t, r, dir, fmt.Sprint("run", k), acked)
				if err := survived(t, dir, acked); err != nil {
					t.Fatalf("after kill %d (seed %d): %v", k, seed, err)
				}
			}
			t.Logf("%d acknowledged", len(acked))
			if len(acked) == 0 {
				t.Error("nothing was acknowledged: the test proves nothing")
			}
		})
	}
}

// killOnce lets a writer run until a number of acknowledgements, then a moment more, and kills it.
func killOnce(t *testing.T, r *mathrand.Rand, dir, label string, acked map[string]int64) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], crashWriter, dir, label, "4", "0", "FULL")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	wanted, moment := r.IntN(60), time.Duration(r.Int64N(int64(3*time.Millisecond)))
	if r.IntN(4) == 0 {
		wanted, moment = 0, time.Duration(r.Int64N(int64(60*time.Millisecond))) // around start and creation
	}
	kill := func() {
		time.Sleep(moment)
		if err := cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
	}
	var killed sync.WaitGroup
	if wanted == 0 {
		killed.Go(kill)
	}
	lines := bufio.NewScanner(out)
	for n := 1; lines.Scan(); n++ {
		ack(t, lines.Text(), acked)
		if n == wanted {
			killed.Go(kill)
		}
	}
	killed.Wait()
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.Exited() {
		t.Fatalf("the writer ended by itself: %v", err)
	}
}

// ack reads "ACK id seq". A line that the kill cut short was not received.
func ack(t testing.TB, line string, acked map[string]int64) {
	t.Helper()
	var id string
	var seq int64
	if n, err := fmt.Sscanf(line, "ACK %s %d", &id, &seq); n != 2 || err != nil {
		return
	}
	acked[id] = seq
}
