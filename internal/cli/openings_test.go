package cli

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/bounded"
	"recette/internal/cache"
)

// openings counts how often each feature file is opened.
type openings struct {
	mu    sync.Mutex
	files map[string]int
}

func (o *openings) tree(root string) fs.FS { return counted{bounded.DirFS(root), o} }

// counted counts what is opened in a file system.
type counted struct {
	fs.FS
	by *openings
}

func (c counted) Stat(name string) (fs.FileInfo, error)      { return fs.Stat(c.FS, name) }
func (c counted) Lstat(name string) (fs.FileInfo, error)     { return fs.Lstat(c.FS, name) }
func (c counted) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(c.FS, name) }
func (c counted) ReadLink(name string) (string, error)       { return fs.ReadLink(c.FS, name) }

func (c counted) ReadFile(name string) ([]byte, error) {
	c.note(name)
	return fs.ReadFile(c.FS, name)
}

func (c counted) Open(name string) (fs.File, error) {
	c.note(name)
	return c.FS.Open(name)
}

func (c counted) note(name string) {
	if strings.HasSuffix(name, ".feature") {
		c.by.mu.Lock()
		defer c.by.mu.Unlock()
		c.by.files[name]++
	}
}

// TestVerbs_ReadTheProjectOnce counts the openings of feature files: a verb opens each once, or not at all where its
// cache answers. Opening a campaign read each file twice without a cache, once for its cases and once for its rules.
func TestVerbs_ReadTheProjectOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "crm")
	if code := Run(t.Context(), testEnv(t, io.Discard, io.Discard, "init", dir, "--template", "crm")); code != exitOK {
		t.Fatalf("init = %d", code)
	}
	if err := os.RemoveAll(filepath.Join(dir, ".git")); err != nil {
		t.Fatal(err)
	}
	features := map[string]bool{}
	err := filepath.WalkDir(filepath.Join(dir, "features"), func(path string, _ fs.DirEntry, err error) error {
		if rel, _ := filepath.Rel(dir, path); strings.HasSuffix(path, ".feature") {
			features[filepath.ToSlash(rel)] = true
		}
		return err
	})
	if err != nil || len(features) < 5 {
		t.Fatalf("%d features, %v", len(features), err)
	}
	time.Sleep(cache.Margin + 100*time.Millisecond) // no program can set when a file changed last
	open := []string{"campaign", "open", "recette-v1", "--as", "Élise Fontaine"}
	for _, tt := range []struct {
		verb       []string
		cold, warm int // openings of each file
	}{
		{[]string{"list", "features"}, 1, 0},
		{[]string{"list", "scenarios"}, 1, 0},
		{[]string{"lint"}, 1, 0},
		{[]string{"trace"}, 1, 1},
		{[]string{"ready"}, 1, 1},
		{[]string{"docs", "build"}, 1, 1},
		{open, 1, 1},
	} {
		for _, name := range []string{".recette", ".recette.head"} {
			if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
		for i, want := range []int{tt.cold, tt.warm} {
			if i == 1 { // the record of a campaign that was opened stays out of the way
				forgetRecord(t, filepath.Join(dir, ".recette"))
			}
			seen := &openings{files: map[string]int{}}
			var errs strings.Builder
			env := testEnv(t, io.Discard, &errs, append([]string{"-C", dir}, tt.verb...)...)
			env.Tree = seen.tree
			if code := Run(t.Context(), env); code != exitOK {
				t.Fatalf("%v = %d: %s", tt.verb, code, &errs)
			}
			all := map[string]int{}
			for name := range features {
				if want > 0 {
					all[name] = want
				}
			}
			if diff := cmp.Diff(all, seen.files); diff != "" {
				t.Errorf("%v, %s cache: openings (-want +got):\n%s", tt.verb, []string{"cold", "warm"}[i], diff)
			}
		}
	}
}

// forgetRecord leaves nothing but the cache in the private folder of a project.
func forgetRecord(t *testing.T, folder string) {
	t.Helper()
	if err := os.RemoveAll(folder + ".head"); err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadDir(folder)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, e := range list {
		if e.Name() != "cache" {
			if err := os.RemoveAll(filepath.Join(folder, e.Name())); err != nil {
				t.Fatal(err)
			}
		}
	}
}
