// Package cache keeps between two runs of the program what costs time to find again: the content hash of a file that
// did not change on the disk, what rules found in a content, what they found in a whole project. It is a shortcut,
// never a source: a missing, damaged or foreign cache is an empty one. The package knows nothing of features or rules:
// it keeps bytes under keys, and refuses to say what they mean.
package cache

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sort"
	"time"
)

// Sum is the content of a file: its SHA-256.
type Sum = [sha256.Size]byte

// The files of a cache, after its name. They change their version with their layout.
const (
	indexEnd   = ".index"
	recordsEnd = ".records"
	layout     = " 1\n"
)

// Margin is how long a file must have been left alone before its stamp is trusted. A file that is written twice within
// one tick of the clock of its file system may keep its stamp: git calls such an entry racy. Two seconds are the
// coarsest clock in use.
const Margin = 2 * time.Second

// maxResults bounds the results that are kept: of the whole project, and of the parts that were asked for last.
const maxResults = 4

// Cache serves one goroutine, but for Kept, which others may call too once Load was: it sees what earlier runs kept.
type Cache struct {
	dir     string
	name    string
	version string

	stamps  map[string]stamped
	results []keyed          // the latest first
	kept    map[string]keyed // of earlier runs; not written to while Kept is called
	fresh   map[string]keyed // of this run
	loaded  bool             // kept was read
	seen    map[string]bool

	began      int64 // time of the file system before the first file is read, in nanoseconds; 0 until it is needed
	off        bool  // the folder cannot be written: nothing is learnt
	indexDirty bool
}

// stamped is the content of a file, and how the file stood when it was read.
type stamped struct {
	stamp Stamp
	sum   Sum
}

type keyed struct{ key, blob string }

// Open reads a cache of a folder, by what it is for; the folder need not exist. The version names the program: another
// one shares nothing.
func Open(dir, name, version string) *Cache {
	c := &Cache{
		dir: dir, name: name, version: version, stamps: map[string]stamped{}, fresh: map[string]keyed{},
		seen: map[string]bool{},
	}
	if d, ok := c.read(indexEnd); ok {
		c.readIndex(d)
	}
	return c
}

// Sum gives the content of a file that stands as it stood when it was read. Ask before the file is opened: the time is
// noted, so that Learn can tell whether a later change would show.
func (c *Cache) Sum(path string, info fs.FileInfo) (Sum, bool) {
	c.seen[path] = true
	known, ok := c.stamps[path]
	if ok {
		if now, can := StampOf(info); can && now == known.stamp {
			return known.sum, true
		}
	}
	c.begin()
	return Sum{}, false
}

// Learn keeps the content of a file that was read after Sum was asked; info is that given to Sum. A file that changed
// too recently is not trusted: its next reader reads it again. Nor is a stamp that told of another content.
func (c *Cache) Learn(path string, info fs.FileInfo, sum Sum) {
	now, can := StampOf(info)
	known, ok := c.stamps[path]
	if ok && can && known.stamp == now {
		if known.sum != sum {
			delete(c.stamps, path)
			c.indexDirty = true
		}
		return
	}
	if !can || c.off || c.began == 0 || max(now.Modified, now.Changed) >= c.began-int64(Margin) {
		return
	}
	c.stamps[path] = stamped{now, sum}
	c.indexDirty = true
}

// begin asks the file system the time, by a file: its clock may not be ours.
func (c *Cache) begin() {
	if c.began != 0 || c.off {
		return
	}
	f, err := c.create(indexEnd)
	if err != nil {
		c.off = true
		return
	}
	info, err := f.Stat()
	if err == nil {
		c.began = info.ModTime().UnixNano()
	}
	if errors.Join(err, f.Close(), os.Remove(f.Name())) != nil {
		c.off = true
	}
}

// Load reads what was found in each file, which an unchanged project does without.
func (c *Cache) Load() {
	if c.loaded {
		return
	}
	c.loaded, c.kept = true, map[string]keyed{}
	if d, ok := c.read(recordsEnd); ok {
		kept := map[string]keyed{}
		for range d.count() {
			kept[d.text()] = keyed{d.text(), d.text()}
		}
		if d.done() {
			c.kept = kept
		}
	}
}

// Kept gives what was kept of a file under a key. Call Load before.
func (c *Cache) Kept(path, key string) (string, bool) {
	r, ok := c.kept[path]
	return r.blob, ok && r.key == key
}

// Keep keeps what was found in a file under a key: one a file, the latest.
func (c *Cache) Keep(path, key, blob string) {
	c.fresh[path] = keyed{key, blob}
}

// Result gives what was kept under a key.
func (c *Cache) Result(key string) (string, bool) {
	for i := range c.results {
		if c.results[i].key == key {
			return c.results[i].blob, true
		}
	}
	return "", false
}

// HasResults tells whether any result is kept.
func (c *Cache) HasResults() bool { return len(c.results) > 0 }

// KeepResult keeps a result: the latest few are.
func (c *Cache) KeepResult(key string, blob []byte) {
	list := []keyed{{key, string(blob)}}
	for _, r := range c.results {
		if r.key != key && len(list) < maxResults {
			list = append(list, r)
		}
	}
	c.results, c.indexDirty = list, true
}

// Save writes what changed, each file beside the old one, and renames it. What was not asked for in this run is kept
// while it is less than what was, since a run may look at a part of the project.
func (c *Cache) Save() error {
	if c.off {
		return nil
	}
	if len(c.stamps) > 2*len(c.seen) {
		for path := range c.stamps {
			if !c.seen[path] {
				delete(c.stamps, path)
			}
		}
	}
	if len(c.fresh) > 0 {
		c.Load()
		maps.Copy(c.kept, c.fresh)
		clear(c.fresh)
		if len(c.kept) > 2*len(c.seen) {
			for path := range c.kept {
				if !c.seen[path] {
					delete(c.kept, path)
				}
			}
		}
		if err := c.write(recordsEnd, c.writeKept); err != nil {
			return err
		}
	}
	if c.indexDirty {
		if err := c.write(indexEnd, c.writeIndex); err != nil {
			return err
		}
	}
	c.indexDirty = false
	return nil
}

func (c *Cache) create(end string) (*os.File, error) {
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return nil, fmt.Errorf("make cache folder: %w", err)
	}
	f, err := os.CreateTemp(c.dir, c.name+end+".*")
	if err != nil {
		return nil, fmt.Errorf("create cache: %w", err)
	}
	return f, nil
}

func (c *Cache) write(end string, body func(*encoder)) (err error) {
	f, err := c.create(end)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	e := newEncoder(f)
	e.w.WriteString(c.head(end)) //nolint:errcheck // seal tells it
	body(e)
	if err := e.seal(f); err != nil {
		return errors.Join(fmt.Errorf("write cache: %w", err), f.Close())
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("close cache: %w", err)
	}
	if err := os.Rename(f.Name(), filepath.Join(c.dir, c.name+end)); err != nil {
		return fmt.Errorf("replace cache: %w", err)
	}
	return nil
}

func sorted[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
