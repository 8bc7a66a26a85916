package workspace

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"recette/internal/cache"
	"recette/internal/catalogue"
	"recette/internal/lint/runner"
	"recette/internal/syntax"
)

// Summary is what lists say of a case.
type Summary = catalogue.Summary

// Heading is what lists say of a feature.
type Heading = catalogue.Heading

// extract is what lists take from a file, and how it is kept under a name of its own.
type extract[T any] struct {
	name   string
	of     func(*catalogue.File) []T
	encode func([]T) []byte
	decode func(path, blob string) (list []T, ok bool)
}

// Summaries gives the cases of the targets as lists need them, in the order of the files. A file that stands as it
// stood when it was read is not read again. It returns a *TargetError or a *FeaturesError.
func (p *Project) Summaries(ctx context.Context, targets []string) ([]Summary, error) {
	var all []Summary
	err := readable(ctx, p, targets, ofCases(), byStamp, func(list []Summary) { all = append(all, list...) })
	return all, err
}

func ofCases() extract[Summary] {
	return extract[Summary]{"cases", summariesOf, encodeSummaries, decodeSummaries}
}

// Headings gives the features of the targets that have cases, as Summaries does: many times less is kept, and read.
func (p *Project) Headings(ctx context.Context, targets []string) ([]Heading, error) {
	var all []Heading
	x := extract[Heading]{"headings", headingsOf, encodeHeadings, decodeHeadings}
	err := readable(ctx, p, targets, x, byStamp, func(list []Heading) { all = append(all, list...) })
	return all, err
}

// readable gives what files hold, one by one, and refuses those that cannot be used: when all were seen it returns a
// *FeaturesError with every fault. What fn made of the others is then worth nothing.
func readable[T any](
	ctx context.Context, p *Project, targets []string, x extract[T], by trust, fn func([]T),
) error {
	var all []syntax.Diagnostic
	err := extracts(ctx, p, targets, x, by, func(list []T, faults []syntax.Diagnostic) {
		all = append(all, faults...)
		fn(list)
	})
	if err == nil && len(all) > 0 {
		err = &FeaturesError{Faults: all}
	}
	return err
}

// trust says by what a file is known to hold what was found in it before.
type trust bool

const (
	byStamp   trust = false // it stands as it stood: enough for what is only shown
	byContent trust = true  // its bytes, read again: a stamp may be that of a copy which a network file system keeps
)

// extracts gives what files hold, one by one, with the faults of each.
func extracts[T any](
	ctx context.Context, p *Project, targets []string, x extract[T], by trust,
	fn func(list []T, faults []syntax.Diagnostic),
) error {
	lines := func(target string) bool { _, l := catalogue.SplitLines(target); return l != "" }
	if p.deps.Program == "" || slices.ContainsFunc(targets, lines) {
		return readExtracts(ctx, p, targets, x.of, fn)
	}
	o := p.Options()
	entries, err := p.list(ctx, targets, o)
	if err != nil {
		return err
	}
	kept := &keptExtracts[T]{
		extract: x, Cache: cache.Open(p.Cache(), x.name, p.deps.Program), about: fmt.Sprintf("%+v", o),
	}
	kept.Load()
	stood := make([]*cache.Sum, len(entries))
	for i := range entries {
		e := &entries[i]
		if e.Info == nil {
			continue
		}
		if sum, ok := kept.Sum(e.Path, e.Info); ok && by == byStamp {
			stood[i] = &sum
		}
	}
	r := runner.Runner{Tree: p.Tree(), Entries: entries, Reading: o}
	err = r.Each(ctx, func(in *catalogue.Reader, i int) func() {
		e := &entries[i]
		if stood[i] != nil {
			if list, ok := kept.find(e, *stood[i]); ok {
				return func() { fn(list, nil) }
			}
		}
		b, fault := in.Bytes(e)
		if fault != nil {
			return func() { fn(nil, errorsOf(fault.Diagnostics)) }
		}
		sum := sha256.Sum256(b)
		if list, ok := kept.find(e, sum); ok { // no need to parse it again
			return func() {
				kept.Learn(e.Path, e.Info, sum)
				fn(list, nil)
			}
		}
		f := in.Parse(e, b, sum)
		list, faults := x.of(&f), errorsOf(f.Diagnostics)
		return func() {
			kept.Learn(e.Path, e.Info, sum)
			if len(faults) == 0 {
				kept.keep(e, sum, list)
			}
			fn(list, faults)
		}
	})
	if err != nil {
		return err
	}
	kept.Save() //nolint:errcheck // a cache is a shortcut
	return nil
}

// keptExtracts keeps what was taken from files, each under its content.
type keptExtracts[T any] struct {
	extract[T]
	*cache.Cache
	about string // all that it depends on, but for the file
}

func (k *keptExtracts[T]) find(e *catalogue.Entry, sum cache.Sum) ([]T, bool) {
	blob, ok := k.Kept(e.Path, k.about+string(sum[:]))
	if !ok {
		return nil, false
	}
	return k.decode(e.Path, blob)
}

func (k *keptExtracts[T]) keep(e *catalogue.Entry, sum cache.Sum, list []T) {
	k.Keep(e.Path, k.about+string(sum[:]), string(k.encode(list)))
}

func readExtracts[T any](
	ctx context.Context, p *Project, targets []string, of func(*catalogue.File) []T, fn func([]T, []syntax.Diagnostic),
) error {
	return p.walk(ctx, targets, func(f catalogue.File) error {
		fn(of(&f), errorsOf(f.Diagnostics))
		return nil
	})
}

func summariesOf(f *catalogue.File) []Summary {
	list := make([]Summary, len(f.Cases))
	for i := range f.Cases {
		list[i] = f.Cases[i].Summary()
	}
	return list
}

func headingsOf(f *catalogue.File) []Heading { return catalogue.Headings(summariesOf(f)) }
