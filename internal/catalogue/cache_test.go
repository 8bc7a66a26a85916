package catalogue

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"recette/internal/syntax"
)

// outlines walks with a cache, saves it, and tells how many files were parsed anew.
func outlines(t *testing.T, fsys fstest.MapFS, dir, version string, o Options) (files []File, parsed int) {
	t.Helper()
	c := OpenCache(dir, version)
	before := map[string]string{}
	for path, e := range c.entries {
		before[path] = e.key
	}
	o.OutlineOnly, o.Cache = true, c
	files, err := Load(t.Context(), fsys, nil, o)
	if err != nil {
		t.Fatal(err)
	}
	for path, e := range c.entries {
		if before[path] != e.key {
			parsed++
		}
	}
	if err := c.Save(); err != nil {
		t.Fatal(err)
	}
	return files, parsed
}

func project() fstest.MapFS {
	return fstest.MapFS{
		"full.feature":  {Data: []byte(full)},
		"small.feature": {Data: []byte(small)},
		"bad.feature":   {Data: []byte("# language: fr\nFonctionnalité: F\n  Scénario : a\n    Sot x\n")},
		"cp.feature":    {Data: []byte("Fonctionnalit\xe9: F\n")},
	}
}

func TestCache_answersTheSame(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	fsys := project()
	cold, parsed := outlines(t, fsys, dir, "v1", Options{})
	if parsed != 4 {
		t.Errorf("cold: %d parsed, want 4", parsed)
	}
	warm, parsed := outlines(t, fsys, dir, "v1", Options{})
	if parsed != 0 {
		t.Errorf("warm: %d parsed, want 0", parsed)
	}
	if diff := cmp.Diff(cold, warm); diff != "" {
		t.Errorf("warm differs (-cold +warm):\n%s", diff)
	}
	plain, err := Load(t.Context(), fsys, nil, Options{OutlineOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(plain, warm); diff != "" {
		t.Errorf("the cache differs from no cache (-none +warm):\n%s", diff)
	}
	if info, err := os.Stat(filepath.Join(dir, cacheName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("cache file: %v, %v", info, err)
	}
}

func TestCache_missesWhatChanged(t *testing.T) {
	dir := t.TempDir()
	fsys := project()
	outlines(t, fsys, dir, "v1", Options{})
	fsys["small.feature"] = &fstest.MapFile{Data: []byte(small + "    Alors y\n")}
	if _, parsed := outlines(t, fsys, dir, "v1", Options{}); parsed != 1 {
		t.Errorf("content changed: %d parsed, want 1", parsed)
	}
	if _, parsed := outlines(t, fsys, dir, "v2", Options{}); parsed != 4 {
		t.Errorf("version changed: %d parsed, want 4", parsed)
	}
	if _, parsed := outlines(t, fsys, dir, "v2", Options{Syntax: syntax.Options{Language: "en"}}); parsed != 4 {
		t.Errorf("options changed: %d parsed, want 4", parsed)
	}
	for _, name := range []string{"full.feature", "bad.feature", "cp.feature"} {
		delete(fsys, name)
	}
	fsys["small.feature"] = &fstest.MapFile{Data: []byte(small)}
	outlines(t, fsys, dir, "v2", Options{})
	if c := OpenCache(dir, "v2"); len(c.entries) != 1 {
		t.Errorf("%d entries kept after the files went, want 1", len(c.entries))
	}
}

// TestCache_damagedIsEmpty flips each byte, cuts at each length, and asks for the same answers.
func TestCache_damagedIsEmpty(t *testing.T) {
	dir := t.TempDir()
	fsys := project()
	outlines(t, fsys, dir, "v1", Options{})
	path := filepath.Join(dir, cacheName)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		bad := append([]byte(nil), good...)
		bad[i] ^= 0x41
		for _, b := range [][]byte{bad, good[:i]} {
			c := &Cache{entries: map[string]cacheEntry{}}
			if c.load(b); len(c.entries) != 0 {
				t.Fatalf("byte %d: %d entries of a damaged cache", i, len(c.entries))
			}
		}
	}
	if err := os.WriteFile(path, []byte("autre chose"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, parsed := outlines(t, fsys, dir, "v1", Options{}); parsed != 4 {
		t.Errorf("%d parsed after damage, want 4", parsed)
	}
}

// FuzzCacheEntry holds that a damaged entry neither panics nor asks for memory.
func FuzzCacheEntry(f *testing.F) {
	file := Parse(syntax.Source{Path: "x", Bytes: []byte(full)}, Options{OutlineOnly: true})
	var e encoder
	e.file(&file)
	f.Add(string(e.b))
	f.Fuzz(func(t *testing.T, s string) {
		d := decoder{s: s}
		if d.file("x"); !d.broken && len(d.s) > len(s) {
			t.Fatal("read more than given")
		}
	})
}
