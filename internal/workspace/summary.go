package workspace

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"recette/internal/cache"
	"recette/internal/catalogue"
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
	err := p.summaries(ctx, targets, func(list []Summary) { all = append(all, list...) })
	return all, err
}

// summaries is Summaries for who keeps none.
func (p *Project) summaries(ctx context.Context, targets []string, fn func([]Summary)) error {
	return readable(ctx, p, targets, ofCases(), fn)
}

func ofCases() extract[Summary] {
	return extract[Summary]{"cases", summariesOf, encodeSummaries, decodeSummaries}
}

// Headings gives the features of the targets that have cases, as Summaries does: many times less is kept, and read.
func (p *Project) Headings(ctx context.Context, targets []string) ([]Heading, error) {
	var all []Heading
	x := extract[Heading]{"headings", headingsOf, encodeHeadings, decodeHeadings}
	err := readable(ctx, p, targets, x, func(list []Heading) { all = append(all, list...) })
	return all, err
}

// readable gives what files hold, one by one, and refuses those that cannot be used: when all were seen it returns a
// *FeaturesError with every fault. What fn made of the others is then worth nothing.
func readable[T any](ctx context.Context, p *Project, targets []string, x extract[T], fn func([]T)) error {
	var all []syntax.Diagnostic
	err := extracts(ctx, p, targets, x, func(list []T, faults []syntax.Diagnostic) {
		all = append(all, faults...)
		fn(list)
	})
	if err == nil && len(all) > 0 {
		err = &FeaturesError{Faults: all}
	}
	return err
}

// extracts gives what files hold, one by one, with the faults of each.
func extracts[T any](
	ctx context.Context, p *Project, targets []string, x extract[T], fn func(list []T, faults []syntax.Diagnostic),
) error {
	lines := func(target string) bool { _, l := catalogue.SplitLines(target); return l != "" }
	if p.outside.Program == "" || slices.ContainsFunc(targets, lines) {
		return readExtracts(ctx, p, targets, x.of, fn)
	}
	o := p.Options()
	entries, err := p.list(ctx, targets, o)
	if err != nil {
		return err
	}
	kept := cache.Open(p.Cache(), x.name, p.outside.Program)
	kept.Load()
	r := catalogue.NewReader(p.Tree(), o)
	digest := fmt.Sprintf("%+v", o)
	for i := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		e := &entries[i]
		if e.Info != nil {
			if sum, ok := kept.Sum(e.Path, e.Info); ok {
				if blob, ok := kept.Record(e.Path, digest+string(sum[:])); ok {
					if list, ok := x.decode(e.Path, blob); ok {
						fn(list, nil)
						continue
					}
				}
			}
		}
		b, fault := r.Bytes(e)
		if fault != nil {
			fn(nil, Faults(fault.Diagnostics))
			continue
		}
		sum := sha256.Sum256(b)
		f := r.Parse(e, b, sum)
		list, faults := x.of(&f), Faults(f.Diagnostics)
		fn(list, faults)
		if len(faults) > 0 {
			continue
		}
		kept.Learn(e.Path, e.Info, sum)
		kept.KeepRecord(e.Path, digest+string(sum[:]), string(x.encode(list)))
	}
	kept.Save() //nolint:errcheck // a cache is a shortcut
	return nil
}

func readExtracts[T any](
	ctx context.Context, p *Project, targets []string, of func(*catalogue.File) []T, fn func([]T, []syntax.Diagnostic),
) error {
	return p.Walk(ctx, targets, func(f catalogue.File) error {
		fn(of(&f), Faults(f.Diagnostics))
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
