package runner

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"

	"recette/internal/catalogue"
	"recette/internal/durable"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// maxRounds is how many times a file is judged and mended again: a mended line shows the next fault. No file needs
// more.
const maxRounds = 10

// Fixed is what became of the files that were mended.
type Fixed struct {
	Found   lint.Result    // what is left
	Mended  []lint.Finding // what was there before
	Refused []string       // files in which a fix would have lost something
}

// Fix mends what can be mended safely, in memory, until nothing is left to mend; then it writes the files, unless
// dry is set. None is replaced before all are written beside; a disk that fails while they take their places leaves
// those before it mended, each of them whole. asked says which findings are to be mended. It returns a
// *durable.FileError for a file that cannot be read or replaced.
func (r *Runner) Fix(ctx context.Context, asked func(*lint.Finding) bool, dry bool) (Fixed, error) {
	m := mending{Runner: r, asked: asked, original: map[string][]byte{}, refused: map[string]bool{}}
	r.overlay, r.keep = map[string][]byte{}, true
	found, err := r.judgeFresh(ctx)
	if err != nil {
		return Fixed{}, err
	}
	for range maxRounds {
		changed, err := m.round(found.Findings)
		if err != nil {
			return Fixed{}, err
		}
		if len(changed) == 0 {
			break
		}
		found = r.judgeAgain(changed)
	}
	out := Fixed{Found: found, Mended: m.mended, Refused: slices.Sorted(maps.Keys(m.refused))}
	if dry {
		return out, nil
	}
	return out, m.write()
}

// judgeFresh judges every file as it is on the disk; judgements may come from the cache.
func (r *Runner) judgeFresh(ctx context.Context) (lint.Result, error) {
	digest, contents, err := r.standing()
	if err != nil {
		return lint.Result{}, err
	}
	found, err := r.judge(ctx, contents, digest)
	if err == nil && r.Cache != nil {
		r.keepCache()
	}
	return found, err
}

// judgeAgain judges the files that changed in memory; the others stand as they were.
func (r *Runner) judgeAgain(changed []string) lint.Result {
	linter := lint.New(r.Options)
	for i := range r.Entries {
		if slices.Contains(changed, r.Entries[i].Path) {
			r.judgements[i] = r.read(linter, nil, &r.Entries[i], "").judgement
		}
		linter.Add(r.judgements[i])
	}
	return r.end(linter)
}

// mending is what --fix changed so far.
type mending struct {
	*Runner
	asked    func(*lint.Finding) bool
	original map[string][]byte // files that change, as they were read
	refused  map[string]bool   // files in which a fix would have lost something
	mended   []lint.Finding
}

// round mends each file once, and tells which changed.
func (m *mending) round(findings []lint.Finding) ([]string, error) {
	byPath := map[string][]lint.Finding{}
	for _, f := range findings {
		if len(f.Edits) > 0 && m.asked(&f) {
			byPath[f.Path] = append(byPath[f.Path], f)
		}
	}
	var changed []string
	for _, path := range slices.Sorted(maps.Keys(byPath)) {
		src, err := m.Texts().bytes(path)
		if err != nil {
			return nil, &durable.FileError{Path: path, Err: err}
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
	if err != nil || lint.Harmed(before, m.parse(path, out), m.Reading.Tags) == "" {
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
		if err != nil || lint.Harmed(before, m.parse(path, try), m.Reading.Tags) != "" {
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
	f := catalogue.Parse(syntax.Source{Path: path, Bytes: src}, m.Reading)
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
		full := filepath.Join(m.Root, filepath.FromSlash(path))
		switch state, err := durable.SinceRead(full, m.original[path], m.overlay[path]); {
		case err != nil:
			return &durable.FileError{Path: path, Err: err}
		case state == durable.Saved:
			return &durable.FileError{Path: path, Err: durable.ErrChanged}
		case state == durable.Done:
			continue
		}
		s, err := durable.StageReplacement(full, m.overlay[path])
		if err != nil {
			return &durable.FileError{Path: full, Err: err}
		}
		ready = append(ready, s)
	}
	for len(ready) > 0 {
		if err := ready[0].Commit(); err != nil {
			return &durable.FileError{Path: ready[0].Path, Err: err}
		}
		ready = ready[1:]
	}
	return nil
}
