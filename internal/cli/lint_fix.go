package cli

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"recette/internal/catalogue"
	"recette/internal/durable"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// maxRounds is how many times a file is judged and mended again: a mended line shows the next fault. No file needs more.
const maxRounds = 10

// fix mends what can be mended safely, in memory, until nothing is left to mend; then writes the files, all or none. It
// gives what is found afterwards, and what was mended.
func (l *linting) fix(ctx context.Context, flags *lintFlags) (lint.Result, []lint.Finding, error) {
	m := mending{linting: l, flags: flags, original: map[string][]byte{}, refused: map[string]bool{}}
	l.overlay, l.keep = map[string][]byte{}, true
	found, err := l.judgeFresh(ctx)
	for round := 0; err == nil && round < maxRounds; round++ {
		var changed []string
		if changed, err = m.round(found.Findings); err != nil || len(changed) == 0 {
			break
		}
		found = l.judgeAgain(changed)
	}
	if err != nil {
		return found, nil, err
	}
	for _, path := range slices.Sorted(maps.Keys(m.refused)) {
		say(l.env.Stderr, l.words.T("lint.fix-refused", path))
	}
	if flags.dryRun {
		return found, m.mended, nil
	}
	return found, m.mended, m.write()
}

// judgeFresh judges every file as it is on the disk; records may come from the cache.
func (l *linting) judgeFresh(ctx context.Context) (lint.Result, error) {
	if l.cache == nil {
		return l.judge(ctx, make([]content, len(l.entries)), "")
	}
	digest, err := l.digest()
	if err != nil {
		return lint.Result{}, err
	}
	contents := make([]content, len(l.entries))
	for i := range l.entries {
		if e := &l.entries[i]; e.Info != nil {
			contents[i].sum, contents[i].known = l.cache.Sum(e.Path, e.Info)
		}
	}
	r, err := l.judge(ctx, contents, digest)
	if err != nil {
		return r, err
	}
	l.keepCache()
	return r, nil
}

// judgeAgain judges the files that changed in memory; the others stand as they were.
func (l *linting) judgeAgain(changed []string) lint.Result {
	linter := lint.New(l.options)
	for i := range l.entries {
		if slices.Contains(changed, l.entries[i].Path) {
			l.records[i], _, _ = l.read(linter, nil, &l.entries[i])
		}
		linter.Add(l.records[i])
	}
	return l.end(linter)
}

// mending is what --fix changed so far.
type mending struct {
	*linting
	flags    *lintFlags
	original map[string][]byte // files that change, as they were read
	refused  map[string]bool   // files in which a fix would have lost something
	mended   []lint.Finding
}

// round mends each file once, and tells which changed.
func (m *mending) round(findings []lint.Finding) ([]string, error) {
	byPath := map[string][]lint.Finding{}
	for _, f := range findings {
		if len(f.Edits) > 0 && asksFor(m.flags.rules, &f) {
			byPath[f.Path] = append(byPath[f.Path], f)
		}
	}
	var changed []string
	for _, path := range slices.Sorted(maps.Keys(byPath)) {
		src, err := newTexts(m.project, m.overlay).bytes(path)
		if err != nil {
			return nil, fail("file", err, path)
		}
		out, mended, err := m.file(path, src, byPath[path])
		if err != nil {
			return nil, err
		}
		if len(mended) == 0 || bytes.Equal(out, src) {
			continue
		}
		if _, known := m.original[path]; !known {
			m.original[path] = src
		}
		m.overlay[path], m.mended, changed = out, append(m.mended, mended...), append(changed, path)
	}
	return changed, nil
}

// file mends one file: all its fixes at once, or one by one when together they would lose something.
func (m *mending) file(path string, src []byte, findings []lint.Finding) ([]byte, []lint.Finding, error) {
	out, mended, err := lint.Mend(src, findings)
	if errors.Is(err, syntax.ErrEdit) {
		m.refused[path] = true // the file changed since it was judged
		return src, nil, nil
	}
	before := m.parse(path, src)
	if err != nil || lint.Harmed(before, m.parse(path, out), m.reading.Tags) == "" {
		return out, mended, err
	}
	m.refused[path] = true
	// From the end, so that the places of those that are left to try stay.
	out, kept, limit := src, []lint.Finding{}, len(src)+1
	for _, f := range slices.Backward(mended) {
		end := 0
		for _, e := range f.Edits {
			end = max(end, e.End)
		}
		if end >= limit {
			continue
		}
		try, one, err := lint.Mend(out, []lint.Finding{f})
		if err != nil || lint.Harmed(before, m.parse(path, try), m.reading.Tags) != "" {
			continue
		}
		out, kept = try, append(kept, one...)
		for _, e := range f.Edits {
			limit = min(limit, e.Start)
		}
	}
	return out, kept, nil
}

func (m *mending) parse(path string, src []byte) *lint.File {
	f := catalogue.Parse(syntax.Source{Path: path, Bytes: src}, m.reading)
	return lint.FileOf(&f)
}

// write replaces the files, none of them when one cannot be prepared or is no longer what was read.
func (m *mending) write() (err error) {
	var ready []*durable.Staged
	defer func() {
		if err != nil {
			for _, s := range ready {
				s.Discard()
			}
		}
	}()
	for _, path := range slices.Sorted(maps.Keys(m.overlay)) {
		full := filepath.Join(m.project.Root, filepath.FromSlash(path))
		switch state, err := sinceRead(full, m.original[path], m.overlay[path]); {
		case err != nil:
			return fail("file", err, path)
		case state == saved:
			return fail("file-changed", nil, path)
		case state == done:
			continue
		}
		s, err := stageReplacement(full, m.overlay[path])
		if err != nil {
			return err
		}
		ready = append(ready, s)
	}
	for len(ready) > 0 {
		if err := ready[0].Commit(); err != nil {
			return fault(err, ready[0].Path)
		}
		ready = ready[1:]
	}
	return nil
}

// stageReplacement prepares new content for a file, with its mode. A link stays a link.
func stageReplacement(path string, data []byte) (*durable.Staged, error) {
	s, err := durable.StageReplacement(path, data)
	return s, fault(err, path)
}

// replaceOrWrite writes a file, new or in place of the old one, whose mode it keeps.
func replaceOrWrite(path string, data []byte) error {
	if _, err := os.Stat(path); err == nil {
		return replaceFile(path, data)
	}
	return writeWhole(path, durable.Bytes(data))
}
