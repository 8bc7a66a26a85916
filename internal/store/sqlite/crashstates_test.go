package sqlite_test

import (
	"crypto/sha256"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// The disk after a power cut: of the calls before it, those that were synchronised, and of the others any part. A file
// system may keep or lose each unsynchronised write and each change of a name by itself; synchronising a new file keeps
// its name too, as ext4 and xfs do.

type node struct{ writes []*diskWrite }

type diskWrite struct {
	off      int64
	data     []byte
	truncate bool
	synced   bool
}

type nameChange struct {
	from, to string // from is empty for a new name, to for a name that goes
	node     *node
	synced   bool
}

type mode string

const (
	kept    mode = "kept"    // everything reached the disk
	dropped mode = "dropped" // nothing did that was not synchronised
	random  mode = "random"  // each by the toss of a coin
	torn    mode = "torn"    // names did; writes did for their first half, in sectors
	cut     mode = "cut"     // names did; writes did for their first bytes, any number of them
)

// stateAfter gives the files after the first k events, and what was acknowledged by then.
func stateAfter(t testing.TB, events []event, k int, m mode, r *mathrand.Rand) (map[string][]byte, map[string]int64) {
	t.Helper()
	names := map[string]*node{} // as the process saw them
	var changes []*nameChange
	acked := map[string]int64{}
	for _, e := range events[:k] {
		n := names[e.path]
		switch e.kind {
		case "ack":
			for line := range strings.Lines(string(e.data)) {
				ack(t, line, acked)
			}
		case "create":
			n = &node{}
			names[e.path] = n
			changes = append(changes, &nameChange{to: e.path, node: n})
		case "write", "truncate":
			if n == nil {
				t.Fatalf("write to %s, which nobody made", e.path)
			}
			n.writes = append(n.writes, &diskWrite{off: e.off, data: e.data, truncate: e.kind == "truncate"})
		case "rename":
			names[e.to] = n
			delete(names, e.path)
			changes = append(changes, &nameChange{from: e.path, to: e.to, node: n})
		case "unlink":
			delete(names, e.path)
			changes = append(changes, &nameChange{from: e.path, node: n})
		case "sync":
			synchronise(e.path, n, changes)
		}
	}
	survives := func(synced bool) bool {
		return synced || m == kept || m == torn || m == cut || m == random && r.IntN(2) == 0
	}
	final := map[string]*node{}
	for _, c := range changes {
		if !survives(c.synced) {
			continue
		}
		if c.from != "" && final[c.from] == c.node {
			delete(final, c.from)
		}
		if c.to != "" {
			final[c.to] = c.node
		}
	}
	files := map[string][]byte{}
	for path, n := range final {
		files[path] = n.content(func(w *diskWrite) []byte {
			switch {
			case !survives(w.synced):
				return nil
			case m == torn && !w.synced:
				return w.data[:len(w.data)/1024*512]
			case m == cut && !w.synced:
				return w.data[:r.IntN(len(w.data)+1)]
			}
			return w.data
		})
	}
	return files, acked
}

func synchronise(path string, n *node, changes []*nameChange) {
	for _, c := range changes {
		inDir := filepath.Dir(c.from) == path || filepath.Dir(c.to) == path
		if n == nil && inDir || n != nil && c.node == n && c.from == "" {
			c.synced = true
		}
	}
	if n != nil {
		for _, w := range n.writes {
			w.synced = true
		}
	}
}

func (n *node) content(part func(*diskWrite) []byte) []byte {
	var b []byte
	grow := func(size int64) {
		if missing := size - int64(len(b)); missing > 0 {
			b = append(b, make([]byte, missing)...)
		}
	}
	for _, w := range n.writes {
		data := part(w)
		switch {
		case data == nil && !w.truncate:
		case w.truncate:
			grow(w.off)
			b = b[:w.off]
		default:
			off := w.off
			if off < 0 {
				off = int64(len(b))
			}
			grow(off + int64(len(data)))
			copy(b[off:], data)
		}
	}
	return b
}

// replay opens every state that a crash could leave and gives those in which an invariant is broken, at most limit.
func replay(t *testing.T, events []event, root string, limit int) (states int, bad []string) {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d, %d events", seed, len(events))
	r := mathrand.New(mathrand.NewPCG(seed, 0))
	base := memoryDir(t)
	seen := map[[32]byte]bool{}
	for k := range len(events) + 1 {
		for _, m := range []mode{kept, dropped, []mode{random, torn, cut}[k%3]} {
			files, acked := stateAfter(t, events, k, m, r)
			if id := fingerprint(files, acked); seen[id] {
				continue
			} else {
				seen[id] = true
			}
			states++
			dir := filepath.Join(base, fmt.Sprint(states))
			writeState(t, files, root, dir)
			if err := survived(t, dir, acked); err != nil {
				bad = append(bad, fmt.Sprintf("after %d events (%s), %d acknowledged: %v", k, m, len(acked), err))
			}
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
			if len(bad) >= limit {
				return states, bad
			}
		}
	}
	return states, bad
}

// memoryDir avoids waiting for a real disk, whose synchronisation proves nothing here.
func memoryDir(t *testing.T) string {
	t.Helper()
	//nolint:usetesting // t.TempDir is on the disk
	if dir, err := os.MkdirTemp("/dev/shm", "recette-crash-*"); err == nil {
		t.Cleanup(func() { _ = os.RemoveAll(dir) })
		return dir
	}
	return t.TempDir()
}

func fingerprint(files map[string][]byte, acked map[string]int64) [32]byte {
	var paths []string
	for p := range files {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	h := sha256.New()
	for _, p := range paths {
		fmt.Fprintf(h, "%s\x00%x", p, sha256.Sum256(files[p]))
	}
	fmt.Fprint(h, len(acked))
	return [32]byte(h.Sum(nil))
}

func writeState(t *testing.T, files map[string][]byte, root, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for path, content := range files {
		at := filepath.Join(dir, strings.TrimPrefix(path, root))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestCrashStates replays every state that a power cut could leave, from the creation of the store to its closing.
func TestCrashStates(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: takes seconds, and -short was asked")
	}
	t.Parallel()
	dir := filepath.Join(t.TempDir(), ".recette")
	events := recordCalls(t, dir, "FULL")
	states, bad := replay(t, events, dir, 10)
	for _, b := range bad {
		t.Error(b)
	}
	t.Logf("%d states", states)
	if states < 200 {
		t.Errorf("%d states: the recording is not what it was", states)
	}
}

// TestCrashStatesSeesMissingSync proves that the test above can fail: without the synchronisation of commits, and
// without that of attachments, there are states that lose what was acknowledged.
func TestCrashStatesSeesMissingSync(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: takes seconds, and -short was asked")
	}
	t.Parallel()
	t.Run("synchronous=OFF", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), ".recette")
		if _, bad := replay(t, recordCalls(t, dir, "OFF"), dir, 1); len(bad) == 0 {
			t.Error("no state is bad")
		}
	})
	t.Run("synchronous=NORMAL", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), ".recette")
		if _, bad := replay(t, recordCalls(t, dir, "NORMAL"), dir, 1); len(bad) == 0 {
			t.Error("no state is bad")
		}
	})
	t.Run("attachments", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), ".recette")
		events := slices.DeleteFunc(recordCalls(t, dir, "FULL"), func(e event) bool {
			return e.kind == "sync" && strings.Contains(e.path, "/evidence/tmp/")
		})
		if _, bad := replay(t, events, dir, 1); len(bad) == 0 {
			t.Error("no state is bad")
		}
	})
}
