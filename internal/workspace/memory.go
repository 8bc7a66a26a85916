package workspace

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"

	"recette/internal/cache"
	"recette/internal/catalogue"
	"recette/internal/lint/runner"
)

// Memory is the selected files of a project, and what former runs found in the very same ones: a shortcut, never a
// source. One goroutine uses it.
type Memory struct {
	project *Project
	options catalogue.Options
	entries []catalogue.Entry
	sums    []cache.Sum
	known   []bool
	cache   *cache.Cache
	about   string // the reading, but for the files
}

// Recall lists the files that targets select, and looks up what was found in them, of the cases that a tag expression
// selects. It returns a *TargetError for a target that
// selects nothing.
func (p *Project) Recall(ctx context.Context, targets []string, tags string) (*Memory, error) {
	m := &Memory{project: p, options: p.Options()}
	var err error
	if m.entries, err = p.list(ctx, targets, m.options); err != nil {
		return nil, err
	}
	m.cache = cache.Open(filepath.Join(p.Cache(), "run"), "run", p.outside.Program)
	m.sums, m.known = make([]cache.Sum, len(m.entries)), make([]bool, len(m.entries))
	about := sha256.New()
	fmt.Fprintf(about, "%q %q %q %+v", targets, tags, p.Retired, m.options)
	m.about = hex.EncodeToString(about.Sum(nil))
	reader := catalogue.NewReader(p.Tree(), m.options)
	for i := range m.entries {
		e := &m.entries[i]
		if e.Info == nil {
			continue
		}
		if m.sums[i], m.known[i] = m.cache.Sum(e.Path, e.Info); m.known[i] || !m.cache.HasResults() {
			continue
		}
		if b, fault := reader.Bytes(e); fault == nil { // only its content is new, perhaps not even that
			m.learn(i, sha256.Sum256(b))
		}
	}
	return m, ctx.Err()
}

func (m *Memory) learn(i int, sum cache.Sum) {
	if !m.known[i] {
		m.sums[i], m.known[i] = sum, true
		m.cache.Learn(m.entries[i].Path, m.entries[i].Info, sum)
	}
}

// each reads the files on all cores. What work leaves to do is done in the order of the files, on the goroutine of the
// caller, until it returns an error.
func (m *Memory) each(ctx context.Context, work func(*catalogue.File) func() error) error {
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	var stopped error
	r := runner.Runner{Tree: m.project.Tree(), Entries: m.entries, Reading: m.options}
	err := r.Each(inner, func(in *catalogue.Reader, i int) func() {
		e := &m.entries[i]
		b, fault := in.Bytes(e)
		var sum cache.Sum
		var then func() error
		if fault != nil {
			then = work(fault)
		} else {
			sum = sha256.Sum256(b)
			f := in.Parse(e, b, sum)
			then = work(&f)
		}
		return func() {
			if stopped != nil {
				return
			}
			if fault != nil {
				m.known[i] = false
			} else {
				m.seen(i, sum)
			}
			if stopped = then(); stopped != nil {
				cancel()
			}
		}
	})
	switch {
	case stopped != nil:
		return stopped
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return err
}

// seen notes the content of a file that was read. When it is not the one that was known, nothing that was found is
// kept.
func (m *Memory) seen(i int, sum cache.Sum) {
	if m.entries[i].Info == nil {
		return
	}
	if m.known[i] && m.sums[i] != sum {
		m.entries[i].Info, m.known[i] = nil, false
		return
	}
	m.learn(i, sum)
}

// key names what is found in the files by whoever the key given names. ok is false when the content of one is not
// known.
func (m *Memory) key(key string) (name string, ok bool) {
	h := sha256.New()
	_, _ = io.WriteString(h, m.about) // a hash takes everything
	fmt.Fprintf(h, "%q", key)
	for i := range m.entries {
		if !m.known[i] {
			return "", false
		}
		fmt.Fprintf(h, "%d:%s", len(m.entries[i].Path), m.entries[i].Path)
		h.Write(m.sums[i][:])
	}
	return string(h.Sum(nil)), true
}

// Recall gives what Keep was given under the key, for the same files with the same content, read the same way.
func (m *Memory) Recall(key string) (blob string, ok bool) {
	if name, ok := m.key(key); ok {
		return m.cache.Result(name)
	}
	return "", false
}

// Keep keeps what was found in the files, for the next run. A full disk costs that run its time, and not this one its
// answer.
func (m *Memory) Keep(key string, blob []byte) {
	if name, ok := m.key(key); ok {
		m.cache.KeepResult(name, blob)
		m.cache.Save() //nolint:errcheck // a cache is a shortcut
	}
}
