package workspace

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"

	"recette/internal/cache"
	"recette/internal/catalogue"
)

// memory keeps what free runs found in the features, file by file, each under its own content: a shortcut, never a
// source. One goroutine uses it, but for recall.
type memory struct {
	cache *cache.Cache
	about string // all that what is kept of a file depends on, but for the file
}

// remembered is what is kept of a file.
type remembered struct {
	cases     int    // selected
	automatic int    // of which the tags leave to automation
	judged    string // lint.Judgement of the rules asked before a run
	key       string // under which bound was kept
	bound     string // binding.Bound of the selected cases
}

// remember opens what former runs found, of the cases that a tag expression selects. A run that chooses by tags does
// not cost what is known of whole files.
func (p *Project) remember(o *catalogue.Options, tags string) *memory {
	if p.deps.Program == "" {
		return nil
	}
	name := "run"
	if tags != "" {
		name = "tagged"
	}
	about := sha256.New()
	fmt.Fprintf(about, "%q %q %+v", tags, p.Retired, *o)
	m := &memory{cache: cache.Open(filepath.Join(p.Cache(), "run"), name, p.deps.Program)}
	m.about = hex.EncodeToString(about.Sum(nil))
	m.cache.Load()
	return m
}

// key names what is kept of a file with that content.
func (m *memory) key(e *catalogue.Entry, sum cache.Sum) string {
	return m.about + e.Lines() + string(sum[:])
}

// forget drops what is kept already. The counts stay, which others may be reading.
func (r *remembered) forget() { r.judged, r.key, r.bound = "", "", "" }

// recall gives what was found in a file with that content.
func (m *memory) recall(e *catalogue.Entry, sum cache.Sum) (remembered, bool) {
	if m == nil {
		return remembered{}, false
	}
	blob, ok := m.cache.Kept(e.Path, m.key(e, sum))
	if !ok {
		return remembered{}, false
	}
	return readRemembered(blob)
}

func readRemembered(blob string) (remembered, bool) {
	d := summaryDecoder{rest: blob}
	r := remembered{cases: d.number(), automatic: d.number(), judged: d.text(), key: d.text(), bound: d.text()}
	return r, !d.broken && d.rest == ""
}

// sum gives the content of a file that stands as it stood when a former run read it.
func (m *memory) sum(e *catalogue.Entry) (cache.Sum, bool) {
	if m == nil || e.Info == nil {
		return cache.Sum{}, false
	}
	return m.cache.Sum(e.Path, e.Info)
}

// learn notes the content of a file that was read.
func (m *memory) learn(e *catalogue.Entry, sum cache.Sum) {
	if m != nil && e.Info != nil {
		m.cache.Learn(e.Path, e.Info, sum)
	}
}

// keep keeps what was found in a file with that content, and makes r of pieces of what is kept: its texts are held
// once.
func (m *memory) keep(e *catalogue.Entry, sum cache.Sum, r *remembered) {
	if m == nil {
		return
	}
	var b summaryEncoder
	b.number(r.cases)
	b.number(r.automatic)
	b.text(r.judged)
	b.text(r.key)
	b.text(r.bound)
	blob := string(b.b)
	kept, _ := readRemembered(blob)
	r.judged, r.key, r.bound = kept.judged, kept.key, kept.bound
	m.cache.Keep(e.Path, m.key(e, sum), blob)
}

// save writes what the next run need not find again. A full disk costs that run its time, and not this one its answer.
func (m *memory) save() {
	if m != nil {
		m.cache.Save() //nolint:errcheck // a cache is a shortcut
	}
}
