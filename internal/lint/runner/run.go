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
	"slices"
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

	overlay    map[string][]byte // what files would hold once mended, instead of what they hold
	judgements []lint.Judgement  // by entry, kept when keep is set
	keep       bool
}

// content is what is known of a file before it is judged.
type content struct {
	sum   cache.Sum
	known bool
}

// Result judges the files, or recalls what was found in them: an unchanged project is not read.
func (r *Runner) Result(ctx context.Context) (lint.Result, error) {
	digest, contents, err := r.standing()
	if err != nil {
		return lint.Result{}, err
	}
	if r.Cache != nil && r.Cache.HasResults() {
		if err := r.hash(ctx, contents); err != nil {
			return lint.Result{}, err
		}
	}
	if found, ok := r.result(r.part(), digest, contents); ok {
		r.keepCache()
		return found, nil
	}
	found, err := r.judge(ctx, contents, digest)
	if err != nil {
		return found, err
	}
	if r.Cache != nil {
		r.keepResult(r.part(), digest, contents, &found)
		r.keepCache()
	}
	return found, nil
}

// standing gives what the cache knows of the files that stand as they stood, and the digest under which it keeps what
// was found in them.
func (r *Runner) standing() (digest string, contents []content, err error) {
	contents = make([]content, len(r.Entries))
	if r.Cache == nil {
		return "", contents, nil
	}
	for i := range r.Entries {
		if e := &r.Entries[i]; e.Info != nil {
			contents[i].sum, contents[i].known = r.Cache.Sum(e.Path, e.Info)
		}
	}
	digest, err = r.digest()
	return digest, contents, err
}

// result gives what was found in files of that content.
func (r *Runner) result(part, digest string, contents []content) (lint.Result, bool) {
	if r.Cache == nil {
		return lint.Result{}, false
	}
	if key, ok := r.key(part, digest, contents); ok {
		if kept, ok := r.Cache.Result(key); ok {
			return lint.ReadResult(kept)
		}
	}
	return lint.Result{}, false
}

func (r *Runner) keepResult(part, digest string, contents []content, found *lint.Result) {
	if key, ok := r.key(part, digest, contents); ok {
		r.Cache.KeepResult(key, found.Append(nil))
	}
}

// keepCache writes what the next run need not find again. A full disk costs that run its time, and not this one its
// answer.
func (r *Runner) keepCache() {
	r.Cache.Save() //nolint:errcheck // a cache is a shortcut
}

// digest names all that the judgement of a file depends on beside its bytes and the program.
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

// part says of what a result is.
func (r *Runner) part() string {
	if r.Options.Partial {
		return "part"
	}
	return "whole"
}

// key names a result: the files in their order, each with its content, and what judges them. ok is false when a file
// could not be read: it may be, next time, without a sign.
func (r *Runner) key(part, digest string, contents []content) (string, bool) {
	sum := sha256.New()
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
	if !slices.ContainsFunc(contents, func(c content) bool { return !c.known }) {
		return nil
	}
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

// judge asks the rules about each file that no judgement answers for, and ends the run.
func (r *Runner) judge(ctx context.Context, contents []content, digest string) (lint.Result, error) {
	linter, err := r.ask(ctx, contents, digest, nil)
	if err != nil {
		return lint.Result{}, err
	}
	return r.end(linter), nil
}

// ask asks the rules about each file that no judgement answers for. Unless also is nil, every file is read, and given
// to it in the order of the files.
func (r *Runner) ask(
	ctx context.Context, contents []content, digest string, also func(*catalogue.File),
) (*lint.Linter, error) {
	linter := lint.New(r.Options)
	if r.Cache != nil {
		r.Cache.Load()
	}
	if r.keep {
		r.judgements = make([]lint.Judgement, len(r.Entries))
	}
	done := 0
	show := func() {
		if done++; r.Judged != nil {
			r.Judged(done)
		}
	}
	err := r.Each(ctx, func(in *catalogue.Reader, i int) func() {
		e := &r.Entries[i]
		if c := contents[i]; c.known && also == nil {
			if judgement, ok := r.recall(linter, e, digest, c.sum); ok {
				return func() { r.add(linter, i, judgement); show() }
			}
		}
		j := r.read(linter, in, e, digest)
		return func() {
			if r.Cache != nil && j.read {
				r.learn(&contents[i], e, j.sum)
				// the file may have changed since it was hashed: what was judged is what is kept
				if contents[i].known = contents[i].sum == j.sum; contents[i].known && j.keep != "" {
					r.Cache.Keep(e.Path, digest+string(j.sum[:]), j.keep)
				}
			}
			r.add(linter, i, j.judgement)
			if also != nil {
				also(j.file)
			}
			show()
		}
	})
	return linter, err
}

// end gives what the linter found, with fingerprints.
func (r *Runner) end(linter *lint.Linter) lint.Result {
	out := lint.Result{Findings: linter.Findings(), Waivers: linter.Waivers()}
	lint.Print(out.Findings, r.Texts().line)
	return out
}

func (r *Runner) add(linter *lint.Linter, i int, judgement lint.Judgement) {
	if r.keep {
		r.judgements[i] = judgement
	}
	linter.Add(judgement)
}

// judged is a file that was read, and what the rules found in it.
type judged struct {
	file      *catalogue.File
	judgement lint.Judgement
	sum       cache.Sum
	read      bool   // sum is that of the bytes: they could be had
	keep      string // the judgement, for the cache; empty when it has it, or may not
}

// recall gives the judgement that the cache has of a file with that content.
func (r *Runner) recall(linter *lint.Linter, e *catalogue.Entry, digest string, sum cache.Sum) (lint.Judgement, bool) {
	if r.Cache == nil {
		return lint.Judgement{}, false
	}
	kept, ok := r.Cache.Kept(e.Path, digest+string(sum[:]))
	if !ok {
		return lint.Judgement{}, false
	}
	return linter.Recall(e.Path, kept)
}

// read reads and judges one file.
func (r *Runner) read(linter *lint.Linter, in *catalogue.Reader, e *catalogue.Entry, digest string) judged {
	if src, ok := r.overlay[e.Path]; ok {
		f := catalogue.Parse(syntax.Source{Path: e.Path, Bytes: src}, r.Reading)
		return judged{file: &f, judgement: linter.Judge(lint.FileOf(&f))}
	}
	b, fault := in.Bytes(e)
	if fault != nil {
		return judged{file: fault, judgement: linter.Judge(lint.FileOf(fault))}
	}
	out := judged{sum: sha256.Sum256(b), read: true}
	f := in.Parse(e, b, out.sum)
	out.file = &f
	var known bool
	if out.judgement, known = r.recall(linter, e, digest, out.sum); known {
		return out
	}
	out.judgement = linter.Judge(lint.FileOf(&f))
	// the cases of a file may be refused where its outline is not, and the rules are asked about the outline
	if r.Cache != nil && (r.Reading.OutlineOnly || !syntax.HasErrors(f.Diagnostics)) {
		out.keep = string(out.judgement.Append(nil))
		if same, ok := linter.Recall(e.Path, out.keep); ok {
			out.judgement = same // made of pieces of what is kept: its texts are held once
		}
	}
	return out
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
