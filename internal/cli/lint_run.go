package cli

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"time"

	"recette/internal/cache"
	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// linting is one judgement of the files of a project.
type linting struct {
	*app
	project *projectAt
	options lint.Options
	reading catalogue.Options
	entries []catalogue.Entry
	cache   *cache.Cache      // nil for none
	overlay map[string][]byte // what files would hold once mended, instead of what they hold
	records []lint.Record     // by entry, kept when keep is set
	keep    bool
	live    bool // a person looks: tell them how far the run is
}

func (a *app) newLinting(ctx context.Context, p *projectAt, o lint.Options, targets []string) (*linting, error) {
	l := &linting{app: a, project: p, options: o, reading: p.Options(), live: terminal(a.env.Stderr)}
	l.reading.OutlineOnly = true
	entries, err := p.List(ctx, targets, l.reading)
	if err != nil {
		return nil, err
	}
	l.entries = entries
	return l, nil
}

// content is what is known of a file before it is judged.
type content struct {
	sum   cache.Sum
	known bool
}

// result judges the files, or recalls what was found in them: an unchanged project is not read.
func (l *linting) result(ctx context.Context) (lint.Result, error) {
	if l.cache == nil {
		return l.judge(ctx, make([]content, len(l.entries)), "")
	}
	digest, err := l.digest()
	if err != nil {
		return lint.Result{}, err
	}
	contents, all := make([]content, len(l.entries)), true
	for i := range l.entries {
		e := &l.entries[i]
		if e.Info != nil {
			contents[i].sum, contents[i].known = l.cache.Sum(e.Path, e.Info)
			all = all && contents[i].known
		}
	}
	if !all && l.cache.HasResults() {
		if err := l.hash(ctx, contents); err != nil {
			return lint.Result{}, err
		}
		all = true
	}
	if key, ok := l.key(digest, contents); ok && all {
		if kept, ok := l.cache.Result(key); ok {
			if r, ok := lint.ReadResult(kept); ok {
				l.keepCache()
				return r, nil
			}
		}
	}
	r, err := l.judge(ctx, contents, digest)
	if err != nil {
		return r, err
	}
	if key, ok := l.key(digest, contents); ok {
		l.cache.KeepResult(key, r.Append(nil))
	}
	l.keepCache()
	return r, nil
}

// keepCache writes what the next run need not find again. A full disk costs that run its time, and not this one its answer.
func (l *linting) keepCache() {
	l.cache.Save() //nolint:errcheck // a cache is a shortcut
}

// digest names all that the record of a file depends on beside its bytes and the program.
func (l *linting) digest() (string, error) {
	rules, err := l.options.Digest()
	if err != nil {
		return "", err
	}
	s := l.reading.Syntax
	sum := sha256.New()
	sum.Write([]byte(rules))
	writeParts(sum, s.Language, fmt.Sprint(s.MaxFile, s.MaxLine, s.MaxSteps))
	return string(sum.Sum(nil)), nil
}

// writeParts writes texts so that no two lists of texts are written alike.
func writeParts(w io.Writer, parts ...string) {
	for _, p := range parts {
		fmt.Fprintf(w, "%d:%s", len(p), p)
	}
}

// key names a result: the files in their order, each with its content, and what judges them. ok is false when a file could
// not be read: it may be, next time, without a sign.
func (l *linting) key(digest string, contents []content) (string, bool) {
	sum := sha256.New()
	part := "whole"
	if l.options.Partial {
		part = "part"
	}
	writeParts(sum, digest, part)
	for i := range l.entries {
		e := &l.entries[i]
		if f, refused := e.Refused(); refused {
			writeParts(sum, e.Path, string(f.Diagnostics[0].Code))
			writeParts(sum, f.Diagnostics[0].Args...)
			continue
		}
		if !contents[i].known {
			return "", false
		}
		writeParts(sum, e.Path, string(contents[i].sum[:]))
	}
	return string(sum.Sum(nil)), true
}

// hash reads the files whose content is not known, to learn it alone.
func (l *linting) hash(ctx context.Context, contents []content) error {
	return l.each(ctx, func(r *catalogue.Reader, i int) func() {
		if contents[i].known || l.entries[i].Info == nil {
			return nil
		}
		b, fault := r.Bytes(&l.entries[i])
		if fault != nil {
			return nil
		}
		sum := sha256.Sum256(b)
		return func() { l.learn(&contents[i], &l.entries[i], sum) }
	})
}

func (l *linting) learn(c *content, e *catalogue.Entry, sum cache.Sum) {
	if !c.known {
		c.sum, c.known = sum, true
		l.cache.Learn(e.Path, e.Info, sum)
	}
}

// judge asks the rules about each file that no record answers for, and ends the run.
func (l *linting) judge(ctx context.Context, contents []content, digest string) (lint.Result, error) {
	defer patient()()
	linter := lint.New(l.options)
	if l.cache != nil {
		l.cache.Load()
	}
	if l.keep {
		l.records = make([]lint.Record, len(l.entries))
	}
	show := l.counter()
	err := l.each(ctx, func(r *catalogue.Reader, i int) func() {
		e := &l.entries[i]
		if c := contents[i]; c.known && l.cache != nil {
			if kept, ok := l.cache.Record(e.Path, digest+string(c.sum[:])); ok {
				if record, ok := linter.Record(e.Path, kept); ok {
					return func() { l.add(linter, i, record); show() }
				}
			}
		}
		record, sum, read := l.read(linter, r, e)
		if l.cache == nil || !read {
			return func() { l.add(linter, i, record); show() }
		}
		key, blob := digest+string(sum[:]), record.Append(nil)
		return func() {
			l.learn(&contents[i], e, sum)
			if contents[i].sum == sum { // the file may have changed since it was hashed: what was judged is what is kept
				l.cache.KeepRecord(e.Path, key, blob)
			} else {
				contents[i].known = false
			}
			l.add(linter, i, record)
			show()
		}
	})
	l.counted()
	if err != nil {
		return lint.Result{}, err
	}
	return l.end(linter), nil
}

// end gives what the linter found, with fingerprints.
func (l *linting) end(linter *lint.Linter) lint.Result {
	out := lint.Result{Findings: linter.Findings(), Waivers: linter.Waivers()}
	lint.Print(out.Findings, newTexts(l.project, l.overlay).line)
	return out
}

func (l *linting) add(linter *lint.Linter, i int, r lint.Record) {
	if l.keep {
		l.records[i] = r
	}
	linter.Add(r)
}

// read judges one file. read is false when its bytes could not be had.
func (l *linting) read(linter *lint.Linter, r *catalogue.Reader, e *catalogue.Entry) (record lint.Record, sum cache.Sum, read bool) {
	if src, ok := l.overlay[e.Path]; ok {
		f := catalogue.Parse(syntax.Source{Path: e.Path, Bytes: src}, l.reading)
		return linter.Judge(lint.FileOf(&f)), sum, false
	}
	b, fault := r.Bytes(e)
	if fault != nil {
		return linter.Judge(lint.FileOf(fault)), sum, false
	}
	sum = sha256.Sum256(b)
	f := r.Parse(e, b, sum)
	return linter.Judge(lint.FileOf(&f)), sum, true
}

// each works on the entries, on all cores, and calls what the work returns in the order of the entries, on the caller's
// goroutine: a few files ahead at most, so that memory does not grow with the project.
func (l *linting) each(ctx context.Context, work func(r *catalogue.Reader, i int) func()) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	workers := max(min(runtime.GOMAXPROCS(0), len(l.entries)), 1)
	jobs, ahead := make(chan job), make(chan job, 8*workers)
	var busy sync.WaitGroup
	busy.Go(func() {
		defer close(ahead)
		defer close(jobs)
		for i := range l.entries {
			j := job{i, make(chan func(), 1)}
			for _, to := range []chan<- job{ahead, jobs} {
				select {
				case to <- j:
				case <-ctx.Done():
					return
				}
			}
		}
	})
	for range workers {
		busy.Go(func() {
			at := ""
			defer func() { // a panic out of this goroutine would end the process without a word for the reader
				if p := recover(); p != nil {
					cancel(fmt.Errorf("judge %s: panic: %v", at, p))
				}
			}()
			r := catalogue.NewReader(l.project.Tree(), l.reading)
			for j := range jobs {
				at = l.entries[j.index].Path
				j.done <- work(r, j.index)
			}
		})
	}
	for j := range ahead {
		select {
		case then := <-j.done:
			if then != nil {
				then()
			}
		case <-ctx.Done():
		}
	}
	busy.Wait()
	return context.Cause(ctx)
}

// job is an entry to work on; done takes what is left to do in order.
type job struct {
	index int
	done  chan func()
}

// patience is how long a person waits before they are told how far a run is.
const patience = time.Second

// counter shows a person how many files were judged, once that takes a while.
func (l *linting) counter() (show func()) {
	if !l.live {
		return func() {}
	}
	done, began := 0, l.env.Now()
	drawn := began.Add(patience - drawEvery)
	return func() {
		done++
		if now := l.env.Now(); now.Sub(drawn) >= drawEvery {
			drawn = now
			fmt.Fprint(l.env.Stderr, "\r\x1b[K"+l.words.T("lint.counter", done, len(l.entries)))
		}
	}
}

// drawEvery is how often a counter is rewritten at most.
const drawEvery = 100 * time.Millisecond

// counted wipes the counter.
func (l *linting) counted() {
	if l.live {
		fmt.Fprint(l.env.Stderr, "\r\x1b[K")
	}
}

// asksFor tells whether a finding is one of those that --rule names.
func asksFor(only []string, f *lint.Finding) bool {
	return len(only) == 0 || slices.Contains(only, f.Rule) || f.Code != "" && slices.Contains(only, f.Code)
}
