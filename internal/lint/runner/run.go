// Package runner judges the files of a project: on all cores, in the order of the files, and from the cache where
// nothing changed. It mends what can be mended safely, and replaces no file before all are ready. The package says what
// it found and refuses to print it: the words are those of the front end.
package runner

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"sync"

	"recette/internal/cache"
	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// Runner is one judgement of the files of a project.
type Runner struct {
	Tree    fs.FS
	Root    string // folder of the project: where files are read again, and mended
	Entries []catalogue.Entry
	Options lint.Options
	Reading catalogue.Options
	Cache   *cache.Cache   // nil for none
	Judged  func(done int) // called as files are judged, in their order; nil tells nobody

	overlay map[string][]byte // what files would hold once mended, instead of what they hold
	records []lint.Record     // by entry, kept when keep is set
	keep    bool
}

// content is what is known of a file before it is judged.
type content struct {
	sum   cache.Sum
	known bool
}

// Result judges the files, or recalls what was found in them: an unchanged project is not read.
func (r *Runner) Result(ctx context.Context) (lint.Result, error) {
	if r.Cache == nil {
		return r.judge(ctx, make([]content, len(r.Entries)), "")
	}
	digest, err := r.digest()
	if err != nil {
		return lint.Result{}, err
	}
	contents, all := make([]content, len(r.Entries)), true
	for i := range r.Entries {
		e := &r.Entries[i]
		if e.Info != nil {
			contents[i].sum, contents[i].known = r.Cache.Sum(e.Path, e.Info)
			all = all && contents[i].known
		}
	}
	if !all && r.Cache.HasResults() {
		if err := r.hash(ctx, contents); err != nil {
			return lint.Result{}, err
		}
		all = true
	}
	if key, ok := r.key(digest, contents); ok && all {
		if kept, ok := r.Cache.Result(key); ok {
			if found, ok := lint.ReadResult(kept); ok {
				r.keepCache()
				return found, nil
			}
		}
	}
	found, err := r.judge(ctx, contents, digest)
	if err != nil {
		return found, err
	}
	if key, ok := r.key(digest, contents); ok {
		r.Cache.KeepResult(key, found.Append(nil))
	}
	r.keepCache()
	return found, nil
}

// keepCache writes what the next run need not find again. A full disk costs that run its time, and not this one its
// answer.
func (r *Runner) keepCache() {
	r.Cache.Save() //nolint:errcheck // a cache is a shortcut
}

// digest names all that the record of a file depends on beside its bytes and the program.
func (r *Runner) digest() (string, error) {
	rules, err := r.Options.Digest()
	if err != nil {
		return "", err
	}
	s := r.Reading.Syntax
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

// key names a result: the files in their order, each with its content, and what judges them. ok is false when a file
// could not be read: it may be, next time, without a sign.
func (r *Runner) key(digest string, contents []content) (string, bool) {
	sum := sha256.New()
	part := "whole"
	if r.Options.Partial {
		part = "part"
	}
	writeParts(sum, digest, part)
	for i := range r.Entries {
		e := &r.Entries[i]
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
func (r *Runner) hash(ctx context.Context, contents []content) error {
	return r.Each(ctx, func(in *catalogue.Reader, i int) func() {
		if contents[i].known || r.Entries[i].Info == nil {
			return nil
		}
		b, fault := in.Bytes(&r.Entries[i])
		if fault != nil {
			return nil
		}
		sum := sha256.Sum256(b)
		return func() { r.learn(&contents[i], &r.Entries[i], sum) }
	})
}

func (r *Runner) learn(c *content, e *catalogue.Entry, sum cache.Sum) {
	if !c.known {
		c.sum, c.known = sum, true
		r.Cache.Learn(e.Path, e.Info, sum)
	}
}

// judge asks the rules about each file that no record answers for, and ends the run.
func (r *Runner) judge(ctx context.Context, contents []content, digest string) (lint.Result, error) {
	linter := lint.New(r.Options)
	if r.Cache != nil {
		r.Cache.Load()
	}
	if r.keep {
		r.records = make([]lint.Record, len(r.Entries))
	}
	done := 0
	show := func() {
		if done++; r.Judged != nil {
			r.Judged(done)
		}
	}
	err := r.Each(ctx, func(in *catalogue.Reader, i int) func() {
		e := &r.Entries[i]
		if c := contents[i]; c.known && r.Cache != nil {
			if kept, ok := r.Cache.Record(e.Path, digest+string(c.sum[:])); ok {
				if record, ok := linter.Record(e.Path, kept); ok {
					return func() { r.add(linter, i, record); show() }
				}
			}
		}
		record, sum, read := r.read(linter, in, e)
		if r.Cache == nil || !read {
			return func() { r.add(linter, i, record); show() }
		}
		key, kept := digest+string(sum[:]), string(record.Append(nil))
		if same, ok := linter.Record(e.Path, kept); ok {
			record = same // made of pieces of what is kept: its texts are held once
		}
		return func() {
			r.learn(&contents[i], e, sum)
			// the file may have changed since it was hashed: what was judged is what is kept
			if contents[i].sum == sum {
				r.Cache.KeepRecord(e.Path, key, kept)
			} else {
				contents[i].known = false
			}
			r.add(linter, i, record)
			show()
		}
	})
	if err != nil {
		return lint.Result{}, err
	}
	return r.end(linter), nil
}

// end gives what the linter found, with fingerprints.
func (r *Runner) end(linter *lint.Linter) lint.Result {
	out := lint.Result{Findings: linter.Findings(), Waivers: linter.Waivers()}
	lint.Print(out.Findings, r.Texts().line)
	return out
}

func (r *Runner) add(linter *lint.Linter, i int, record lint.Record) {
	if r.keep {
		r.records[i] = record
	}
	linter.Add(record)
}

// read judges one file. read is false when its bytes could not be had.
func (r *Runner) read(
	linter *lint.Linter, in *catalogue.Reader, e *catalogue.Entry,
) (record lint.Record, sum cache.Sum, read bool) {
	if src, ok := r.overlay[e.Path]; ok {
		f := catalogue.Parse(syntax.Source{Path: e.Path, Bytes: src}, r.Reading)
		return linter.Judge(lint.FileOf(&f)), sum, false
	}
	b, fault := in.Bytes(e)
	if fault != nil {
		return linter.Judge(lint.FileOf(fault)), sum, false
	}
	sum = sha256.Sum256(b)
	f := in.Parse(e, b, sum)
	return linter.Judge(lint.FileOf(&f)), sum, true
}

// Each works on the entries, on all cores, and calls what the work returns in the order of the entries, on the caller's
// goroutine: a few files ahead at most, so that memory does not grow with the project.
func (r *Runner) Each(ctx context.Context, work func(in *catalogue.Reader, i int) func()) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	workers := max(min(runtime.GOMAXPROCS(0), len(r.Entries)), 1)
	jobs, ahead := make(chan job), make(chan job, 8*workers)
	var busy sync.WaitGroup
	busy.Go(func() {
		defer close(ahead)
		defer close(jobs)
		for i := range r.Entries {
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
			in := catalogue.NewReader(r.Tree, r.Reading)
			for j := range jobs {
				at = r.Entries[j.index].Path
				j.done <- work(in, j.index)
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
