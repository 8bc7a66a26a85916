package catalogue

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"

	"recette/internal/syntax"
)

// cacheName and cacheMagic change with the layout of the file.
const (
	cacheName  = "outlines.bin"
	cacheMagic = "recette outlines 2\n"
)

// Cache remembers what files declare and what is wrong with them, so that an unchanged project is not parsed again. An
// entry answers only for the same bytes, the same options and the same version of the program. It is a shortcut, never
// a source: a missing, damaged or foreign cache file is an empty cache. A Cache serves one goroutine.
type Cache struct {
	dir     string
	version string
	entries map[string]cacheEntry
	seen    map[string]bool
	dirty   bool

	// The digest of options and version, for the options of the latest call.
	syntax syntax.Options
	tags   Vocabulary
	suffix string
}

type cacheEntry struct {
	key  string // SHA-256 of the content, then that of options and version
	blob string
}

// OpenCache reads the cache of a directory, which need not exist. The version must change whenever the program does:
// it is what keeps an older parser's verdict from being served.
func OpenCache(dir, version string) *Cache {
	c := &Cache{dir: dir, version: version, entries: map[string]cacheEntry{}, seen: map[string]bool{}}
	if b, err := os.ReadFile(filepath.Join(dir, cacheName)); err == nil {
		c.load(b)
	}
	return c
}

// load takes the entries of a cache file, all or none.
func (c *Cache) load(b []byte) {
	body, ok := bytes.CutPrefix(b, []byte(cacheMagic))
	if !ok || len(body) < sha256.Size {
		return
	}
	body, sum := body[:len(body)-sha256.Size], body[len(body)-sha256.Size:]
	if got := sha256.Sum256(body); !bytes.Equal(got[:], sum) {
		return
	}
	d := decoder{s: string(body)}
	entries := map[string]cacheEntry{}
	for range d.count() {
		path := d.text()
		entries[path] = cacheEntry{key: d.text(), blob: d.text()}
	}
	if !d.broken {
		c.entries = entries
	}
}

// keyOf binds a result to everything that it depends on.
func (c *Cache) keyOf(content [sha256.Size]byte, o Options) string {
	if c.syntax != o.Syntax || c.tags != o.Tags || c.suffix == "" {
		c.syntax, c.tags = o.Syntax, o.Tags
		sum := sha256.Sum256(fmt.Appendf(nil, "%q %+v %+v", c.version, o.Syntax, o.Tags))
		c.suffix = string(sum[:])
	}
	return string(content[:]) + c.suffix
}

func (c *Cache) get(path string, content [sha256.Size]byte, o Options) (*File, bool) {
	c.seen[path] = true
	e, ok := c.entries[path]
	if !ok || e.key != c.keyOf(content, o) {
		return nil, false
	}
	d := decoder{s: e.blob}
	f := d.file(path)
	if d.broken || d.s != "" {
		return nil, false
	}
	return f, true
}

func (c *Cache) put(f *File, content [sha256.Size]byte, o Options) {
	var e encoder
	e.file(f)
	c.entries[f.Path] = cacheEntry{key: c.keyOf(content, o), blob: string(e.b)}
	c.dirty = true
}

// Save writes the cache beside the old one and renames it. Entries of files that this run did not meet are kept while
// they are fewer than those it met, since a run may look at a part of the project. Nothing is written when nothing
// changed.
func (c *Cache) Save() (err error) {
	if !c.dirty {
		return nil
	}
	if len(c.entries) > 2*len(c.seen) {
		for path := range c.entries {
			if !c.seen[path] {
				delete(c.entries, path)
			}
		}
	}
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return fmt.Errorf("make cache directory: %w", err)
	}
	f, err := os.CreateTemp(c.dir, cacheName+".*")
	if err != nil {
		return fmt.Errorf("create cache: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if _, err := f.Write(c.encode()); err != nil {
		return errors.Join(fmt.Errorf("write cache: %w", err), f.Close())
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("close cache: %w", err)
	}
	if err := os.Rename(f.Name(), filepath.Join(c.dir, cacheName)); err != nil {
		return fmt.Errorf("replace cache: %w", err)
	}
	c.dirty = false
	return nil
}

func (c *Cache) encode() []byte {
	paths := make([]string, 0, len(c.entries))
	for p := range c.entries {
		paths = append(paths, p)
	}
	sort.Strings(paths)
	e := encoder{b: []byte(cacheMagic)}
	e.int(len(paths))
	for _, p := range paths {
		e.text(p)
		e.text(c.entries[p].key)
		e.text(c.entries[p].blob)
	}
	sum := sha256.Sum256(e.b[len(cacheMagic):])
	return append(e.b, sum[:]...)
}
