package sqlite_test

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"recette/internal/store"
	"recette/internal/store/sqlite"
)

const unreadable = string(store.CheckpointUnreadable)

// heads is the file of the signed heads beside an open store.
type heads struct {
	t    *testing.T
	db   *sqlite.DB
	path string
}

func headsOf(t *testing.T) (h *heads, lines [][]byte) {
	t.Helper()
	r := record(t)
	db, err := sqlite.Open(t.Context(), r.o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeStore(t, db) })
	h = &heads{t, db, filepath.Join(filepath.Dir(r.o.Path), "checkpoints")}
	if lines = h.lines(); len(lines) != 2 {
		t.Fatalf("%d lines, want 2", len(lines))
	}
	return h, lines
}

func (h *heads) lines() [][]byte {
	h.t.Helper()
	all := bytes.SplitAfter(readFile(h.t, h.path), []byte{'\n'})
	return all[:len(all)-1]
}

func (h *heads) write(parts ...[]byte) {
	h.t.Helper()
	if err := os.WriteFile(h.path, bytes.Join(parts, nil), 0o600); err != nil {
		h.t.Fatal(err)
	}
}

func (h *heads) found() string {
	h.t.Helper()
	got, err := h.db.Verify(h.t.Context(), store.VerifyOptions{})
	if err != nil {
		h.t.Fatal(err)
	}
	got.Findings = slices.DeleteFunc(got.Findings, func(f store.Finding) bool { return f.Code.Notice() })
	return codes(got)
}

func (h *heads) checkpoint() {
	h.t.Helper()
	if _, err := h.db.Checkpoint(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

// TestKill3_TornLine: a process killed in the middle of the append of a signed head (seed 1796010040915356682 of
// TestKill/3), or a power cut there, leaves the beginning of a line, which the verification called unreadable for ever.
// The database holds that head: nothing is hidden, and the next append completes the line.
func TestKill3_TornLine(t *testing.T) {
	t.Parallel()
	h, _ := headsOf(t)
	h.checkpoint() // of all that was recorded: asked again, it is not fresh
	lines := h.lines()
	before, last := bytes.Join(lines[:2], nil), lines[2]
	step := 1
	if testing.Short() {
		step = 7
	}
	for cut := 0; cut < len(last); cut += step {
		for name, tail := range map[string][]byte{
			"killed": nil, "power cut": make([]byte, len(last)-cut), "little room": make([]byte, min(7, len(last)-cut)),
		} {
			h.write(before, last[:cut], tail)
			if got := h.found(); got != "" {
				t.Fatalf("%s after %d bytes: found %q", name, cut, got)
			}
			h.checkpoint()
			if got := readFile(t, h.path); !bytes.Equal(got, bytes.Join([][]byte{before, last}, nil)) {
				t.Fatalf("%s after %d bytes, asked again: the file is %q", name, cut, got)
			}
		}
	}
}

// TestKill3_TornLine_BeforeANewHead: the line is completed, and the new head comes after it.
func TestKill3_TornLine_BeforeANewHead(t *testing.T) {
	h, lines := headsOf(t)
	for cut := 0; cut < len(lines[1]); cut += 5 {
		var want [][]byte
		h.checkpoint()
		want = append(want, h.lines()...)
		last := want[len(want)-1]
		cut := min(cut, len(last)-1)
		h.write(append(want[:len(want)-1:len(want)-1], last[:cut], make([]byte, cut%3))...)
		mustAppend(t, h.db, auto(cut))
		h.checkpoint()
		got := h.lines()
		if cut == 0 { // nothing says which head it was
			want = want[:len(want)-1]
		}
		for i, line := range want {
			if i >= len(got) || cut >= len(`{"size":2`) && !bytes.Equal(got[i], line) {
				t.Fatalf("after %d bytes: line %d of %d is not what it was", cut, i, len(got))
			}
		}
		if found := h.found(); found != "" {
			t.Fatalf("after %d bytes: found %q in %q", cut, found, readFile(t, h.path))
		}
	}
}

// TestKill3_TornLine_AloneOnItsLine: a version of before left the torn line there, and went on after it.
func TestKill3_TornLine_AloneOnItsLine(t *testing.T) {
	h, lines := headsOf(t)
	for cut := 1; cut < len(lines[1]); cut += 4 {
		torn := append(bytes.Clone(lines[1][:cut]), '\n')
		for name, parts := range map[string][][]byte{
			"asked again": {lines[0], torn, lines[1]}, "twice": {lines[0], torn, torn, lines[1]},
			"never asked again": {lines[0], torn}, "room": {lines[0], lines[1][:cut], {0, '\n'}, lines[1]},
		} {
			h.write(parts...)
			if got := h.found(); got != "" {
				t.Fatalf("%s, %d bytes: found %q", name, cut, got)
			}
		}
	}
}

// TestTornByAHand: a line that no accident explains is reported, and nothing makes it disappear.
func TestTornByAHand(t *testing.T) {
	h, lines := headsOf(t)
	first, second := lines[0], lines[1]
	changed := bytes.Clone(second)
	changed[len(changed)-20] ^= 1
	for name, parts := range map[string][][]byte{
		"a head that stands before":    {first, second, second[:40]},
		"the same, on its line":        {first, second, first[:40], {'\n'}},
		"another text":                 {first, second[:40], []byte("x")},
		"another text on its line":     {first, []byte("x\n"), second},
		"a letter in the line":         {first, changed[:len(changed)-10]},
		"more room than the line took": {first, second[:40], make([]byte, len(second)-39)},
		"the end of a line":            {first, second[40:]},
		"an object without a note":     {first, []byte(`{"size":15}`)},
	} {
		h.write(parts...)
		before := readFile(t, h.path)
		if got := h.found(); !strings.Contains(got, unreadable) {
			t.Errorf("%s: found %q, want %s", name, got, unreadable)
		}
		mustAppend(t, h.db, auto(1))
		h.checkpoint()
		if got := h.found(); !strings.Contains(got, unreadable) {
			t.Errorf("%s, after another head: found %q, want %s", name, got, unreadable)
		}
		if !bytes.HasPrefix(readFile(t, h.path), before) {
			t.Errorf("%s: what stood there is gone", name)
		}
	}
}

// TestTornByAHand_HeadThatIsGone: who takes the end of the record away, and cuts the line of its head down, is seen
// wherever he cuts. Of a line that is gone whole, the head beside the database and the one outside tell.
func TestTornByAHand_HeadThatIsGone(t *testing.T) {
	db, o := create(t)
	for i := range 3 {
		mustAppend(t, db, auto(i))
	}
	checkpoint := func(db *sqlite.DB) {
		t.Helper()
		if _, err := db.Checkpoint(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	checkpoint(db)
	closeStore(t, db)
	old := filesOf(t, o)
	db = openAt(t, o)
	mustAppend(t, db, auto(3))
	checkpoint(db)
	closeStore(t, db)
	path := filepath.Join(filepath.Dir(o.Path), "checkpoints")
	lines := bytes.SplitAfter(readFile(t, path), []byte{'\n'})
	place(t, o, old)
	h := &heads{t, openAt(t, o), path}
	for cut := 1; cut < len(lines[1]); cut++ {
		h.write(lines[0], lines[1][:cut])
		if got := h.found(); !strings.Contains(got, "checkpoint.") {
			t.Fatalf("cut to %d bytes: found %q", cut, got)
		}
	}
}

func openAt(t *testing.T, o sqlite.Options) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeStore(t, db) })
	return db
}

// filesOf gives the files of a closed store.
func filesOf(t *testing.T, o sqlite.Options) map[string][]byte {
	t.Helper()
	names, err := os.ReadDir(filepath.Dir(o.Path))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, e := range names {
		if !e.IsDir() {
			files[e.Name()] = readFile(t, filepath.Join(filepath.Dir(o.Path), e.Name()))
		}
	}
	return files
}

// TestRestore_PutsATornLineAside: what the log left is put aside whole, and so is what nobody can read of it.
func TestRestore_PutsATornLineAside(t *testing.T) {
	db, o := create(t)
	mustAppend(t, db, auto(0), auto(1))
	if _, err := db.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	closeStore(t, db)
	old := filesOf(t, o)
	db = openAt(t, o)
	for i := range 2 {
		mustAppend(t, db, auto(2+i))
		if _, err := db.Checkpoint(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	closeStore(t, db)
	path := filepath.Join(filepath.Dir(o.Path), "checkpoints")
	lines := bytes.SplitAfter(readFile(t, path), []byte{'\n'})
	first, second, third := lines[0], lines[1], lines[2]
	torn := third[:len(third)-30]
	for name, begun := range map[string][]byte{"at once": nil, "cut short before": second[:50]} {
		files := maps.Clone(old)
		files["checkpoints"] = bytes.Join([][]byte{first, second, torn}, nil)
		files["checkpoints.left"] = begun
		place(t, o, files)
		again := o
		again.Restore = true
		h := &heads{t, openAt(t, again), path}
		mustAppend(t, h.db, auto(9))
		h.checkpoint()
		if got := h.found(); got != "" {
			t.Errorf("%s: found %q", name, got)
		}
		got := readFile(t, filepath.Join(filepath.Dir(o.Path), "checkpoints.left"))
		if want := bytes.Join([][]byte{second, torn, {'\n'}}, nil); !bytes.Equal(got, want) {
			t.Errorf("%s: put aside %q, want %q", name, got, want)
		}
		if got := h.lines(); len(got) != 2 || !bytes.Equal(got[0], first) {
			t.Errorf("%s: %d lines stay, want the first head and the new one", name, len(got))
		}
		closeStore(t, h.db)
	}
}

// TestHeadsOfTwoProcesses: each head has one line, whoever is asked for it, and none is taken for a torn one.
func TestHeadsOfTwoProcesses(t *testing.T) {
	db, o := create(t)
	other := openAt(t, o)
	const rounds = 15
	failures := make(chan error, 2)
	var wg sync.WaitGroup
	for who, log := range []*sqlite.DB{db, other} {
		wg.Go(func() {
			for i := range rounds {
				_, err := log.Append(t.Context(), auto(rounds*who+i))
				if _, err2 := log.Checkpoint(t.Context()); err == nil {
					err = err2
				}
				if err != nil {
					failures <- err
					return
				}
			}
		})
	}
	wg.Wait()
	close(failures)
	if err := errors.Join(<-failures, <-failures); err != nil {
		t.Fatal(err)
	}
	h := &heads{t, db, filepath.Join(filepath.Dir(o.Path), "checkpoints")}
	seen := map[string]bool{}
	for _, line := range h.lines() {
		if seen[string(line)] {
			t.Errorf("%q stands twice", line)
		}
		seen[string(line)] = true
	}
	if got := h.found(); got != "" || len(seen) < rounds {
		t.Errorf("%d heads, found %q", len(seen), got)
	}
}
