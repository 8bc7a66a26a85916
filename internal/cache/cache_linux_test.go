package cache

import (
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// aged is a file as it would stand some time ago: no program can set the time of the latest change.
type aged struct {
	fs.FileInfo
	age time.Duration
}

func (a aged) ModTime() time.Time { return a.FileInfo.ModTime().Add(-a.age) }

func (a aged) Sys() any {
	s := *a.FileInfo.Sys().(*syscall.Stat_t)
	s.Ctim = syscall.NsecToTimespec(s.Ctim.Nano() - int64(a.age))
	return &s
}

func written(t *testing.T, path, text string) fs.FileInfo {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func saved(t *testing.T, c *Cache) {
	t.Helper()
	if err := c.Save(); err != nil {
		t.Fatal(err)
	}
}

// TestSum_TrustsOnlyWhatWasLeftAlone holds the rule of git: a file that changed less than Margin before it was read may
// change again without a trace.
func TestSum_TrustsOnlyWhatWasLeftAlone(t *testing.T) {
	dir := t.TempDir()
	info := written(t, filepath.Join(dir, "a"), "x")
	sum := sha256.Sum256([]byte("x"))
	for age, trusted := range map[time.Duration]bool{
		0: false, Margin - 200*time.Millisecond: false, Margin + time.Minute: true,
	} {
		at := filepath.Join(dir, "cache", age.String())
		c := Open(at, "lint", "v1")
		old := aged{info, age}
		if _, ok := c.Sum("a", old); ok {
			t.Fatal("an empty cache answers")
		}
		c.Learn("a", old, sum)
		saved(t, c)
		got, ok := Open(at, "lint", "v1").Sum("a", old)
		if ok != trusted || ok && got != sum {
			t.Errorf("left alone for %v: trusted %v, want %v", age, ok, trusted)
		}
	}
}

// TestSum_SeesEachChange holds that any of the signs of a change is enough.
func TestSum_SeesEachChange(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	info := aged{written(t, path, "x"), time.Hour}
	c := Open(dir, "lint", "v1")
	c.Sum("a", info)
	c.Learn("a", info, sha256.Sum256([]byte("x")))
	if _, ok := c.Sum("a", info); !ok {
		t.Fatal("the file is not known")
	}
	other := info
	other.age += time.Nanosecond // either date
	if _, ok := c.Sum("a", other); ok {
		t.Error("another date is not seen")
	}
	if _, ok := c.Sum("a", aged{written(t, filepath.Join(dir, "b"), "x"), time.Hour}); ok {
		t.Error("another file under the name is not seen")
	}
	if _, ok := c.Sum("b", info); ok {
		t.Error("another name is answered")
	}
	// Same size, same date of modification: the time of the change gives it away.
	if err := os.WriteFile(path, []byte("y"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, info.FileInfo.ModTime(), info.FileInfo.ModTime()); err != nil {
		t.Fatal(err)
	}
	now, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Sum("a", aged{now, time.Hour}); ok {
		t.Error("a change whose date was put back is not seen")
	}
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	info := aged{written(t, filepath.Join(dir, "a"), "x"), time.Hour}
	c := Open(filepath.Join(dir, "a", "cache"), "lint", "v1") // below a file
	c.Sum("a", info)
	c.Learn("a", info, Sum{})
	c.KeepResult("k", nil)
	if err := c.Save(); err != nil {
		t.Errorf("a cache that cannot be written is an error: %v", err)
	}
}
