package cache

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func filled(t *testing.T, dir string) {
	t.Helper()
	c := Open(dir, "lint", "v1")
	c.Sum("a.feature", nil)
	c.Sum("b.feature", nil)
	c.Keep("a.feature", "k1", "blob a")
	c.Keep("b.feature", "k2", "blob b")
	c.KeepResult("whole", []byte("found"))
	c.stamps["a.feature"] = stamped{Stamp{1, 2, 3, 4, 5}, Sum{6}}
	if err := c.Save(); err != nil {
		t.Fatal(err)
	}
}

// answers counts what a cache still knows of what filled kept.
func answers(c *Cache) int {
	n := 0
	c.Load()
	for path, key := range map[string]string{"a.feature": "k1", "b.feature": "k2"} {
		if blob, ok := c.Kept(path, key); ok && blob == "blob "+path[:1] {
			n++
		}
	}
	if blob, ok := c.Result("whole"); ok && blob == "found" {
		n++
	}
	if c.stamps["a.feature"] == (stamped{Stamp{1, 2, 3, 4, 5}, Sum{6}}) {
		n++
	}
	return n
}

func TestCache_KeepsBetweenRuns(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "x", "cache")
	filled(t, dir)
	if n := answers(Open(dir, "lint", "v1")); n != 4 {
		t.Errorf("%d answers of 4", n)
	}
	if n := answers(Open(dir, "lint", "v2")); n != 0 {
		t.Errorf("another program is given %d answers", n)
	}
	c := Open(dir, "lint", "v1")
	c.Load()
	if _, ok := c.Kept("a.feature", "other"); ok {
		t.Error("a record answers for another key")
	}
	if _, ok := c.Result("other"); ok {
		t.Error("a result answers for another key")
	}
	for _, name := range []string{"lint.index", "lint.records"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, "*.*.*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestCache_DamagedIsEmpty flips each byte and cuts at each length: what is damaged is not believed, and the other file
// still is.
func TestCache_DamagedIsEmpty(t *testing.T) {
	dir := t.TempDir()
	filled(t, dir)
	for name, rest := range map[string]int{"lint.index": 2, "lint.records": 2} {
		path := filepath.Join(dir, name)
		good, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range good {
			bad := append([]byte(nil), good...)
			bad[i] ^= 0x41
			for _, b := range [][]byte{bad, good[:i]} {
				if err := os.WriteFile(path, b, 0o600); err != nil {
					t.Fatal(err)
				}
				if n := answers(Open(dir, "lint", "v1")); n != rest {
					t.Fatalf("%s, byte %d: %d answers, want %d", name, i, n, rest)
				}
			}
		}
		if err := os.WriteFile(path, good, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCache_ForgetsWhatIsGone(t *testing.T) {
	dir := t.TempDir()
	filled(t, dir)
	c := Open(dir, "lint", "v1")
	c.Sum("c.feature", nil)
	c.Keep("c.feature", "k", "")
	if err := c.Save(); err != nil {
		t.Fatal(err)
	}
	if n := answers(Open(dir, "lint", "v1")); n != 2 { // one stamp is no more than twice one path; three records are
		t.Errorf("%d answers, want the result and the stamp alone", n)
	}
	c = Open(dir, "lint", "v1")
	for i := range 2 * maxResults {
		c.KeepResult(fmt.Sprint(i), nil)
	}
	if len(c.results) != maxResults {
		t.Errorf("%d results kept, want %d", len(c.results), maxResults)
	}
	if _, ok := c.Result(fmt.Sprint(2*maxResults - 1)); !ok {
		t.Error("the latest result is lost")
	}
}

func FuzzIndex(f *testing.F) {
	f.Add([]byte{2, 2, 'a'})
	f.Fuzz(func(t *testing.T, b []byte) {
		c := &Cache{}
		c.readIndex(&decoder{s: string(b)})
		if len(c.stamps) > len(b) || len(c.results) > len(b) {
			t.Fatal("more than was given")
		}
	})
}

// full is a disk that takes some bytes, and no more.
type full struct{ room int }

var errFull = errors.New("no room")

func (f *full) Write(b []byte) (int, error) {
	if f.room -= len(b); f.room < 0 {
		return 0, errFull
	}
	return len(b), nil
}

// TestEncoder_TellsAFullDisk holds that a file which was not written whole is never taken for one that was.
func TestEncoder_TellsAFullDisk(t *testing.T) {
	text := strings.Repeat("x", 200<<10)
	size := len(text) + 3 + sha256.Size
	for room, want := range map[int]error{0: errFull, 100 << 10: errFull, size - 1: errFull, size: nil} {
		disk := &full{room}
		e := newEncoder(disk)
		e.text(text)
		if err := e.seal(disk); !errors.Is(err, want) {
			t.Errorf("%d bytes of room for %d: %v, want %v", room, size, err, want)
		}
	}
}
